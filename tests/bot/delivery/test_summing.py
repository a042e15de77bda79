"""Owners get one message for what waits for them, and it names everything."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.records import Hold
from bot.delivery.rounds import Rounds
from bot.delivery.summing import MOST_LINES, LeftOut, Line, Told, from_json, reply, to_json, together
from bot.failures import Permanent, Wait
from bot.subscriptions import Channel
from briefings.reply import Paragraph, Remark
from tests.bot.delivery.conftest import Installation, KillAt, Killed

WORDS = st.text(min_size=1, max_size=8)
LINES = st.lists(
    st.one_of(
        st.builds(Line, key=WORDS, title=WORDS, text=WORDS, typed=WORDS),
        st.builds(
            LeftOut,
            key=WORDS,
            subscription=st.sampled_from(["s-1", "s-2"]),
            channel=WORDS,
            slots=st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple),
            why=st.lists(WORDS, min_size=1, max_size=2, unique=True).map(tuple),
        ),
    ),
    max_size=6,
)


@given(LINES)
def test_lines_are_kept_and_summed_up_once(lines: list[Told]) -> None:
    """What is kept reads back; summing up again what was summed up changes nothing; nothing gets lost."""
    assert from_json(to_json(lines)) == tuple(lines)
    summed = together(lines)
    assert together([*summed, *summed]) == summed
    left_out = [each for each in lines if isinstance(each, LeftOut)]
    assert {slot for each in left_out for slot in each.slots} == {
        slot for each in summed if isinstance(each, LeftOut) for slot in each.slots
    }
    assert {each.key for each in lines if isinstance(each, Line)} == {
        each.key for each in summed if isinstance(each, Line)
    }


def test_one_message_has_so_many_lines() -> None:
    """More than a reader would read are counted."""
    made = reply([Line(f"{number}", "title", f"text {number}", "/x") for number in range(MOST_LINES + 2)])
    *told, last = made.blocks
    assert all(isinstance(each, Paragraph) for each in told)
    assert isinstance(last, Remark)
    assert len(told) == MOST_LINES
    single = reply([Line("k", "title", "text", "/x")])
    assert isinstance(single.blocks[0], Paragraph)


@pytest.mark.parametrize("content", ["A notice of old.", '"text"', "{}"])
def test_what_holds_no_lines_is_left_alone(content: str) -> None:
    """A notice that was queued by an older version is sent as it is."""
    assert from_json(content) is None


def _told(place: Installation, person: str = "@owner") -> list[tuple[str, str]]:
    return [(each.payload["title"], each.payload["text"]) for each in place.outlet.channels[person]]


async def test_days_of_an_outage_are_one_message(place: Installation) -> None:
    """While the platform is down nobody can be told; then there is one message for all that was left out."""
    await place.subscribe(days="every day 08:30,20:30", catch_up=timedelta(hours=2))
    await place.subscribe("s-2", catch_up=timedelta(hours=2), channel_name="other")
    place.outlet.refuses = Wait()
    for _ in range(30):
        place.wind(hours=1)
        await place.rounds().settle()
    place.outlet.refuses = None
    place.wind(minutes=10)
    await place.rounds().settle()
    [(title, text)] = _told(place)
    assert title == "Digests were missed"
    assert "The 3 digests from Mon 2 Mar 2026 at 08:30 to Tue 3 Mar 2026 at 08:30 for #general" in text
    assert "#other" in text


async def test_a_death_while_summing_up_loses_and_doubles_nothing(place: Installation) -> None:
    """Whether it ends before or after the content is replaced, each thing is told once."""
    for name in ("s-1", "s-2", "s-3"):
        await place.subscribe(name, channel_name=name)
    place.wind(days=2)
    rounds = place.rounds(probe=KillAt("connect"))
    rounds.at_once = 1
    with pytest.raises(Killed):
        await rounds.worker.channel(await _person_claimed(place, rounds))
    place.wind(minutes=1)
    await place.rounds("two").settle()
    [(_, text)] = _told(place)
    assert [text.count(f"#{name}") for name in ("s-1", "s-2", "s-3")] == [1, 1, 1]


async def _person_claimed(place: Installation, rounds: Rounds) -> Hold:
    await rounds.plan()
    for hold in await place.ledger.claim("one", ("discord",), 50):
        if hold.channel.person is not None:
            return hold
    raise AssertionError("nobody is to be told")


async def test_all_that_is_paused_is_named(place: Installation) -> None:
    """A channel that is closed pauses several digests: each owner gets one message that names theirs."""
    channel = Channel("discord", "guild", "shared")
    for name, owner in (("s-1", "owner"), ("s-2", "owner"), ("s-3", "another")):
        await place.subscribe(name, channel=channel, owner=owner)
    place.outlet.closed["shared"] = Permanent("no-permission")
    place.wind(minutes=30)
    await place.rounds().settle()
    [(_, mine)] = _told(place)
    [(_, theirs)] = _told(place, "@another")
    assert mine.startswith("2 digests for #general (s-1 and s-2) are paused: I may not post there")
    assert theirs.startswith("The digest s-3 for #general is paused")
