"""The briefings that the settings call for, each checked as it is loaded.

Owns which folder counts and what replaces what. Refuses a briefing with any finding: what cannot be
checked is not said.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.printable import printable
from briefings.briefing import Briefing
from briefings.checks import check
from briefings.errors import ConfigurationError, LibraryError
from briefings.library.index import Library
from briefings.library.load import load_folder, load_shipped

_VARIABLE = "COMMUNIQUE_LIBRARY"


def load_library(folder: Path | None) -> Library:
    """The shipped briefings, and those in `folder`, of which each takes the place of a shipped one.

    Raises ConfigurationError when the folder or a briefing in it cannot be used, LibraryError when
    a shipped briefing cannot.
    """
    shipped = load_shipped()
    for briefing in shipped:
        _require_sound(briefing, f"The shipped briefing {briefing.article.id}", "`communique library check`")
    try:
        own = () if folder is None else tuple(_own(folder))
        return Library(_in_place(shipped, own))
    except LibraryError as error:
        raise ConfigurationError(str(error)) from error


def _in_place(shipped: Sequence[Briefing], own: Sequence[Briefing]) -> list[Briefing]:
    replaced = {briefing.article.id for briefing in own}
    return [*(briefing for briefing in shipped if briefing.article.id not in replaced), *own]


def _own(folder: Path) -> Iterator[Briefing]:
    for path in _folders(folder):
        name = f"The briefing {printable(path.name)} in {_VARIABLE}"
        try:
            briefing = load_folder(path)
        except LibraryError as error:
            raise LibraryError(f"{name} cannot be used: {error}") from error
        _require_sound(briefing, name, "`communique library check PATH`, PATH being its folder")
        yield briefing


def _folders(folder: Path) -> list[Path]:
    try:
        entries = sorted(folder.iterdir())
        if folder.joinpath("briefing.json").is_file():
            raise ConfigurationError(
                f"{_VARIABLE} is the folder of one briefing; set it to the folder that this one lies in."
            )
        return [entry for entry in entries if entry.is_dir() and not entry.name.startswith(".")]
    except OSError:
        raise ConfigurationError(
            f"{_VARIABLE} is not a folder that can be read; set it to one with a sub-folder per briefing."
        ) from None


def _require_sound(briefing: Briefing, name: str, command: str) -> None:
    """Raises LibraryError with the first finding."""
    findings = check(briefing).findings
    if findings:
        first, more = findings[0], len(findings) - 1
        rest = f" ({more} more after it)" if more else ""
        raise LibraryError(
            f"{name} fails its checks: {first.where}: {first.message.rstrip('.')}{rest}; "
            f"see all with {command}."
        )
