"""Replies in the four formats: nothing lost, nothing harmful, nothing too wide."""

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from rich.cells import cell_len

from bot.adapters.console.markdown import escape
from bot.adapters.console.offers import evidence_claims, offers
from bot.adapters.console.render import FORMATS, Format, Screen, neutral, picture_of, render
from briefings.reply import (
    ClaimLine,
    ClaimList,
    Comparison,
    Evidence,
    Heading,
    Outcome,
    Paragraph,
    Reply,
    Side,
    Source,
    Text,
    cites,
    claim_lines,
)
from tests.adapters.corpus.written import CANAL, EVERYTHING, PICTURE, SOURCES, replies

WIDTHS = (60, 80, 120)
TEXT_FORMS: tuple[Format, ...] = ("rich", "plain", "markdown")
NARROW = Screen(width=60)
"""Too narrow for two columns, which would part what belongs together."""


def controls(text: str) -> list[str]:
    """Control characters other than the line break."""
    return [char for char in text if char != "\n" and unicodedata.category(char) in ("Cc", "Cs")]


def letters(text: str) -> str:
    """Without white space and marks, for comparison across line breaks."""
    return re.sub(r"[\s\\•→◦↳│›–\ue000]", "", text)


def sources_of(shown: str) -> str:
    """The lines of the last list of sources."""
    return re.split(r"^(?:## )?Sources\n+", shown, flags=re.MULTILINE)[-1].split("\n\n")[0]


def stated(value: Any) -> Iterator[tuple[str, str, list[int], str | None]]:
    """What every claim inside plain values says: statement, label, marks and remark."""
    if isinstance(value, dict):
        if value.get("kind") == "claim-line":
            yield value["statement"], value["label"], value["cites"], value["remark"]
        for each in value.values():
            yield from stated(each)
    elif isinstance(value, list):
        for each in value:
            yield from stated(each)


@given(replies())
@settings(max_examples=40, deadline=None)
def test_no_control_character_reaches_the_output(reply: Reply) -> None:
    """Whatever stands in a reply, no format without colour lets a control character out."""
    for form in FORMATS:
        assert controls(render(reply, form)) == []


@given(replies())
@settings(max_examples=40, deadline=None)
def test_every_statement_appears_whole(reply: Reply) -> None:
    """Every claim stands in every format in full: statement, marks, level and the editor's remark."""
    wanted = list(claim_lines(neutral(reply).blocks))
    for form in TEXT_FORMS:
        shown = letters(render(reply, form, NARROW))
        for line in wanted:
            marks = "".join(f"[{number}]" for number in line.cites)
            parts = (line.statement, marks, line.label, line.remark or "")
            assert [part for part in parts if letters(part) not in shown] == []
    told = [(line.statement, line.label, list(line.cites), line.remark) for line in wanted]
    assert list(stated(json.loads(render(reply, "json"))["blocks"])) == told


@given(replies())
@settings(max_examples=40, deadline=None)
def test_every_mark_has_its_source(reply: Reply) -> None:
    """Each source is listed once, by its number, after everything that cites it."""
    assume(reply.sources)
    listed = {
        "plain": re.findall(r"^ *\[(\d+)\](?: |$)", sources_of(render(reply, "plain")), re.MULTILINE),
        "markdown": re.findall(
            r"^- \\\[(\d+)\\\](?: |$)", sources_of(render(reply, "markdown")), re.MULTILINE
        ),
        "rich": re.findall(r"^ {0,2}\[(\d+)\](?: |$)", sources_of(render(reply, "rich")), re.MULTILINE),
    }
    cited = {cite for line in claim_lines(reply.blocks) for cite in line.cites}
    cited.update(number for cite in cites(reply.blocks) for number in cite.numbers)
    numbers = [str(source.number) for source in reply.sources]
    assert cited <= set(map(int, numbers))
    assert listed == dict.fromkeys(listed, numbers)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("numbered", [True, False])
