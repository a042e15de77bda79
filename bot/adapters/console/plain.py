"""A reply as plain text: one line per statement, never wrapped, so that it can be searched and cut."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from bot.adapters.console.offers import Step
from briefings.present.wording import part_text, picture_text
from briefings.reply import (
    Block,
    Bullets,
    ClaimLine,
    ClaimList,
    Comparison,
    ConditionalCase,
    Evidence,
    EvidencePart,
    Heading,
    Paragraph,
    Picture,
    Remark,
    Reply,
    Side,
    Source,
    words,
)

TONES = {"notice": "Note", "guess": "Note", "warning": "Caution"}


def plain(reply: Reply, more: Iterable[Step] = ()) -> str:
    """The reply as text; `more` are the steps to offer at its foot."""
    parts = [reply.title, "=" * len(reply.title), ""]
    for block in reply.blocks:
        parts += [*_block(block), ""]
    if reply.sources:
        parts += ["Sources", *map(source_line, reply.sources), ""]
    parts += [*reply.basis, *reply.disclaimer]
    steps = tuple(more)
    if steps:
        parts += ["", "Next", *(f"- {step.label}: {step.line}{listed(step)}" for step in steps)]
    return "\n".join(parts).rstrip() + "\n"


def listed(step: Step) -> str:
    """What may stand in the place of a step's "…"."""
    return f" ({', '.join(step.choices)})" if step.choices else ""


def marks(numbers: Iterable[int]) -> str:
    """Citation marks, such as "[1][3]"."""
    return "".join(f"[{number}]" for number in numbers)


def numbered(part: EvidencePart) -> str:
    """The mark of an anchor, and what parts it from what follows; nothing where it has none."""
    return f"[{part.number}] " if part.number is not None else ""


def source_line(source: Source) -> str:
    """One numbered source."""
    return f"[{source.number}] {source.label}"


def claim_text(line: ClaimLine) -> str:
    """A statement with its marks, its level and the editor's remark, in one line."""
    remark = f" Editor's remark: {line.remark}" if line.remark else ""
    return f"{' '.join((line.statement, *filter(None, (marks(line.cites),))))} ({line.label}){remark}"


def _block(block: Block) -> Iterator[str]:  # noqa: C901 - one case for each kind of block
    match block:
        case Heading():
            yield block.text
            yield "-" * len(block.text)
        case Paragraph():
            yield words(block.inlines)
        case Remark():
            yield f"{TONES[block.tone]}: {words(block.inlines)}"
        case ClaimList():
            yield from (f"- {claim_text(line)}" for line in block.lines)
        case Bullets():
            yield from (f"- {words(item)}" for item in block.items)
        case ConditionalCase():
            yield from _case(block)
        case Comparison():
            yield block.aspect
            for side in block.sides:
                yield from _side(side)
        case Evidence():
            yield from _evidence(block)
        case Picture():
            yield f"[{picture_text(block)}]"
        case _:
            assert_never(block)


def _case(block: ConditionalCase) -> Iterator[str]:
    yield f"{block.trigger} ({block.stated_by})"
    yield from (f"- {claim_text(line)}" for line in block.lines)
    yield from (f"- To watch: {each}" for each in block.watch)


def _side(side: Side) -> Iterator[str]:
    yield f"{side.title}:"
    yield from (f"- {claim_text(line)}" for line in side.lines)
    if side.silence:
        yield f"- {side.silence}"


def _evidence(block: Evidence) -> Iterator[str]:
    yield f"{block.line.claim}: {claim_text(block.line)}"
    for part in block.parts:
        yield f"- Rests on {numbered(part)}{part_text(part, block.line.label)}"
        if part.wording:
            yield f"  Wording: “{part.wording}”"
