"""A reply as pieces: what must stay together, written in a platform's dialect.

A claim's statement, its marks, its level and its editor's remark are one piece. Only a statement longer
than a page is parted, with marks and level on every part. Headings, conditions and sides of a comparison
stand over pieces and are said again wherever the pieces go on.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import assert_never

from bot.rendering.cutting import cut, split
from bot.rendering.dialect import Dialect
from bot.rendering.measure import Limits
from bot.rendering.plain_text import one_line
from briefings.present.wording import part_text, picture_text
from briefings.reply import (
    Block,
    Bullets,
    Cite,
    ClaimLine,
    ClaimList,
    Code,
    Comparison,
    ConditionalCase,
    Emphasis,
    Evidence,
    Heading,
    Inline,
    Link,
    Paragraph,
    Picture,
    Remark,
    Side,
    Strong,
    Text,
    words,
)

CONTINUED = " (continued)"
REMARK = "Editor's remark:"
SEEN_BESIDE = 1_024
"""Characters of a picture's description that travel with the picture on every platform."""
MOST_HEADERS = 3
"""Headers a piece can stand under: an article, a heading in it, a condition."""
_WHOSE = 100
"""What the words on whose condition it is may take of a header."""

_Wrap = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Header:
    """A line over pieces. `key` tells headers of the same words apart; `again` is said on later pages."""

    key: int
    written: str
    again: str


@dataclass(frozen=True, slots=True)
class Piece:
    """The smallest part that is placed. `under`: the headers it stands under, outermost first."""

    written: str
    claims: tuple[str, ...] = ()
    cites: tuple[int, ...] = ()
    under: tuple[Header, ...] = ()
    apart: bool = False
    """Whether an empty line stands before it."""
    group: int = 0
    """Pieces of one block that are best read together carry its number; 0 for pieces on their own."""


def pieces(blocks: tuple[Block, ...], limits: Limits, dialect: Dialect) -> Iterator[Piece]:
    """The pieces in reading order, each of a size that fits on a page of its own with its headers."""
    return _Writer(limits, dialect).pieces(blocks)


