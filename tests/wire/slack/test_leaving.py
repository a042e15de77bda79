"""The app is removed, and what only looks like it, through the real SDK."""

import asyncio
from collections.abc import Collection
from dataclasses import replace

import pytest

from bot.leaving.ports import OfPlace
from bot.roles import NeedsAttention
from bot.secret import Secret
from bot.settings import Settings
from briefings.errors import CommuniqueError
from tests.fakes.departures import DeparturesInMemory
from tests.standins.faults import Match
from tests.standins.slack.readers import Reader
from tests.standins.slack.refusals import server_page, slack_error
from tests.standins.slack.standin import SlackStandIn
from tests.wire.slack.conftest import Parts, Start


def away(parts: Parts) -> list[str]:
    """The workspaces left."""
    assert isinstance(parts.departures, DeparturesInMemory)
    return [each.place for each in parts.departures.away]


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
@pytest.mark.parametrize("how", ["revoked", "uninstalled"])
async def test_a_removal_is_written_down(
    start: Start, standin: SlackStandIn, parts: Parts, how: str, http: bool
) -> None:
    """By event, however it is received."""
    bot = await start(http=http)
    (standin.moderator.revoke_token if how == "revoked" else standin.moderator.uninstall)()
    with pytest.raises(NeedsAttention):
        await bot.task
    assert away(parts) == [standin.team_id]


@pytest.mark.parametrize(
    ("code", "removed"),
    [("account_inactive", True), ("token_revoked", True), ("invalid_auth", False), ("not_authed", False)],
)
async def test_a_refused_answer_says_whether(
    start: Start, standin: SlackStandIn, parts: Parts, mira: Reader, code: str, removed: bool
) -> None:
    """Where no event told, a code that says so does; one for a token that is not known does not."""
    bot = await start()
    standin.faults.add(slack_error(code), Match(path="/api/chat.postMessage"), times=None)
    mira.say(standin.channel, "@bot India")
    with pytest.raises(NeedsAttention):
        await bot.task
    assert away(parts) == ([standin.team_id] if removed else [])


async def test_a_removal_while_nobody_ran_is_noticed_at_the_start(
    start: Start, standin: SlackStandIn, parts: Parts
) -> None:
    """The token's workspace is known from the last run."""
    await (await start()).leave()
    standin.settings.token_problem = "account_inactive"  # noqa: S105 - no secret, a code
    with pytest.raises(NeedsAttention):
        await start()
    assert away(parts) == [standin.team_id]


async def test_a_wrong_token_or_an_outage_is_no_removal(
    start: Start, standin: SlackStandIn, parts: Parts, settings: Settings
) -> None:
    """A token that Slack does not know, and a Slack that does not answer, say nothing of the workspace."""
    await (await start()).leave()
    with pytest.raises(NeedsAttention):
        await start(settings=replace(settings, slack_bot_token=Secret("xoxb-mistyped")))
    standin.faults.add(server_page(503), Match(path="/api/auth.test"), times=None)
    with pytest.raises(CommuniqueError):
        await start()
    assert away(parts) == []


async def test_installed_again_it_is_back(start: Start, standin: SlackStandIn, parts: Parts) -> None:
    """A token that works says that the bot is in its workspace; other workspaces stay left."""
    for place in (standin.team_id, "T0OTHER"):
        await parts.departures.left(OfPlace("slack", place))
    await start()
    assert away(parts) == ["T0OTHER"]


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_erased_while_it_runs_a_removal_is_still_written_down(
    start: Start, standin: SlackStandIn, parts: Parts, http: bool
) -> None:
    """The notes on tokens are gone with the workspace; the running bot knows which one it is in."""
    bot = await start(http=http)
    parts.notes.notes.clear()
    standin.moderator.uninstall()
    with pytest.raises(NeedsAttention):
        await bot.task
    assert away(parts) == [standin.team_id]


class Watched(DeparturesInMemory):
    """Says aloud when the bot is back somewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.back = asyncio.Event()

    async def returned(self, platform: str, places: Collection[str]) -> tuple[str, ...]:
        """Struck out, and said."""
        back = await super().returned(platform, places)
        if back:
            self.back.set()
        return back


async def test_it_says_again_that_it_is_there(start: Start, standin: SlackStandIn, parts: Parts) -> None:
    """Where somebody wrongly wrote down that it was removed, that ends by itself while it works."""
    watched = parts.departures = Watched()
    await start()
    await watched.left(OfPlace("slack", standin.team_id))
    async with asyncio.timeout(20):
        await watched.back.wait()
    assert away(parts) == []
    assert watched.heard() == {"slack"}
