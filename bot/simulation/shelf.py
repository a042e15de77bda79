"""The library of a simulation: as it is, and from some days on with a corrected version of an article.

Owns what a correction is: one statement that reads otherwise, marked as made up here.
"""

from dataclasses import dataclass

from briefings.article import ArticleStatus
from briefings.briefing import Briefing
from briefings.claims import Claim, ClaimKind
from briefings.editions.sources import Sources
from briefings.library.index import Library
from briefings.present.about import Program
from briefings.references import TopicRef
from briefings.service import BriefingService

_AS_CORRECTED = " (corrected in this simulation)."
_LONGEST = 320 - len(_AS_CORRECTED)
"""Of a statement that takes the remark and is still one (`Claim.statement`)."""


@dataclass(slots=True)
class Shelf:
    """What every part reads from."""

    service: BriefingService
    corrections: int = 0

    @property
    def sources(self) -> Sources:
        """As editions are made of it."""
        return self.service.sources

    @property
    def topic(self) -> TopicRef:
        """The country, or where there is none any topic, that most is said of."""
        library = self.service.library
        countries = [each for each in library.topics if each.kind == "country"]
        return max(countries or library.topics, key=lambda each: len(self._on(each)))

    @property
    def topic_name(self) -> str:
        """As people type it."""
        return self.service.topics.name(self.topic)

    def correct(self) -> None:
        """Publish the next version of an article on the topic, in which a further claim reads otherwise."""
        found = self._on(self.topic)
        chosen = found[self.corrections % len(found)]
        self.corrections += 1
        library = self.service.library
        changed = [
            _corrected(each, chosen) if each.article.id == chosen.article else each
            for each in library.briefings
        ]
        program = Program("simulation")
        self.service = BriefingService(
            Library(tuple(changed)), self.service.gazetteer, self.service.themes, program
        )

    def _on(self, topic: TopicRef) -> list[Claim]:
        """The claims on it that can be corrected, those of the first article first."""
        library = self.service.library
        return [
            claim
            for briefing in library.briefings
            for claim in library.claims_on(topic, briefing)
            if claim.kind is not ClaimKind.META and len(claim.statement) <= _LONGEST
        ]


def _corrected(briefing: Briefing, chosen: Claim) -> Briefing:
    statement = chosen.statement.rstrip(".") + _AS_CORRECTED
    claims = tuple(
        each.model_copy(update={"statement": statement}) if each.id == chosen.id else each
        for each in briefing.claims
    )
    article = briefing.article.model_copy(
        update={"version": briefing.article.version + 1, "status": ArticleStatus.CORRECTED}
    )
    return briefing.model_copy(update={"claims": claims, "article": article})
