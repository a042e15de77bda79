"""Evidence for claims, and what is missing or awkward in the source."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from briefings.article import Article
from briefings.briefing import Briefing
from briefings.claims import Anchor, Claim, ClaimKind, Modality
from briefings.present import wording
from briefings.present.compose import Composer, guess_remark
from briefings.references import ClaimRef, TopicRef
from briefings.reply import (
    Block,
    Bullets,
    ClaimLine,
    ClaimList,
    Evidence,
    EvidencePart,
    Heading,
    Outcome,
    Paragraph,
    Remark,
    Reply,
    Suggest,
    Text,
)

Wordings = Mapping[str, Mapping[str, str]]
"""Article id to passage id to the source's sentence, where the operator holds the text."""

Numbers = Iterable[tuple[str, int]]
"""Passage ids, `S1.1.3` or qualified, and their citation numbers in the reply that is asked about."""


def evidence(
    composer: Composer, refs: Sequence[ClaimRef], wordings: Wordings, numbers: Numbers = ()
) -> Reply:
    """Per claim: section, paragraph, sentence, level; the wording where it is held.

    Passages keep the numbers they had in the reply that is asked about and are given no others: a
    second numbering would compete with what the reader has just read.
    """
    given = _qualified(numbers, refs)
    blocks: list[Block] = []
    said: str | None = None
    for ref in refs:
        claim = composer.library.claim(ref)
        article = composer.library.briefing(ref.article).article
        if ref.article != said:
            blocks.append(Heading(wording.article_name(article)))
            said = ref.article
        parts = tuple(
            _part(article, claim, anchor, wordings, given.get(f"{ref.article}:{anchor.passage}"))
            for anchor in claim.anchors
        )
        line = replace(composer.line_of_another(claim, given), remark=claim.contested or claim.note)
        blocks.append(Evidence(line, wording.article_name(article), parts))
        if claim.note and claim.contested:
            blocks.append(Remark((Text(f"Editor's note: {claim.note}"),)))
    if not any(wordings.get(ref.article) for ref in refs):
        blocks.append(
            Remark((Text("The source's wording is shown where the operator has attached the article."),))
        )
    return composer.reply(Outcome.ANSWER, "Evidence", blocks)


def gaps(composer: Composer, topic: TopicRef | None, guess: str | None) -> Reply:
    """What is missing or awkward in the source, on a topic or as a whole."""
    blocks: list[Block] = list(guess_remark(guess))
    for briefing in composer.library.briefings:
        if topic is None or composer.library.claims_on(topic, briefing):
            blocks += composer.article_heading(briefing)
            blocks += _gaps(composer, briefing, topic)
    name = composer.topics.name(topic) if topic else ""
    title = f"Gaps: {name}" if name else "What is missing or awkward in the source"
    return composer.reply(Outcome.ANSWER, title, blocks, (Suggest("Briefing", "brief", name),))


def _gaps(composer: Composer, briefing: Briefing, topic: TopicRef | None) -> Sequence[Block]:
    limitations = briefing.article.limitations
    claims = composer.library.claims_on(topic, briefing) if topic else briefing.claims
    passages = {passage for claim in claims for passage in claim.passages}
    bound = [each for each in limitations if passages.intersection(each.passages)]
    general = [each for each in limitations if not each.passages]
    blocks: list[Block] = []
    if topic is not None and bound:
        blocks.append(Heading("On this topic"))
    if bound:
        article = briefing.article.id
        blocks.append(
            Bullets(
                tuple((Text(each.text), composer.cite_with_claims(article, each.passages)) for each in bound)
            )
        )
    told = {passage for each in bound for passage in each.passages}
    noted = [c for c in claims if (c.note or c.contested) and told.isdisjoint(c.passages)]
    if noted:
        blocks.append(Heading("Editor's remarks on what it says"))
        blocks.append(ClaimList(tuple(_noted(composer, claim) for claim in noted)))
    if general:
        blocks.append(Heading("Of the article as a whole"))
        blocks.append(Bullets(tuple((Text(each.text),) for each in general)))
    return blocks or [Paragraph((Text("No gap is recorded for this."),))]


def _qualified(numbers: Numbers, refs: Sequence[ClaimRef]) -> dict[str, int]:
    """The numbers by qualified passage id; an id with two numbers has none."""
    articles = tuple(dict.fromkeys(ref.article for ref in refs))
    found: dict[str, set[int]] = {}
    for passage, number in numbers:
        for name in (passage,) if ":" in passage else (f"{article}:{passage}" for article in articles):
            found.setdefault(name, set()).add(number)
    return {name: each.pop() for name, each in found.items() if len(each) == 1}


def _noted(composer: Composer, claim: Claim) -> ClaimLine:
    """The claim, with what there is to say of it as its remark."""
    return replace(composer.line(claim), remark=claim.contested or claim.note)


def _part(
    article: Article, claim: Claim, anchor: Anchor, wordings: Wordings, number: int | None
) -> EvidencePart:
    passage = article.passage(anchor.passage)
    if passage is None:
        raise KeyError(anchor.passage)
    clause = passage.clause(anchor.clause) if anchor.clause else None
    kind: ClaimKind = (clause.kind if clause else passage.claim_type) or claim.kind
    level: Modality = clause.modality if clause else anchor.modality
    place = wording.passage_place(passage) + (f", clause {anchor.clause}" if anchor.clause else "")
    return EvidencePart(
        passage=f"{article.id}:{passage.id}",
        section=passage.section_title or "",
        place=place,
        level=wording.label(kind, level),
        quote=anchor.quote,
        wording=wordings.get(article.id, {}).get(passage.id),
        number=number,
    )