def test_the_terminal_layout_keeps_within_its_width(width: int, numbered: bool) -> None:
    """No line is wider than the terminal, whatever the width, and every statement is there."""
    shown = render(EVERYTHING, "rich", Screen(width=width, numbered=numbered))
    assert all(cell_len(line) <= width for line in shown.splitlines())
    for line in claim_lines(EVERYTHING.blocks):
        words = line.statement.split()
        assert all(word in shown for word in words)


@pytest.mark.parametrize("width", [1, 20, 33])
def test_a_tiny_terminal_is_served_too(width: int) -> None:
    """Even a terminal narrower than a word shows the reply."""
    assert "Sources" in render(EVERYTHING, "rich", Screen(width=width))


def test_wide_characters_and_both_directions_keep_the_measure() -> None:
    """Han, Hangul and Arabic count by the cells they take."""
    lines = tuple(
        ClaimLine("canal:C01", name * 12, "reported", (1,))
        for name in ("印度和中国 ", "대한민국 ", "إيران ", "भारत ")
    )
    shown = render(Reply(Outcome.ANSWER, "印度", (ClaimList(lines),), SOURCES), "rich", Screen(width=60))
    assert all(cell_len(line) <= 60 for line in shown.splitlines())
    assert shown.count("대한민국") == 12


def test_a_level_is_never_broken_over_two_lines() -> None:
    """The words for kind and modality stay together at every width."""
    reply = Reply(Outcome.ANSWER, "Egypt", (ClaimList((CANAL,) * 3),), SOURCES)
    for width in range(40, 121):
        assert render(reply, "rich", Screen(width=width)).count("forecast: possible") == 3


def test_a_comparison_stands_side_by_side_where_it_fits() -> None:
    """Two columns from 72 cells on, one below the other in a narrow terminal."""
    wide = render(EVERYTHING, "rich", Screen(width=100))
    narrow = render(EVERYTHING, "rich", Screen(width=60))
    assert re.search(r"^Egypt +Greece$", wide, re.MULTILINE)
    assert re.search(r"^ +Greece$", narrow, re.MULTILINE)


@pytest.mark.parametrize("width", [40, 60, 90])
def test_words_longer_than_a_line_are_shown_whole(width: int) -> None:
    """A script without spaces, or a long id, is broken over lines and never cut."""
    long = "航路可能受到影响" * 20
    line = ClaimLine(f"{'long-name-' * 7}:C01", long, "reported", (1,))
    comparison = Comparison(long, (Side("A", (line,)), Side("B", (), long)))
    blocks = (ClaimList((line,)), Evidence(line, "Tolls", ()), comparison)
    reply = Reply(Outcome.ANSWER, "Egypt", blocks, (Source(1, "canal:S1", long),))
    shown = render(reply, "rich", Screen(width=width))
    assert "…" not in shown
    assert shown.count("航") == 20 * 6
    assert all(cell_len(each) <= width for each in shown.splitlines())


def test_colour_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colour is a choice of the screen, and NO_COLOR overrules it."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" in render(EVERYTHING, "rich", Screen(colour=True))
    assert "\x1b[" not in render(EVERYTHING, "rich", Screen(colour=False))
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[\d;]*[39][0-7]m", render(EVERYTHING, "rich", Screen(colour=True)))


def test_markup_of_a_layout_is_only_text() -> None:
    """Square brackets and Markdown in a reply are shown, never obeyed."""
    reply = Reply(
        Outcome.ANSWER, "[red]x[/red]", (Heading("# *not* a heading"), Paragraph((Text("- <b>a|b</b>"),)))
    )
    assert "[red]x[/red]" in render(reply, "rich")
    shown = render(reply, "markdown")
    assert r"## \# \*not\* a heading" in shown
    assert r"\- \<b\>a\|b\</b\>" in shown


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("1. One", r"1\. One"),
        ("non-stop", "non-stop"),
        ("a_b", r"a\_b"),
        ("[x](y)", r"\[x\](y)"),
        ("+ a", r"\+ a"),
    ],
)
def test_markdown_escapes_what_would_mean_something(text: str, escaped: str) -> None:
    """Only characters that Markdown would obey are escaped, and those always."""
    assert escape(text) == escaped


