"""Digests managed by an operator: the same service and the same words as in a chat, channels by their ids.

Owns options and exit codes. Whoever may run this may read the database, so nobody is asked who they are.
"""

# Options of typer are booleans with defaults, and what a command needs is imported when it runs.
# ruff: noqa: FBT002, PLC0415

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, TypedDict, cast

import typer

from bot.cli import codes
from bot.cli.options import leave
from bot.digest_commands import (
    DigestAdd,
    DigestCommand,
    DigestConfirm,
    DigestEdit,
    DigestExplain,
    DigestHistory,
    DigestPause,
    DigestPreview,
    DigestRemove,
    DigestResume,
    DigestSendNow,
    DigestSnooze,
)
from briefings.errors import BadInput

if TYPE_CHECKING:
    from bot.app import App
    from bot.delivery.preview import Previewed
    from bot.digests.asker import Asker
    from bot.subscriptions import Subscription
    from briefings.reply import Reply

Name = Annotated[str, typer.Argument(metavar="DIGEST", help="Its id, such as s-7K3QF2.")]
Platform = Annotated[str, typer.Option("--platform", metavar="NAME", help="discord or slack.")]
Place = Annotated[str, typer.Option("--place", metavar="ID", help="The server or workspace, by its id.")]
Channel = Annotated[str, typer.Option("--channel", metavar="ID", help="The channel, by its id.")]
Days = Annotated[str, typer.Option("--schedule", metavar="WORDS", help='Days and times: "weekdays 08:30".')]
Zone = Annotated[str, typer.Option("--zone", metavar="ZONE", help="Europe/London, Kolkata, Japan.")]
Topics = Annotated[str, typer.Option("--topics", metavar="NAMES", help='"India, China", or all.')]
Style = Annotated[str, typer.Option("--style", metavar="WORD", help="headlines, full or thread.")]
Empty = Annotated[str, typer.Option("--empty", metavar="WORD", help="skip or line.")]
Skip = Annotated[str, typer.Option("--skip", metavar="DATES", help="2026-12-25, 2027-01-01; or none.")]
CatchUp = Annotated[str, typer.Option("--catch-up", metavar="TIME", help='How late: "6 hours".')]
OnDoubt = Annotated[
    str, typer.Option("--on-doubt", metavar="WORD", help="Lost replies: never-double or never-lose.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be saved.")]
DRY = "Nothing was saved: this was a dry run."

PLATFORMS = ("discord", "slack")


class _Fields(TypedDict):
    schedule: str
    zone: str
    topics: str
    style: str
    empty: str
    skip: str
    catch_up: str
    on_doubt: str


def _fields(given: Mapping[str, Any]) -> _Fields:
    """What a command was given of a digest's fields; the names of its parameters are theirs."""
    return cast("_Fields", {name: given[name] for name in _Fields.__annotations__})


def register(app: typer.Typer) -> None:
    """Adds the commands of this module to `communique digest`."""
    for name, function in (
        ("add", add),
        ("list", listed),
        ("preview", preview),
        ("pause", pause),
        ("resume", resume),
        ("snooze", snooze),
        ("edit", edit),
        ("remove", remove),
        ("history", history),
        ("send-now", send_now),
    ):
        app.command(name)(function)


def add(  # noqa: PLR0913, PLR0917 - one for each field
    platform: Platform,
    place: Place,
    channel: Channel,
    owner: Annotated[
        str, typer.Option("--owner", metavar="ID", help="Who is told when something goes wrong, by their id.")
    ],
    schedule: Days,
    zone: Zone,
    channel_name: Annotated[
        str, typer.Option("--channel-name", metavar="NAME", help="What people call the channel.")
    ] = "",
    topics: Topics = "",
    style: Style = "",
    empty: Empty = "",
    skip: Skip = "",
    catch_up: CatchUp = "",
    on_doubt: OnDoubt = "",
    dry_run: DryRun = False,
) -> None:
    """Begin a digest in a channel; says in words what was saved, and when it comes."""
    fields = _fields(locals())
    from bot.digests.asker import Asker

    asker = Asker(
        known(platform), place, channel, owner, channel_name=channel_name, manages=True, way="shell"
    )
    _run(lambda app: _echoed(app, DigestAdd(**fields), asker, go_on=not dry_run))


