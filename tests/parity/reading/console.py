"""The console's text, read back."""

from collections.abc import Mapping
from dataclasses import replace

from bot.adapters.console import lacks
from bot.adapters.console.completion import suggest
from bot.adapters.console.render import Format, render
from bot.adapters.console.session import told
from bot.commands import DEFINITIONS, Command, Definition, OptionType, each_one
from bot.digests.asker import Asker
from bot.grammar import parse
from bot.rendering.asked import Asked
from briefings.reply import Outcome, Reply
from briefings.topics import Topics
from tests.parity import typed
from tests.parity.platform import Page
from tests.parity.reading import markdown

_FORMATS: dict[str, Format] = {"plain": "plain", "markdown": "markdown"}


class Console:
    """The console as the suite sees it."""

    name = "console"
    title = "Console"
    lacks = lacks.LACKS
    forms = tuple(_FORMATS)

    def pages(self, reply: Reply, asked: Asked, form: str, *, public: bool) -> list[Page]:
        """What is printed: all of a reply at once."""
        text = render(reply, _FORMATS[form])
        if form == "markdown":
            return [markdown.read(text, active=False)]
        return [Page(text, steps=list(markdown.steps(text)), sent=text)]

    def said(self, sentence: str) -> Page:
        """A sentence about what was typed."""
        turn = told(sentence, Outcome.CLEAR_ERROR, "bad-input", 2)
        page = markdown.read(render(turn.reply, "markdown"), active=False)
        return replace(page, text=page.text.removeprefix(f"{turn.reply.title}\n"))

    def used(self, path: str, definition: Definition, given: Mapping[str, str], topics: Topics) -> Command:
        """A typed line."""
        return parse(f"/{path} {typed.line(given)}".rstrip(), topics)

    def asker(self) -> Asker | None:
        """It has no channels, and does not know who is there."""
        return None

    def completes(self, topics: Topics) -> frozenset[OptionType]:
        """What the pop-up suggests after a command and all the options before."""
        found: set[OptionType] = set()
        for top in DEFINITIONS:
            for each in each_one((top,)):
                path = each.name if each is top else f"{top.name} {each.name}"
                before: dict[str, str] = {}
                for option in each.options:
                    line = f"/{path} {typed.line(before | {option.name: ''})}"
                    if any(suggest(line, topics)):
                        found.add(option.type)
                    before[option.name] = typed.value(each, option.name)
        return frozenset(found)

    def dialogs(self) -> frozenset[str]:
        """A terminal opens none."""
        return frozenset()

    def surfaces(self) -> frozenset[str]:
        """It has one place, and nobody else reads along."""
        return frozenset()


PLATFORM = Console()
