from hypothesis import given
from hypothesis import strategies as st

from briefings.search.index import Asked, Postings, Weights, coverage, features_of, match
from briefings.search.lexicon import Lexicon, Term

LEXICON = Lexicon.shipped()


def terms(text: str) -> list[Term]:
    return [unit.term for unit in LEXICON.read(text, (), "en")]


TEXTS = ["soldiers march north", "an embargo on grain", "soldiers guard grain", "talks about grain"]
FEATURES = [features_of(terms(text)) for text in TEXTS]
WEIGHTS = Weights(LEXICON, FEATURES)


def test_what_is_rarer_weighs_more() -> None:
    """A concept of one text weighs more than one found in several."""
    embargo, grain = terms("embargo")[0], terms("grain")[0]
    assert WEIGHTS.of(embargo, 0.9) > WEIGHTS.of(grain, 0.9)


def test_the_same_word_counts_for_more_than_a_synonym() -> None:
    """A shared word meets a term fully, a shared concept nearly, a stranger not at all."""
    asked = WEIGHTS.ask(terms("soldiers")[0], 0.9)
    same, synonym, stranger = (match(asked, features_of(terms(t))) for t in ("soldiers", "infantry", "grain"))
    assert same == 1.0
    assert 0.5 < synonym < same
    assert stranger == 0.0


def test_a_text_covers_itself() -> None:
    """Everything a text holds is met by the text."""
    for text, features in zip(TEXTS, FEATURES, strict=True):
        assert coverage([WEIGHTS.ask(term, 0.9) for term in terms(text)], features) == 1.0


def test_nothing_asked_is_not_covered() -> None:
    """An empty question is covered by nothing, rather than by everything."""
    assert coverage([], FEATURES[0]) == 0.0


@given(st.lists(st.sampled_from(["soldiers", "embargo", "grain", "talks", "zebra"]), max_size=6))
def test_ranking_at_once_agrees_with_one_by_one(words: list[str]) -> None:
    """Postings give each text the weight that looking into it gives."""
    asked: list[Asked] = [WEIGHTS.ask(term, 0.9) for term in terms(" ".join(words))]
    totals = Postings(FEATURES).covered(asked)
    for number, features in enumerate(FEATURES):
        one_by_one = sum(a.weight * match(a, features) for a in asked)
        assert abs(totals.get(number, 0.0) - one_by_one) < 1e-9
