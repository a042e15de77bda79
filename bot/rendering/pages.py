"""Pages of a reply: what stands on which, each with its sources, its basis and its disclaimer.

Owns where a reply is broken. Pages break between pieces only; headers are said again, and no header
stands at the foot of a page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.rendering.cutting import cut
from bot.rendering.dialect import Dialect
from bot.rendering.measure import Limits
from bot.rendering.pieces import Header, Piece, pieces
from bot.rendering.plain_text import one_line
from bot.rendering.sources import cost, source_lines
from briefings.reply import Evidence, Reply, Source

YOU_ASKED = "You asked: "
MORE_ARTICLES = "… and more: see the sources with /about sources"


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `body` and `sources` are written in the dialect; the other texts are plain, on one line."""

    number: int
    """Counted from 0."""
    count: int
    title: str
    body: str
    sources: str
    basis: tuple[str, ...]
    disclaimer: tuple[str, ...]
    claims: tuple[str, ...] = ()
    """Qualified ids of the claims said on this page, in order, without repeats."""
    question: str | None = None
    """What was asked, where the reply says it; with "…" where it is not all of it."""

    @property
    def foot(self) -> tuple[str, ...]:
        """What rides on every page."""
        return (*self.basis, *self.disclaimer)


def paginate(reply: Reply, limits: Limits, dialect: Dialect, question: str | None = None) -> tuple[Page, ...]:
    """The reply as pages, at least one. `question` is shown on each of them."""
    asked = shown_question(question, limits, dialect)
    title = _cut(one_line(reply.title), limits.title, limits, dialect)
    basis, disclaimer = _foot(reply, limits, dialect)
    taken = limits.size(dialect.text(asked)) + len(YOU_ASKED) + 4 if asked else 0
    sheets = _filled(reply, limits, dialect, taken)
    return tuple(
        Page(
            number,
            len(sheets),
            title,
            sheet.body,
            source_lines(tuple(sheet.cited.values()), _left(sheet, taken, limits), limits, dialect),
            basis,
            disclaimer,
            tuple(sheet.claims),
            asked,
        )
        for number, sheet in enumerate(sheets)
    )


def _left(sheet: "_Sheet", taken: int, limits: Limits) -> int:
    """What is left of a page for its sources."""
    return limits.body - limits.notes - taken - limits.size(sheet.body) - 4


def shown_question(question: str | None, limits: Limits, dialect: Dialect) -> str | None:
    """As much of a question as a page shows."""
    if not question or not one_line(question).strip():
        return None
    return _cut(one_line(question).strip(), limits.question - len(YOU_ASKED) - 4, limits, dialect)


def _filled(reply: Reply, limits: Limits, dialect: Dialect, taken: int) -> list["_Sheet"]:
    priced = {
        source.number: _Priced(source, cost(source, limits, dialect)) for source in reversed(reply.sources)
    }
    groups = [tuple(group) for group in _groups(pieces(reply.blocks, limits, dialect))]
    filling = _Filling(limits, taken, priced)
    comfort = limits.body if _is_looked_up(reply) else limits.comfort
    sheets = filling.fill(groups, comfort)
    if len(sheets) > 1:
        less = (sheets[-2].used - sheets[-1].used) // len(sheets)
        again = filling.fill(groups, comfort - max(0, less))
        if len(again) == len(sheets):
            return again
    return sheets


def _is_looked_up(reply: Reply) -> bool:
    """Whether one thing is looked for in it, on as few pages as hold it: evidence is not read through."""
    return any(isinstance(block, Evidence) for block in reply.blocks)


