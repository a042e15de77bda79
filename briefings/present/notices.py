"""Replies to names we cannot brief on: unclear, not covered, unknown. And questions we cannot read."""

from collections.abc import Sequence

from briefings.present import wording
from briefings.present.compose import Composer, guess_remark
from briefings.references import TopicRef
from briefings.reply import (
    Code,
    FollowUp,
    Outcome,
    Paragraph,
    Remark,
    Reply,
    Suggest,
    Text,
    Verb,
)
from briefings.topics import NotCovered, Unclear

NEAREST = 3
"""How many covered topics are offered beside a silence."""


def unclear_remark(composer: Composer, unclear: Unclear) -> Remark:
    """Says which readings a name has."""
    names = [_reading_name(composer, code) for code in unclear.codes]
    return Remark((Text(f"“{unclear.name}” could be {wording.listing(names, 'or')}."),), tone="guess")


def unclear(composer: Composer, verb: Verb, reading: Unclear) -> Reply:
    """Asks which of several readings is meant, those the library holds first."""
    covered = [code for code in reading.codes if code in composer.library.countries]
    topics = [TopicRef("country", code) for code in covered]
    blocks = (
        Paragraph((Text("Which one do you mean?"),)),
        unclear_remark(composer, reading),
    )
    follow_ups: tuple[FollowUp, ...] = tuple(
        Suggest(composer.topics.name(topic), verb, composer.topics.name(topic)) for topic in topics
    )
    return composer.reply(
        Outcome.CLEAR_ERROR, "Which one?", blocks, follow_ups, reason="ambiguous", nearest=topics
    )


def not_covered(composer: Composer, reading: NotCovered) -> Reply:
    """Says that the library has nothing on a topic we know of, and offers what it has."""
    count = len(composer.library.briefings)
    name = composer.topics.name(reading.topic)
    if reading.topic.kind == "theme":
        sentence = f"{wording.articles(count)} {'does' if count == 1 else 'do'} not cover {name}."
    else:
        sentence = wording.absent_names([name], count)
    nearest = _best_topics(composer, reading.topic)
    blocks = (*guess_remark(reading.guess), Paragraph((Text(sentence),)))
    return composer.reply(
        Outcome.ABSTAIN,
        f"Not covered: {name}",
        blocks,
        composer.choose("What is covered", "brief", composer.library.topics),
        reason="country" if reading.topic.kind == "country" else "topic",
        nearest=nearest,
    )


def unknown(composer: Composer, verb: Verb) -> Reply:
    """Says that a name is no country or theme we know, and how to go on."""
    example = composer.topics.name(composer.library.topics[0])
    blocks = (
        Paragraph((Text("That is not a country, group of countries or theme we know."),)),
        Remark(
            (Text("Try "), Code(f"/{verb} {example}"), Text(", or ask in your own words: "), Code("/ask …"))
        ),
    )
    return composer.reply(
        Outcome.CLEAR_ERROR,
        "Not a topic we know",
        blocks,
        composer.choose("What is covered", "brief", composer.library.topics),
        reason="unknown-topic",
    )


def refused(composer: Composer, title: str, sentence: str, how: str, reason: str) -> Reply:
    """A short, clear refusal: what is wrong, and what would work."""
    blocks = (Paragraph((Text(sentence),)), Remark((Text(how),)))
    return composer.reply(Outcome.CLEAR_ERROR, title, blocks, reason=reason)


def _reading_name(composer: Composer, code: str) -> str:
    try:
        return composer.topics.name(TopicRef("country", code))
    except KeyError:
        return code


def _best_topics(composer: Composer, topic: TopicRef) -> Sequence[TopicRef]:
    """The best covered topics of the same kind; without one, of any."""
    same = [each for each in composer.library.topics if each.kind == topic.kind]
    return (same or list(composer.library.topics))[:NEAREST]
