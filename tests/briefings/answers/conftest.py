import pytest

from briefings.answers.ask import Answerer
from briefings.library.index import Library
from briefings.places import Gazetteer
from briefings.themes import ThemeVocabulary


@pytest.fixture(scope="session")
def answerer(library: Library) -> Answerer:
    """An answerer on the shipped library."""
    return Answerer(library.briefings, Gazetteer.shipped(), ThemeVocabulary.shipped())
