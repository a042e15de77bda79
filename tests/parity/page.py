"""docs/parity.md: who offers what, as found by using each platform, and why something is not there."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from briefings.topics import Topics
from tests.parity.features import Feature, every, reason
from tests.parity.folders import found
from tests.parity.platform import Platform

PAGE: Final = Path(__file__).parents[2] / "docs" / "parity.md"
_TITLES: Final = {
    "command": "Commands",
    "option": "Options of commands",
    "completing": "What is completed or listed while an option is filled in",
    "form": "Forms",
    "button": "What can be pressed or chosen under an answer",
    "follow-up": "Follow-ups of a reply",
    "reply block": "Blocks of a reply",
    "reply inline": "Words inside a block",
    "drawn picture": "The relationship picture, drawn",
    "place": "Where the bot can be talked to",
}
_INTRODUCTION: Final = """# What each platform offers

Written by `python -m tests.parity --write` (`make parity`) and held by a test. Each entry was found by using
the platform: commands are read from what it would hand us, answers are read back from what it would be sent.
A number names the reason for a lack. The reasons stand in each adapter's `lacks.py`; one that no longer holds
fails the test.

"""


def page(topics: Topics) -> str:
    """The whole page."""
    platforms = found()
    offered = every(platforms, topics)
    reasons = _Reasons()
    tables = [_table(group, offered, platforms, reasons) for group in _TITLES]
    assert {each.group for each in offered} == set(_TITLES)
    return _INTRODUCTION + "\n\n".join(tables) + "\n\n## Reasons\n\n" + "\n".join(reasons.lines()) + "\n"


class _Reasons:
    """Reasons by number, each once for a platform."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, platform: Platform, feature: Feature) -> int:
        """The number of a lack's reason."""
        said = (platform.title, reason(platform, feature) or "(no reason is given)")
        return self._numbers.setdefault(said, len(self._numbers) + 1)

    def lines(self) -> Iterator[str]:
        """The reasons in the order of their numbers."""
        return (f"{number}. {title}: {why}" for (title, why), number in self._numbers.items())


def _table(
    group: str, offered: Mapping[Feature, frozenset[str]], platforms: Sequence[Platform], reasons: _Reasons
) -> str:
    rows = [
        (each.name, tuple(_cell(platform, each, offered[each], reasons) for platform in platforms))
        for each in offered
        if each.group == group
    ]
    head = f"| | {' | '.join(each.title for each in platforms)} |\n|---|{'---|' * len(platforms)}"
    lines = [
        f"| {name} | {' | '.join(cells)} |"
        for name, cells in (_by_command(rows) if group == "option" else rows)
    ]
    return "\n".join((f"## {_TITLES[group]}", "", head, *lines))


def _cell(platform: Platform, feature: Feature, offering: frozenset[str], reasons: _Reasons) -> str:
    return "yes" if platform.name in offering else f"no ({reasons.number(platform, feature)})"


def _by_command(rows: list[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Options of one command that are offered alike, in one row."""
    for (path, cells), group in groupby(rows, lambda row: (row[0].rpartition(" ")[0], row[1])):
        yield f"{path} {', '.join(name.rpartition(' ')[2] for name, _ in group)}", cells
