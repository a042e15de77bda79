"""Which topics are offered while a name is typed, and in which order."""

import pytest

from bot.commands import Brief
from bot.grammar import parse
from briefings.places import Gazetteer
from briefings.service import BriefingService
from briefings.topics import MOST_OFFERED, Found


@pytest.mark.parametrize("locale", ["en", "ko", "hi", "de", "zh-TW"])
def test_with_nothing_typed_countries_come_first(service: BriefingService, locale: str) -> None:
    """Countries, then themes, then blocs, each the most covered first, whatever the language."""
    topics = service.topics
    offered = [typed for _, typed in topics.complete(" ", "topic", locale)]
    wanted = [topics.name(each) for each in service.library.topics]
    assert offered == wanted[:MOST_OFFERED]
    themes = [typed for _, typed in topics.complete("", "theme", locale)]
    assert themes == [topics.name(each) for each in service.library.topics if each.kind == "theme"]


@pytest.mark.parametrize("locale", ["ko", "hi", "ru"])
def test_names_of_the_readers_language_come_first(locale: str) -> None:
    """Of names that fit equally well, those the reader's language has come before English ones."""
    gazetteer = Gazetteer.shipped()
    for prefix in ("", "i", "in", "s"):
        offered = gazetteer.complete(prefix, 60, locale)
        places = [n for n, (_, code) in enumerate(offered) if _fits_in_english(gazetteer, code, prefix)]
        foreign = [offered[n][0] == gazetteer.name(offered[n][1]) for n in places]
        assert foreign == sorted(foreign)


def _fits_in_english(gazetteer: Gazetteer, code: str, prefix: str) -> bool:
    return gazetteer.name(code).casefold().startswith(prefix)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("UK", "United Kingdom"),
        ("uk", "United Kingdom"),
        ("EU", "European Union"),
        ("us", "United States"),
        ("US", "United States"),
        ("ru", "Russia"),
        ("미국", "United States"),
        ("nuclear", "Nuclear proliferation"),
    ],
)
def test_an_exact_name_comes_first(service: BriefingService, typed: str, first: str) -> None:
    """A name that is complete stands for its topic, covered or not, before what it could become."""
    offered = service.topics.complete(typed, "topic")
    assert offered[0][1] == first
    assert len({value for _, value in offered}) == len(offered)


def test_no_country_is_offered_as_a_theme(service: BriefingService) -> None:
    """Where a theme is wanted, an exact name of a country is none."""
    for typed in ("UK", "us", "India", ""):
        for _, value in service.topics.complete(typed, "theme"):
            reading = service.topics.read(value)
            assert isinstance(reading, Found)
            assert reading.topic.kind == "theme"


@pytest.mark.parametrize("typed", ["us", "US", " us "])
def test_us_alone_is_a_country(service: BriefingService, typed: str) -> None:
    """Where nothing but a name is asked for, "us" names the United States; in a sentence it names nobody."""
    assert service.brief(typed).title == service.brief("United States").title
    assert not service.topics.mentioned("They told us what happened to us.")


def test_both_missing_sides_are_named(service: BriefingService) -> None:
    """A comparison of two topics that are not covered says so of both, and of one named twice once."""
    assert "mention Asia or the European Union." in str(service.compare("Asia", "EU", None).blocks)
    both = str(service.compare("Pakistan", "sanctions", "trade").blocks)
    assert "mention Pakistan." in both
    assert "cover Sanctions." in both
    assert service.compare("UK", "Britain", None).title == "Not covered: United Kingdom"


def test_brief_us_in_words_is_no_country(service: BriefingService) -> None:
    """Those who say "brief us" want the overview; after a slash, and in capitals, it is a name."""
    assert parse("brief us", service.topics) == Brief()
    assert parse("Brief us!", service.topics) == Brief()
    assert parse("/brief us", service.topics) == Brief("us")
    assert parse("brief US", service.topics) == Brief("US")
