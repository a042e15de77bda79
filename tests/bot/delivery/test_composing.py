"""Editions as they are frozen, and previews that are word for word what comes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.adapters.discord import outlet_parts as of_discord
from bot.adapters.slack import outlet_parts as of_slack
from bot.delivery.composing import Dated, EditionComposer, zone_of
from bot.delivery.planner import now_key
from bot.delivery.preview import MOST_AHEAD, preview, preview_on
from bot.delivery.records import FrozenEdition, Nothing, PlannedSlot, Shown
from bot.delivery.topics import topic_ref, topic_text
from bot.schedules import parse_schedule
from bot.subscriptions import Channel, Subscription, edition_id
from briefings.editions.edition import Edition
from briefings.errors import BadInput
from briefings.references import TopicRef
from tests.bot.delivery.conftest import MONDAY, Installation

CHANNEL = "channel of s-1"
DAY = timedelta(days=1)


def subscription(**more: object) -> Subscription:
    """One that nobody has saved."""
    made = Subscription(
        id="s-1",
        channel=Channel("discord", "guild", CHANNEL),
        owner="owner",
        schedule=parse_schedule("every day 08:30", "UTC"),
        created_at=MONDAY,
    )
    return replace(made, **more)  # type: ignore[arg-type] # fields by name


@pytest.mark.parametrize(
    "topic", [TopicRef("country", "IN"), TopicRef("bloc", "g7"), TopicRef("theme", "nuclear")]
)
def test_topics_come_back_as_they_were_kept(topic: TopicRef) -> None:
    """Every kind of topic survives being written down."""
    assert topic_ref(topic_text(topic)) == topic


@pytest.mark.parametrize("text", ["IN", "country:", "planet:mars", ":IN", ""])
def test_what_is_no_topic_is_refused(text: str) -> None:
    """A topic needs a kind there is and a key."""
    with pytest.raises(ValueError, match="no topic"):
        topic_ref(text)


@pytest.mark.parametrize("style", ["headlines", "full", "thread"])
@pytest.mark.parametrize("render", [of_discord.parts, of_slack.parts])
def test_equal_input_gives_equal_bytes(composer: EditionComposer, style: str, render: object) -> None:
    """An edition is the same on every attempt and machine; its id stands on each of its parts."""
    slot = Dated("2026-03-02T08:30", date(2026, 3, 2), "08:30")
    made = [composer.edition(slot, subscription(style=style), Shown(), render) for _ in range(2)]  # type: ignore[arg-type] # a renderer
    one, other = made
    assert one == other
    assert isinstance(one, FrozenEdition)
    assert one.id == edition_id("s-1", slot.key)
    assert (one.number, one.revision) == (1, 1)
    edition = Edition.from_json(one.content)
    assert (edition.sha256, edition.style, edition.id) == (one.sha256, style, one.id)
    assert all(one.id in str(part.payload) for part in one.parts)
    assert [part.in_thread for part in one.parts] == ([False, True] if style == "thread" else [False])


def test_topics_that_the_library_lacks_give_nothing(composer: EditionComposer) -> None:
    """With nothing on its topics a subscription has nothing to post, and it is said why."""
    slot = Dated("2026-03-02T08:30", date(2026, 3, 2), "08:30")
    made = composer.edition(slot, subscription(topics=("country:GR",)), Shown(), of_discord.parts)
    assert made == Nothing("not-covered")


def test_dates_before_a_change_of_zone_keep_the_former_one() -> None:
    """A change of zone begins with a date."""
    changed = subscription(
        schedule=parse_schedule("every day 08:30", "Asia/Tokyo"),
        zone_since=date(2026, 3, 5),
        former_zone="Europe/London",
    )
    zones = [zone_of(changed, date(2026, 3, day)) for day in (4, 5)]
    assert zones == ["Europe/London", "Asia/Tokyo"]
    assert zone_of(subscription(), date(2026, 3, 4)) == "UTC"


@pytest.mark.parametrize("style", ["full", "thread"])
async def test_a_preview_is_what_comes(real: Installation, composer: EditionComposer, style: str) -> None:
    """Five previewed digests are, byte for byte, the five that are posted; previewing changes nothing."""
    made = await real.subscribe(style=style)
    shown = await preview(real.ledger, composer, real.outlet.parts, made, MONDAY, 5)
    assert await real.ledger.past("s-1", 10) == ()
    for each in shown:
        real.clock.moment = each.slot.due_at
        await real.rounds(composer=composer).settle()
    posted = [(each.edition, each.key, each.payload) for each in real.outlet.channels[CHANNEL]]
    editions = [each.edition for each in shown if isinstance(each.edition, FrozenEdition)]
    assert [(each.id, part.key, part.payload) for each in editions for part in each.parts] == posted
    assert len({each.sha256 for each in editions}) == 5


async def test_a_later_date_is_previewed_on_what_comes_before(
    real: Installation, composer: EditionComposer
) -> None:
    """The preview for a date is what the preview of the run holds for it; a date left out shows nothing."""
    made = await real.subscribe(days="weekdays 08:30")
    run = await preview(real.ledger, composer, real.outlet.parts, made, MONDAY, 6)
    on = await preview_on(real.ledger, composer, real.outlet.parts, made, MONDAY, date(2026, 3, 9))
    assert on == run[5:6]
    assert await preview_on(real.ledger, composer, real.outlet.parts, made, MONDAY, date(2026, 3, 7)) == ()


async def test_what_is_due_and_not_begun_is_previewed_first(
    real: Installation, composer: EditionComposer
) -> None:
    """A slot that has come and waits, planned or not, is the next one; a frozen one is shown as it is."""
    made = await real.subscribe()
    real.wind(minutes=40)
    now = real.clock.moment
    before = await preview(real.ledger, composer, real.outlet.parts, made, now)
    assert before[0].slot.due_at == MONDAY + timedelta(minutes=30)
    process = real.rounds(composer=composer)
    await process.plan()
    assert await preview(real.ledger, composer, real.outlet.parts, made, now) == before
    [hold] = await real.ledger.claim("one", ("discord",), 1)
    opened = await real.ledger.open_slots(hold)
    assert opened is not None
    frozen = before[0].edition
    assert isinstance(frozen, FrozenEdition)
    frozen = replace(frozen, text="as it was frozen")
    await real.ledger.freeze(opened[0], opened[1][0], frozen)
    [again] = await preview(real.ledger, composer, real.outlet.parts, made, now)
    assert again.edition == replace(frozen)


async def test_what_is_asked_for_now_counts_in_a_preview(
    real: Installation, composer: EditionComposer
) -> None:
    """After a digest was posted on demand the next one goes on from it."""
    made = await real.subscribe()
    await real.ledger.add("s-1", PlannedSlot(now_key("p"), MONDAY.date(), "08:00", MONDAY))
    waiting, following = await preview(real.ledger, composer, real.outlet.parts, made, MONDAY, 2)
    assert waiting.slot.key == now_key("p")
    await real.rounds(composer=composer).settle()
    [then] = await preview(real.ledger, composer, real.outlet.parts, made, MONDAY)
    assert then == following


async def test_what_is_not_saved_can_be_previewed(real: Installation, composer: EditionComposer) -> None:
    """A draft is shown as if it were saved, and what is paused as if it went on."""
    paused = subscription(state="paused")
    made = await preview(real.ledger, composer, real.outlet.parts, paused, MONDAY, 2)
    assert [each.slot.date for each in made] == [date(2026, 3, 2), date(2026, 3, 3)]


async def test_a_date_too_far_ahead_is_refused(real: Installation, composer: EditionComposer) -> None:
    """More digests than anybody reads are not composed to show one."""
    schedule = parse_schedule("every day 00:00,06:00,12:00,18:00", "UTC")
    made = subscription(schedule=schedule, topics=("country:GR",))
    far = MONDAY.date() + MOST_AHEAD * DAY
    with pytest.raises(BadInput, match="nearer"):
        await preview_on(real.ledger, composer, real.outlet.parts, made, MONDAY, far)


async def test_of_two_slots_at_one_instant_the_last_one_counts(
    real: Installation, composer: EditionComposer
) -> None:
    """Two times inside one gap are one digest, in a preview as in what is posted."""
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)
    real.clock.moment = start
    schedule = parse_schedule("every day 01:15,01:45", "Europe/London")
    made = await real.subscribe(schedule=schedule, created_at=start)
    [shown] = await preview(real.ledger, composer, real.outlet.parts, made, start)
    real.clock.moment = shown.slot.due_at
    await real.rounds(composer=composer).settle()
    assert [name for name, _ in real.outlet.shown(CHANNEL)] == [edition_id("s-1", shown.slot.key)]
    assert shown.slot.key == "2026-03-29T01:45"
