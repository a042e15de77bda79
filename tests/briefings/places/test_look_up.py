from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.places import Gazetteer
from briefings.places.folding import fold
from tests.briefings.places.gold import judged, rows

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SAMPLE = ROOT.parent / "shared" / "eval" / "country_forms.csv"
GAZETTEER = Gazetteer.shipped()
CODES = sorted(GAZETTEER._display.all_names("en"))
COUNTRIES = [code for code in CODES if code.isupper() and "-" not in code]


def test_own_corpus() -> None:
    """No name of our corpus gives a wrong place; at least 99 in 100 are right."""
    table = rows(HERE / "corpus" / "names.csv")
    found = judged(GAZETTEER, table)
    assert len(table) >= 400
    assert found["wrong"] == []
    assert len(found["right"]) >= 0.99 * len(table), found["missed"]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared sample of names is not beside the project")
def test_shared_sample() -> None:
    """No name of the shared sample gives a wrong place; at least 97 in 100 are right."""
    found = judged(GAZETTEER, rows(SAMPLE))
    assert found["wrong"] == []
    assert len(found["right"]) >= 0.97 * sum(map(len, found.values())), found["missed"]


@given(st.text())
def test_any_string_gives_a_place(text: str) -> None:
    """Whatever is asked, a place comes back: trimmed name, and codes that suit its kind."""
    place = GAZETTEER.look_up(text)
    assert place.name == text.strip()
    assert {"none": 0, "country": 1, "bloc": 1}.get(place.kind, len(place.codes)) == len(place.codes)
    assert (place.kind == "ambiguous") == (len(place.codes) > 1)
    assert all(GAZETTEER.known(code) == code for code in place.codes)


@pytest.mark.parametrize("code", COUNTRIES)
def test_shown_name_means_its_code(code: str) -> None:
    """The English name of a country, in any case, means that country or counts it among its readings."""
    name = GAZETTEER.name(code)
    for written in (name, name.upper(), f"the {name}", f"{name}'s"):
        assert GAZETTEER.look_up(written).codes[:1] == (code,), written


@pytest.mark.parametrize("code", COUNTRIES)
def test_flag_and_code_mean_the_country(code: str) -> None:
    """A flag means its country; so does the code in capitals, unless it is a word or has another reading."""
    sign = "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code)
    assert GAZETTEER.look_up(sign).codes == (code,)
    assert GAZETTEER.look_up(code).kind in ("none", "ambiguous") or GAZETTEER.look_up(code).codes == (code,)


def test_names_are_told_apart() -> None:
    """No two codes share the normal form of their English names, states of the US aside."""
    shown = [fold(GAZETTEER.name(code)) for code in CODES]
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize(
    "locale", ["fr", "de", "es", "ru", "ko", "ja", "zh", "zh_Hant", "hi", "ar", "fa", "tr", "vi"]
)
def test_other_languages_never_mislead(locale: str) -> None:
    """A country's CLDR name means that country wherever it means a country at all, and mostly it does."""
    names = {code: GAZETTEER.name(code, locale) for code in COUNTRIES}
    places = {code: GAZETTEER.look_up(name) for code, name in names.items()}
    misled = {names[c]: p for c, p in places.items() if p.kind in ("country", "bloc") and p.codes != (c,)}
    assert misled == {}
    assert sum(place.kind != "none" for place in places.values()) >= 0.97 * len(places)


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("Norht Korea", "KP"),
        ("Venezuella", "VE"),
        ("untied states", "US"),
        ("Pyongyong", "KP"),
        ("northkorea", "KP"),
    ],
)
def test_misspelling_is_suggested(asked: str, codes: str) -> None:
    """A recognised misspelling is a country, with the name that was meant as suggestion."""
    place = GAZETTEER.look_up(asked)
    assert (place.kind, place.codes, place.suggestion) == ("country", (codes,), GAZETTEER.name(codes))


@pytest.mark.parametrize("asked", ["Iraw", "Nouth Korea", "Austrlia", "Nigerya x", "iram iraq"])
def test_nearly_tied_is_refused(asked: str) -> None:
    """A misspelling as near to one country as to another, or to no name, gives nothing."""
    assert GAZETTEER.look_up(asked).kind == "none"


