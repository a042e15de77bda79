"""Checks 3 and 4: what a statement's words may be, alone and beside the source's.

Catches a figure, a negation, a name, a reach or a direction that the source lacks. Two sentences
with the same words in another order look alike here; that is left to the reviewer.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from briefings.checks.subject import Problems, Subject
from briefings.checks.words import (
    CERTAINTY,
    DENIAL,
    DRAMATIC,
    MODALITY_WORDS,
    NEGATION,
    NOT_NEGATING,
    SCALE,
    SWEEPING,
    TIMES,
    AnyOf,
    content,
    figures,
    opposites,
    runs,
)
from briefings.claims import Claim, ClaimKind, Modality

LONGEST_RUN = 8
"""Words. BRIEFING-MODEL.md, check 4."""

LEAST_SHARED = 0.4
"""The part of a statement's content words that must be in its source: below it the claim most
likely rests on another sentence. The least in the shipped briefing is 0.58."""

_NAME = re.compile(r"(?<=[a-z,;:–-] )[\"']?([A-Z][\w'-]+(?: [A-Z][\w'-]+)*)")


def certainty(subject: Subject) -> Problems:
    """No statement of ours says will, certain, inevitably or the like."""
    for claim in subject.briefing.claims:
        if found := CERTAINTY.search(claim.statement):
            yield (
                f"claim {claim.id}",
                f'"{found[0]}" is more than any analysis can say; use the source\'s hedge.',
            )


def stronger_words(subject: Subject) -> Problems:
    """A possible or conditional claim does not say likely or probably."""
    for claim in subject.briefing.claims:
        if claim.modality not in {Modality.POSSIBLE, Modality.CONDITIONAL}:
            continue
        if found := MODALITY_WORDS[Modality.LIKELY].search(claim.statement):
            yield (
                f"claim {claim.id}",
                f'it is {claim.modality} but says "{found[0]}"; use the source\'s hedge.',
            )


def no_scale(subject: Subject) -> Problems:
    """Likelihood is never a number or a grade."""
    for claim in subject.briefing.claims:
        if found := SCALE.search(claim.statement):
            yield (
                f"claim {claim.id}",
                f'"{found[0]}" puts likelihood on a scale the source does not use; remove it.',
            )


def _sourced(subject: Subject) -> Iterator[tuple[Claim, str]]:
    for claim in subject.briefing.claims:
        if source := subject.source(claim):
            yield claim, source


def figures_sourced(subject: Subject) -> Problems:
    """A figure, in digits or in words, is in the anchored source."""
    for claim, source in _sourced(subject):
        invented = figures(claim.statement) - figures(source)
        if invented:
            yield f"claim {claim.id}", f"{_listed(invented)}: no such figure in its source; remove it."


def negations_sourced(subject: Subject) -> Problems:
    """No negation the source lacks, and none of the source's lost."""
    for claim, source in _sourced(subject):
        ours, theirs = (NOT_NEGATING.sub(" ", text) for text in (claim.statement, source))
        if (found := NEGATION.search(ours)) and not (NEGATION.search(theirs) or DENIAL.search(theirs)):
            yield f"claim {claim.id}", f'"{found[0]}": its source denies nothing; say what it says.'
        whole = all(anchor.clause is None for anchor in claim.anchors)
        lost = (
            whole
            and (found := NEGATION.search(theirs))
            and not (NEGATION.search(ours) or DENIAL.search(ours))
        )
        if lost and found and claim.kind is not ClaimKind.META:
            yield (
                f"claim {claim.id}",
                f'its source says "{found[0]}" and the statement denies nothing; put it back.',
            )


def _additions(subject: Subject, groups: Iterable[AnyOf], what: str) -> Problems:
    for claim, source in _sourced(subject):
        for group in groups:
            if (found := group.search(claim.statement)) and not group.search(source):
                yield f"claim {claim.id}", f'"{found[0]}" is {what} that its source does not have; remove it.'


