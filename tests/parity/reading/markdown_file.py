"""The files of the third platform, read back."""

from collections.abc import Mapping

from bot.commands import Command, Definition, OptionType
from bot.digests.asker import Asker
from bot.rendering.asked import Asked
from briefings.reply import Reply
from briefings.topics import Topics
from tests.parity import typed
from tests.parity.markdown_file import lacks
from tests.parity.markdown_file.parse import command_of
from tests.parity.markdown_file.render import render, said
from tests.parity.platform import Page
from tests.parity.reading import markdown


class MarkdownFile:
    """The third platform as the suite sees it."""

    name = "markdown_file"
    title = "Markdown files"
    lacks = lacks.LACKS
    forms = ("file",)

    def pages(self, reply: Reply, asked: Asked, form: str, *, public: bool) -> list[Page]:
        """The file."""
        return [markdown.read(render(reply, asked), active=True)]

    def said(self, sentence: str) -> Page:
        """A file of one sentence."""
        return markdown.read(said(sentence), active=True)

    def used(self, path: str, definition: Definition, given: Mapping[str, str], topics: Topics) -> Command:
        """A line of the file of questions."""
        return command_of(f"/{path} {typed.line(given)}".rstrip(), topics)

    def asker(self) -> Asker | None:
        """It has no channels, and does not know who is there."""
        return None

    def completes(self, topics: Topics) -> frozenset[OptionType]:
        """A file completes nothing."""
        return frozenset()

    def dialogs(self) -> frozenset[str]:
        """A file opens none."""
        return frozenset()

    def surfaces(self) -> frozenset[str]:
        """It has one place."""
        return frozenset()


PLATFORM = MarkdownFile()