def listed(
    platform: Annotated[
        str | None, typer.Option("--platform", metavar="NAME", help="Only those on discord or slack.")
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="ID", help="Only those of this server or workspace.")
    ] = None,
    channel: Annotated[
        str | None, typer.Option("--channel", metavar="ID", help="Only those of this channel.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Show them as JSON.")] = False,
) -> None:
    """List digests: all of them, or those of a platform, a place, a channel."""
    only = None if platform is None else known(platform)

    async def work(app: "App") -> int:
        found = await app.digests.overview(only, place, channel)
        if as_json:
            print(json.dumps(found, ensure_ascii=False))
        else:
            print("\n".join(map(_line, found)) or "There are no digests.")
        return codes.OK

    _run(work)


def _line(found: dict[str, str]) -> str:
    """One digest: its id, its channel by the ids that options take, what people call it, when, its state."""
    from bot.printable import printable

    name = printable(found["channel_name"]).removeprefix("#")
    named = f" (#{name})" if name else ""
    where = f"{found['platform']} {found['place']} {found['channel']}{named}"
    return f"{found['id']}  {where}  {found['when']}; {found['topics']}; {found['state']}"


def preview(
    digest: Name,
    on: Annotated[str, typer.Option("--date", metavar="DATE", help="2026-12-01; by default the next.")] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="The very messages, as the platform would be sent them.")
    ] = False,
) -> None:
    """Show what would be posted; with --json the very messages, as the platform would be sent them."""
    if as_json:
        _run(lambda app: _payloads(app, digest, on))
    else:
        _run(lambda app: _previewed(app, DigestPreview(digest, on)))


def pause(digest: Name) -> None:
    """Post nothing until it is resumed."""
    _run(lambda app: _with(app, digest, DigestPause(digest)))


def resume(digest: Name) -> None:
    """Post again."""
    _run(lambda app: _with(app, digest, DigestResume(digest)))


def snooze(
    digest: Name,
    until: Annotated[list[str], typer.Argument(metavar="TIME...", help="3 days, or until 2026-12-01.")],
) -> None:
    """Post nothing for a while."""
    _run(lambda app: _with(app, digest, DigestSnooze(" ".join(until), digest)))


def edit(  # noqa: PLR0913, PLR0917 - one for each field
    digest: Name,
    schedule: Days = "",
    days: Annotated[str, typer.Option("--days", metavar="WORDS", help="Only the days: mon,thu.")] = "",
    time: Annotated[str, typer.Option("--time", metavar="TIMES", help="Only the times: 08:30,17:00.")] = "",
    zone: Zone = "",
    topics: Topics = "",
    style: Style = "",
    empty: Empty = "",
    skip: Skip = "",
    catch_up: CatchUp = "",
    on_doubt: OnDoubt = "",
    dry_run: DryRun = False,
) -> None:
    """Change a digest; what is not named stays."""
    fields = _fields(locals())
    change = DigestEdit(digest, days=days, time=time, **fields)

    async def work(app: "App") -> int:
        return await _echoed(app, change, await app.digests.operator(digest), go_on=not dry_run)

    _run(work)


def remove(
    digest: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else only say what would end.")] = False,
) -> None:
    """End a digest for good."""

    async def work(app: "App") -> int:
        if not yes:
            one = await app.digests.chosen(digest)
            raise BadInput(f"Nothing was removed. {_meant(one)} To end it for good, add --yes.")
        return await _confirmed(app, DigestRemove(digest), await app.digests.operator(digest))

    _run(work)


