"""What every keeper of attached texts promises, in memory and in SQLite alike."""

import asyncio
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.storage.texts import SqlSourceTexts
from bot.storage.texts_on_demand import TextsOnDemand
from briefings.ports import Clock, SourceTexts
from tests.fakes.clock import SetClock
from tests.fakes.source_texts import SourceTextsInMemory
from tests.servers.databases import KINDS, Databases

ONE = "1" * 64
TWO = "2" * 64
CANAL = {"S0.1.1": "Tolls rose twice.", "S0.1.2": "Ships “may” turn back — or wait."}

EVERYWHERE = ("in memory", "SQLite on demand", *KINDS)


def made(kind: str, databases: Databases, clock: Clock) -> SourceTexts:
    """Texts kept there."""
    if kind == "in memory":
        return SourceTextsInMemory(clock)
    if kind == "SQLite on demand":
        place = databases.place("SQLite")
        return TextsOnDemand(lambda: place, clock)
    return SqlSourceTexts(databases.open(kind), clock)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(params=EVERYWHERE)
def texts(request: pytest.FixtureRequest, databases: Databases, clock: SetClock) -> SourceTexts:
    return made(request.param, databases, clock)


async def test_nothing_is_held_at_first(texts: SourceTexts) -> None:
    """Before anything is saved there are no wordings and no attached article."""
    assert await texts.attached() == {}
    assert await texts.wordings("canal-tolls") == {}
    assert await texts.wordings("canal-tolls", ONE) == {}


async def test_what_is_saved_comes_back_as_it_was(texts: SourceTexts) -> None:
    """Wordings return letter for letter, whether or not the hash is asked for."""
    await texts.save("canal-tolls", CANAL, ONE)
    assert await texts.wordings("canal-tolls") == CANAL
    assert await texts.wordings("canal-tolls", ONE) == CANAL


async def test_the_copy_of_another_text_does_not_count(texts: SourceTexts) -> None:
    """A copy saved under another hash gives no wordings: evidence never shows a wrong text."""
    await texts.save("canal-tolls", CANAL, ONE)
    assert await texts.wordings("canal-tolls", TWO) == {}


async def test_saving_again_leaves_nothing_of_the_earlier_copy(texts: SourceTexts) -> None:
    """The second copy takes the whole place of the first, its extra passages and hash included."""
    await texts.save("canal-tolls", CANAL, ONE)
    await texts.save("canal-tolls", {"S0.1.1": "Tolls fell."}, TWO)
    assert await texts.wordings("canal-tolls") == {"S0.1.1": "Tolls fell."}
    assert await texts.wordings("canal-tolls", ONE) == {}
    assert list(await texts.attached()) == ["canal-tolls"]


async def test_articles_do_not_touch_each_other(texts: SourceTexts) -> None:
    """Passages of the same number belong to their own article, and replacing one leaves the other."""
    await texts.save("canal-tolls", CANAL, ONE)
    await texts.save("grain-quotas", {"S0.1.1": "Quotas hold."}, TWO)
    await texts.save("grain-quotas", {"S0.1.1": "Quotas ended."}, TWO)
    assert await texts.wordings("canal-tolls") == CANAL
    assert await texts.wordings("grain-quotas") == {"S0.1.1": "Quotas ended."}


async def test_the_time_attached_is_utc_to_the_second(texts: SourceTexts, clock: SetClock) -> None:
    """Each copy carries the moment of its last save, in UTC, with its offset, without fractions."""
    await texts.save("canal-tolls", CANAL, ONE)
    clock.moment = datetime.fromisoformat("2026-03-02T10:00:00+05:30").astimezone(clock.moment.tzinfo)
    await texts.save("grain-quotas", CANAL, ONE)
    assert await texts.attached() == {
        "canal-tolls": "2026-03-01T08:30:15+00:00",
        "grain-quotas": "2026-03-02T04:30:00+00:00",
    }


async def test_many_at_once_each_find_their_own(texts: SourceTexts) -> None:
    """Saves and reads that overlap neither fail nor mix."""
    names = [f"article-{number}" for number in range(12)]
    await asyncio.gather(*(texts.save(name, {"S0.1.1": name}, ONE) for name in names))
    found = await asyncio.gather(*(texts.wordings(name) for name in names))
    assert found == [{"S0.1.1": name} for name in names]


_WORDING = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


# Without the server, on which a new database for each example would take seconds.
@pytest.mark.parametrize("kind", [each for each in EVERYWHERE if each != "PostgreSQL"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    copies=st.lists(
        st.dictionaries(st.from_regex(r"S\d\.\d\.\d", fullmatch=True), _WORDING, min_size=1), max_size=3
    )
)
def test_the_last_copy_wins_whatever_its_letters(kind: str, copies: list[dict[str, str]]) -> None:
    """After any run of saves the last one is what is held, in any script and with any punctuation."""

    async def held(folder: Path) -> object:
        databases = Databases(folder)
        texts = made(kind, databases, SetClock())
        for copy in copies:
            await texts.save("canal-tolls", copy, ONE)
        found = await texts.wordings("canal-tolls")
        await databases.close()
        return found

    with TemporaryDirectory() as folder:
        assert asyncio.run(held(Path(folder))) == (copies[-1] if copies else {})
