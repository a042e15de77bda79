"""Check 2 and the ceiling of check 3: claims rest on passages that exist and say no more than these.

Owns anchors, hashes and modality. The wording of statements is checked elsewhere.
"""

from briefings.article import Passage, PassageKind, normalise, text_sha256
from briefings.checks.subject import Problems, Subject
from briefings.checks.words import MODALITY_WORDS, content, words
from briefings.claims import CEILING, Claim, ClaimKind, Modality

LONGEST_QUOTE = 8
"""Words. BRIEFING-MODEL.md, check 4: a longer run is a copy."""

_OPEN = (Modality.POSSIBLE, Modality.LIKELY)


def anchors(subject: Subject) -> Problems:
    """Anchors name passages that exist and are not headings; only a meta claim rests on a disclaimer."""
    for claim in subject.briefing.claims:
        where = f"claim {claim.id}"
        for anchor in claim.anchors:
            passage = subject.passages.get(anchor.passage)
            if passage is None:
                yield where, f"it rests on {anchor.passage}, which is not in the article."
            elif passage.kind is PassageKind.HEADING:
                yield where, f"it rests on {anchor.passage}, a heading; anchor it to a sentence."
            elif passage.kind is PassageKind.DISCLAIMER and claim.kind is not ClaimKind.META:
                yield where, f"it rests on the disclaimer {anchor.passage}; only a claim of kind meta may."


def anchor_hashes(subject: Subject) -> Problems:
    """An anchor's hash is that of its passage."""
    for claim in subject.briefing.claims:
        for anchor in claim.anchors:
            passage = subject.passages.get(anchor.passage)
            if passage is not None and passage.sha256 != anchor.sha256:
                yield (
                    f"claim {claim.id}",
                    f"its anchor's hash is not that of {anchor.passage}; read both again.",
                )


def clauses(subject: Subject) -> Problems:
    """An anchor to a sentence that mixes levels names a clause of it."""
    for claim in subject.briefing.claims:
        where = f"claim {claim.id}"
        for anchor in claim.anchors:
            passage = subject.passages.get(anchor.passage)
            if passage is None:
                continue
            if anchor.clause is None and passage.mixed:
                yield where, f"{anchor.passage} mixes levels; say which clause of it the claim rests on."
            if anchor.clause is not None and passage.clause(anchor.clause) is None:
                yield where, f"{anchor.passage} has no clause {anchor.clause}."


def anchor_modality(subject: Subject) -> Problems:
    """An anchor's modality is that of its clause, or else of its sentence."""
    for claim in subject.briefing.claims:
        for anchor in claim.anchors:
            source = subject.source_modality(anchor)
            if source is not None and anchor.modality is not source:
                where = f"claim {claim.id}"
                yield (
                    where,
                    f"its anchor calls {anchor.passage} {anchor.modality}; it is {source}. Correct one.",
                )


def ceiling(subject: Subject) -> Problems:
    """A claim is no stronger than any clause it rests on."""
    for claim in subject.briefing.claims:
        for anchor in claim.anchors:
            source = subject.source_modality(anchor)
            if source is not None and claim.modality not in CEILING[source]:
                allowed = " or ".join(sorted(CEILING[source]))
                where = f"claim {claim.id}"
                yield where, f"it is {claim.modality}, {anchor.passage} is {source}: it may be {allowed}."


def hedges(subject: Subject) -> Problems:
    """A sentence's modality agrees with the hedges noted for it."""
    for passage in subject.briefing.article.passages:
        noted = " ; ".join(passage.hedges)
        levels = _levels(passage)
        for level in _OPEN:
            if levels == {Modality.ASSERTED} and MODALITY_WORDS[level].search(noted):
                yield (
                    f"passage {passage.id}",
                    f"it is asserted, but its hedges are of the level {level}; correct one.",
                )
            if level in levels and not MODALITY_WORDS[level].search(noted):
                yield f"passage {passage.id}", f"it is {level}, but no hedge of that level is noted; add it."


def _levels(passage: Passage) -> set[Modality | None]:
    return {clause.modality for clause in passage.clauses} or {passage.modality}