sweeping = partial(_additions, groups=SWEEPING, what="a reach")
times = partial(_additions, groups=TIMES, what="a time")
dramatic = partial(_additions, groups=DRAMATIC, what="an emphasis")


def directions(subject: Subject) -> Problems:
    """No word of a statement is the opposite of one in its source that the source has alone."""
    for claim, source in _sourced(subject):
        for pair in opposites():
            for ours, theirs in (pair, pair[::-1]):
                said, meant = ours.search(claim.statement), theirs.search(source)
                if said and meant and not ours.search(source):
                    yield (
                        f"claim {claim.id}",
                        f'it says "{said[0]}" where its source says "{meant[0]}"; check the direction.',
                    )


def conditions_sourced(subject: Subject) -> Problems:
    """A condition, and an outcome, shares its content words with the anchored source."""
    for claim, source in _sourced(subject):
        theirs = content(source)
        for name, part, least in (("condition", claim.condition, 0.5), ("outcome", claim.outcome, 0.3)):
            ours = content(part or "")
            if ours and len(ours & theirs) < least * len(ours):
                yield f"claim {claim.id}", f"its {name} is not the one its source gives; take the source's."


def resemblance(subject: Subject) -> Problems:
    """A statement shares a fair part of its content words with the sentence it rests on."""
    for claim, source in _sourced(subject):
        ours = content(claim.statement)
        if len(ours & (content(source) | _names(subject, claim))) < LEAST_SHARED * len(ours):
            yield (
                f"claim {claim.id}",
                "it has little in common with its source; check what it is anchored to.",
            )


def _names(subject: Subject, claim: Claim) -> frozenset[str]:
    """Content words of the names of the countries a claim is about, as the article calls them."""
    _, codes = subject.surfaces
    return content(" ".join(surface for surface, named in codes.items() if named & set(claim.countries)))


def names_sourced(subject: Subject) -> Problems:
    """A name inside a statement occurs in the article."""
    theirs = content(" ".join(subject.wordings.values()))
    for claim in subject.briefing.claims:
        for found in _NAME.finditer(claim.statement):
            if not content(found[1]) <= theirs:
                yield f"claim {claim.id}", f'"{found[1]}" is not a name in the article; remove it.'


def copied_runs(subject: Subject) -> Problems:
    """No prose of ours repeats more than eight words of the source in a row."""
    source = set(runs(" ".join(subject.wordings.values()), LONGEST_RUN + 1))
    for where, text in prose(subject):
        for run in runs(text, LONGEST_RUN + 1):
            if run in source:
                yield where, f'it copies the source ("{" ".join(run)}"); say it in other words.'
                break


def prose(subject: Subject) -> Iterator[tuple[str, str]]:
    """Every piece of prose that is ours, with where it stands. Section titles are the source's."""
    briefing = subject.briefing
    article = briefing.article
    for claim in briefing.claims:
        parts = (claim.statement, claim.condition, claim.outcome, claim.contested, claim.note)
        yield from ((f"claim {claim.id}", part) for part in parts if part)
        yield from ((f"claim {claim.id}", anchor.quote) for anchor in claim.anchors if anchor.quote)
    yield from ((f"limitation {limitation.code}", limitation.text) for limitation in article.limitations)
    yield from ((f"passage {passage}", reason) for passage, reason in article.not_used.items())
    if article.disclaimer:
        yield "article", article.disclaimer
    yield from ((f"bloc {bloc.key}", bloc.label) for bloc in briefing.blocs)
    yield from ((f"theme {theme.slug}", theme.label) for theme in briefing.themes)
    yield from ((f"scenario {scenario.id}", scenario.trigger) for scenario in briefing.scenarios)
    yield from ((f"watch item {item.id}", item.indicator) for item in briefing.watch)
    yield from ((f"answer {pair.id}", question) for pair in briefing.answers for question in pair.questions)


def _listed(items: Iterable[str]) -> str:
    return ", ".join(f'"{item}"' for item in sorted(items))
