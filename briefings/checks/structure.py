"""Check 1: the parts are whole, in order and of one mind, and each statement says how sure it is.

Unknown fields and out-of-range values are refused earlier, by the model itself when a file is read.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from briefings.article import Passage, PassageKind
from briefings.checks.subject import Problems, Subject
from briefings.checks.words import CONSEQUENCE, MODALITY_WORDS, content, sentences
from briefings.claims import Claim, ClaimKind, Modality

MOST_KEY_JUDGEMENTS = 5
"""PRODUCT.md: three to five key judgements."""


def unique_ids(subject: Subject) -> Problems:
    """Ids, codes and keys appear once each."""
    briefing = subject.briefing
    named: tuple[tuple[str, Iterable[str]], ...] = (
        ("passage", (passage.id for passage in briefing.article.passages)),
        ("claim", (claim.id for claim in briefing.claims)),
        ("country", (country.code for country in briefing.countries)),
        ("bloc", (bloc.key for bloc in briefing.blocs)),
        ("theme", (theme.slug for theme in briefing.themes)),
        ("scenario", (scenario.id for scenario in briefing.scenarios)),
        ("watch item", (item.id for item in briefing.watch)),
        ("answer", (pair.id for pair in briefing.answers)),
        ("limitation", (limitation.code for limitation in briefing.article.limitations)),
        ("relationship", (f"{e.source}-{e.target} {e.kind}" for e in briefing.relationships)),
    )
    for what, ids in named:
        for repeated, times in Counter(ids).items():
            if times > 1:
                yield f"{what} {repeated}", f"appears {times} times; keep one."


def repeated_items(subject: Subject) -> Problems:
    """No list of claims, countries, themes or anchors names the same thing twice."""
    briefing = subject.briefing
    lists: list[tuple[str, str, tuple[object, ...]]] = [
        ("briefing", "key judgements", briefing.key_judgements)
    ]
    for claim in briefing.claims:
        where = f"claim {claim.id}"
        lists += [(where, "actors", claim.actors), (where, "affected countries", claim.affected)]
        lists += [(where, "themes", claim.themes)]
        lists += [(where, "anchors", tuple((anchor.passage, anchor.clause) for anchor in claim.anchors))]
    lists += [(f"bloc {bloc.key}", "claims", bloc.claims) for bloc in briefing.blocs]
    lists += [(f"theme {theme.slug}", "claims", theme.claims) for theme in briefing.themes]
    lists += [(f"answer {pair.id}", "claims", pair.claims) for pair in briefing.answers]
    for where, what, items in lists:
        if len(set(items)) < len(items):
            yield where, f"its {what} name the same thing twice; remove the repetition."


def numbering(subject: Subject) -> Problems:
    """Passage ids agree with their section, paragraph and sentence, and follow each other."""
    last: Passage | None = None
    for passage in subject.briefing.article.passages:
        where = f"passage {passage.id}"
        if passage.id != f"S{passage.section}.{passage.paragraph}.{passage.sentence}":
            yield where, "its id disagrees with its section, paragraph and sentence; correct one of them."
        heading = passage.paragraph == 0 and passage.sentence == 0
        if heading != (passage.kind is PassageKind.HEADING):
            yield where, "headings, and only headings, are numbered .0.0; correct its kind or its number."
        if not _follows(last, passage):
            yield (
                where,
                "it does not follow the passage before it; passages are numbered without gaps, in order.",
            )
        if last and last.section == passage.section and last.section_title != passage.section_title:
            yield where, "its section title differs from the one before it in the same section."
        last = passage


def _follows(last: Passage | None, passage: Passage) -> bool:
    at = (passage.section, passage.paragraph, passage.sentence)
    if last is None:
        return at in {(0, 0, 0), (0, 1, 1), (1, 0, 0), (1, 1, 1)}
    section, paragraph, sentence = last.section, last.paragraph, last.sentence
    return at in {
        (section, paragraph, sentence + 1) if paragraph else (section, 1, 1),
        (section, paragraph + 1, 1),
        (section + 1, 0, 0),
        (section + 1, 1, 1),
    }


def passage_marks(subject: Subject) -> Problems:
    """A sentence has a modality and a type, a heading neither; its clauses are numbered and fit."""
    for passage in subject.briefing.article.passages:
        where = f"passage {passage.id}"
        marked = passage.modality is not None, passage.claim_type is not None
        if passage.kind is PassageKind.HEADING and (any(marked) or passage.clauses):
            yield where, "a heading has no modality, type or clauses; remove them."
        if passage.kind is not PassageKind.HEADING and not all(marked):
            yield where, "a sentence has a modality and a type; add what is missing."
        if [clause.number for clause in passage.clauses] != list(range(1, len(passage.clauses) + 1)):
            yield where, "its clauses are numbered 1, 2, ... in order."
        if passage.clauses and passage.modality not in {clause.modality for clause in passage.clauses}:
            yield where, "its modality is not that of any of its clauses; correct one of them."


def key_judgements(subject: Subject) -> Problems:
    """At most five key judgements."""
    count = len(subject.briefing.key_judgements)
    if count > MOST_KEY_JUDGEMENTS:
        yield "briefing", f"{count} key judgements; keep at most {MOST_KEY_JUDGEMENTS}."


def own_article(subject: Subject) -> Problems:
    """Every claim belongs to this briefing's article."""
    article = subject.briefing.article.id
    for claim in subject.briefing.claims:
        if claim.article != article:
            yield f"claim {claim.id}", f"it belongs to article {claim.article}, not to {article}."


