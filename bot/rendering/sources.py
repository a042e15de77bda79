"""The sources a page needs, in small print: those of one section together, none dropped in silence."""

import re
from collections.abc import Sequence

from bot.rendering.dialect import Dialect
from bot.rendering.measure import Limits
from bot.rendering.plain_text import one_line
from briefings.reply import Source

PRESS_EVIDENCE = "press Evidence"

_NUMBERED = re.compile(
    r"\\?\[(\d{1,4})\\?\] (?P<place>[^·\n\[\]]*?)\((?P<id>[\w.]+)\)(?= ·|\s*$)", re.MULTILINE
)
"""A source in small print: its mark, its place and the id of its passage, at the end of a line or item."""


def cost(source: Source, limits: Limits, dialect: Dialect) -> int:
    """The most that one more source can take of a page."""
    return limits.size(_line(dialect, [source])) + 1


def source_lines(sources: Sequence[Source], most: int, limits: Limits, dialect: Dialect) -> str:
    """The sources as lines of small print no larger than `most`; what is left out is counted."""
    written = _grouped(sources, dialect)
    shown = list(sources)
    while shown and limits.size(written) > most:
        shown.pop()
        written = "\n".join(
            part for part in (_grouped(shown, dialect), _more(len(sources) - len(shown), dialect)) if part
        )
    return written if limits.size(written) <= most else ""


def numbers_in(text: str) -> tuple[tuple[str, int], ...]:
    """Passage ids and their numbers, read back from the sources of a page as `source_lines` wrote them."""
    return tuple((found["id"], int(found[1])) for found in _NUMBERED.finditer(text))


def _grouped(sources: Sequence[Source], dialect: Dialect) -> str:
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(_section(source), []).append(source)
    return "\n".join(_line(dialect, group) for group in groups.values())


def _line(dialect: Dialect, group: Sequence[Source]) -> str:
    """Sources of one section, which is named once."""
    section = one_line(_section(group[0]))
    places = [
        f"{dialect.marks((source.number,))} {dialect.text(one_line(_place(source)))}".rstrip()
        for source in group
    ]
    named = f"{dialect.text(section)}: " if section else ""
    return dialect.small(named + " · ".join(places))


def _section(source: Source) -> str:
    return source.label.rpartition(", ")[0]


def _place(source: Source) -> str:
    return source.label.rpartition(", ")[2]


def _more(left: int, dialect: Dialect) -> str:
    if not left:
        return ""
    noun = "source" if left == 1 else "sources"
    return dialect.small(dialect.text(f"… {left} more {noun}: {PRESS_EVIDENCE}"))
