"""A reply as the text of one Markdown file. Pure: the same reply gives the same text.

Owns the markup. What stands where, and what is said on every page, is decided in `bot.rendering`; nothing
in the file names anybody, and no address becomes a link that we do not cite.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.rendering.actions import ShowEvidence
from bot.rendering.address import host_of, safe_address
from bot.rendering.asked import Asked
from bot.rendering.controls import Controls, controls
from bot.rendering.measure import Limits
from bot.rendering.pages import YOU_ASKED, Page, paginate
from bot.rendering.plain_text import one_line
from briefings.reply import Reply

_PLENTY: Final = 1_000_000
LIMITS: Final = Limits(
    unit="code points",
    bytes_each=4,
    title=400,
    body=_PLENTY,
    comfort=_PLENTY,
    foot=20_000,
    question=2_000,
    sources=50_000,
    notes=0,
    heading=1_000,
    label=600,
    remark=2_000,
    claims=10_000,
)
"""A file takes what it is given, so that every reply is one page; headings and labels stay readable."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>()|~&#$!-])")
_BEGINS = re.compile(r"^(\d+)([.)])|^([+=])")
_ACTIVE = re.compile(r"(?<=@)|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
"""Where names and addresses are parted: viewers of Markdown make mentions and links of bare ones."""


def escape(text: str) -> str:
    """`text` on one line, every character shown as it is."""
    parted = _ACTIVE.sub("\u200b", one_line(text))
    return _BEGINS.sub(r"\1\\\2\3", _SPECIAL.sub(r"\\\1", parted))


@dataclass(frozen=True, slots=True)
class CommonMark:
    """The dialect that pages are written in."""

    def text(self, text: str) -> str:
        """Plain words."""
        return escape(text)

    def strong(self, text: str) -> str:
        """Bold words."""
        return _around("**", text)

    def emphasis(self, text: str) -> str:
        """Words in italics."""
        return _around("*", text)

    def code(self, text: str) -> str:
        """Something to type, fenced by more backticks than it holds."""
        said = _ACTIVE.sub("\u200b", one_line(text)).strip()
        fence = "`" * (max(map(len, re.findall("`+", said)), default=0) + 1)
        return f"{fence} {said} {fence}" if said else ""

    def link(self, label: str, url: str) -> str:
        """A link that shows its host; words alone for an address that is not safe."""
        address = safe_address(url)
        if address is None:
            return escape(f"{label} ({url})")
        return f"[{escape(host_of(address))}](<{address}>) {escape(label)}"

    def heading(self, text: str) -> str:
        """A heading of the second rank."""
        return f"## {escape(text)}"

    def subheading(self, text: str) -> str:
        """A heading of the third rank."""
        return f"### {escape(text)}"

    def item(self, written: str) -> str:
        """An item; its further lines are indented to stay in it."""
        return "- " + written.replace("\n", "\n  ")

    def aside(self, written: str) -> str:
        """A quoted line."""
        return "> " + written.replace("\n", "\n> ") + "\n"

    def small(self, written: str) -> str:
        """A paragraph; Markdown has no small print."""
        return written

    def marks(self, numbers: tuple[int, ...]) -> str:
        """Marks such as [1][3]."""
        return "".join(rf"\[{number}\]" for number in numbers)


_MARKS = CommonMark()


def render(reply: Reply, asked: Asked) -> str:
    """The text of the file."""
    question = asked.argument if asked.verb == "ask" else None
    return "\n".join(_file(reply, page, asked) for page in paginate(reply, LIMITS, _MARKS, question))


def said(sentence: str) -> str:
    """One sentence of ours."""
    return f"{escape(sentence)}\n"


def _file(reply: Reply, page: Page, asked: Asked) -> str:
    steps = "\n".join(_MARKS.item(each) for each in _steps(controls(reply, page, asked, private=False)))
    parts = (
        f"# {escape(page.title)}",
        _MARKS.aside(f"{YOU_ASKED}{escape(page.question)}") if page.question else "",
        page.body,
        "\n\n".join(page.sources.split("\n")),
        *map(escape, page.foot),
        f"## Next\n\n{steps}" if steps else "",
    )
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _steps(offered: Controls) -> Iterator[str]:
    """What could be asked next, as lines to write into the file of questions."""
    for each in offered.steps:
        action = each.action
        typed = f"/evidence {' '.join(action.claims)}" if isinstance(action, ShowEvidence) else each.typed
        yield f"{escape(each.label)}: {_MARKS.code(typed or '')}"
    for menu in offered.menus:
        listed = ", ".join(choice.label for choice in menu.choices)
        yield f"{escape(menu.label)}: {_MARKS.code(f'/{menu.action.verb} …')} {escape(f'({listed})')}"


def _around(mark: str, text: str) -> str:
    core = text.strip()
    if not core:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{escape(core)}{mark}{after}"
