"""What a follower is told when a briefing on their topic is published, changed, corrected or withdrawn."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from briefings.article import Article
from briefings.claims import Frozen, Slug
from briefings.editions.changes import Changes, changes, ref, settled
from briefings.editions.edition import Item
from briefings.editions.history import History, Seen, canonical
from briefings.editions.rotation import MOST
from briefings.editions.sources import Sources
from briefings.references import TopicRef


class Notice(Frozen):
    """One notice's content, frozen as an edition is."""

    schema_version: Literal[1] = 1
    id: str = Field(min_length=3, max_length=24)
    topics: tuple[str, ...] = Field(min_length=1)
    """What is followed and touched by it, by name."""
    several: bool
    """Whether the library held several articles, so that each must be named."""
    items: tuple[Item, ...] = ()
    """Each with its mark, corrections first."""
    gone: tuple[Seen, ...] = ()
    """What the library said before and says no longer."""
    arrived: tuple[Slug, ...] = ()
    """Articles that are published for the first time."""
    more: int = Field(default=0, ge=0)
    """Further news that a briefing on the topic shows."""
    articles: tuple[Article, ...] = Field(min_length=1)

    def to_json(self) -> str:
        """The canonical JSON text, the same on every machine."""
        return canonical(self.model_dump(mode="json"))

    @classmethod
    def from_json(cls, text: str) -> "Notice":
        """The notice of a JSON text; raises pydantic's ValidationError, also for another schema version."""
        return cls.model_validate_json(text)

    @property
    def sha256(self) -> str:
        """Of the canonical JSON text, 64 hexadecimal digits."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Noticed:
    """A notice, and what the follower knows once it is out."""

    notice: Notice
    history: History


def compose_notice(
    sources: Sources, topics: tuple[TopicRef, ...], history: History, notice_id: str
) -> Noticed | None:
    """What is news on the topics since `history` (`History.of_follower` at first); None without any.

    Raises ValueError without a topic: nobody follows everything.
    """
    if not topics:
        raise ValueError("a follow has a topic")
    before = settled(history, sources.library)
    found = changes(before, sources.library, topics)
    if not found.items and not found.gone:
        return None
    news = found.items[:MOST]
    met = {each.article for each in before.known or ()}
    articles = dict.fromkeys(each.claim.article for each in found.items)
    notice = Notice(
        id=notice_id,
        topics=tuple(sources.name(topic) for topic in _touched(sources, topics, found)),
        several=len(sources.library.briefings) > 1,
        items=tuple(Item(claim=each.claim, mark=each.mark, was=each.was) for each in news),
        gone=found.gone,
        arrived=tuple(article for article in articles if article not in met),
        more=len(found.items) - len(news),
        articles=sources.provenance(each.claim for each in news),
    )
    return Noticed(notice, History.of_follower(sources.library, topics))


def _touched(sources: Sources, topics: tuple[TopicRef, ...], found: Changes) -> tuple[TopicRef, ...]:
    """The topics that the news is on; all of them where something is gone, for it is on none any more."""
    names = {ref(each.claim) for each in found.items}
    touched = tuple(topic for topic in topics if not names.isdisjoint(sources.claims_on(topic)))
    return topics if found.gone or not touched else touched
