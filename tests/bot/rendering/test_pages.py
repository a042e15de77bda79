"""Pages, with limits and a markup of no platform in particular."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rendering.measure import Limits
from bot.rendering.pages import Page, paginate
from briefings.reply import (
    Block,
    ClaimLine,
    ClaimList,
    Comparison,
    ConditionalCase,
    Evidence,
    Heading,
    Outcome,
    Paragraph,
    Remark,
    Reply,
    Side,
    Source,
    Text,
    claim_lines,
)

LIMITS = Limits(
    unit="code points",
    bytes_each=4,
    title=60,
    body=2_000,
    comfort=900,
    foot=300,
    question=200,
    sources=200,
    notes=100,
    heading=120,
    label=60,
    remark=150,
    claims=5,
)


@dataclass(frozen=True, slots=True)
class Bare:
    """No markup at all."""

    def text(self, text: str) -> str:
        """As it is."""
        return text

    strong = emphasis = code = heading = subheading = text

    def link(self, label: str, url: str) -> str:
        """Both."""
        return f"{label} {url}"

    def item(self, written: str) -> str:
        """With a dash."""
        return f"- {written}"

    def aside(self, written: str) -> str:
        """With a bar."""
        return f"| {written}"

    def small(self, written: str) -> str:
        """With a wave."""
        return f"~ {written}"

    def marks(self, numbers: tuple[int, ...]) -> str:
        """In brackets."""
        return "".join(f"[{number}]" for number in numbers)


def _line(number: int, size: int = 120) -> ClaimLine:
    words = f"Statement {number} may hold under conditions that nobody has met so far"
    return ClaimLine(
        f"first:C{number:02}",
        (words * 9)[:size],
        "forecast: possible",
        (number,),
        "Contested." if number % 3 == 0 else None,
    )


def _reply(*blocks: Block) -> Reply:
    numbers = dict.fromkeys(cite for line in claim_lines(blocks) for cite in line.cites)
    sources = tuple(Source(n, f"first:S{n}", f"Section {n // 4}, ¶{n} s1") for n in numbers)
    return Reply(
        Outcome.ANSWER, "Title", blocks, sources, ("Basis: one commentary.",), ("Views of the author.",)
    )


def _pages(*blocks: Block, question: str | None = None) -> tuple[Page, ...]:
    return paginate(_reply(*blocks), LIMITS, Bare(), question)


SIZES = st.lists(st.integers(30, 320), max_size=9)


@st.composite
def _blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    """Blocks of every sort, no statement twice."""
    numbers = count(1)

    def lines() -> tuple[ClaimLine, ...]:
        return tuple(_line(next(numbers), size) for size in draw(SIZES))

    makers: tuple[Callable[[], Block], ...] = (
        lambda: ClaimList(lines()),
        lambda: Heading(draw(st.sampled_from(["Exposure", "Scenarios", "Also said"]))),
        lambda: ConditionalCase(
            "If tensions rise", "condition stated by the author", lines() or (_line(next(numbers)),)
        ),
        lambda: Comparison("Trade", (Side("India", lines()), Side("China", lines(), "Silent."))),
        lambda: Paragraph((Text("Words of ours."),)),
        lambda: Remark((Text("A note."),)),
    )
    chosen = draw(st.lists(st.integers(0, 5), max_size=9).filter(_no_three_headings))
    return tuple(makers[each]() for each in chosen)


def _no_three_headings(chosen: list[int]) -> bool:
    """A third heading in a row has nothing of its own to stand over."""
    return all(chosen[start : start + 3] != [1, 1, 1] for start in range(len(chosen)))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(_blocks())
def test_pages_hold_every_claim_once_with_all_that_belongs_to_it(blocks: tuple[Block, ...]) -> None:
    """In order, each whole with marks, level and remark, its source on the same page, within every limit."""
    pages = _pages(*blocks)
    said = [claim for page in pages for claim in _said(page)]
    assert said == [line.statement for line in claim_lines(blocks)]
    for page in pages:
        assert LIMITS.size(f"{page.body}\n\n{page.sources}") <= LIMITS.body
        assert page.foot == ("Basis: one commentary.", "Views of the author.")
        assert len(page.claims) <= LIMITS.claims
        for line in claim_lines(blocks):
            if f"- {line.statement} " in page.body:
                remark = f"\nEditor's remark: {line.remark}" if line.remark else ""
                assert f"- {line.statement} [{line.cites[0]}] {line.label}{remark}" in page.body
                assert f"[{line.cites[0]}] ¶{line.cites[0]} s1" in page.sources


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(_blocks())
def test_no_header_stands_alone_at_the_foot_of_a_page(blocks: tuple[Block, ...]) -> None:
    """A condition or a heading is followed by what it is over; a page that goes on says so."""
    pages = _pages(*blocks)
    for page in pages[:-1]:
        assert not page.body.splitlines()[-1].startswith(
            ("Exposure", "Scenarios", "Also said", "If tensions")
        )
    for block in blocks:
        if isinstance(block, ConditionalCase):
            for page in pages:
                if any(f"- {line.statement} " in page.body for line in block.lines):
                    assert "If tensions rise (condition stated by the author)" in page.body


def test_headers_are_said_again_on_the_next_page() -> None:
    """Nobody reads a claim without knowing what it stands under."""
    lines = tuple(_line(number) for number in range(1, 12))
    first, second, *_ = _pages(Heading("Exposure"), ClaimList(lines))
    assert first.body.startswith("Exposure\n- ")
    assert second.body.startswith("Exposure (continued)\n- ")


def test_a_heading_ends_where_a_remark_begins() -> None:
    """What is no part of a section is not said to be its continuation."""
    lines = tuple(_line(number) for number in range(1, 6))
    pages = _pages(Heading("Exposure"), ClaimList(lines), Paragraph((Text("w" * 700),)))
    assert not any("continued)\nwww" in page.body for page in pages)


def test_a_case_that_fits_on_a_page_is_not_parted() -> None:
    """What is read together stays together, if need be on the next page."""
    case = ConditionalCase("If x", "stated", (_line(7), _line(8)))
    pages = _pages(ClaimList(tuple(_line(n, 180) for n in (1, 2, 4))), case)
    assert sum("If x" in page.body for page in pages) == 1


def test_a_statement_longer_than_a_page_keeps_its_marks_on_every_part() -> None:
    """Even then no part is without marks and level, and "…" shows where it goes on."""
    words = " ".join(f"word{number}" for number in range(900))
    pages = _pages(ClaimList((ClaimLine("first:C01", words, "forecast: possible", (1,)),)))
    parts = [line for page in pages for line in page.body.splitlines()]
    assert len(parts) > 2
    assert all(part.endswith("[1] forecast: possible") for part in parts)
    assert all("…" in part for part in parts)
    joined = " ".join(
        part.removeprefix("- ").removesuffix(" [1] forecast: possible").strip("…") for part in parts
    )
    assert joined == words


def test_sources_that_find_no_room_are_counted() -> None:
    """A list that is too long says how much it leaves out, and where to find it."""
    line = replace(_line(1, 320), cites=tuple(range(1, 12)))
    sources = tuple(Source(n, f"first:S{n}", f"Section {n}, " + "place " * 60) for n in range(1, 12))
    page = paginate(replace(_reply(ClaimList((line,))), sources=sources), LIMITS, Bare())[0]
    assert "more sources: press Evidence" in page.sources
    assert LIMITS.size(page.body + page.sources) <= LIMITS.body


def test_many_basis_lines_end_in_a_visible_sentence() -> None:
    """Dozens of articles cannot all be described on every page, and it says so."""
    reply = replace(_reply(), basis=tuple(f"Basis: commentary number {n}." for n in range(40)))
    basis = paginate(reply, LIMITS, Bare())[0].basis
    assert basis[0] == "Basis: commentary number 0."
    assert basis[-1].startswith("… and more")
    assert sum(map(len, basis)) <= LIMITS.foot


@pytest.mark.parametrize(("question", "shown"), [(None, None), ("  ", None), ("Why?", "Why?")])
def test_a_question_is_shown_where_there_is_one(question: str | None, shown: str | None) -> None:
    """On every page, as it was asked."""
    pages = _pages(ClaimList(tuple(_line(n) for n in range(1, 12))), question=question)
    assert len(pages) > 1
    assert {page.question for page in pages} == {shown}


def test_a_long_question_is_cut_visibly() -> None:
    """It takes no more than its share of a page."""
    shown = _pages(question="why " * 300)[0].question
    assert shown is not None
    assert shown.endswith("…")
    assert len(shown) <= LIMITS.question


@pytest.mark.parametrize(("text", "size"), [("abc", 3), ("äöü", 3), ("航路", 2), ("👍🏽", 2)])
def test_texts_are_measured_in_code_points(text: str, size: int) -> None:
    """Code points, as long as their bytes weigh no more."""
    assert LIMITS.size(text) == size


def test_bytes_and_utf_16_can_weigh_more() -> None:
    """A platform that counts otherwise says so in its limits."""
    assert replace(LIMITS, unit="utf-16 units").size("👍🏽") == 4
    assert replace(LIMITS, bytes_each=1.5).size("航路") == 4


def _said(page: Page) -> list[str]:
    lines = page.body.splitlines()
    return [line[2:].partition(" [")[0] for line in lines if line.startswith("- ") and " [" in line]


def test_evidence_takes_as_few_pages_as_hold_it() -> None:
    """What one looks something up in is not parted for comfort; what one reads is."""
    lines = tuple(_line(number, 150) for number in range(1, 6))
    read = _pages(ClaimList(lines))
    looked_up = _pages(*(Evidence(line, "Tolls", ()) for line in lines))
    assert len(looked_up) < len(read)
    assert all(LIMITS.size(f"{page.body}\n\n{page.sources}") <= LIMITS.body for page in looked_up)