class _Writer:
    def __init__(self, limits: Limits, dialect: Dialect) -> None:
        self._limits = limits
        self._dialect = dialect
        self._headers = 0
        self._listed: frozenset[str] = frozenset()
        kept_free = limits.question + limits.sources + limits.notes
        self._room = limits.body - kept_free - MOST_HEADERS * (limits.heading + 2)

    def pieces(self, blocks: tuple[Block, ...]) -> Iterator[Piece]:
        lists = (block for block in blocks if isinstance(block, Bullets))
        self._listed = frozenset(_said(item) for block in lists for item in block.items)
        heads: tuple[Header, ...] = ()
        fresh = False
        for number, block in enumerate(blocks, start=1):
            if isinstance(block, Heading):
                heads = (*heads, self._heading(block)) if fresh else (self._heading(block),)
                fresh = True
                if len(heads) == MOST_HEADERS:
                    yield Piece(heads[0].written, apart=True)
                    heads = heads[1:]
                continue
            goes_on = fresh or isinstance(block, ClaimList | Bullets | ConditionalCase)
            group = number if isinstance(block, ConditionalCase | Comparison | Evidence) else 0
            for piece in self._block(block, heads if goes_on else ()):
                fresh = False
                yield replace(piece, group=group) if group else piece
        if fresh:
            yield from (Piece(head.written, apart=True) for head in heads)

    def _block(self, block: Block, under: tuple[Header, ...]) -> Iterator[Piece]:  # noqa: C901 - one case each
        match block:
            case ClaimList():
                yield from self._claims(block.lines, under)
            case Bullets():
                for item in block.items:
                    yield from self._inlines(item, under, self._dialect.item)
            case Paragraph():
                yield from self._inlines(block.inlines, under, str, apart=True)
            case Remark():
                tone = (Strong("Caution: "),) if block.tone == "warning" else ()
                yield from self._inlines((*tone, *block.inlines), under, self._dialect.aside, apart=True)
            case ConditionalCase():
                yield from self._case(block, under)
            case Comparison():
                yield from self._comparison(block, under[-1:])
            case Evidence():
                yield from self._evidence(block, under)
            case Picture():
                yield from self._picture(block, under)
            case Heading():
                yield Piece(self._heading(block).written, apart=True)
            case _:
                assert_never(block)

    def _claims(self, lines: Iterable[ClaimLine], under: tuple[Header, ...]) -> Iterator[Piece]:
        for line in lines:
            yield from self._claim(line, under)

    def _claim(self, line: ClaimLine, under: tuple[Header, ...]) -> Iterator[Piece]:
        """A claim in one piece; in several, each with marks and level, where no page could hold it."""
        after, last = self._after(line), self._remark(line)
        parts = split(one_line(line.statement), lambda part: self._fits(self._said(part, after) + last))
        written = [self._said(part, after) for part in parts]
        written[-1] += last
        for each in written:
            yield Piece(self._dialect.item(each), (line.claim,), line.cites, under)

    def _said(self, statement: str, after: str) -> str:
        return f"{self._dialect.text(statement)} {after}"

    def _after(self, line: ClaimLine) -> str:
        """What follows a statement: marks and level."""
        marks = self._marks(line.cites)
        label = self._cut(line.label, self._dialect.emphasis, self._limits.label)
        return " ".join(part for part in (marks, label) if part)

    def _marks(self, cites: tuple[int, ...]) -> str:
        shown = cites
        while self._limits.size(self._dialect.marks(shown)) > self._limits.label - 12:
            shown = shown[:-1]
        left = len(cites) - len(shown)
        more = self._dialect.text(f" (+{left} more)") if left else ""
        return self._dialect.marks(shown) + more

    def _remark(self, line: ClaimLine) -> str:
        if not line.remark:
            return ""
        said = self._cut(line.remark, self._dialect.text, self._limits.remark)
        return f"\n{self._dialect.emphasis(REMARK)} {said}"

    def _case(self, block: ConditionalCase, under: tuple[Header, ...]) -> Iterator[Piece]:
        below = (*under[-2:], self._header(self._condition(block, ""), self._condition(block, CONTINUED)))
        empty = True
        for piece in self._below_case(block, below):
            empty = False
            yield piece
        if empty:
            yield Piece(below[-1].written, under=below[:-1], apart=True)

    def _condition(self, block: ConditionalCase, suffix: str) -> str:
        """The trigger and whose condition it is; the trigger has what the other leaves."""
        whose = self._cut(f"({block.stated_by})" if block.stated_by else "", self._dialect.emphasis, _WHOSE)
        after = f" {whose}".rstrip() + self._dialect.text(suffix)
        left = self._limits.heading - self._limits.size(after)
        return self._cut(block.trigger, self._dialect.strong, left) + after

    def _below_case(self, block: ConditionalCase, below: tuple[Header, ...]) -> Iterator[Piece]:
        yield from self._claims(block.lines, below)
        for watched in block.watch:
            yield from self._inlines((Text("To watch: "), Text(watched)), below, self._dialect.item)

    def _comparison(self, block: Comparison, under: tuple[Header, ...]) -> Iterator[Piece]:
        aspect = self._heading(Heading(block.aspect))
        if not block.sides:
            yield Piece(aspect.written, under=under, apart=True)
        for side in block.sides:
            yield from self._side(side, (*under, aspect))

    def _side(self, side: Side, under: tuple[Header, ...]) -> Iterator[Piece]:
        title = self._headed(side.title, self._dialect.subheading)
        below = (*under, title)
        yield from self._claims(side.lines, below)
        if side.silence:
            yield from self._inlines((Emphasis(side.silence),), below, self._dialect.item)
        elif not side.lines:
            yield Piece(title.written, under=under)

    def _evidence(self, block: Evidence, under: tuple[Header, ...]) -> Iterator[Piece]:
        name = block.line.claim.rpartition(":")[2]
        below = (*under[-2:], self._headed(name, self._dialect.subheading))
        yield from self._claim(block.line, below)
        for part in block.parts:
            mark = () if part.number is None else (Cite((part.number,), ()), Text(" "))
            place = Text(part_text(part, block.line.label))
            yield from self._inlines((*mark, place), below, self._dialect.item)
            if part.wording:
                yield from self._inlines((Text(f"“{part.wording}”"),), below, self._dialect.aside)

    def _picture(self, block: Picture, under: tuple[Header, ...]) -> Iterator[Piece]:
        yield from self._inlines((Emphasis(picture_text(block)),), under, str, apart=True)
        alt = one_line(block.alt)
        if len(alt) > SEEN_BESIDE and not self._is_told(alt):
            yield from self._inlines((Text(alt),), under, str, apart=True)

    def _is_told(self, alt: str) -> bool:
        """Whether the reply says every part of a picture's description in its lists already."""
        return all(part.strip(". ") in self._listed for part in alt.split("; ")[1:])

    def _inlines(
        self, inlines: tuple[Inline, ...], under: tuple[Header, ...], wrap: _Wrap, *, apart: bool = False
    ) -> Iterator[Piece]:
        """Interface words with their marks in one piece; in several, plain, where no page could hold them."""
        found = [each for each in inlines if isinstance(each, Cite)]
        claims = tuple(dict.fromkeys(claim for cite in found for claim in cite.claims))
        numbers = tuple(dict.fromkeys(number for cite in found for number in cite.numbers))
        written = wrap("".join(self._inline(each) for each in _neutral(inlines)).lstrip(" "))
        if self._fits(written):
            if written.strip():
                yield Piece(written, claims, numbers, under, apart)
            return
        for part in self._parts(inlines, numbers, wrap):
            yield Piece(part, claims, numbers, under, apart)

    def _parts(self, inlines: tuple[Inline, ...], numbers: tuple[int, ...], wrap: _Wrap) -> Iterator[str]:
        """Interface words in parts, all marks on each."""
        marks = f" {self._marks(numbers)}" if numbers else ""
        for part in split(
            one_line(_said(inlines)), lambda part: self._fits(wrap(self._dialect.text(part) + marks))
        ):
            yield wrap(self._dialect.text(part) + marks)

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text():
                return self._dialect.text(inline.text)
            case Strong():
                return self._dialect.strong(inline.text)
            case Emphasis():
                return self._dialect.emphasis(inline.text)
            case Code():
                return self._dialect.code(inline.text)
            case Link():
                return self._dialect.link(inline.label, inline.url)
            case Cite():
                return f" {self._marks(inline.numbers)}" if inline.numbers else ""
            case _:
                assert_never(inline)

    def _heading(self, block: Heading) -> Header:
        return self._headed(block.text, self._dialect.heading)

    def _headed(self, text: str, write: _Wrap) -> Header:
        plain = one_line(text)
        most = self._limits.heading
        first = self._cut(plain, write, most)
        return self._header(first, self._cut(plain, lambda part: write(part + CONTINUED), most))

    def _header(self, written: str, again: str) -> Header:
        self._headers += 1
        return Header(self._headers, written, again)

    def _cut(self, text: str, write: _Wrap, most: int) -> str:
        """`text` written, shortened before it is written where it would be larger than `most`."""
        short = cut(one_line(text), lambda part: self._limits.size(write(part)) <= most)
        return write(short) if short else ""

    def _fits(self, written: str) -> bool:
        return self._limits.size(written) <= self._room


def _said(inlines: tuple[Inline, ...]) -> str:
    """The words, without marks."""
    return words(tuple(each for each in inlines if not isinstance(each, Cite)))


def _neutral(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    """On one line, plain words beside each other joined: apart they could hide what they say together."""
    seen = (each for each in inlines if one_line(words((each,))))
    for plain, group in groupby(seen, lambda each: isinstance(each, Text)):
        if plain:
            yield Text(one_line("".join(words((each,)) for each in group)))
            continue
        for each in group:
            match each:
                case Link():
                    yield replace(each, label=one_line(each.label))
                case Cite():
                    yield each
                case _:
                    yield replace(each, text=one_line(each.text))
