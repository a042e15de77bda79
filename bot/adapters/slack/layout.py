"""Buttons and lists under a message: a row of steps, a row of sharing and judging, a row of lists.

Owns what stands where within the room that is left of a message, and what could not be placed, so that
the message can say so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.adapters.slack import limits
from bot.adapters.slack.elements import Json, button, options, select, short
from bot.adapters.slack.weight import weight
from bot.printable import printable
from bot.rendering.actions import Feedback, Ids, ShowEvidence, TurnPage
from bot.rendering.controls import Controls, Menu
from bot.rendering.placing import NO_EVIDENCE, NO_PAGES, Placed, distinct, placed

_ROW = 40
"""What a row takes without its elements, at the most."""

PAGE_MARK = "/"
"""Stands in a button's id between its number and its page."""
NUMBERS_MARK = "|"
"""Stands behind the page, before the citation numbers of a digest's message: `S4.1.1=1,S4.1.2=2`. A digest
cannot be worked out anew, and Slack hands no preview over whose button is pressed."""
NO_SHARE = "This answer cannot be shared from here; ask again where the others are."


Numbers = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows, and sentences on what found no place; `typed`: commands to type instead."""

    rows: tuple[Json, ...]
    said: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()


def lay_out(controls: Controls, ids: Ids, spare: int, page: int = 0, numbers: Numbers = ()) -> Layout:
    """The controls of a page in rows that weigh at most `spare` together.

    Turning, sharing and judging come first; steps, then lists have what they leave. `numbers`: citation
    numbers by passage, where the page cannot be worked out anew.
    """
    on = page_id(ids, page, numbers)
    left = spare - 3 * _ROW
    turns = list(placed(controls.turns, ids, limits.CLAIMS))
    kept = _fitting(distinct(placed((*controls.share, *controls.feedback), ids, limits.CLAIMS)), left, on)
    left -= _weight(kept, on)
    pages_lost = any(each.text is None for each in turns) or _weight(turns, on) > left
    wanted = [*([] if pages_lost else turns), *placed(controls.steps, ids, limits.CLAIMS)]
    first = _fitting(distinct(wanted), left, on)
    left -= _weight(first, on)
    seen = {each.text for each in first}
    lost = [each for each in wanted if each.text not in seen]
    lists, unlisted = _lists(controls.menus, ids, left)
    said = (
        *((NO_PAGES,) if pages_lost else ()),
        *((NO_SHARE,) if any(ids.encode(each.action) is None for each in controls.share) else ()),
        *((NO_EVIDENCE,) if any(isinstance(each.action, ShowEvidence) for each in lost) else ()),
    )
    typed = dict.fromkeys([*(each.typed for each in lost if each.typed), *unlisted])
    return Layout(tuple(_rows(first, kept, lists, on)), said, tuple(typed))


def _rows(first: Sequence[Placed], kept: Sequence[Placed], lists: list[Json], on: str) -> Iterator[Json]:
    pressed = [_button(each, number, on) for number, each in enumerate((*first, *kept))]
    for row in (pressed[: len(first)], pressed[len(first) :], lists):
        if row:
            yield {"type": "actions", "elements": row}


def _fitting(buttons: Sequence[Placed], left: int, on: str) -> list[Placed]:
    """As many as there is room for, in order."""
    kept: list[Placed] = []
    for each in buttons:
        left -= _weight([each], on)
        if left >= 0 and len(kept) < limits.BUTTONS:
            kept.append(each)
    return kept


def _weight(buttons: Sequence[Placed], on: str) -> int:
    return sum(weight(_button(each, 99, on)) + 1 for each in buttons)


def _button(each: Placed, number: int, on: str) -> Json:
    """A button. Where it is on what the page says, and not only on its claims, its id names the page."""
    heard = f"Page {each.action.page + 1}" if isinstance(each.action, TurnPage) else ""
    named = on if isinstance(each.action, ShowEvidence | Feedback) else ""
    action_id = f"press-{number}{PAGE_MARK}{named}" if named else f"press-{number}"
    return button(each.label, action_id, each.text or "", primary=each.first, heard=heard)


def page_id(ids: Ids, page: int, numbers: Numbers = ()) -> str:
    """The page in a button's id; empty where it does not fit, or could not be found again."""
    text = ids.encode(TurnPage(ids.asked, page)) or ""
    cited = ",".join(f"{passage}={number}" for passage, number in numbers)
    most = limits.ACTION_ID - len(f"press-99{PAGE_MARK}")
    wanted = (f"{text}{NUMBERS_MARK}{cited}", text) if cited else (text,)
    return next((each for each in wanted if limits.MESSAGE.size(each) <= most), "")


def _lists(menus: Sequence[Menu], ids: Ids, left: int) -> tuple[list[Json], list[str]]:
    """Lists of topics, and the commands whose lists found no place."""
    found: list[Json] = []
    unlisted: list[str] = []
    for number, menu in enumerate(menus):
        action_id = ids.encode(menu.action)
        made = _list(menu, action_id, left // (len(menus) - number)) if action_id else None
        if made is None:
            unlisted.append(f"/{menu.action.verb} …")
            continue
        found.append(made)
        left -= weight(made) + 1
    return found, unlisted


def _list(menu: Menu, action_id: str, most: int) -> Json | None:
    """As many of the choices as there is room for; None where not even one fits."""
    entries = options(menu.choices)
    every = len({printable(choice.argument) for choice in menu.choices} - {""})
    while entries:
        left = every - len(entries)
        more = f" ({left} more: type a name)" if left else ""
        made = select(short(menu.label, limits.PLACEHOLDER - len(more)) + more, action_id, entries)
        if weight(made) <= most:
            return made
        entries.pop()
    return None