def conditions(subject: Subject) -> Problems:
    """Conditional claims, and only these, have a condition and an outcome, both said in the statement."""
    for claim in subject.briefing.claims:
        where = f"claim {claim.id}"
        parts = {"condition": claim.condition, "outcome": claim.outcome}
        for name, part in parts.items():
            if claim.modality is not Modality.CONDITIONAL:
                if part is not None:
                    yield where, f"it has a {name} but is not conditional; remove it or change the modality."
            elif not part or not part.strip():
                yield where, f"a conditional claim needs its {name}; add it."
            elif not _says(claim.statement, part):
                yield where, f"its statement does not say its {name}; put it back."


def _says(statement: str, part: str) -> bool:
    wanted = content(part)
    return 2 * len(wanted & content(statement)) >= len(wanted)


def modality_words(subject: Subject) -> Problems:
    """Each sentence of a statement holds a word of its modality class; asserted ones need none."""
    for claim in subject.briefing.claims:
        pattern = MODALITY_WORDS.get(claim.modality)
        if pattern is None:
            continue
        for sentence in sentences(claim.statement):
            if not pattern.search(sentence):
                yield f"claim {claim.id}", f'it is {claim.modality} but "{_start(sentence)}" does not say so.'


def open_consequences(subject: Subject) -> Problems:
    """Where the source leaves the consequence of a condition open (could, may, risks), so do we."""
    for claim in subject.briefing.claims:
        if claim.modality is not Modality.CONDITIONAL or CONSEQUENCE.search(claim.statement):
            continue
        passages = [
            subject.passages[anchor.passage] for anchor in claim.anchors if anchor.passage in subject.passages
        ]
        if any(CONSEQUENCE.search(hedge) for passage in passages for hedge in passage.hedges):
            yield f"claim {claim.id}", "the source leaves the consequence open (could, may, risks); say so."


def kinds(subject: Subject) -> Problems:
    """Recommendations, and only these, are recommended; a fact-claim is asserted or reported."""
    for claim in subject.briefing.claims:
        if not _kind_fits(claim):
            yield f"claim {claim.id}", f"a {claim.kind} cannot be {claim.modality}; correct one of them."


def _kind_fits(claim: Claim) -> bool:
    if claim.kind is ClaimKind.RECOMMENDATION or claim.modality is Modality.RECOMMENDED:
        return claim.kind is ClaimKind.RECOMMENDATION and claim.modality is Modality.RECOMMENDED
    if claim.kind is ClaimKind.FACT:
        return claim.modality in {Modality.ASSERTED, Modality.REPORTED}
    return True


def provenance(subject: Subject) -> Problems:
    """A title, a publisher and a date say where they come from; one that is missing says "none"."""
    article = subject.briefing.article
    origins = (
        ("title", article.title, article.title_origin),
        ("publisher", article.publisher, article.publisher_origin),
        ("date", article.published, article.published_origin),
    )
    for name, value, origin in origins:
        if value is None and origin != "none":
            yield "article", f'its {name} is missing but has the origin "{origin}"; say "none".'
        if value is not None and origin == "none":
            yield "article", f"its {name} does not say where it comes from; give its origin."
    if article.published is not None and not _is_date(article.published):
        yield "article", f'"{article.published}" is not a date as 2026-11-22; correct it.'


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _start(text: str, length: int = 40) -> str:
    return text if len(text) <= length else f"{text[:length].rstrip()}..."
