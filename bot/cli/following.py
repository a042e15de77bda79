"""Follows managed by an operator: for a person by their id, in the same words as in a chat."""

# What a command needs is imported when it runs.
# ruff: noqa: PLC0415

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import codes, digest_managing
from bot.cli.options import leave
from bot.commands import DEFINITIONS
from bot.digest_commands import DigestCommand, Follow, Unfollow

if TYPE_CHECKING:
    from bot.app import App

Platform = Annotated[str, typer.Option("--platform", metavar="NAME", help="discord or slack.")]
Person = Annotated[str, typer.Option("--person", metavar="ID", help="Who is told, by their id.")]
Topic = Annotated[
    str | None, typer.Argument(metavar="[TOPIC]", help="A country or a theme; none: what is followed.")
]
_HELP = {each.name: each.help for each in DEFINITIONS}


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command("follow", help=_HELP["follow"], short_help="Tell a person of news on a topic")(follow)
    app.command("unfollow", help="Tell them no longer", short_help="Tell them no longer")(unfollow)


def follow(platform: Platform, person: Person, topic: Topic = None) -> None:
    """A person follows a topic."""
    _run(Follow(topic), platform, person)


def unfollow(platform: Platform, person: Person, topic: Topic = None) -> None:
    """They follow it no longer."""
    _run(Unfollow(topic), platform, person)


def _run(command: DigestCommand, platform: str, person: str) -> None:
    from bot.cli.running import done
    from bot.digests.asker import DIRECT, Asker

    asker = Asker(digest_managing.known(platform), DIRECT, "", person, direct=True, way="shell")

    async def work(app: "App") -> int:
        digest_managing.show(app, await app.digests.handle(command, asker))
        return codes.OK

    leave(done(work))
