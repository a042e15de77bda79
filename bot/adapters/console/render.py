"""Replies to text in one of four formats. Pure: the same reply, format and screen give the same text.

Owns the choice of format and the safety of every text shown; the layouts stand in a module each.
"""

import json
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, Literal, TypeVar, assert_never

from bot.adapters.console.offers import Step, offers, steps
from bot.printable import printable
from briefings.reply import Block, Evidence, Picture, Reply, ShowEvidence

Format = Literal["rich", "plain", "markdown", "json"]
FORMATS: tuple[Format, ...] = ("rich", "plain", "markdown", "json")

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Screen:
    """Where a reply is shown. `width` in cells; `prefix` is what a command begins with there."""

    width: int = 80
    colour: bool = False
    prefix: str = "/"
    numbered: bool = False
    """Whether a step is chosen by typing its number."""
    qualified: bool = True
    """Whether claim ids need their article, as they do in a library of several."""


PLAIN_SCREEN = Screen()


def render(reply: Reply, form: Format, screen: Screen = PLAIN_SCREEN) -> str:
    """The reply as text that ends with a line break; JSON is one line."""
    safe = neutral(reply)
    shown = safe if screen.qualified else _within_one_article(safe)
    match form:
        case "rich":
            from bot.adapters.console.terminal import terminal  # noqa: PLC0415 - rich is slow to import

            more = offers(shown) if screen.numbered else _in_full(shown, screen)
            return terminal(shown, screen.width, colour=screen.colour, more=more)
        case "plain":
            from bot.adapters.console.plain import plain  # noqa: PLC0415 - one layout is enough

            return plain(shown, _in_full(shown, screen))
        case "markdown":
            from bot.adapters.console.markdown import markdown  # noqa: PLC0415 - one layout is enough

            return markdown(shown, _in_full(shown, screen))
        case "json":
            from bot.adapters.console.structured import structured  # noqa: PLC0415 - one layout is enough

            return json.dumps(structured(safe), ensure_ascii=False) + "\n"
        case _:
            assert_never(form)


def neutral(value: _Value) -> _Value:
    """The same value with every text in it printable."""
    return _neutral(value)  # type: ignore[no-any-return]  # it keeps the type of every value


def picture_of(reply: Reply) -> Picture | None:
    """The picture of a reply, where it has one."""
    return next((block for block in reply.blocks if isinstance(block, Picture)), None)


def _neutral(value: Any) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else _inside(value)
    if isinstance(value, tuple):
        return tuple(_neutral(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{each.name: _neutral(getattr(value, each.name)) for each in fields(value)})
    return value


def _inside(text: str) -> str:
    """Printable, keeping the single spaces that join it to its neighbours."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{printable(text)}{after}"


def _in_full(reply: Reply, screen: Screen) -> tuple[Step, ...]:
    return steps(offers(reply), screen.prefix)


def _within_one_article(reply: Reply) -> Reply:
    """The reply with claims named as a library of one article names them: `C07`."""
    return replace(
        reply,
        blocks=tuple(map(_briefly, reply.blocks)),
        follow_ups=tuple(
            replace(each, claims=tuple(map(_bare, each.claims))) if isinstance(each, ShowEvidence) else each
            for each in reply.follow_ups
        ),
    )


def _briefly(block: Block) -> Block:
    if not isinstance(block, Evidence):
        return block
    return replace(block, line=replace(block.line, claim=_bare(block.line.claim)))


def _bare(claim: str) -> str:
    return claim.rpartition(":")[2]
