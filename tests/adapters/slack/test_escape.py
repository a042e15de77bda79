"""Words on their way into Slack's texts and back, and the dialect between control characters."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack.dialect import Marked
from bot.adapters.slack.escape import entities, from_entities, read, shown
from bot.adapters.slack.rich_text import rich_text, words
from bot.rendering.plain_text import one_line
from tests.adapters.slack import reading, rules

MARKED = Marked()


def _shown(written: str) -> reading.Shown:
    return reading.shown([rich_text(written)])


@given(text=st.text(max_size=300))
def test_what_is_shown_can_be_read_again(text: str) -> None:
    """Nothing but what is never seen is added to a text: it reads as the one line it was."""
    assert read(shown(text)) == one_line(text)


@given(text=st.text(alphabet="&<>;ampltg @!#U:/h", max_size=60))
def test_entities_are_written_once(text: str) -> None:
    """A reader of HTML sees the text again, whatever looked like an entity in it, and so do we."""
    assert read(html.unescape(entities(shown(text)))) == one_line(text)
    assert from_entities(entities(shown(text))) == html.unescape(entities(shown(text)))
    assert not reading.raw_markup(entities(shown(text)))


@pytest.mark.parametrize(
    "hostile", ["<@U024BE7LH>", "<!here>", "<!channel|all>", "<#C1|x>", "@here", "@Channel", "@everyone"]
)
def test_no_mention_is_left(hostile: str) -> None:
    """Neither in rich text nor in the fallback text is anything like a mention left."""
    found = _shown(MARKED.text(f"Dear {hostile}, hello"))
    assert found.pings == []
    assert read(found.text) == f"Dear {hostile}, hello"


def test_a_mention_in_two_halves_is_none() -> None:
    """An "@" at the end of one run is not completed by the next."""
    assert _shown(MARKED.text("@") + MARKED.strong("here")).pings == []


@given(text=st.text(max_size=80).filter(lambda text: one_line(text).strip() != ""))
def test_words_keep_their_look_and_their_letters(text: str) -> None:
    """Each kind of words is one run with one style, holding the words as they are."""
    for write, style in ((MARKED.strong, "bold"), (MARKED.emphasis, "italic"), (MARKED.code, "code")):
        [section] = rich_text(write(text))["elements"]
        [run] = section["elements"]
        assert run["style"] == {style: True}
        assert read(run["text"]).strip() == one_line(text).strip()


def test_lines_become_lists_quotes_and_paragraphs() -> None:
    """An item keeps its further lines, a list its items, an empty line stands before what follows a list."""
    written = "\n".join(
        [
            MARKED.heading("Heading"),
            MARKED.item("One\nremark"),
            MARKED.item("Two"),
            "",
            "After",
            MARKED.aside("Said\ntwice"),
        ]
    )
    parts = rich_text(written)["elements"]
    kinds = [part["type"] for part in parts]
    assert kinds == ["rich_text_section", "rich_text_list", "rich_text_section", "rich_text_quote"]
    assert [len(part["elements"]) for part in parts] == [1, 2, 1, 1]
    assert parts[1]["elements"][0]["elements"][0]["text"] == "One\nremark"
    assert parts[2]["elements"][0]["text"] == "\nAfter"
    assert words(written) == "Heading\n• One\nremark\n• Two\n\nAfter\nSaid\ntwice"


@pytest.mark.parametrize(
    ("label", "url", "links"),
    [
        ("the report", "https://example.org/a", ["https://example.org/a"]),
        ("", "https://example.org/a", ["https://example.org/a"]),
        ("bank.example", "https://example.org/a", ["https://example.org/a"]),
        ("the report", "http://example.org/a", []),
        ("the report", "javascript:alert(1)", []),
        ("the report", "https://user@example.org", []),
    ],
)
def test_links_show_their_host(label: str, url: str, links: list[str]) -> None:
    """Only https addresses become links, with the host in sight and no label that names another one."""
    found = _shown(MARKED.link(label, url))
    assert found.links == links
    assert not any(label in said for said, _ in found.labels if "." in label)
    assert "example.org" in found.text or not links


def test_right_to_left_words_stay_among_themselves() -> None:
    """Marks beside right-to-left words stay where they are."""
    assert shown("قد تتأثر") == "\u2068قد تتأثر\u2069"


@given(text=st.text(max_size=120))
def test_no_text_holds_the_marks_between_words(text: str) -> None:
    """The dialect's control characters are in no text, so that nobody can write them."""
    block = rich_text(MARKED.item(MARKED.text(text)) + "\n" + MARKED.strong(text + "x"))
    assert not [each for each in rules.violations({"blocks": [block]}) if "empty" not in each]