def kept_hedges(subject: Subject) -> Problems:
    """Each hedge noted for the anchored sentence (or in the cue of the anchored clause) is kept."""
    for claim in subject.briefing.claims:
        for anchor in claim.anchors:
            passage = subject.passages.get(anchor.passage)
            for hedge in _hedges_of(passage, anchor.clause) if passage else ():
                if not _keeps(claim, hedge):
                    yield (
                        f"claim {claim.id}",
                        f'its source hedges with "{hedge}"; keep that, or a word like it.',
                    )


def _hedges_of(passage: Passage, clause: int | None) -> tuple[str, ...]:
    if not passage.clauses:
        return passage.hedges
    cued = passage.clause(clause) if clause is not None else None
    return tuple(hedge for hedge in passage.hedges if cued and hedge in cued.cue)


def _keeps(claim: Claim, hedge: str) -> bool:
    """Levels of modality are other checks' business; any other hedge shares a word with the statement."""
    if any(level.search(hedge) for level in MODALITY_WORDS.values()):
        return True
    wanted = content(hedge)
    return not wanted or bool(wanted & content(claim.statement))


def quotes(subject: Subject) -> Problems:
    """Quotes and clause cues are a few words."""
    for where, quote in _quoted(subject):
        if len(words(quote)) > LONGEST_QUOTE:
            yield where, f"it quotes more than {LONGEST_QUOTE} words; shorten the quotation."


def _quoted(subject: Subject) -> Problems:
    for claim in subject.briefing.claims:
        yield from ((f"claim {claim.id}", anchor.quote) for anchor in claim.anchors if anchor.quote)
    for passage in subject.briefing.article.passages:
        yield from ((f"passage {passage.id}", clause.cue) for clause in passage.clauses)


def source_text(subject: Subject) -> Problems:
    """The text handed over is the article that was briefed."""
    if not subject.wordings and subject.mismatch:
        yield "article", subject.mismatch


def passage_hashes(subject: Subject) -> Problems:
    """A passage kept with its text hashes to what it says, and so does the whole article."""
    passages = subject.briefing.article.passages
    for passage in passages:
        if passage.text is None:
            continue
        if text_sha256(passage.text) != passage.sha256 or len(normalise(passage.text)) != passage.length:
            yield f"passage {passage.id}", "its text is not the one that was hashed; restore it."


def article_hash(subject: Subject) -> Problems:
    """The passages make up the whole article that was hashed, nothing more or less."""
    whole = " ".join(subject.wordings.values())
    if text_sha256(whole) != subject.briefing.article.sha256:
        yield "article", "its hash is not that of its passages together; recompute it from the source."


def exact_quotes(subject: Subject) -> Problems:
    """Quotes are exact substrings of the passage they come from."""
    for claim in subject.briefing.claims:
        for anchor in claim.anchors:
            wording = subject.wordings.get(anchor.passage)
            if anchor.quote and wording is not None and normalise(anchor.quote) not in wording:
                yield f"claim {claim.id}", f'"{anchor.quote}" is not in {anchor.passage}; quote it exactly.'


def exact_marks(subject: Subject) -> Problems:
    """Hedges, clause cues, names and headings noted for a passage stand in it word for word."""
    for passage in subject.briefing.article.passages:
        wording = subject.wordings[passage.id]
        noted = [*passage.hedges, *(clause.cue for clause in passage.clauses)]
        noted += [mention.surface for mention in passage.mentions if mention.how != "anaphora"]
        for mark in noted:
            if normalise(mark).lower() not in wording.lower():
                yield f"passage {passage.id}", f'"{mark}" is noted for it but is not in it; correct the note.'
        if passage.kind is PassageKind.HEADING and normalise(passage.section_title or "") != wording:
            yield f"passage {passage.id}", "its section title is not its wording; correct the title."


def hedges_in_text(subject: Subject) -> Problems:
    """A sentence's modality agrees with its wording."""
    for passage in subject.briefing.article.passages:
        wording = subject.wordings[passage.id]
        levels = _levels(passage)
        for level in _OPEN:
            worded = MODALITY_WORDS[level].search(wording)
            if levels == {Modality.ASSERTED} and worded and worded[0] != "May":
                yield (
                    f"passage {passage.id}",
                    f'it is called asserted but says "{worded[0]}"; correct its modality.',
                )
            if level in levels and not worded:
                yield (
                    f"passage {passage.id}",
                    f"it is called {level} but says nothing of the kind; correct it.",
                )
