"""Escaping: once, reversible, and nothing but the text is shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.custom_ids import CustomIds
from bot.adapters.discord.escape import code, escape, link, plain, unescape
from bot.adapters.discord.render import render
from bot.rendering.address import safe_address
from bot.rendering.asked import Asked
from bot.rendering.plain_text import one_line
from briefings.reply import Cite, Emphasis, Inline, Outcome, Paragraph, Reply, Strong, Text
from tests.adapters.corpus.generated import EMOJI, HOSTILE, WORDS
from tests.adapters.corpus.letters import bare
from tests.adapters.discord.render.checks import text_of
from tests.adapters.discord.render.markdown import RAW_PINGS, shown

TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from([*HOSTILE, *WORDS, *EMOJI]), max_size=8).map(" ".join),
    st.lists(st.sampled_from(list("\\*_~`|[]()<>@#:/.-!&0189 ae\n")), max_size=40).map("".join),
)


@given(TEXTS)
def test_unescaping_gives_the_text_back(text: str) -> None:
    """Escaped once: the way back gives exactly the text, on one line."""
    assert unescape(escape(text)) == one_line(text)


@given(TEXTS)
def test_a_client_shows_the_text_and_nothing_else(text: str) -> None:
    """No format, link, mention or emoji comes of a text; every sign of it is seen."""
    seen = shown(escape(text))
    assert (seen.links, seen.pings, seen.specials, seen.labels) == ([], [], [], [])
    assert bare(seen.text) == bare(one_line(text))
    assert not RAW_PINGS.search(escape(text))


@given(TEXTS)
def test_plain_places_cannot_ping_either(text: str) -> None:
    """Footers, labels and descriptions hold no mention and no control character."""
    said = plain(text)
    assert not RAW_PINGS.search(said)
    assert not any(unicodedata.category(each) in {"Cc", "Cs"} for each in said)
    assert not set(said) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")


@given(TEXTS)
def test_commands_to_type_are_shown_to_the_letter(text: str) -> None:
    """A code span shows its text; a text no fence can hold is escaped."""
    assert bare(shown(code(text)).text) == bare(one_line(text))


@given(label=TEXTS, url=st.one_of(TEXTS, st.builds("https://example.org/{}".format, st.text(max_size=60))))
def test_a_link_leads_where_it_says(label: str, url: str) -> None:
    """At most one link, to the address given, its host in sight."""
    seen = shown(link(label, url))
    address = safe_address(url)
    assert seen.links == ([address] if address else [])
    if address:
        assert address.startswith("https://")
        assert address.split("/")[2] in seen.text


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "javascript:alert(1)",
        "https://user@example.org/",
        "https://user:pass@example.org/",
        "https://",
        "https://localhost",
        "https://exa mple.org",
        "https://[::1]/",
        "https://example.org:port/",
        "data:text/html,x",
        "//example.org",
        "https://" + "a" * 600 + ".org",
    ],
)
def test_addresses_we_would_not_cite_are_words(url: str) -> None:
    """Only plain https addresses become links."""
    assert safe_address(url) is None
    assert shown(link("label", url)).links == []


def test_a_label_cannot_name_another_address() -> None:
    """A label that looks like an address stands beside the link, not over it."""
    seen = shown(link("https://bank.example", "https://example.org/x"))
    assert seen.labels == []
    assert seen.links == ["https://example.org/x"]
    assert "bank.example" in seen.text


def test_foreign_hosts_are_written_in_ascii() -> None:
    """Letters that look like others cannot pose as a host."""
    assert safe_address("https://exаmple.org/") == "https://xn--exmple-4nf.org/"


def test_right_to_left_text_is_set_apart() -> None:
    """Marks after such a text stay after it."""
    assert escape("قد تتأثر") == "\u2068قد تتأثر\u2069"
    assert escape("plain") == "plain"


@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_texts_side_by_side_ping_nobody(texts: list[str]) -> None:
    """Two harmless texts do not become a mention where they meet."""
    assert not RAW_PINGS.search("".join(map(escape, texts)))


@pytest.mark.parametrize("between", [Emphasis(""), Strong("\x00"), Cite((), ("first:C01",)), Text("")])
def test_words_parted_by_nothing_are_escaped_together(between: Inline) -> None:
    """What is not seen cannot stand between the halves of an address or a mention."""
    inlines = (Text("https:"), between, Text("//evil.example @"), between, Text("everyone"))
    reply = Reply(Outcome.ANSWER, "Title", (Paragraph(inlines),))
    seen = shown(text_of(render(reply, ids=CustomIds(Asked("brief"))).json()))
    assert (seen.links, seen.pings) == ([], [])
    assert "https://evil.example @" in seen.text
