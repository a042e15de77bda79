"""Replies to names we cannot brief on: unclear, not covered, unknown. And questions we cannot read."""

from collections.abc import Sequence

from briefings.present import wording
from briefings.present.compose import Composer, guess_remark
from briefings.references import ClaimRef, TopicRef
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

_TOPIC = "a country, group of countries or theme"
THEME = "a theme"
LONGEST_NAME = 60
"""Characters of an unknown name that are said back."""
NEAREST = 3
"""How many covered topics are offered beside a silence."""


def unclear_remark(composer: Composer, unclear: Unclear) -> Remark:
    """Says which readings a name has."""
    names = [_reading_name(composer, code) for code in unclear.codes]
    return Remark((Text(f"“{unclear.name}” could be {wording.listing(names, 'or')}."),), tone="guess")


def unclear(composer: Composer, verb: Verb, reading: Unclear, argument: str = "{}") -> Reply:
    """Asks which of several readings is meant, those the library holds first.

    `argument` is what would be typed after the verb, with the reading at `{}`.
    """
    covered = [code for code in reading.codes if code in composer.library.countries]
    topics = [TopicRef("country", code) for code in covered]
    names = [composer.topics.name(topic) for topic in topics]
    blocks = (unclear_remark(composer, reading),)
    steps: list[FollowUp] = [Suggest(name, verb, argument.format(name)) for name in names]
    return composer.reply(
        Outcome.CLEAR_ERROR, "Which one?", blocks, steps, reason="ambiguous", nearest=topics
    )


def not_covered(composer: Composer, readings: Sequence[NotCovered]) -> Reply:
    """Says that the library has nothing on topics we know of, and offers what it has."""
    count = len(composer.library.briefings)
    topics = tuple(dict.fromkeys(reading.topic for reading in readings))
    names = [composer.topics.name(topic) for topic in topics]
    places = [name for topic, name in zip(topics, names, strict=True) if topic.kind != "theme"]
    themes = [name for topic, name in zip(topics, names, strict=True) if topic.kind == "theme"]
    sentences = [
        *([wording.absent_names(places, count)] if places else []),
        *([f"{wording.says_not(count)} cover {wording.listing(themes, 'or')}."] if themes else []),
    ]
    guesses = guess_remark(*(reading.guess for reading in readings))
    return composer.reply(
        Outcome.ABSTAIN,
        f"Not covered: {wording.listing(names)}",
        (*guesses, Paragraph((Text(" ".join(sentences)),))),
        composer.choose("What is covered", "brief", composer.library.topics),
        reason="country" if {topic.kind for topic in topics} == {"country"} else "topic",
        nearest=_best_topics(composer, topics[0]),
    )


def unknown(composer: Composer, verb: Verb, name: str, wanted: str = _TOPIC) -> Reply:
    """Says that a name is no topic we know (or not the kind `wanted`), and how to go on."""
    shown = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
    examples = [composer.topics.name(topic) for topic in composer.library.topics[:2]]
    typed = " vs ".join(examples) if verb == "compare" else examples[0]
    tried = f"/{verb} {typed}"
    blocks = (
        Paragraph((Text(f"“{shown}” is not {wanted} we know."),)),
        Remark((Text("Try "), Code(tried), Text(", or ask in your own words: "), Code("/ask …"))),
    )
    return composer.reply(
        Outcome.CLEAR_ERROR,
        "Not a topic we know",
        blocks,
        composer.choose("What is covered", "brief", composer.library.topics),
        reason="unknown-topic",
    )


def refused(composer: Composer, title: str, sentence: str, how: str, reason: str) -> Reply:
    """A short, clear refusal: what is wrong, and what would work; what stands after ": /" is to be typed."""
    said, typed, command = how.partition(": /")
    example = (Text(f"{said}: "), Code(f"/{command}")) if typed else (Text(how),)
    blocks = (Paragraph((Text(sentence),)), Remark(example))
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


def no_such_claim(composer: Composer, name: str, meant: Sequence[ClaimRef]) -> Reply:
    """A name that is no claim, or (with `meant`) a claim of several articles."""
    if meant:
        names = wording.listing([ref.qualified for ref in meant], "or")
        return refused(
            composer,
            "Which claim?",
            "Several articles have a claim of that name.",
            f"Name the article too: {names}",
            "ambiguous-claim",
        )
    return refused(
        composer,
        "No such claim",
        f"“{name[:LONGEST_NAME]}” is not a claim of the library.",
        "Claims are named like C07; ask for evidence after a reply to see its claims.",
        "unknown-claim",
    )


def nothing_to_show(composer: Composer) -> Reply:
    """Evidence was asked for before there was a reply."""
    return refused(
        composer,
        "Evidence for what?",
        "There is no reply yet to show the evidence of.",
        "Ask something first, or name claims such as C07.",
        "no-claims",
    )


def no_text(composer: Composer, sentence: str, reason: str) -> Reply:
    """A text that cannot be briefed on."""
    how = "Give the paragraph that matters, as plain text."
    return refused(composer, "Please give a text", sentence, how, reason)
