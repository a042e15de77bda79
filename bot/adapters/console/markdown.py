"""A reply as Markdown (CommonMark), every character of its texts escaped where it could mean something."""

import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from bot.adapters.console.offers import Step
from bot.adapters.console.plain import TONES, listed, numbered
from bot.rendering.address import HOST, host_of, safe_address
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
    Reply,
    Side,
    Strong,
    Text,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")
_LEADING = re.compile(r"^(\d*)([#+=.)-])")
"""What would begin a heading, a list or a rule at the start of a line."""


def markdown(reply: Reply, more: Iterable[Step] = ()) -> str:
    """The reply as Markdown; `more` are the steps to offer at its foot."""
    parts = [f"# {escape(reply.title)}"]
    for block in reply.blocks:
        parts += _block(block)
    if reply.sources:
        parts += ["## Sources", "\n".join(f"- \\[{s.number}\\] {escape(s.label)}" for s in reply.sources)]
    parts += [f"*{escape(line)}*" for line in (*reply.basis, *reply.disclaimer)]
    steps = [f"- {escape(step.label)}: {_code(step.line)}{escape(listed(step))}" for step in more]
    if steps:
        parts += ["## Next", "\n".join(steps)]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """`text` with everything escaped that Markdown would read as markup."""
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def _block(block: Block) -> Iterator[str]:  # noqa: C901 - one case for each kind of block
    match block:
        case Heading():
            yield f"## {escape(block.text)}"
        case Paragraph():
            yield _inlines(block.inlines)
        case Remark():
            yield f"> **{TONES[block.tone]}:** {_inlines(block.inlines)}"
        case ClaimList():
            yield _list(_claim(line) for line in block.lines)
        case Bullets():
            yield _list(_inlines(item) for item in block.items)
        case ConditionalCase():
            yield f"**{escape(block.trigger)}** ({escape(block.stated_by)})"
            watched = (f"To watch: {escape(each)}" for each in block.watch)
            yield _list((*(_claim(line) for line in block.lines), *watched))
        case Comparison():
            yield f"## {escape(block.aspect)}"
            for side in block.sides:
                yield from _side(side)
        case Evidence():
            yield from _evidence(block)
        case Picture():
            yield f"*{escape(picture_text(block))}*"
        case _:
            assert_never(block)


def _side(side: Side) -> Iterator[str]:
    yield f"**{escape(side.title)}**"
    silence = (f"*{escape(side.silence)}*",) if side.silence else ()
    yield _list((*(_claim(line) for line in side.lines), *silence))


def _evidence(block: Evidence) -> Iterator[str]:
    yield f"**{escape(block.line.claim)}** {_claim(block.line)}"
    rests = []
    for part in block.parts:
        wording = f"\n  > {escape(part.wording)}" if part.wording else ""
        rests.append(f"{escape(numbered(part) + part_text(part, block.line.label))}{wording}")
    yield _list(rests)


def _claim(line: ClaimLine) -> str:
    remark = f" **Editor's remark:** {escape(line.remark)}" if line.remark else ""
    cited = f"{_marks(line.cites)} " if line.cites else ""
    return f"{escape(line.statement)} {cited}*({escape(line.label)})*{remark}"


def _marks(numbers: Iterable[int]) -> str:
    return "".join(f"\\[{number}\\]" for number in numbers)


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _inlines(inlines: tuple[Inline, ...]) -> str:
    return "".join(_inline(inline) for inline in inlines)


def _inline(inline: Inline) -> str:
    match inline:
        case Text():
            return escape(inline.text)
        case Strong():
            return _around("**", inline.text)
        case Emphasis():
            return _around("*", inline.text)
        case Code():
            return _code(inline.text)
        case Link():
            return _link(inline)
        case Cite():
            return f" {_marks(inline.numbers)}"
        case _:
            assert_never(inline)


def _link(link: Link) -> str:
    """A link whose label hides no other address; words alone where the address is not safe."""
    address = safe_address(link.url)
    if address is None:
        return escape(f"{link.label} ({link.url})")
    if any(host.casefold() not in address.casefold() for host in HOST.findall(link.label)) or not link.label:
        return f"{escape(link.label)} [{escape(host_of(address))}](<{address}>)".lstrip()
    return f"[{escape(link.label)}](<{address}>)"


def _around(mark: str, text: str) -> str:
    """Markdown wants no space just inside its marks."""
    core = text.strip()
    if not core:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{escape(core)}{mark}{after}"


def _code(text: str) -> str:
    """A code span whose fence is longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence, pad = "`" * (longest + 1), " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
