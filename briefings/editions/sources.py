"""What editions are composed from: one library, its names, and the answers it gives.

Owns names as an edition freezes them, and the frozen provenance of what it tells of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefings.answers.ask import Answerer
from briefings.answers.outcome import Answer
from briefings.article import Article
from briefings.briefing import Briefing
from briefings.claims import Claim
from briefings.editions.heading import Heading
from briefings.editions.history import Unit
from briefings.library.index import Library
from briefings.references import ClaimRef, TopicRef
from briefings.topics import Topics


@dataclass(frozen=True, slots=True)
class Sources:
    """A library with what reads and answers it; all of the same library."""

    library: Library
    topics: Topics
    answerer: Answerer
    _answered: dict[str, bool] = field(default_factory=dict)
    """What was asked before, since every channel is offered the same questions."""

    def answers(self, words: str) -> bool:
        """Whether a question is answered as it is, no name of it guessed."""
        if words not in self._answered:
            found = self.answerer.answer(words)
            self._answered[words] = isinstance(found, Answer) and not found.guesses
        return self._answered[words]

    def claim(self, qualified: str) -> Claim:
        """The claim of that qualified id; raises KeyError."""
        article, _, claim = qualified.partition(":")
        return self.library.claim(ClaimRef(article, claim))

    def name(self, topic: TopicRef, briefing: Briefing | None = None) -> str:
        """How readers see a topic; by the label of that briefing where it has one."""
        own = None
        if briefing is not None and topic.kind == "theme":
            own = briefing.theme(topic.key)
        name = own.label if own else self.topics.name(topic)
        return name[:1].upper() + name[1:]

    def heading(self, unit: Unit) -> Heading:
        """What a day is about: its topic, and the others of its kind that share half of its claims."""
        lead = self.claim(unit.claims[0])
        briefing = self.library.briefing(lead.article)
        first = unit.topics[:1]
        shares = [topic for topic in unit.topics[1:] if self._shares(topic, first, unit)]
        also = [topic for topic in unit.topics[1:] if topic not in (*shares, unit.facet)]
        return Heading(
            topics=tuple(self.name(topic, briefing) for topic in (*first, *shares)),
            facet=self.name(unit.facet, briefing) if unit.facet else None,
            also=tuple(self.name(topic, briefing) for topic in also),
            part=unit.part,
            parts=unit.parts,
        )

    def _shares(self, topic: TopicRef, first: Sequence[TopicRef], unit: Unit) -> bool:
        held = self.claims_on(topic).intersection(unit.claims)
        return topic.kind == first[0].kind and 2 * len(held) >= len(unit.claims)

    def claims_on(self, topic: TopicRef) -> frozenset[str]:
        """Qualified ids of the claims that bear on a topic, in any article."""
        return frozenset(
            f"{claim.article}:{claim.id}"
            for briefing in self.library.briefings
            for claim in self.library.claims_on(topic, briefing)
        )

    def provenance(self, claims: Iterable[Claim]) -> tuple[Article, ...]:
        """The articles of those claims (all without one), with the passages cited and without any text."""
        cited: dict[str, set[str]] = {}
        for claim in claims:
            cited.setdefault(claim.article, set()).update(claim.passages)
        return tuple(
            _cut_down(each.article, cited.get(each.article.id, set()))
            for each in self.library.briefings
            if not cited or each.article.id in cited
        )


def _cut_down(article: Article, cited: set[str]) -> Article:
    plain = {"text": None, "mentions": (), "hedges": (), "clauses": (), "blocs": (), "themes": ()}
    kept = [passage.model_copy(update=plain) for passage in article.passages if passage.id in cited]
    first = article.passages[0].model_copy(update=plain)
    return article.model_copy(update={"passages": tuple(kept) or (first,), "limitations": (), "not_used": {}})
