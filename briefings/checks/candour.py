"""Checks 8 and 9: the source's weak spots are carried, and each statement is as it was signed."""

from briefings.article import PassageKind, text_sha256
from briefings.briefing import Briefing
from briefings.checks.subject import Problems, Subject
from briefings.claims import Modality

SHORTEST_NOTE = 10
"""Characters; shorter explains nothing."""


def limitations(subject: Subject) -> Problems:
    """An article without a date, author, title, address or named source carries that limitation."""
    article = subject.briefing.article
    carried = {limitation.code for limitation in article.limitations}
    wanted = (
        ("undated", article.published is None, "has no date"),
        ("unsigned", article.author is None, "names no author"),
        ("untitled", article.title is None, "has no title"),
        ("no-address", article.url is None, "has no address"),
        ("unnamed-sources", not _names_sources(subject), "names no source for what it reports"),
    )
    for code, applies, lack in wanted:
        if applies and code not in carried:
            yield "article", f'it {lack}; add the limitation "{code}".'
        if code != "unnamed-sources" and code in carried and not applies:
            yield "article", f'it carries the limitation "{code}", which does not apply; remove it.'


def _names_sources(subject: Subject) -> bool:
    """Whether a reported passage notes who reports: a hedge with a capital after its first letter."""
    reported = (p for p in subject.briefing.article.passages if p.modality is Modality.REPORTED)
    return any(any(map(str.isupper, hedge[1:])) for passage in reported for hedge in passage.hedges)


def disclaimer(subject: Subject) -> Problems:
    """A disclaimer in the source is carried."""
    article = subject.briefing.article
    found = any(passage.kind is PassageKind.DISCLAIMER for passage in article.passages)
    if found and not (article.disclaimer and article.disclaimer.strip()):
        yield "article", "the source has a disclaimer that is not carried; put it in our words."


def remarks(subject: Subject) -> Problems:
    """A contested statement says what is contested, and a note says something."""
    for claim in subject.briefing.claims:
        for name, remark in (("contested", claim.contested), ("note", claim.note)):
            if remark is not None and len(remark.strip()) < SHORTEST_NOTE:
                yield f"claim {claim.id}", f'its "{name}" explains nothing; write a sentence or remove it.'


def signatures(subject: Subject) -> Problems:
    """Every statement is signed by a reviewer and has not changed since."""
    yield from unsigned(subject.briefing)


def unsigned(briefing: Briefing) -> Problems:
    """Statements that nobody signed, or that changed after they were signed."""
    for claim in briefing.claims:
        if claim.review is None:
            yield f"claim {claim.id}", "nobody has signed its statement; have it reviewed."
        elif claim.review.sha256 != text_sha256(claim.statement):
            yield f"claim {claim.id}", "its statement changed after it was signed; have it reviewed again."
