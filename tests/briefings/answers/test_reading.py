import pytest

from briefings.answers.ask import Answerer
from briefings.answers.cues import asks, stance
from briefings.answers.question import parts
from briefings.answers.reading import _unpack, pack, shipped
from briefings.library.index import Library


def test_kept_readings_are_what_reading_gives(answerer: Answerer, library: Library) -> None:
    """The table of curated questions is up to date: `python scripts/build_answers.py` writes it."""
    texts = [text for b in library.briefings for pair in b.answers for text in pair.questions]
    stale = [text for text in texts[::5] if shipped().get(text) != answerer.shelf.reading(text)]
    assert stale == []


def test_packing_loses_nothing(answerer: Answerer) -> None:
    """What is packed comes back the same."""
    reading = answerer.shelf.reading("Why did Kim's army, and Putin, reject Chinese troops already?")
    assert _unpack(*pack(reading)) == reading  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("how many ships were sunk", "figure"),
        ("when did the fleet sail", "when"),
        ("how long has it lasted", "duration"),
        ("who is the minister of war", "person"),
        ("in which city are they", "place"),
        ("which newspaper reported it", "source"),
        ("how likely is a truce", "probability"),
        ("what happens if it fails", "whatif"),
        ("why so", "why"),
    ],
)
def test_what_is_asked_for_is_told_by_its_cue(text: str, kind: str) -> None:
    """The first kind of asking found is the most particular one."""
    assert asks(text, "en")[0] == kind


def test_other_languages_have_cues() -> None:
    """What is asked for is told in other languages too."""
    cases = {
        ("сколько кораблей", "ru"): "figure",
        ("wann war das", "de"): "when",
        ("なぜですか", "ja"): "why",
    }
    assert {case: asks(*case)[0] for case in cases} == cases


def test_a_question_shows_how_it_stands_to_what_it_speaks_of() -> None:
    """Taking for done, for possible, for certain and for not so are told apart."""
    done = stance("why did the fleet sail", "en", ())
    open_to = stance("why would the fleet sail", "en", ())
    assert (done.takes, done.done, done.maybe) == (True, True, False)
    assert (open_to.takes, open_to.done, open_to.maybe) == (True, False, True)
    assert stance("why is a storm certain", "en", ()).certain
    assert stance("why did nobody sail", "en", ()).denied


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Why did it start? How will it end?", 2),
        ("What is at stake for Japan, and what should it do about it?", 2),
        ("For Spain: a) trade routes now b) border security", 2),
        ("If it rains, what will they do?", 1),
        ("Why would trade and defence suffer?", 1),
        ("Paris and Rome", 1),
    ],
)
def test_messages_are_split_into_questions_that_stand_alone(text: str, count: int) -> None:
    """Questions are told apart; conditions and lists of nouns are not torn."""
    assert len(parts(text)) == count
