"""The facade that the bot uses: every request of a reader, as a Reply.

Pure and synchronous: texts held by the operator are handed in. Names are read here, worded in
`present`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from briefings.library.index import Library
from briefings.places import Gazetteer
from briefings.present import about, anchors, briefs, cases, compare, findings, notices, picture
from briefings.present.compose import Composer
from briefings.references import ClaimRef, TopicRef
from briefings.reply import Reply, Verb
from briefings.themes import ThemeVocabulary
from briefings.topics import Found, NotCovered, Overview, Reading, Topics, Unclear, Unknown

if TYPE_CHECKING:
    from briefings.answers.ask import Answerer
    from briefings.editions.sources import Sources

MAX_TEXT = 20_000
"""Characters of a text to be briefed on; several times the longest chat message."""


class BriefingService:
    """Answers every request from one library."""

    def __init__(
        self, library: Library, gazetteer: Gazetteer, themes: ThemeVocabulary, program: about.Program
    ) -> None:
        self.library = library
        self.gazetteer = gazetteer
        self.themes = themes
        self.topics = Topics(library, gazetteer, themes)
        self._program = program

    def brief(self, topic: str | None) -> Reply:
        """The overview, or a topic's briefing."""
        return self._on_topic(
            "brief",
            topic,
            lambda composer, ref, guess: (
                briefs.topic_brief(composer, ref, guess) if ref else briefs.overview(composer)
            ),
        )

    def ask(self, question: str) -> Reply:
        """An answer with citations, an abstention, a false premise named, or how to ask."""
        return findings.found(self._composer(), self._answerer.answer(question))

    def compare(self, a: str, b: str, theme: str | None) -> Reply:
        """Claims side by side."""
        composer = self._composer()
        found: list[Found] = []
        sides = list(self._sides(a, b, theme))
        taken = {reading.topic.key for reading, _, _ in sides if isinstance(reading, Found)}
        missing = [reading for reading, _, _ in sides[:2] if isinstance(reading, NotCovered)]
        if len(missing) == 2:
            return notices.not_covered(composer, missing)
        for reading, name, argument in sides:
            if len(found) == 2 and not _theme(reading):
                return notices.unknown(composer, "compare", name, notices.THEME)
            if not isinstance(reading, Found):
                return self._not_found(composer, "compare", _without(reading, taken), name, argument)
            found.append(reading)
        one, other, *on = found
        if one.topic == other.topic:
            return compare.same(composer, one.topic)
        guesses = [each.guess for each in found]
        return compare.compare(composer, one.topic, other.topic, on[0].topic if on else None, guesses)

    def _sides(self, a: str, b: str, theme: str | None) -> Iterator[tuple[Reading, str, str]]:
        """Each name of a comparison as it is read, and what would be typed with another in its place."""
        suffix = f" on {_fixed(theme)}" if theme else ""
        yield self.topics.read(a), a, f"{{}} vs {_fixed(b)}{suffix}"
        yield self.topics.read(b), b, f"{_fixed(a)} vs {{}}{suffix}"
        if theme:
            yield self.topics.read(theme), theme, f"{_fixed(a)} vs {_fixed(b)} on {{}}"

    def scenarios(self, topic: str | None) -> Reply:
        """If → then."""
        return self._on_topic("scenarios", topic, cases.scenarios)

    def watch(self, topic: str | None) -> Reply:
        """Indicators."""
        return self._on_topic("watch", topic, cases.watch)

    def gaps(self, topic: str | None) -> Reply:
        """What is missing or awkward in the source."""
        return self._on_topic("gaps", topic, anchors.gaps)

    def map(self, topic: str | None) -> Reply:
        """The relationship picture."""
        return self._on_topic("map", topic, picture.picture)

    def find_claims(self, names: Sequence[str]) -> tuple[ClaimRef, ...] | Reply:
        """The claims of those names, or a reply that says which name is none."""
        refs: list[ClaimRef] = []
        for name in names:
            meant = self.library.find_claims(name)
            if len(meant) != 1:
                return notices.no_such_claim(self._composer(), name, meant)
            refs += meant
        return tuple(dict.fromkeys(refs))

    def evidence(
        self, refs: Sequence[ClaimRef], wordings: anchors.Wordings, numbers: anchors.Numbers = ()
    ) -> Reply:
        """What the claims rest on; `wordings` holds the operator's copies, `numbers` the marks to keep."""
        if not refs:
            return notices.nothing_to_show(self._composer())
        return anchors.evidence(self._composer(), refs, wordings, numbers)

    def text(self, text: str) -> Reply:
        """Briefings for what a text mentions."""
        if not text.strip():
            return notices.no_text(self._composer(), "There is no text there.", "empty")
        if len(text) > MAX_TEXT:
            sentence = f"That is longer than {MAX_TEXT:,} characters."
            return notices.no_text(self._composer(), sentence, "too-long")
        return briefs.text_brief(self._composer(), self.topics.mentioned(text), self.topics.ambiguous(text))

    def about_help(self, surface: about.Surface = "console", prefix: str = "/") -> Reply:
        """The commands, as they are offered where the reader is."""
        return about.help_page(self._composer(), self._program, surface, prefix)

    def about_sources(self, attached: Mapping[str, str]) -> Reply:
        """The articles."""
        return about.sources_page(self._composer(), attached)

    def about_status(
        self, attached: Mapping[str, str], troubles: Sequence[str] = (), sends: Sequence[str] = ()
    ) -> Reply:
        """How the product is doing.

        `troubles` are sentences on what does not work, `sends` the channel's digests, last and next.
        """
        return about.status_page(self._composer(), self._program, attached, troubles, sends)

    def about_privacy(self, surface: about.Surface = "console") -> Reply:
        """What is stored, where the reader is."""
        return about.privacy_page(self._composer(), surface)

    @cached_property
    def sources(self) -> "Sources":
        """What digests are composed from."""
        from briefings.editions.sources import Sources  # noqa: PLC0415 - only digests need it

        return Sources(self.library, self.topics, self._answerer)

    @cached_property
    def _answerer(self) -> "Answerer":
        from briefings.answers.ask import Answerer  # noqa: PLC0415 - 20 ms that only questions need

        return Answerer(self.library.briefings, self.gazetteer, self.themes)

    def _composer(self) -> Composer:
        return Composer(self.library, self.topics)

    def _on_topic(
        self, verb: Verb, name: str | None, write: Callable[[Composer, TopicRef | None, str | None], Reply]
    ) -> Reply:
        composer = self._composer()
        match self.topics.read(name):
            case Found(topic, guess):
                return write(composer, topic, guess)
            case Overview():
                return write(composer, None, None)
            case reading:
                return self._not_found(composer, verb, reading, name or "")

    def _not_found(
        self, composer: Composer, verb: Verb, reading: Reading, name: str, argument: str = "{}"
    ) -> Reply:
        match reading:
            case Unclear():
                return notices.unclear(composer, verb, reading, argument)
            case NotCovered():
                return notices.not_covered(composer, [reading])
            case Unknown() | Overview() | Found():
                return notices.unknown(composer, verb, name)


def _theme(reading: Reading) -> bool:
    return isinstance(reading, Found | NotCovered) and reading.topic.kind == "theme"


def _without(reading: Reading, taken: set[str]) -> Reading:
    """An unclear name without the readings that are compared already."""
    if isinstance(reading, Unclear):
        return Unclear(reading.name, tuple(code for code in reading.codes if code not in taken))
    return reading


def _fixed(name: str) -> str:
    """A name that may stand in a template: its braces mean nothing."""
    return name.replace("{", "{{").replace("}", "}}")