def test_right_spelling_suggests_nothing() -> None:
    """A name in its right spelling carries no suggestion."""
    assert GAZETTEER.look_up("India").suggestion is None


def test_preferred_readings_come_first() -> None:
    """Of an ambiguous name's readings, those a library covers are listed first; it stays ambiguous."""
    assert GAZETTEER.look_up("Korea").codes == ("KP", "KR")
    place = GAZETTEER.look_up("Korea", prefer={"KR"})
    assert (place.kind, place.codes) == ("ambiguous", ("KR", "KP"))
    assert GAZETTEER.look_up("Korea", prefer=["IN"]).codes == ("KP", "KR")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("Seoul, South Korea", "KR"), ("Paris (France)", "FR"), ("Bahamas, The", "BS"), ("l’Inde", "IN"),
        ("Tanzania, United Republic of", "TZ"), ("  the   Philippines ", "PH"), ("PHILIPPINES’", "PH"),
    ],
)  # fmt: skip
def test_ways_of_writing(asked: str, code: str) -> None:
    """Index forms, a place with its country, articles, elisions and possessives do not hide a name."""
    assert GAZETTEER.look_up(asked).codes == (code,)


def test_aliases_of_an_operator() -> None:
    """An operator's alias means its place, is completed and found in text, and leaves the rest as it was."""
    ours = Gazetteer.shipped({"Mallard House": "GB", "our bloc": "quad"})
    assert ours.look_up("mallard house").codes == ("GB",)
    assert ours.look_up("Our Bloc").kind == "bloc"
    assert ours.look_up("Malard House").suggestion == "United Kingdom"
    assert [mention.surface for mention in ours.find("Sources at Mallard House and in India")] == [
        "Mallard House",
        "India",
    ]
    assert ours.complete("malla") == (("United Kingdom", "GB"),)
    assert GAZETTEER.look_up("Mallard House").kind == "none"
    with pytest.raises(KeyError):
        Gazetteer.shipped({"nowhere land": "QQ"})


def test_names_in_languages() -> None:
    """A code is named in the language asked for, a wider one or English; an unknown one is refused."""
    assert GAZETTEER.name("KP", "ko") == "북한"
    assert GAZETTEER.name("IN", "hi_IN") == "भारत"
    assert GAZETTEER.name("KR", "zh-TW") == "南韓"
    assert GAZETTEER.name("eu", "de") == "Europäische Union"
    assert GAZETTEER.name("nato", "fr") == "NATO"
    assert GAZETTEER.name("IN", "tlh") == "India"
    assert GAZETTEER.name("US-GA") == "Georgia (US state)"
    assert (GAZETTEER.known("kp"), GAZETTEER.known("NATO"), GAZETTEER.known("zz"), GAZETTEER.known("")) == (
        "KP",
        "nato",
        None,
        None,
    )
    with pytest.raises(KeyError):
        GAZETTEER.name("ZZ")


def test_completion() -> None:
    """Names that begin as typed come first, other languages count, `among` and `limit` hold."""
    assert GAZETTEER.complete("ind", 3)[0] == ("India", "IN")
    assert ("South Korea", "KR") in GAZETTEER.complete("kor")
    assert GAZETTEER.complete("북한") == (("North Korea", "KP"),)
    assert GAZETTEER.complete("États", 1, locale="fr") == (("États-Unis", "US"),)
    assert GAZETTEER.complete("", among={"RU", "IN"}) == (("India", "IN"), ("Russia", "RU"))
    assert GAZETTEER.complete("south", among={"KR"}) == (("South Korea", "KR"),)
    assert len(GAZETTEER.complete("a", 7)) == 7
    assert GAZETTEER.complete("xyzzy") == ()
    assert GAZETTEER.complete("i", 0) == ()


@given(st.text(max_size=4), st.integers(0, 5))
def test_completion_never_exceeds(prefix: str, limit: int) -> None:
    """Whatever is typed, at most `limit` pairs come back, each a known code with its shown name."""
    offered = GAZETTEER.complete(prefix, limit)
    assert len(offered) <= limit
    assert all(GAZETTEER.name(code) == name for name, code in offered)
