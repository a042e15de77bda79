import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.search.lexicon import Lexicon
from briefings.search.words import split, tidy

LEXICON = Lexicon.shipped()


def concepts(text: str) -> set[str]:
    return {name for unit in LEXICON.read(tidy(text)) for name in unit.concepts}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("soldiers on loan", "boots on the ground"),
        ("a pariah", "left out in the cold"),
        ("keep its options open", "strategic autonomy"),
        ("a bargaining chip", "leverage"),
        ("walk a tightrope", "balancing"),
        ("weapons race", "arms race"),
        ("have second thoughts", "reassess"),
    ],
)
def test_paraphrases_without_a_shared_word_share_a_concept(one: str, other: str) -> None:
    """Ways of saying one thing meet in a concept."""
    assert concepts(one) & concepts(other)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("гонку вооружений", "arms-race"),
        ("la course aux armements", "arms-race"),
        ("군사 협력", "cooperation"),
        ("供应链会受影响吗", "supply-chain"),
        ("サプライチェーンへの影響", "supply-chain"),
        ("सैनिकों को भेजा", "troops"),
        ("والعزلة الدولية", "isolation"),
        ("stratejik özerklik", "autonomy"),
        ("Verteidigungspolitik überdenken", "rethink"),
    ],
)
def test_other_languages_meet_the_same_concepts(text: str, concept: str) -> None:
    """A word of another language, inflected, speaks of the concept its English counterpart speaks of."""
    assert concept in concepts(text)


def test_the_longest_expression_wins() -> None:
    """An expression is not read as its parts."""
    assert concepts("balance of power") == {"power-balance"}


def test_relations_point_at_concepts_that_exist() -> None:
    """No concept has a cousin or an opposite that the lexicon lacks."""
    for concept in LEXICON.concepts.values():
        assert {*concept.near, *concept.opposite} <= LEXICON.concepts.keys(), concept.name


def test_languages_other_than_english_use_known_concepts() -> None:
    """Every line of the world file names a concept of the English file."""
    read = LEXICON.read("", (), "fr")
    assert read == ()
    named = {line.partition(":")[0] for line in LEXICON._world_text.splitlines() if line and line[0] != "#"}
    assert named <= LEXICON.concepts.keys()


def test_what_is_taken_is_not_read() -> None:
    """Words inside a taken span say nothing, and no expression reaches across it."""
    text = "arms race"
    assert [unit.concepts for unit in LEXICON.read(text, [(0, 4)])] != [("arms-race",)]
    assert LEXICON.read(text, [(0, len(text))]) == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Why is India in a difficult place?", "en"),
        ("Warum ist Indien in einer schwierigen Lage?", "de"),
        ("¿Qué dice el artículo sobre la India?", "es"),
        ("Почему Индия в трудном положении?", "ru"),
        ("india china border", "en"),
    ],
)
def test_the_language_is_told_by_its_function_words(text: str, language: str) -> None:
    """Function words give the language away; a bare row of keywords counts as English."""
    assert LEXICON.language(split(tidy(text))) == language


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    """Units of any text lie inside it."""
    tidied = tidy(text)
    assert all(0 <= unit.start < unit.end <= len(tidied) for unit in LEXICON.read(tidied))
