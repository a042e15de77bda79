"""The claims of a run by topic, and the days that they are cut into.

Owns the index; `rotation` cuts, `naming` names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefings.claims import Claim
from briefings.editions.changes import ref
from briefings.library.index import Library
from briefings.references import ClaimRef, TopicRef


@dataclass(slots=True)
class Block:
    """The claims read under one topic: a day, or what is cut into several."""

    topic: TopicRef | None
    claims: list[str]
    facet: TopicRef | None = None


@dataclass(slots=True)
class Shelves:
    """Which of the claims to be shown stand under which topic."""

    library: Library
    claims: tuple[str, ...]
    """Qualified ids, in order of the library."""
    on: dict[TopicRef, tuple[str, ...]] = field(default_factory=dict)
    """Claims by topic, the topic's lead first."""
    of: dict[str, tuple[TopicRef, ...]] = field(default_factory=dict)
    """Topics by claim."""

    @classmethod
    def over(cls, library: Library, claims: Iterable[Claim]) -> "Shelves":
        """The shelves of those claims."""
        names = tuple(ref(claim) for claim in claims)
        shelves, wanted = cls(library, names), frozenset(names)
        found: dict[str, list[TopicRef]] = {name: [] for name in names}
        for topic in library.topics:
            here = [ref(claim) for each in library.briefings for claim in library.claims_on(topic, each)]
            shelves.on[topic] = tuple(name for name in here if name in wanted)
            for name in shelves.on[topic]:
                found[name].append(topic)
        shelves.of = {name: tuple(topics) for name, topics in found.items()}
        return shelves

    def claim(self, name: str) -> Claim:
        """The claim of that qualified id."""
        article, _, claim = name.partition(":")
        return self.library.claim(ClaimRef(article, claim))

    def kinship(self, claim: str, others: Sequence[str]) -> float:
        """How much a claim has in common with others: topics shared with each, on average."""
        own = frozenset(self.of[claim])
        return sum(len(own.intersection(self.of[other])) for other in others) / len(others)


def is_lead_of(shelves: Shelves, country: TopicRef, claim: Claim) -> bool:
    """Whether a claim is what its article says of a country first."""
    entry = shelves.library.briefing(claim.article).country(country.key)
    return entry is not None and entry.lead == claim.id
