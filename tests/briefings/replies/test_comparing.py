"""Comparisons: silence is said where there is nothing, and only there."""

from collections.abc import Iterator

from briefings.briefing import Briefing
from briefings.library.index import Library
from briefings.present import wording
from briefings.references import TopicRef
from briefings.reply import (
    Comparison,
    Heading,
    Reply,
)
from briefings.service import BriefingService


def _told_by_article(reply: Reply, library: Library) -> Iterator[tuple[Briefing, Comparison]]:
    """The comparisons of a reply with the article each is about."""
    named = {wording.article_name(briefing.article): briefing for briefing in library.briefings}
    briefing = library.briefings[0]
    for block in reply.blocks:
        if isinstance(block, Heading):
            briefing = named.get(block.text, briefing)
        if isinstance(block, Comparison):
            yield briefing, block


def test_silence_is_said_where_there_is_nothing_and_only_there(
    service: BriefingService, library: Library
) -> None:
    """A side is called silent just where its article has no claim on it under that aspect."""
    named = {wording.upper_first(service.topics.name(topic)): topic for topic in library.topics}
    silences = 0
    for first, second in _pairs(library):
        for theme in (None, *library.themes[:4]):
            label = service.topics.name(TopicRef("theme", theme)) if theme else None
            reply = service.compare(service.topics.name(first), service.topics.name(second), label)
            for briefing, block in _told_by_article(reply, library):
                for side in block.sides:
                    claims = library.claims_on(named[side.title], briefing)
                    if block.aspect in named:
                        on = library.claims_on(named[block.aspect], briefing)
                        claims = tuple(claim for claim in claims if claim in on)
                    silent = side.silence is not None and "silent" in side.silence
                    assert silent == (not claims), (reply.title, block.aspect, side.title)
                    assert bool(side.lines) == (side.silence is None)
                    silences += silent
    assert silences


def _pairs(library: Library) -> Iterator[tuple[TopicRef, TopicRef]]:
    """Each topic with the next and with the one half-way round."""
    topics = library.topics
    for step in (1, len(topics) // 2):
        yield from zip(topics, [*topics[step:], *topics[:step]], strict=True)
