"""The facade that the bot uses: every request of a reader, as a Reply.

Pure and synchronous: texts held by the operator are handed in. Names are read here, worded in
`present`.
"""

from collections.abc import Callable, Mapping, Sequence
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

MAX_TEXT = 20_000
"""Characters of a text to be briefed on; several times the longest chat message."""
MAX_EVIDENCE = 30
"""Claims whose evidence one reply shows."""


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
        readings = [self.topics.read(a), self.topics.read(b)]
        if theme:
            readings.append(self.topics.read(theme))
        found: list[TopicRef] = []
        for reading in readings:
            match reading:
                case Found(topic):
                    found.append(topic)
                case _:
                    return self._not_found(composer, "compare", reading)
        if found[0] == found[1]:
            return compare.same(composer, found[0])
        return compare.compare(composer, found[0], found[1], found[2] if theme else None)

    def scenarios(self, topic: str | None) -> Reply:
        """If → then."""
        return self._on_topic("scenarios", topic, cases.scenarios)

    def watch(self, topic: str | None) -> Reply:
        """Indicators."""
        return self._on_topic("watch", topic, cases.watch)

    def gaps(self, topic: str | None) -> Reply:
        """What is missing or awkward in the source."""
        return self._on_topic("gaps", topic, lambda composer, ref, _: anchors.gaps(composer, ref))

    def map(self, topic: str | None) -> Reply:
        """The relationship picture."""
        return self._on_topic("map", topic, picture.picture)

    def find_claims(self, names: Sequence[str]) -> tuple[ClaimRef, ...] | Reply:
        """The claims of those names, or a reply that says which name is none."""
        refs: list[ClaimRef] = []
        for name in names:
            ref = self.library.find_claim(name)
            if ref is None:
                return notices.refused(
                    self._composer(),
                    "No such claim",
                    "That is not a claim of the library.",
                    "Claims are named like C07; ask for evidence after a reply to see its claims.",
                    "unknown-claim",
                )
            refs.append(ref)
        return tuple(dict.fromkeys(refs))[:MAX_EVIDENCE]

    def evidence(self, refs: Sequence[ClaimRef], wordings: anchors.Wordings) -> Reply:
        """What the claims rest on; `wordings` holds the operator's copies."""
        if not refs:
            return notices.refused(
                self._composer(),
                "Evidence for what?",
                "There is no reply yet to show the evidence of.",
                "Ask something first, or name claims: /evidence C07",
                "no-claims",
            )
        return anchors.evidence(self._composer(), refs, wordings)

    def text(self, text: str) -> Reply:
        """Briefings for what a text mentions."""
        if not text.strip():
            return self._no_text("There is no text there.", "empty")
        if len(text) > MAX_TEXT:
            return self._no_text(f"That is longer than {MAX_TEXT:,} characters.", "too-long")
        return briefs.text_brief(self._composer(), self.topics.mentioned(text), self.topics.ambiguous(text))

    def about_help(self) -> Reply:
        """The commands."""
        return about.help_page(self._composer(), self._program)

    def about_sources(self, attached: Mapping[str, str]) -> Reply:
        """The articles."""
        return about.sources_page(self._composer(), attached)

    def about_status(self, attached: Mapping[str, str]) -> Reply:
        """How the product is doing."""
        return about.status_page(self._composer(), self._program, attached)

    def about_privacy(self) -> Reply:
        """What is stored."""
        return about.privacy_page(self._composer())

    @cached_property
    def _answerer(self) -> "Answerer":
        from briefings.answers.ask import Answerer  # noqa: PLC0415 - 20 ms that only questions need

        return Answerer(self.library.briefings, self.gazetteer, self.themes)

    def _composer(self) -> Composer:
        return Composer(self.library, self.topics)

    def _no_text(self, sentence: str, reason: str) -> Reply:
        how = "Give the paragraph that matters, as plain text."
        return notices.refused(self._composer(), "Please give a text", sentence, how, reason)

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
                return self._not_found(composer, verb, reading)

    def _not_found(self, composer: Composer, verb: Verb, reading: Reading) -> Reply:
        match reading:
            case Unclear():
                return notices.unclear(composer, verb, reading)
            case NotCovered():
                return notices.not_covered(composer, reading)
            case Unknown() | Overview() | Found():
                return notices.unknown(composer, verb)
