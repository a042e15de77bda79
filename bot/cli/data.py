"""`communique data`: what is kept of a server, workspace or person, shown and erased.

Owns asking before anything is erased, and the words. What belongs to whom is `bot.storage.erasing`.
"""

# Options of typer are booleans with defaults, and what a command needs is imported when it runs.
# ruff: noqa: FBT002

import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli import codes
from bot.cli.options import leave
from bot.cli.running import done
from bot.leaving.ports import Counted, Departure, OfPerson, OfPlace, Whose
from bot.printable import printable
from briefings.errors import BadInput

if TYPE_CHECKING:
    from bot.app import App

app = typer.Typer(
    name="data",
    help="What is kept of a server, workspace or person: show it, erase it.",
    no_args_is_help=True,
)

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "subscription": ("digest", "digests"),
    "slot": ("date or message of a digest", "dates and messages of digests"),
    "edition": ("text that was posted or waits", "texts that were posted or wait"),
    "part": ("message of those", "messages of those"),
    "lane": ("channel that was posted to", "channels that were posted to"),
    "draft": ("draft of the last hour", "drafts of the last hour"),
    "follow": ("followed topic", "followed topics"),
    "feedback": ("feedback", "feedbacks"),
    "event_seen": ("event taken in hand or page shared", "events taken in hand and pages shared"),
    "thread_topic": ("thread's topics", "threads' topics"),
    "note": ("note which token belongs there", "notes which token belongs there"),
    "departure": ("note that the bot was removed there", "notes that the bot was removed there"),
}
"""What rows of a table are, one and several."""

Guild = Annotated[str, typer.Option("--guild", metavar="ID", help="A Discord server, by its id.")]
Workspace = Annotated[str, typer.Option("--workspace", metavar="ID", help="A Slack workspace (T…).")]
User = Annotated[str, typer.Option("--user", metavar="ID", help="A person on either, by their id there.")]
_NUMBER = re.compile(r"[0-9]{1,20}")
_TEAM = re.compile(r"[TE][A-Z0-9]{2,20}")
_MEMBER = re.compile(r"[0-9]{1,20}|[UW][A-Z0-9]{2,20}")


@app.command("show")
def show(guild: Guild = "", workspace: Workspace = "", user: User = "") -> None:
    """Show how much is kept, of all places or of one server, workspace or person."""
    if guild or workspace or user:
        whose = _whose(guild, workspace, user)
        leave(done(lambda built: _shown(built, whose)))
    else:
        leave(done(_all_shown))


@app.command("erase")
def erase(
    guild: Guild = "",
    workspace: Workspace = "",
    user: User = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be erased.")] = False,
) -> None:
    """Erase everything that is kept of a server, workspace or person. A running bot need not be stopped."""
    whose = _whose(guild, workspace, user)
    leave(done(lambda built: _erased(built, whose, yes=yes, dry_run=dry_run)))


def _whose(guild: str, workspace: str, user: str) -> Whose:
    given = [each for each in (guild, workspace, user) if each]
    if len(given) != 1:
        raise BadInput("Name one of --guild ID, --workspace ID and --user ID.")
    if guild and _NUMBER.fullmatch(guild):
        return OfPlace("discord", guild)
    if workspace and _TEAM.fullmatch(workspace):
        return OfPlace("slack", workspace)
    if user and _MEMBER.fullmatch(user):
        return OfPerson(user)
    looks = "a long number on Discord; on Slack a workspace's begins with T, a member's with U"
    raise BadInput(f"“{printable(given[0])[:30]}” is not an id: that is {looks}.")


async def _shown(built: "App", whose: Whose) -> int:
    gone = {each.whose: each for each in await built.departures.gone()}
    found = await built.erasure.counted(whose)
    away = gone.get(whose) if isinstance(whose, OfPlace) else None
    print("\n".join(_lines(built, whose, found, away)))
    return codes.OK


async def _all_shown(built: "App") -> int:
    gone = {each.whose: each for each in await built.departures.gone()}
    found = await built.erasure.kept()
    if not found:
        print("Nothing is kept of any server or workspace.")
    for whose, counted in found.items():
        print("\n".join(_lines(built, whose, counted, gone.get(whose))))
    return codes.OK


async def _erased(built: "App", whose: Whose, *, yes: bool, dry_run: bool) -> int:
    found = await built.erasure.counted(whose)
    print("\n".join(_lines(built, whose, found, None)))
    if not found:
        return codes.OK
    if dry_run:
        print("Nothing was erased.")
        return codes.OK
    if not yes and not _agreed():
        print("Nothing was erased.")
        return codes.OK
    print(_what_went(whose, await built.erasure.erase(whose)))
    if not await built.erasure.scrubbed():
        print(
            "A running bot reads the database: the file beside it (-wal) holds old pages until it is next "
            "written back, or this command is given again."
        )
    return codes.OK


def _what_went(whose: Whose, gone: Counted) -> str:
    """What a person's id was taken off stays, and is not counted as erased."""
    digests = gone.get("subscription", 0) if isinstance(whose, OfPerson) else 0
    rows = sum(gone.values()) - digests
    sentence = f"Erased: {rows:,} row{'' if rows == 1 else 's'}."
    if digests:
        sentence += f" Their id was taken off {_count('subscription', digests)}."
    return sentence


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise BadInput("Nobody can be asked here; give --yes to erase it, or --dry-run to look.")
    print("Erase all of it? It cannot be had back. Type yes: ", end="", flush=True)
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}


def _lines(built: "App", whose: Whose, found: Counted, away: Departure | None) -> list[str]:
    if not found:
        return [f"Nothing is kept of {_named(whose)}."]
    head = f"Of {_named(whose)} is kept:"
    lines = [head, *(f"  {_count(name, rows)}" for name, rows in found.items())]
    if isinstance(whose, OfPerson) and "subscription" in found:
        lines.append("Digests stay for their channel; nobody is told of them any more.")
    if away is not None:
        until = away.left_at + built.settings.erase_after
        lines.append(
            f"The bot was removed on {away.left_at:%Y-%m-%d %H:%M} UTC; all of it is erased after "
            f"{until:%Y-%m-%d %H:%M} UTC unless it is back."
        )
    return lines


def _count(name: str, rows: int) -> str:
    one, several = WORDS[name]
    return f"{rows:,} {one if rows == 1 else several}"


def _named(whose: Whose) -> str:
    match whose:
        case OfPerson(person):
            return f"the person {person}"
        case OfPlace(platform, "direct"):
            return f"direct messages on {printable(platform).capitalize()}"
        case OfPlace("discord", place):
            return f"the Discord server {printable(place)}"
        case OfPlace("slack", place):
            return f"the Slack workspace {printable(place)}"
        case OfPlace(platform, place):
            return f"{printable(platform)} {printable(place)}"
