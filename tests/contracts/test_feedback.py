"""What every keeper of feedback promises, in memory and in databases alike."""

from dataclasses import replace

import pytest

from bot.ports import FEEDBACK_KINDS, LONGEST_TEXT, Feedback, FeedbackStore
from bot.storage.feedback import SqlFeedbackStore
from briefings.errors import StorageError
from tests.fakes.clock import EARLY
from tests.fakes.feedback import FeedbackInMemory
from tests.servers.databases import KINDS, Databases

ONE = Feedback(
    at=EARLY,
    platform="discord",
    place="100",
    question="Who raised the tolls? “Wer?” 🙂",
    answer_text="The canal authority, it is suggested [1].",
    claims=("C01", "canal-tolls:C07"),
    kind="wrong",
    comment="It was the council.",
)


@pytest.fixture(params=("in memory", *KINDS))
def store(request: pytest.FixtureRequest, databases: Databases) -> FeedbackStore:
    if request.param == "in memory":
        return FeedbackInMemory()
    return SqlFeedbackStore(databases.open(request.param))


async def test_nothing_is_there_at_first(store: FeedbackStore) -> None:
    """An empty store has no feedback, and erasing from it forgets nothing."""
    assert await store.latest() == ()
    assert await store.erase("discord") == 0


async def test_what_is_added_comes_back_whole(store: FeedbackStore) -> None:
    """Every field returns as it was given, for every kind, with a comment and without, newest first."""
    given = [replace(ONE, kind=kind, comment=None, claims=()) for kind in FEEDBACK_KINDS]
    for each in (ONE, *given):
        await store.add(each)
    assert await store.latest() == (*given[::-1], ONE)
    assert await store.latest(2) == (given[2], given[1])


async def test_the_same_twice_is_two(store: FeedbackStore) -> None:
    """Two readers may think the same of the same answer."""
    await store.add(ONE)
    await store.add(ONE)
    assert len(await store.latest()) == 2


async def test_a_place_can_be_forgotten(store: FeedbackStore) -> None:
    """Erasing a place takes all of its feedback and nothing of another place or platform."""
    elsewhere = replace(ONE, place="200")
    other = replace(ONE, platform="slack")
    for each in (ONE, elsewhere, other, ONE):
        await store.add(each)
    assert await store.erase("discord", "100") == 2
    assert await store.latest() == (other, elsewhere)
    assert await store.erase("discord") == 1
    assert await store.latest() == (other,)


async def test_texts_are_bounded_and_storable(store: FeedbackStore) -> None:
    """No text fills the database, and none has parts that a database refuses."""
    await store.add(replace(ONE, question="x" * 20_000, comment="half \ud83d, zero \0"))
    (kept,) = await store.latest()
    assert kept.question == "x" * (LONGEST_TEXT - 1) + "…"
    assert kept.answer_text == ONE.answer_text
    assert kept.comment == "half ?, zero \ufffd"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_kind_there_is_not_is_refused(kind: str, databases: Databases) -> None:
    """The table itself takes nothing but the three kinds, and the refusal repeats no text."""
    store = SqlFeedbackStore(databases.open(kind))
    with pytest.raises(StorageError) as caught:
        await store.add(replace(ONE, kind="praise"))  # type: ignore[arg-type]
    assert "council" not in f"{caught.value}{caught.value.__cause__}"
    assert await store.latest() == ()


def test_feedback_names_nobody() -> None:
    """No field says who the reader is."""
    assert set(Feedback.__slots__) == {
        "answer_text", "at", "claims", "comment", "kind", "place", "platform", "question",
    }  # fmt: skip
