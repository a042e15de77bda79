"""What readers thought of answers, for whoever looks after the library: listed or handed on.

It only reads. Feedback holds no reader's name, and none is guessed at here.
"""

# Options of typer are booleans with defaults, and what a command needs is imported when it runs.
# ruff: noqa: FBT002

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import leave
from bot.cli.running import done
from bot.printable import printable

if TYPE_CHECKING:
    from bot.app import App
    from bot.ports import Feedback

EVERYTHING = 2**31 - 1
"""More than is ever stored; the largest limit that every database takes."""
LONGEST_LINE = 240
"""Characters of a text in the list; `--json` and `export` give it whole."""

MOST_LINES = 6
"""Lines of a text in the list."""
_HEAD = re.compile(r"^(?:>\s+|-#\s+|#{1,3}\s+)+")
"""What begins a quotation, small print or a heading."""
_EMPHASIS = re.compile(r"(?<!\\)(?:\*{1,2}|_{1,2}(?=[^\w]|$)|(?<!\w)_{1,2}|`)")
_LINK = re.compile(r"\[([^\]\n]+)\]\(<?[^)\s]+>?\)")
_ESCAPED = re.compile(r"\\([\\`*_~|>#.\[\]()<:@/+!{}-])")

app = typer.Typer(name="feedback", help="What readers thought of answers: wrong, unsupported, missing.")

Platform = Annotated[
    str | None, typer.Option("--platform", metavar="PLATFORM", help="Only from there, such as discord.")
]


@app.command("list")
def listed(
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="How many.")] = 20,
    platform: Platform = None,
    as_json: Annotated[bool, typer.Option("--json", help="Show it as JSON.")] = False,
) -> None:
    """List stored feedback, newest first."""
    leave(done(lambda built: _listed(built, limit, platform, as_json=as_json)))


@app.command("export")
def export(platform: Platform = None) -> None:
    """Write all stored feedback as JSON Lines, newest first."""
    leave(done(lambda built: _exported(built, platform)))


async def _listed(built: "App", limit: int, platform: str | None, *, as_json: bool) -> int:
    found = await _stored(built, limit, platform)
    if as_json:
        print(json.dumps([_value(each) for each in found], ensure_ascii=False, indent=2))
    elif found:
        print("\n\n".join("\n".join(_lines(each)) for each in found))
    else:
        print(f"No feedback{f' from {printable(platform)}' if platform else ''} is stored.")
    return 0


async def _exported(built: "App", platform: str | None) -> int:
    for each in await _stored(built, EVERYTHING, platform):
        print(json.dumps(_value(each), ensure_ascii=False))
    return 0


async def _stored(built: "App", limit: int, platform: str | None) -> Sequence["Feedback"]:
    """The newest, at most `limit` of those wanted."""
    if platform is None:
        return await built.feedback.latest(limit)
    wanted = platform.strip().casefold()
    found = await built.feedback.latest(EVERYTHING)
    return [each for each in found if each.platform.casefold() == wanted][:limit]


def _value(each: "Feedback") -> dict[str, object]:
    return {
        "at": each.at.astimezone(UTC).isoformat(timespec="seconds"),
        "platform": each.platform,
        "place": each.place,
        "kind": each.kind,
        "question": each.question,
        "answer": each.answer_text,
        "claims": list(each.claims),
        "comment": each.comment,
    }


def _lines(each: "Feedback") -> Iterator[str]:
    at = f"{each.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    yield printable(f"{at} · {each.kind} · {each.platform} {each.place}")
    told = (
        ("asked", each.question),
        ("answer", each.answer_text),
        ("claims", " ".join(each.claims)),
        ("comment", each.comment or ""),
    )
    for name, text in told:
        lines = [_short(line) for each in text.split("\n") if (line := _plain(each))]
        more = [f"… {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
        shown = [*lines[:MOST_LINES], *more]
        if shown:
            yield f"  {name}: {shown[0]}"
            yield from (f"    {line}" for line in shown[1:])


def _plain(line: str) -> str:
    """A line as it was read, without the marks that a platform lays it out by."""
    bare = _EMPHASIS.sub("", _LINK.sub(r"\1", _HEAD.sub("", line.strip())))
    return _ESCAPED.sub(r"\1", bare).strip()


def _short(text: str) -> str:
    """On one line, cut where it is long."""
    line = printable(text)
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"