def history(digest: Name) -> None:
    """What was posted, and what was not and why."""
    _run(lambda app: _with(app, digest, DigestHistory(digest)))


def explain(digest: str) -> None:
    """The next ten times of a digest, in words."""
    _run(lambda app: _with(app, digest, DigestExplain(digest)))


def send_now(digest: Name) -> None:
    """Post one now, as far as a running program posts digests."""

    async def work(app: "App") -> int:
        return await _confirmed(app, DigestSendNow(digest), await app.digests.operator(digest))

    _run(work)


def _run(work: "Callable[[App], Awaitable[int]]") -> None:
    from bot.cli.running import done

    leave(done(work))


async def _with(app: "App", name: str, command: DigestCommand) -> int:
    """Does something with one digest, in the name of whoever owns it."""
    return show(app, await app.digests.handle(command, await app.digests.operator(name)))


async def _echoed(app: "App", command: DigestCommand, asker: "Asker", *, go_on: bool) -> int:
    """What a command would save and, where that is wanted, that it is saved."""
    echo = await app.digests.handle(command, asker)
    show(app, echo)
    print()
    if not go_on:
        print(DRY)
        return codes.OK
    return show(app, await app.digests.handle(DigestConfirm(_draft_in(echo)), asker))


async def _confirmed(app: "App", command: DigestCommand, asker: "Asker") -> int:
    """Does at once what a chat would ask back about; shows the answer where nothing is asked back."""
    asked = await app.digests.handle(command, asker)
    draft = _draft_in(asked)
    return show(app, await app.digests.handle(DigestConfirm(draft), asker) if draft else asked)


def _meant(one: "Subscription") -> str:
    """A digest in a sentence: where and when it posts."""
    from bot.digests.wording import named
    from bot.schedules import in_words

    at = one.channel
    where = f"{at.platform}, channel {at.id} of {at.place}"
    name = f"{named(one)} ({where})" if one.channel_name else where
    return f"{one.id} posts to {name} {in_words(one.schedule)}."


def _draft_in(reply: "Reply") -> str:
    """What is to be confirmed, as its button names it; empty where nothing is."""
    from briefings.reply import Suggest

    typed = [each.argument for each in reply.follow_ups if isinstance(each, Suggest)]
    return next((each.removeprefix("confirm ") for each in typed if each.startswith("confirm ")), "")


def show(app: "App", reply: "Reply") -> int:
    """Writes a reply, without what only a chat can press; the exit code."""
    from bot.cli import output

    output.show(replace(reply, follow_ups=()), output.suitable(), app.library)
    return codes.OK


async def _previewed(app: "App", command: DigestPreview) -> int:
    """Each time as a reply of its own."""
    from bot.digests.previewing import as_reply

    asker = await app.digests.operator(command.digest)
    for number, each in enumerate(await app.digests.preview(command, asker)):
        if number:
            print()
        show(app, as_reply([each]))
    return codes.OK


async def _payloads(app: "App", name: str, on: str) -> int:
    found = await app.digests.previews(await app.digests.chosen(name), on)
    print(json.dumps([_as_json(each) for each in found], ensure_ascii=False))
    return codes.OK


def _as_json(shown: "Previewed") -> dict[str, Any]:
    """A slot and the very messages; keys are only ever added."""
    from bot.delivery.records import FrozenEdition

    head = {"slot": shown.slot.key, "due": shown.slot.due_at.isoformat()}
    match shown.edition:
        case FrozenEdition() as edition:
            parts = [part.payload for part in edition.parts]
            return {
                **head,
                "edition": edition.id,
                "sha256": edition.sha256,
                "nothing": None,
                "parts": parts,
            }
        case nothing:
            return {**head, "edition": None, "sha256": None, "nothing": nothing.reason, "parts": []}


def known(platform: str) -> str:
    """A platform there is. Raises BadInput."""
    if platform not in PLATFORMS:
        raise BadInput(f"There is no platform of that name; there is {' and '.join(PLATFORMS)}.")
    return platform
