from hypothesis import given
from hypothesis import strategies as st

from briefings.library.index import Library
from briefings.themes import ThemeVocabulary

VOCABULARY = ThemeVocabulary.shipped()


def test_every_label_and_slug_names_its_own_theme() -> None:
    """A label or slug looked up whole gives its own theme, unguessed."""
    for theme in VOCABULARY.themes:
        assert VOCABULARY.look_up(theme.label) == (theme.slug, None)
        assert VOCABULARY.look_up(theme.slug) == (theme.slug, None)
        assert VOCABULARY.label(theme.slug) == theme.label


def test_every_theme_of_the_library_is_known_by_the_same_label(library: Library) -> None:
    """The vocabulary calls a theme of a shipped briefing what the briefing calls it."""
    entries = [entry for briefing in library.briefings for entry in briefing.themes]
    assert entries
    for entry in entries:
        assert VOCABULARY.label(entry.slug) == entry.label


def test_names_in_other_languages() -> None:
    """Themes go by their names in the languages readers write."""
    expected = {
        "Rüstungswettlauf": "arms-race",
        "군비 경쟁": "arms-race",
        "chaînes d'approvisionnement": "trade-supply-chains",
        "核武器": "nuclear",
        "дипломатия": "diplomacy",
        "ऊर्जा": "energy",
    }
    assert {name: (VOCABULARY.look_up(name) or ("",))[0] for name in expected} == expected


def test_misspelt_names_are_suggested_not_taken_silently() -> None:
    """A slip of the pen gives the theme and says what it was read as."""
    assert VOCABULARY.look_up("nucler proliferation") == ("nuclear", "Nuclear proliferation")
    assert VOCABULARY.look_up("suply chains") == ("trade-supply-chains", "Trade and supply chains")


def test_what_is_no_theme_is_none() -> None:
    """Ordinary words, countries and nothing at all are not themes."""
    assert [VOCABULARY.look_up(name) for name in ("", "   ", "India", "cheese", "xq")] == [None] * 5


def test_themes_in_running_text_are_longest_and_apart() -> None:
    """The longest name wins, and what it covers is not found again."""
    found = VOCABULARY.find("Does the arms race touch supply chains and sanctions?")
    assert [mention.slug for mention in found] == ["arms-race", "trade-supply-chains", "sanctions"]


@given(st.text(max_size=80))
def test_any_text_is_searched_without_error(text: str) -> None:
    """Mentions never overlap, lie inside the text and say what stands there."""
    VOCABULARY.look_up(text)
    end = 0
    for mention in VOCABULARY.find(text):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.surface
        end = mention.end


def test_completions_begin_with_labels_and_keep_to_what_is_asked() -> None:
    """A prefix is met by labels first; `among` and `limit` hold."""
    assert VOCABULARY.complete("arm")[0] == ("Arms race", "arms-race")
    assert VOCABULARY.complete("", among=("energy",)) == (("Energy", "energy"),)
    assert len(VOCABULARY.complete("", limit=4)) == 4