def _groups(placed: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces that are best read together, together."""
    group: list[Piece] = []
    for piece in placed:
        if group and (piece.group == 0 or piece.group != group[-1].group):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


@dataclass(frozen=True, slots=True)
class _Priced:
    """A source, and the most it can take of a page."""

    source: Source
    cost: int


@dataclass(slots=True)
class _Sheet:
    """A page being filled. `used`: size of the body and, at the most, of its sources."""

    body: str = ""
    used: int = 0
    cited: dict[int, Source] = field(default_factory=dict)
    claims: dict[str, None] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Filling:
    """Fills pages. `taken`: what the question takes of each; `priced`: the sources by number."""

    limits: Limits
    taken: int
    priced: Mapping[int, _Priced]

    @property
    def most(self) -> int:
        """What the body and the sources of a page may take together."""
        return self.limits.body - self.limits.notes - self.taken - 4

    def fill(self, groups: Sequence[Sequence[Piece]], comfort: int) -> list[_Sheet]:
        """The pages, at least one."""
        seen: set[int] = set()
        sheets = [_Sheet()]
        most = min(comfort, self.most)
        for group in groups:
            if sheets[-1].body and not self._takes(sheets[-1], group, most) and self._alone(group) <= most:
                sheets.append(_Sheet())
            for piece in group:
                if sheets[-1].body and not self._takes(sheets[-1], (piece,), most):
                    sheets.append(_Sheet())
                self._place(sheets[-1], piece, seen)
        return sheets

    def _takes(self, sheet: _Sheet, group: Sequence[Piece], most: int) -> bool:
        claims = {claim for piece in group for claim in piece.claims}
        if len(sheet.claims.keys() | claims) > self.limits.claims:
            return False
        return sheet.used + self._need(group, sheet.heads, sheet.cited) <= most

    def _alone(self, group: Sequence[Piece]) -> int:
        return self._need(group, set(), {})

    def _need(self, group: Sequence[Piece], heads: set[int], cited: Mapping[int, Source]) -> int:
        """What the pieces and their sources take, at the most."""
        size = sum(self.limits.size(piece.written) + 2 for piece in group)
        under = {head.key: head for piece in group for head in piece.under if head.key not in heads}
        size += sum(self.limits.size(head.again) + 1 for head in under.values())
        new = {each for piece in group for each in piece.cites if each not in cited and each in self.priced}
        return size + sum(self.priced[each].cost for each in new)

    def _place(self, sheet: _Sheet, piece: Piece, seen: set[int]) -> None:
        """Writes the piece, with the headers it still needs there."""
        sheet.used += self._need((piece,), sheet.heads, sheet.cited)
        missing = [head for head in piece.under if head.key not in sheet.heads]
        gap = "\n\n" if missing or piece.apart else "\n"
        lead = gap + "".join(f"{_said(head, seen)}\n" for head in missing)
        sheet.body = (sheet.body + lead + piece.written).lstrip("\n")
        sheet.cited |= {each: self.priced[each].source for each in piece.cites if each in self.priced}
        sheet.claims.update(dict.fromkeys(piece.claims))
        keys = {head.key for head in piece.under}
        sheet.heads |= keys
        seen |= keys


def _said(head: Header, seen: set[int]) -> str:
    return head.again if head.key in seen else head.written


def _foot(reply: Reply, limits: Limits, dialect: Dialect) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Basis lines and disclaimers, each said once; where they are too many, it says so."""
    half = limits.foot // 2
    return (
        tuple(_fitting(reply.basis, half, limits, dialect)),
        tuple(_fitting(reply.disclaimer, half, limits, dialect)),
    )


def _fitting(lines: Iterable[str], most: int, limits: Limits, dialect: Dialect) -> Iterator[str]:
    """As many of the lines as fit; the first always, cut where it must be."""
    kept = limits.size(dialect.text(MORE_ARTICLES)) + 4
    left = most - kept
    said = dict.fromkeys(one_line(each).strip() for each in lines)
    for number, line in enumerate(each for each in said if each):
        size = limits.size(dialect.text(line)) + 4
        if number and size > left:
            yield MORE_ARTICLES
            return
        yield line if size <= left else _cut(line, left, limits, dialect)
        left -= size


def _cut(text: str, most: int, limits: Limits, dialect: Dialect) -> str:
    return cut(text, lambda part: limits.size(dialect.text(part)) <= most)
