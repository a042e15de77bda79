"""Results of a question as replies: an answer, an abstention, a false premise."""

from collections.abc import Iterator
from typing import assert_never

from briefings.answers.outcome import (
    LONGEST_QUESTION,
    Abstention,
    Answer,
    FalsePremise,
    Result,
    Unreadable,
)
from briefings.briefing import Absence
from briefings.present import wording
from briefings.present.compose import Composer, guess_remark
from briefings.present.notices import refused
from briefings.references import ClaimRef, TopicRef
from briefings.reply import Block, Bullets, Heading, Outcome, Paragraph, Remark, Reply, Text

_UNREADABLE = {
    "empty": ("There is no question there.", "Type a question, such as: /ask Why would Japan rearm?"),
    "too-long": (
        f"That is longer than {LONGEST_QUESTION:,} characters.",
        "Ask one thing at a time in a sentence or two; “Brief me on this” is for a long text.",
    ),
    "no-words": ("There are no words in that.", "Type a question, such as: /ask Why would Japan rearm?"),
}

_GAPS = {Absence.AUTHOR: "unsigned", Absence.DATE: "undated", Absence.TITLE: "untitled"}
"""The codes of limitations that record what an article lacks of its own."""
_PREMISE = {
    "other-actor": "{who} say that. This is who it says it of:",
    "not-certain": "{who} say that this has happened or is certain. What is said:",
    "not-said": "{who} say that. What is said:",
    "reversed": "{who} say that; it is the other way round. What is said:",
    "opposite": "{who} say that. What is said instead:",
}


def found(composer: Composer, result: Result) -> Reply:
    """Any result of a question as a reply."""
    match result:
        case Answer():
            return _answer(composer, result)
        case Abstention():
            return _abstention(composer, result)
        case FalsePremise():
            return _false_premise(composer, result)
        case Unreadable():
            sentence, how = _UNREADABLE[result.why]
            return refused(composer, "Please ask again", sentence, how, result.why)
        case _:
            assert_never(result)


def _answer(composer: Composer, result: Answer) -> Reply:
    blocks = (*_guesses(result), *composer.refs(result.claims))
    topics = _topics_of(composer, result.claims)
    return composer.reply(Outcome.ANSWER, "Answer", blocks, composer.choose("Briefing", "brief", topics))


def _abstention(composer: Composer, result: Abstention) -> Reply:
    count = len(composer.library.briefings)
    names = [composer.topics.name(TopicRef.of_party(subject)) for subject in result.subjects]
    blocks: list[Block] = [
        *_guesses(result),
        Paragraph((Text(wording.absent(result.absence, count, names)),)),
    ]
    blocks += _gaps(composer, result)
    if result.claims:
        blocks.append(Heading("What it does say" if count == 1 else "What they do say"))
        blocks += composer.refs(result.claims)
    if result.nearest:
        near = [wording.upper_first(composer.topics.name(topic)) for topic in result.nearest]
        blocks.append(Remark((Text(f"Nearest topics covered: {wording.listing(near)}."),)))
    return composer.reply(
        Outcome.ABSTAIN,
        "Not in the article" if count == 1 else "Not in the articles",
        blocks,
        composer.choose("Nearest covered", "brief", result.nearest),
        reason=result.absence.value,
        nearest=result.nearest,
    )


def _gaps(composer: Composer, result: Abstention) -> Iterator[Block]:
    """What is recorded of an article's lack of a date, a name or a title, where that is asked for."""
    code = _GAPS.get(result.absence) if result.of_source else None
    for briefing in composer.library.briefings:
        recorded = [each for each in briefing.article.limitations if each.code == code]
        if recorded:
            yield from composer.article_heading(briefing)
            article = briefing.article.id
            yield Bullets(
                tuple(
                    (Text(each.text), composer.cite_with_claims(article, each.passages)) for each in recorded
                )
            )


def _false_premise(composer: Composer, result: FalsePremise) -> Reply:
    who = wording.says_not(len(composer.library.briefings))
    sentence = _PREMISE[result.why].format(who=who) if result.claims else f"{who} say that."
    blocks: list[Block] = [
        *_guesses(result),
        Paragraph((Text(sentence),)),
        *composer.refs(result.claims),
    ]
    if result.rest:
        blocks.append(Heading("On the rest of the question"))
        blocks += composer.refs(result.rest)
    nearest = result.nearest or _topics_of(composer, (*result.claims, *result.rest))
    return composer.reply(
        Outcome.FALSE_PREMISE,
        "The question assumes something the article does not say",
        blocks,
        composer.choose("Briefing", "brief", nearest),
        reason=result.why,
        nearest=nearest,
    )


def _topics_of(composer: Composer, refs: tuple[ClaimRef, ...]) -> tuple[TopicRef, ...]:
    """The covered topics of the claims: countries first, then themes; at most six."""
    claims = [composer.library.claim(ref) for ref in refs]
    countries = (TopicRef("country", code) for claim in claims for code in claim.countries)
    themes = (TopicRef("theme", slug) for claim in claims for slug in claim.themes)
    topics = dict.fromkeys((*countries, *themes))
    return tuple(topic for topic in topics if composer.library.covers(topic))[:6]


def _guesses(result: Answer | Abstention | FalsePremise) -> tuple[Block, ...]:
    return guess_remark(*(meant for _, meant in result.guesses))
