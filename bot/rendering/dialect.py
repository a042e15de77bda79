"""What a platform brings to write a page: its markup and its escaping, and nothing else."""

from typing import Protocol


class Dialect(Protocol):
    """One platform's markup. Every method takes plain text and escapes it once, unless it says otherwise."""

    def text(self, text: str) -> str:
        """Plain words."""

    def strong(self, text: str) -> str:
        """Words that stand out."""

    def emphasis(self, text: str) -> str:
        """Words set apart quietly."""

    def code(self, text: str) -> str:
        """Something to type, to the letter."""

    def link(self, label: str, url: str) -> str:
        """An address; the label never hides another one."""

    def heading(self, text: str) -> str:
        """A heading, on a line of its own."""

    def subheading(self, text: str) -> str:
        """A smaller heading, on a line of its own."""

    def item(self, written: str) -> str:
        """Something already written, as an item of a list. It may hold line breaks."""

    def aside(self, written: str) -> str:
        """Something already written, as a notice of ours or words of another."""

    def small(self, written: str) -> str:
        """Something already written, as one line of small print."""

    def marks(self, numbers: tuple[int, ...]) -> str:
        """Citation marks."""
