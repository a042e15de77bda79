import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.places import Gazetteer

GAZETTEER = Gazetteer.shipped()
WORDS = (
    "North Korea Russia the U.S. China’s India, and Jordan Peterson Georgia Korean Peninsula 북한이 "
    "러시아 भारत में インド 中国 朝鲜半岛 เกาหลีเหนือ وروسيا us no Washington Post N. St. "
    "Côte d’Ivoire 🇮🇳 - . ( ) rusia "
)
PIECES = st.sampled_from(WORDS.split())


def found(text: str, fuzzy: bool = False) -> list[tuple[str, str]]:
    return [(m.surface, "|".join(m.codes)) for m in GAZETTEER.find(text, fuzzy=fuzzy)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("South Korea is not Korea.", [("South Korea", "KR"), ("Korea", "KP|KR")]),
        ("U.S.-China ties; India’s view", [("U.S.", "US"), ("China", "CN"), ("India", "IN")]),
        ("The US told us. In the UK.", [("US", "US"), ("UK", "GB")]),
        ("TELL US ABOUT INDIA NOW", [("INDIA", "IN")]),
        ("what about india and south korea", [("india", "IN"), ("south korea", "KR")]),
        ("Guinea-Bissau, not Guinea", [("Guinea-Bissau", "GW"), ("Guinea", "GN|GW|GQ|PG")]),
        ("Ships in the Indian Ocean off New Mexico", []),
        ("A Turkey sandwich in a China shop", []),
        ("Polish envoys polish a speech", [("Polish", "PL")]),
        ("N. Korea and S. Korea", [("N. Korea", "KP"), ("S. Korea", "KR")]),
        ("Talks at the White House and No. 10.", [("the White House", "US"), ("No. 10", "GB")]),
        ("the Korean Peninsula and NATO", [("the Korean Peninsula", "korean-peninsula"), ("NATO", "nato")]),
        ("🇮🇳 and 🇰🇵", [("🇮🇳", "IN"), ("🇰🇵", "KP")]),
    ],
)
def test_english_text(text: str, expected: list[tuple[str, str]]) -> None:
    """The longest name wins at each point, and words or things that only look like a place are left alone."""
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Jordan said he was late.", "Chad the intern waved.", "Michael Jordan retired.", "Mr Jordan called.",
        "Jordan Peterson spoke.", "Tom Holland acted.", "Michael B. Jordan acted.", "Sofia Smith wrote it.",
        "The Washington Post reported it.", "Georgia Tech won.", "Paris Hilton arrived.",
    ],
)  # fmt: skip
def test_people_and_papers_are_no_places(text: str) -> None:
    """A place's name inside a person's or a newspaper's name is not the place."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Jordan’s king spoke.", "JO"), ("In Jordan the king spoke.", "JO"), ("Does Chad trade?", "TD"),
        ("Envoys left Washington on Monday.", "US"), ("Will France act?", "FR"),
    ],
)  # fmt: skip
def test_guards_let_places_through(text: str, code: str) -> None:
    """The same names stand where nothing makes them a person's."""
    assert [codes for _, codes in found(text)] == [code]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("북한이 러시아를 돕는 이유는? 인도는 어떻게 하나", ["KP", "RU", "IN"]),
        ("भारत और उत्तर कोरिया पर क्या असर होगा", ["IN", "KP"]),
        ("北朝鮮がロシアを支援すると韓国は", ["KP", "RU", "KR"]),
        ("朝鲜帮助俄罗斯对印度意味着什么？", ["KP", "RU", "IN"]),
        ("インドアの試合", []),
        ("Что это значит для Индии и России?", ["IN", "RU"]),
        ("وروسيا والصين", ["RU", "CN"]),
        ("เกาหลีเหนือช่วยรัสเซีย", ["KP", "RU"]),
        ("l’Inde et la Russie", ["IN", "RU"]),
        ("Rusya’ya ve Hindistan’ın", ["RU", "IN"]),
        ("ভারতের অবস্থান", ["IN"]),
    ],
)
def test_other_scripts(text: str, codes: list[str]) -> None:
    """Names are found without spaces around them, with particles and clitics on them, and in other cases."""
    assert [mention.codes[0] for mention in GAZETTEER.find(text)] == codes


def test_misspelt_words_on_request() -> None:
    """Misspelt names are corrected only where asked for, and marked; everyday words are not."""
    text = "why does nroth korea help venezula in a chain of iron"
    assert found(text) == [("korea", "KP|KR")]
    mentions = GAZETTEER.find(text, fuzzy=True)
    assert [(m.surface, m.codes, m.guessed) for m in mentions] == [
        ("nroth korea", ("KP",), True),
        ("venezula", ("VE",), True),
    ]


@given(st.lists(PIECES, max_size=12).map(" ".join), st.booleans())
def test_mentions_never_overlap(text: str, fuzzy: bool) -> None:
    """Mentions come in order, do not overlap, and quote the text at their offsets."""
    end = 0
    for mention in GAZETTEER.find(text, fuzzy=fuzzy):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.surface
        assert mention.codes
        end = mention.end


@given(st.text(max_size=60), st.booleans())
def test_any_text_is_taken(text: str, fuzzy: bool) -> None:
    """No text at all makes the finder fail."""
    assert isinstance(GAZETTEER.find(text, fuzzy=fuzzy), tuple)


def test_preferred_readings_in_text() -> None:
    """Readings that a library covers come first in text too."""
    (mention,) = GAZETTEER.find("What about Korea?", prefer={"KR"})
    assert (mention.kind, mention.codes) == ("ambiguous", ("KR", "KP"))
