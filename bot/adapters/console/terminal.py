"""A reply laid out for a terminal: hanging indents, two columns where they fit, quiet citation marks.

The only module that lays out with rich, which is imported with it. Colour is the caller's choice.
"""

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import assert_never

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text as Styled

from bot.adapters.console.offers import Offer, Step
from bot.adapters.console.plain import listed, marks, numbered
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
    Outcome,
    Paragraph,
    Picture,
    Remark,
    Reply,
    Side,
    Strong,
    Text,
)

MEASURE = 96
"""Cells a line may have at the most; longer lines are hard to read."""
TWO_COLUMNS = 72
"""From this width on a comparison stands side by side."""
_NARROW = 20
_JOINT = "\ue000"
"""Stands for a space at which rich must not break; even its no-break spaces are broken at."""

TITLE = {
    Outcome.ANSWER: "bold cyan",
    Outcome.ABSTAIN: "bold yellow",
    Outcome.FALSE_PREMISE: "bold yellow",
    Outcome.CLEAR_ERROR: "bold red",
}
TONE = {"notice": "dim", "guess": "yellow", "warning": "bold yellow"}
HEADING = "bold"
QUIET = "dim"


def terminal(reply: Reply, width: int, *, colour: bool, more: Sequence[Offer] | Sequence[Step] = ()) -> str:
    """The reply for a terminal `width` cells wide; `more`: the steps at its foot, by number or in full."""
    console = Console(
        file=StringIO(),
        width=max(_NARROW, min(width, MEASURE)),
        force_terminal=colour,
        color_system="auto" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in _parts(reply, console.width, more):
        console.print(part)
    written = console.file.getvalue()  # type: ignore[attr-defined]  # the StringIO made above
    lines = str(written).replace(_JOINT, " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def _parts(reply: Reply, width: int, more: Sequence[Offer] | Sequence[Step]) -> Iterator[RenderableType]:
    yield Styled(reply.title, TITLE[reply.outcome])
    yield Rule(style=QUIET)
    for number, block in enumerate(reply.blocks):
        if number and not (isinstance(block, ClaimList | Bullets) and _heads(reply.blocks[number - 1])):
            yield ""
        yield from _block(block, width)
    if reply.sources:
        yield from ("", Styled("Sources", HEADING), _sources(reply))
    notes = (*reply.basis, *reply.disclaimer)
    if notes:
        yield ""
        yield from (Styled(note, QUIET) for note in notes)
    if more:
        numbered = [each for each in more if isinstance(each, Offer)]
        yield from (
            "",
            _numbered(numbered) if numbered else _commands(each for each in more if isinstance(each, Step)),
        )


def _heads(block: Block) -> bool:
    """Whether the list below stands close to it."""
    return isinstance(block, Heading)


def _block(block: Block, width: int) -> Iterator[RenderableType]:
    match block:
        case Heading():
            yield Styled(block.text, HEADING)
        case Paragraph():
            yield _inlines(block.inlines)
        case Remark():
            yield _hanging("›", _inlines(block.inlines, TONE[block.tone]))
        case ClaimList():
            yield from (_hanging("•", _claim(line)) for line in block.lines)
        case Bullets():
            yield from (_hanging("•", _inlines(item)) for item in block.items)
        case ConditionalCase():
            yield Styled(block.trigger, HEADING)
            yield Padding(Styled(block.stated_by, QUIET), (0, 0, 0, 2))
            yield from (_hanging("→", _claim(line), 2) for line in block.lines)
            yield from (_hanging("◦", Styled(f"to watch: {each}", QUIET), 2) for each in block.watch)
        case Comparison():
            yield from _comparison(block, width)
        case Evidence():
            yield from _evidence(block)
        case Picture():
            yield Styled(f"▨ {picture_text(block)}", QUIET)
        case _:
            assert_never(block)


def _claim(line: ClaimLine) -> Styled:
    cited = (" ", (marks(line.cites), QUIET)) if line.cites else ()
    text = Styled.assemble(line.statement, *cited, "  ", (_unbroken(line.label), "dim italic"))
    if line.remark:
        text.append(f"\nEditor's remark: {line.remark}", "yellow")
    return text


def _comparison(block: Comparison, width: int) -> Iterator[RenderableType]:
    yield Styled(block.aspect, HEADING)
    if width < TWO_COLUMNS or len(block.sides) != 2:
        for side in block.sides:
            yield Padding(Group(Styled(side.title, "cyan"), *_side(side)), (0, 0, 0, 2))
        return
    table = Table.grid(padding=(0, 3, 0, 0), expand=True)
    for _ in block.sides:
        table.add_column(ratio=1, overflow="fold")
    table.add_row(*(Styled(side.title, "cyan") for side in block.sides))
    table.add_row(*(Group(*_side(side)) for side in block.sides))
    yield table


def _side(side: Side) -> Iterator[RenderableType]:
    yield from (_hanging("•", _claim(line)) for line in side.lines)
    if side.silence:
        yield _hanging("–", Styled(side.silence, "dim italic"))


def _evidence(block: Evidence) -> Iterator[RenderableType]:
    if cell_len(block.line.claim) < _NARROW // 2:
        yield _hanging(block.line.claim, _claim(block.line))
    else:  # beside a long id the statement would have no room
        yield Styled(block.line.claim, QUIET)
        yield Padding(_claim(block.line), (0, 0, 0, 2))
    for part in block.parts:
        yield _hanging("↳", Styled(f"{numbered(part)}{part_text(part, block.line.label)}"), 2)
        if part.wording:
            yield _hanging("│", Styled(f"“{part.wording}”", "green"), 4)


def _sources(reply: Reply) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style=QUIET, no_wrap=True)
    table.add_column(style=QUIET, overflow="fold")
    for source in reply.sources:
        table.add_row(f"[{source.number}]", Styled(source.label))
    return table


def _numbered(more: Iterable[Offer]) -> RenderableType:
    """Steps by number; those of one list flow in one paragraph."""
    groups: dict[str | None, list[Offer]] = {}
    for offer in more:
        groups.setdefault(offer.group, []).append(offer)
    lines = []
    for group, members in groups.items():
        line = Styled(f"{group}  " if group else "", HEADING)
        for offer in members:
            line.append(f"{offer.number}", "cyan")
            line.append(f"{_JOINT}{_unbroken(offer.label)}", QUIET)
            line.append("  ")
        line.rstrip()
        lines.append(line)
    return Group(*lines)


def _commands(more: Iterable[Step]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=HEADING)
    table.add_column(overflow="fold")
    for step in more:
        table.add_row(Styled(step.label), Styled.assemble((step.line, "cyan"), (listed(step), QUIET)))
    return table


def _hanging(mark: str, body: RenderableType, indent: int = 0) -> RenderableType:
    table = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True, width=cell_len(mark))
    table.add_column(overflow="fold")
    table.add_row(Styled(mark, QUIET), body)
    return Padding(table, (0, 0, 0, indent))


def _inlines(inlines: tuple[Inline, ...], style: str = "") -> Styled:
    text = Styled(style=style)
    for inline in inlines:
        _append(text, inline)
    return text


def _append(text: Styled, inline: Inline) -> None:
    match inline:
        case Text():
            text.append(inline.text)
        case Strong():
            text.append(inline.text, "bold")
        case Emphasis():
            text.append(inline.text, "italic")
        case Code():
            text.append(inline.text, "cyan")
        case Link():
            text.append(inline.label)
            text.append(f" ({inline.url})", QUIET)
        case Cite():
            text.append(f"{_JOINT}{marks(inline.numbers)}", QUIET)
        case _:
            assert_never(inline)


def _unbroken(text: str) -> str:
    """Kept on one line: a level or a choice reads badly when it is broken."""
    return text.replace(" ", _JOINT) if cell_len(text) < _NARROW * 2 else text
