"""Discord's markdown as the dialect that pages are written in."""

from dataclasses import dataclass

from bot.adapters.discord.escape import code, escape, link


@dataclass(frozen=True, slots=True)
class Markdown:
    """The same in embeds and in text displays."""

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
        """A code span."""
        return code(text)

    def link(self, label: str, url: str) -> str:
        """A masked link that shows its host."""
        return link(label, url)

    def heading(self, text: str) -> str:
        """A bold line; real headings fill a phone."""
        return _around("**", text)

    def subheading(self, text: str) -> str:
        """An underlined line."""
        return _around("__", text)

    def item(self, written: str) -> str:
        """An item; its further lines are indented to stay in it."""
        return "- " + written.replace("\n", "\n  ")

    def aside(self, written: str) -> str:
        """A quoted line."""
        return "> " + written.replace("\n", "\n> ")

    def small(self, written: str) -> str:
        """A line of subtext."""
        return f"-# {written}"

    def marks(self, numbers: tuple[int, ...]) -> str:
        """Marks such as [1][3]; nothing that follows them can make a link of them."""
        return "".join(f"[{number}]" for number in numbers)


def _around(mark: str, text: str) -> str:
    """Markdown wants no space just inside its marks."""
    core = text.strip()
    if not core:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{escape(core)}{mark}{after}"