def test_every_kind_of_block_has_a_place_in_every_format() -> None:
    """The words of each block are found in each text format."""
    words = """Read as|acts in the story|negotiates with [2][1]|Exposure|/help|https://example.org/a
        If the tolls rise|notices to mariners|The article is silent on this.|canal:C02
        asking for|names no operator|Operators are asking for talks.|Picture of 2 parties and 1 relationship
        Views are the author's own.|Basis: one signed column.""".replace("\n", "|").split("|")
    for form in TEXT_FORMS:
        shown = render(EVERYTHING, form, Screen(width=100))
        assert [word for word in words if letters(word) not in letters(shown)] == []


def test_the_json_form_keeps_its_shape() -> None:
    """The keys that scripts rely on, each block with its kind, on one line."""
    shown = render(EVERYTHING, "json")
    assert shown.count("\n") == 1
    value = json.loads(shown)
    assert list(value) == [
        "schema", "outcome", "title", "text", "reason", "nearest", "claims", "blocks",
        "sources", "basis", "disclaimer", "follow_ups",
    ]  # fmt: skip
    assert value["schema"] == 1
    assert value["claims"] == ["canal:C02", "canal:C01"]
    assert [block["kind"] for block in value["blocks"]] == [
        "remark", "bullets", "claim-list", "heading", "claim-list", "paragraph", "case", "comparison",
        "evidence", "picture",
    ]  # fmt: skip
    assert value["sources"][1] == {
        "number": 2,
        "passage": "canal:S1.2.3",
        "label": "The ports, ¶2 s3 (S1.2.3)",
    }
    assert "[1]" not in value["text"]


def test_steps_are_numbered_or_written_in_full() -> None:
    """Where numbers can be typed each step has one; elsewhere commands stand in full, lists together."""
    assert [(each.number, each.line) for each in offers(EVERYTHING)] == [
        (1, "/evidence canal:C01 canal:C02"),
        (2, "/scenarios Egypt"),
        (3, "/gaps"),
        (4, "/compare Egypt vs Greece"),
        (5, "/compare Egypt vs India"),
    ]
    shown = render(EVERYTHING, "rich", Screen(width=100, numbered=True))
    assert "5 India" in shown
    full = render(EVERYTHING, "plain", Screen(prefix="communique ", qualified=False))
    assert "- Evidence: communique evidence C01 C02" in full
    assert "- Compare with…: communique compare Egypt vs … (Greece, India)" in full


@pytest.mark.parametrize("form", TEXT_FORMS)
def test_claims_are_named_as_the_library_needs(form: Format) -> None:
    """With their article, where a bare id could be another article's claim; without it, where none could."""
    headings = [each.line.claim for each in EVERYTHING.blocks if isinstance(each, Evidence)]
    assert headings == ["canal:C02"]
    several = render(EVERYTHING, form, Screen(width=100, prefix="", qualified=True))
    assert re.search(r"^\W*canal:C02\b", several, re.MULTILINE)
    assert "evidence canal:C01 canal:C02" in several
    alone = render(EVERYTHING, form, Screen(width=100, prefix="", qualified=False))
    assert re.search(r"^\W*C02\b", alone, re.MULTILINE)
    assert "evidence C01 C02" in alone
    assert "canal:C" not in alone


def test_the_claims_of_evidence_are_those_offered() -> None:
    """Where a reply offers evidence, that is what "evidence" is about; otherwise the claims it says."""
    assert evidence_claims(EVERYTHING) == ("canal:C01", "canal:C02")
    assert evidence_claims(Reply(Outcome.ANSWER, "Egypt", (ClaimList((CANAL,)),), SOURCES)) == ("canal:C01",)


def test_the_picture_of_a_reply_is_found() -> None:
    """A reply with a picture gives it, and one without gives none."""
    assert picture_of(EVERYTHING) == PICTURE
    assert picture_of(Reply(Outcome.ANSWER, "Egypt", ())) is None
