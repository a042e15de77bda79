"""What is kept of readers on Slack, searched for unusual words and ids: nothing but what the page says."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.adapters.slack import outlet, outlet_parts
from bot.handlers import Handlers
from bot.leaving.ports import OfPerson, OfPlace
from bot.schedules.zones import Zones
from bot.settings import Settings
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.office import Office, opened
from tests.fakes.source_texts import SourceTextsInMemory
from tests.standins.slack.readers import Reader
from tests.standins.slack.standin import SlackStandIn
from tests.wire import canary
from tests.wire.canary import ABOUT, COMMENT, TYPED
from tests.wire.slack.conftest import Parts, Start

ADD = "add weekdays 08:30 Europe/London topics India, China"
COMMANDS = ("brief", "scenarios", "watch", "gaps", "map")


@pytest_asyncio.fixture
async def office(tmp_path: Path, service: BriefingService) -> AsyncIterator[Office]:
    """What is kept."""
    made = opened(tmp_path / "canary.sqlite3", service, Zones(service.gazetteer))
    made.platform.written = outlet_parts.parts
    yield made
    await made.database.close()


@pytest.fixture
def parts(service: BriefingService, office: Office) -> Parts:
    """The application's parts, all of them on the database."""
    handlers = Handlers(service, SourceTextsInMemory(SetClock()), digests=lambda: office.digests)
    return Parts(handlers, clock=office.clock, threads=canary.threads(office), **canary.stores(office))


async def ask_everything(mira: Reader, standin: SlackStandIn) -> None:
    """Somebody who only asks: by every command, mention, direct message and menu, and shares."""
    for name in COMMANDS:
        await mira.slash(name, TYPED["topic"]).message()
    await mira.slash("ask", TYPED["question"]).message()
    await mira.slash("compare", f"{TYPED['topic']} vs {TYPED['others']}").message()
    said = mira.say(standin.channel, f"@bot {TYPED['said']}")
    await standin.answer_in(standin.channel, after=said, thread=said)
    told = mira.dm(TYPED["direct"])
    await mira.received(after=told, channel=mira.dm_channel)
    written = standin.user("Jun").say(standin.channel, TYPED["others"])
    await mira.shortcut("Brief me on this", message=written).message()
    brief = await mira.slash("brief", "India").message()
    pressed = mira.press(brief, "Share")
    await standin.answer_in(standin.channel, after=pressed)
    await mira.press(brief, "Evidence").message()


async def report(reader: Reader) -> None:
    """Feedback with a comment."""
    answer = await reader.slash("ask", ABOUT).message()
    await reader.press(answer, "Wrong").opened_view()
    await reader.submit({"comment": COMMENT}).acknowledged()


async def manage(boss: Reader, office: Office) -> None:
    """A digest that is begun, looked at in every way, paused and resumed; another one is left as a draft."""
    echo = await boss.slash("digest", ADD).message()
    await boss.press(echo, "Save").message()
    for name in ("list", "preview", "explain", "history", "pause", "resume"):
        await boss.slash("digest", name).message()
    await boss.slash("digest", "edit time 09:00").message()


async def post(office: Office, settings: Settings) -> None:
    """A digest is posted; days later others were missed, which the owner is told."""
    async with outlet.connected(settings) as connected:
        office.clock.moment += timedelta(hours=1)
        await canary.rounds(office, connected).settle()
        office.clock.moment += timedelta(days=3)
        await canary.rounds(office, connected).settle()


async def test_nothing_is_kept_but_what_the_page_says(
    start: Start, standin: SlackStandIn, office: Office, settings: Settings, tmp_path: Path
) -> None:
    """Tables, copy, files and log after all of it; then nothing at all, once it is erased."""
    mira, boss, follower = (standin.user(each) for each in ("Zqmira", "Zqboss", "Zqfollower"))
    standin.user("Zqboss", manager=True)
    typed = TYPED | {"comment": COMMENT, "about": "zqreported"}
    secrets = {f"secret {number}": each for number, each in enumerate(settings.secrets)}
    people = {each.user.name: each.user.id for each in (mira, boss, follower)}
    names = {f"name of {name}": name for name in people}
    canaries = typed | secrets | people | names | {"team": standin.team_id, "channel": standin.channel.id}
    with canary.logged(*settings.secrets) as log:
        bot = await start()
        await ask_everything(mira, standin)
        await report(mira)
        await manage(boss, office)
        await follower.slash("follow", "India").message()
        await post(office, settings)
        await bot.leave()
    assert await canary.found(office.database, canaries) == {
        "comment": {"feedback.comment"},
        "about": {"feedback.question"},
        "team": {
            *(f"{each}.place" for each in ("draft", "feedback", "lane", "slot", "subscription")),
            "event_seen.key",
            "thread_topic.thread",
            "note.key",
        },
        "channel": {
            *(f"{each}.channel" for each in ("draft", "lane", "slot", "subscription")),
            "event_seen.key",
            "thread_topic.thread",
        },
        "Zqboss": {"subscription.owner", "draft.author", "lane.channel", "slot.channel"},
        "Zqfollower": {"follow.person"},
    }
    private = typed | secrets | names
    assert [name for name, each in private.items() if each.casefold() in log.getvalue().casefold()] == []
    erasure = canary.erasure(office)
    assert await erasure.erase(OfPerson(boss.user.id))
    assert await erasure.erase(OfPlace("slack", standin.team_id))
    assert await erasure.scrubbed()
    assert await canary.found(office.database, canaries) == {}
    copy = await canary.copied(office.database)
    assert [name for name, each in canaries.items() if each in copy] == []
    assert canary.held(tmp_path, canaries) == []
