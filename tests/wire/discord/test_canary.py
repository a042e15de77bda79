"""What is kept of readers on Discord, searched for unusual words and ids: nothing but what the page says."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.adapters.discord import outlet
from bot.handlers import Handlers
from bot.leaving.ports import OfPerson, OfPlace
from bot.schedules.zones import Zones
from bot.settings import Settings
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.office import Office, opened
from tests.fakes.source_texts import SourceTextsInMemory
from tests.standins.discord.readers import Reader
from tests.standins.discord.standin import DiscordStandIn
from tests.wire import canary
from tests.wire.canary import ABOUT, COMMENT, TYPED
from tests.wire.discord.conftest import Parts, Start

ADD = {"days": "weekdays", "time": "08:30", "zone": "Europe/London", "topics": "India, China"}
COMMANDS = ("brief", "scenarios", "watch", "gaps", "map")


@pytest_asyncio.fixture
async def office(tmp_path: Path, service: BriefingService) -> AsyncIterator[Office]:
    """What is kept."""
    made = opened(tmp_path / "canary.sqlite3", service, Zones(service.gazetteer))
    yield made
    await made.database.close()


@pytest.fixture
def parts(service: BriefingService, office: Office) -> Parts:
    """The application's parts, all of them on the database."""
    handlers = Handlers(service, SourceTextsInMemory(SetClock()), digests=lambda: office.digests)
    return Parts(handlers, clock=office.clock, **canary.stores(office))


async def ask_everything(mira: Reader, standin: DiscordStandIn) -> None:
    """Somebody who only asks: by every command, mention, direct message and menu, and shares."""
    for name in COMMANDS:
        await mira.slash(name, {"topic": TYPED["topic"]}).message()
    await mira.slash("ask", {"question": TYPED["question"]}).message()
    await mira.slash("compare", {"a": TYPED["topic"], "b": TYPED["others"]}).message()
    mira.autocomplete("brief", {"topic": TYPED["topic"]})
    mira.say(standin.channel, f"@bot {TYPED['said']}")
    await standin.answer_in(standin.channel)
    mira.dm(TYPED["direct"])
    await standin.answer_in(mira.dm_channel)
    written = standin.user("Jun").say(standin.channel, TYPED["others"])
    await mira.message_command("Brief me on this", written).message()
    brief = await mira.slash("brief", {"topic": "India"}).message()
    await mira.press(brief, "Share").message()
    await mira.press(brief, "Evidence").message()


async def report(reader: Reader) -> None:
    """Feedback with a comment."""
    answer = await reader.slash("ask", {"question": ABOUT}).message()
    form = reader.press(answer, "Wrong")
    await form.first_response()
    await reader.submit_modal(form, {"comment": COMMENT}).message()


async def manage(boss: Reader, office: Office) -> None:
    """A digest that is begun, looked at in every way, paused and resumed; another one is left as a draft."""
    echo = await boss.slash("digest add", ADD).message()
    await boss.press(echo, "Save").first_response()
    [kept] = await office.subscriptions.listed()
    for name in ("list", "preview", "explain", "history", "pause", "resume"):
        await boss.slash(f"digest {name}").first_response()
    await boss.slash("digest edit", {"digest": kept.id, "time": "09:00"}).message()


async def post(office: Office, settings: Settings) -> None:
    """A digest is posted; days later others were missed, which the owner is told."""
    async with outlet.connected(settings) as connected:
        office.clock.moment += timedelta(hours=1)
        await canary.rounds(office, connected).settle()
        office.clock.moment += timedelta(days=3)
        await canary.rounds(office, connected).settle()


async def test_nothing_is_kept_but_what_the_page_says(
    start: Start, standin: DiscordStandIn, office: Office, settings: Settings, tmp_path: Path
) -> None:
    """Tables, copy, files and log after all of it; then nothing at all, once it is erased."""
    mira, boss, follower = (standin.user(each) for each in ("Zqmira", "Zqboss", "Zqfollower"))
    standin.user("Zqboss", manager=True)
    guild = standin.channel.guild
    assert guild is not None
    typed = TYPED | {"comment": COMMENT, "about": "zqreported", "token": standin.settings.token or ""}
    people = {each.user.name: str(each.user.id) for each in (mira, boss, follower)}
    names = {f"name of {name}": name for name in people}
    canaries = typed | people | names | {"guild": str(guild.id), "name of the guild": guild.name}
    canaries |= {"channel": str(standin.channel.id)}
    with canary.logged(settings.discord_token.reveal() if settings.discord_token else "") as log:
        bot = await start()
        await ask_everything(mira, standin)
        await report(mira)
        await manage(boss, office)
        await follower.slash("follow", {"topic": "India"}).message()
        await post(office, settings)
        await bot.leave()
    assert await canary.found(office.database, canaries) == {
        "comment": {"feedback.comment"},
        "about": {"feedback.question"},
        "guild": {
            *(f"{each}.place" for each in ("draft", "feedback", "lane", "slot", "subscription")),
            "event_seen.key",
        },
        "channel": {f"{each}.channel" for each in ("draft", "lane", "slot", "subscription")},
        "Zqboss": {"subscription.owner", "draft.author", "lane.channel", "slot.channel"},
        "Zqfollower": {"follow.person"},
    }
    private = {name: each for name, each in canaries.items() if name in typed or name.startswith("name of ")}
    assert [name for name, each in private.items() if each.casefold() in log.getvalue().casefold()] == []
    erasure = canary.erasure(office)
    for whose in (
        OfPerson(str(boss.user.id)),
        OfPerson(str(follower.user.id)),
        OfPlace("discord", str(guild.id)),
    ):
        assert await erasure.erase(whose)
    assert await erasure.scrubbed()
    assert await canary.found(office.database, canaries) == {}
    copy = await canary.copied(office.database)
    assert [name for name, each in canaries.items() if each in copy] == []
    assert canary.held(tmp_path, canaries) == []
