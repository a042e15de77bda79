"""What one digest has shown its channel, and the run through the library that it is in.

A value with a JSON form: kept by storage, advanced by composing. It is the state after the edition it
came with, so it counts only once that edition is out. What all digests of a channel have shown it
together stands in `together`.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from briefings.briefing import Briefing
from briefings.claims import Claim, ClaimId, ClaimKind, Frozen, Modality, Sha256, Slug
from briefings.library.index import Library
from briefings.references import ClaimRef, TopicRef


def canonical(data: object) -> str:
    """The one JSON text of a value: keys sorted, no spaces, every character as it is."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def claim_sha256(claim: Claim) -> str:
    """Of all that a reader is told with a claim: its words, how sure, an editor's remark, where it rests."""
    told = claim.model_dump(
        mode="json", include={"statement", "kind", "modality", "condition", "outcome", "contested"}
    )
    rests = [[anchor.passage, anchor.clause, anchor.modality.value] for anchor in claim.anchors]
    return hashlib.sha256(canonical([told, rests]).encode()).hexdigest()


@lru_cache(maxsize=4)
def contents(library: Library) -> Mapping[str, str]:
    """The content hash of every claim, by qualified id. A library is a value, so this is worked out once."""
    return {
        ClaimRef(claim.article, claim.id).qualified: claim_sha256(claim)
        for briefing in library.briefings
        for claim in briefing.claims
    }


@lru_cache(maxsize=4)
def holders(library: Library) -> Mapping[tuple[Slug, str], ClaimId]:
    """Which claim of an article says what, by content hash."""
    names = ((name.partition(":"), sha256) for name, sha256 in contents(library).items())
    return {(article, sha256): claim for (article, _, claim), sha256 in names}


class Seen(Frozen):
    """A claim as the channel last read it. Enough to show what has changed, years later."""

    article: Slug
    version: int
    claim: ClaimId
    statement: str
    kind: ClaimKind
    modality: Modality
    sha256: Sha256
    edition: int
    """The number of its edition, counted in its channel; 0 for what a follower is taken to know."""

    @classmethod
    def of(cls, claim: Claim, briefing: Briefing, edition: int) -> "Seen":
        """A claim as an edition shows it."""
        return cls(
            article=claim.article,
            version=briefing.article.version,
            claim=claim.id,
            statement=claim.statement,
            kind=claim.kind,
            modality=claim.modality,
            sha256=claim_sha256(claim),
            edition=edition,
        )

    @property
    def qualified(self) -> str:
        """`article:C07`."""
        return f"{self.article}:{self.claim}"


class Withdrawn(Frozen):
    """A claim of which an edition told that it is said no longer; no digest of the channel tells it again."""

    article: Slug
    claim: ClaimId
    sha256: Sha256
    """Of the reading that was withdrawn."""
    edition: int
    """The number of the edition that told of it."""

    @classmethod
    def of(cls, seen: Seen, edition: int) -> "Withdrawn":
        """A claim that the channel read, withdrawn in an edition."""
        return cls(article=seen.article, claim=seen.claim, sha256=seen.sha256, edition=edition)

    @property
    def qualified(self) -> str:
        """`article:C07`."""
        return f"{self.article}:{self.claim}"


class Known(Frozen):
    """The claims of an article that are not news for the digest, shown or not."""

    article: Slug
    version: int
    claims: tuple[ClaimId, ...]


class Unit(Frozen):
    """One day of a run: its topic, those too thin for a day of their own, and three to five claims."""

    topics: tuple[TopicRef, ...]
    """The day's topic first; none where the claims belong to no topic."""
    facet: TopicRef | None = None
    """What the claims have in common beside the topic, where it fills more than one day."""
    claims: tuple[str, ...]
    """Qualified ids, the leading one first."""
    part: int = 1
    """Which of the channel's days of that name it is, and how many there are up to it."""
    parts: int = 1

    @property
    def name(self) -> "DayName":
        """What it is called."""
        return next(iter(self.topics), None), self.facet


class Told(Frozen):
    """A day of a run that readers saw: no later one has its name, and what goes on from it can say so."""

    edition: int
    """Its number in the channel."""
    topic: TopicRef | None
    facet: TopicRef | None = None

    @property
    def name(self) -> "DayName":
        """What it was called."""
        return self.topic, self.facet


DayName = tuple[TopicRef | None, TopicRef | None]
"""Topic and facet of a day."""


class Round(Frozen):
    """The run through what the library held for the channel when it was planned."""

    rests_on: Sha256
    """Fingerprint of the library and the topics; with another one it is planned anew."""
    done: int = 0
    """Days of it that readers have seen."""
    units: tuple[Unit, ...] = ()
    """The days to come."""


class History(Frozen):
    """Everything one digest adds to what its channel has been shown, and what is news for it."""

    schema_version: Literal[1] = 1
    editions: int = 0
    """The number of the last edition; numbers are counted in a channel, whichever digest an edition is of."""
    seen: tuple[Seen, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    """What was shown and is said no longer, where it was told; left out once it was shown again."""
    known: tuple[Known, ...] | None = None
    """None before the first edition: what the library holds then is no news, it is what the run is for."""
    offered: tuple[str, ...] = ()
    """Scenarios, indicators and questions offered already."""
    round: Round | None = None
    days: tuple[Told, ...] = ()
    """The days of runs that it has shown, oldest first."""
    quiet: dt.date | None = None
    """When it last said that there is nothing new, where it has said nothing else since."""

    @classmethod
    def of_follower(cls, library: Library, topics: tuple[TopicRef, ...]) -> "History":
        """As if all on the topics had been shown: what a follow starts from."""
        seen = tuple(Seen.of(claim, briefing, 0) for briefing, claim in on_topics(library, topics))
        return cls(seen=seen, known=known_of(library))

    def to_json(self) -> str:
        """The canonical JSON text."""
        return canonical(self.model_dump(mode="json"))

    @classmethod
    def from_json(cls, text: str) -> "History":
        """The history of a JSON text; raises pydantic's ValidationError, also for another schema version."""
        return cls.model_validate_json(text)


def known_of(library: Library) -> tuple[Known, ...]:
    """All that a library holds, as known."""
    return tuple(
        Known(article=each.article.id, version=each.article.version, claims=tuple(each.by_id))
        for each in library.briefings
    )


def on_topics(library: Library, topics: tuple[TopicRef, ...]) -> tuple[tuple[Briefing, Claim], ...]:
    """The claims on some of the topics (all without one) that a digest may hold, in order of the library.

    What is said about the source itself is left out: the basis line says it on every edition.
    """
    found: list[tuple[Briefing, Claim]] = []
    for briefing in library.briefings:
        wanted = {claim.id for topic in topics for claim in library.claims_on(topic, briefing)}
        found += (
            (briefing, claim)
            for claim in briefing.claims
            if claim.kind is not ClaimKind.META and (not topics or claim.id in wanted)
        )
    return tuple(found)
