"""Several replies as one, each source under one number.

Owns the numbers of what is joined; wording and order stay as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from briefings.reply import (
    Block,
    Bullets,
    Cite,
    ClaimLine,
    ClaimList,
    Comparison,
    ConditionalCase,
    Evidence,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Remark,
    Reply,
    Source,
)

Numbers = Mapping[int, int]


def joined(first: Reply, following: Sequence[Reply], heading: str) -> Reply:
    """The replies one after the other, the following ones each under `heading` and their own title.

    A title that only goes on from the first one's is not said again.
    """
    sources = list(first.sources)
    blocks = list(first.blocks)
    for reply in following:
        numbers = _numbered(reply.sources, sources)
        goes_on = reply.title.startswith(first.title)
        blocks.append(Heading(heading if goes_on else f"{heading}: {reply.title}"))
        blocks.extend(_renumbered(block, numbers) for block in reply.blocks)
    return replace(first, blocks=tuple(blocks), sources=tuple(sources))


def _numbered(new: Sequence[Source], sources: list[Source]) -> Numbers:
    """The number of each new source among all, which grow by those that are not there yet."""
    known = {source.passage: source.number for source in sources}
    numbers: dict[int, int] = {}
    for source in new:
        if source.passage not in known:
            known[source.passage] = max(known.values(), default=0) + 1
            sources.append(replace(source, number=known[source.passage]))
        numbers[source.number] = known[source.passage]
    return numbers


def _renumbered(block: Block, numbers: Numbers) -> Block:
    match block:
        case ClaimList() | ConditionalCase():
            return replace(block, lines=_lines(block.lines, numbers))
        case Comparison():
            sides = tuple(replace(side, lines=_lines(side.lines, numbers)) for side in block.sides)
            return replace(block, sides=sides)
        case Evidence():
            return replace(block, line=_line(block.line, numbers))
        case Paragraph() | Remark():
            return replace(block, inlines=_inlines(block.inlines, numbers))
        case Bullets():
            return replace(block, items=tuple(_inlines(item, numbers) for item in block.items))
        case Heading() | Picture():
            return block
        case _:
            assert_never(block)


def _lines(lines: tuple[ClaimLine, ...], numbers: Numbers) -> tuple[ClaimLine, ...]:
    return tuple(_line(line, numbers) for line in lines)


def _line(line: ClaimLine, numbers: Numbers) -> ClaimLine:
    return replace(line, cites=tuple(numbers.get(each, each) for each in line.cites))


def _inlines(inlines: tuple[Inline, ...], numbers: Numbers) -> tuple[Inline, ...]:
    return tuple(
        replace(each, numbers=tuple(numbers.get(one, one) for one in each.numbers))
        if isinstance(each, Cite)
        else each
        for each in inlines
    )
