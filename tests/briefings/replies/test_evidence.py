"""Evidence: the numbers a reader has just read, each thing said once."""

import pytest

from briefings.library.index import Library
from briefings.library.load import load_folder, load_shipped
from briefings.present import wording
from briefings.references import ClaimRef
from briefings.reply import Bullets, Evidence, Heading, Remark, Reply, ShowEvidence, words
from briefings.service import BriefingService
from tests.briefings.replies.corpus import CANAL, all_refs, serve


def test_evidence_leaves_nothing_out(service: BriefingService, library: Library) -> None:
    """However many claims are named, the evidence of each is shown."""
    reply = service.evidence(all_refs(library), {})
    shown = [block.line.claim for block in reply.blocks if isinstance(block, Evidence)]
    assert shown == [ref.qualified for ref in all_refs(library)]


def test_evidence_shows_place_level_and_wording(service: BriefingService, library: Library) -> None:
    """Evidence names section, paragraph and sentence, and shows the wording that is handed in."""
    briefing = library.briefings[0]
    claim = briefing.claims[0]
    passage = claim.passages[0]
    wordings = {briefing.article.id: {passage: "What the operator holds."}}
    reply = service.evidence((ClaimRef(briefing.article.id, claim.id),), wordings)
    shown = [block for block in reply.blocks if isinstance(block, Evidence)]
    assert shown[0].parts[0].wording == "What the operator holds."
    assert "paragraph" in shown[0].parts[0].place
    assert shown[0].parts[0].level


def test_a_claim_of_several_articles_is_asked_back() -> None:
    """In a library of several articles a bare id that two of them use names both; each of those is one."""
    service = serve(Library([*load_shipped(), load_folder(CANAL)]))
    reply = service.find_claims(["C01"])
    assert isinstance(reply, Reply)
    assert reply.reason == "ambiguous-claim"
    for name in ("canal-tolls:C01", "north-korea-russia:C01"):
        assert any(name in words(block.inlines) for block in reply.blocks if isinstance(block, Remark))
        assert len(service.find_claims([name])) == 1  # type: ignore[arg-type]  # no reply


def test_evidence_keeps_the_numbers_of_the_reply_it_is_asked_about(
    replies: tuple[Reply, ...], service: BriefingService
) -> None:
    """What was [2] in a reply is [2] in the evidence of any part of it, and is the same passage."""
    for reply in replies:
        given = {source.passage: source.number for source in reply.sources}
        for claims in (reply.claims, reply.claims[2:5]):
            found = service.find_claims(claims)
            if not claims or isinstance(found, Reply) or not given:
                continue
            shown = service.evidence(found, {}, tuple(given.items()))
            for block in (each for each in shown.blocks if isinstance(each, Evidence)):
                assert [part.number for part in block.parts] == [given[part.passage] for part in block.parts]
                assert set(block.line.cites) == {part.number for part in block.parts}


def test_evidence_makes_up_no_numbers(service: BriefingService, library: Library) -> None:
    """A passage whose number is not known, or has two, goes without; there is no second list of sources."""
    refs = all_refs(library)[:6]
    first, *_ = library.claim(refs[0]).passages
    for numbers in ((), ((first, 4), (first, 7))):
        reply = service.evidence(refs, {}, numbers)
        blocks = [block for block in reply.blocks if isinstance(block, Evidence)]
        assert not any(block.line.cites for block in blocks)
        assert {part.number for block in blocks for part in block.parts} == {None}
        assert reply.sources == ()


def test_the_article_is_named_once_and_nothing_is_in_section_nought(
    service: BriefingService, library: Library
) -> None:
    """Above the evidence of an article's claims its name stands once; before the sections is its lead."""
    reply = service.evidence(all_refs(library), {})
    headings = [block.text for block in reply.blocks if isinstance(block, Heading)]
    assert headings == [wording.article_name(briefing.article) for briefing in library.briefings]
    places = [part.place for block in reply.blocks if isinstance(block, Evidence) for part in block.parts]
    assert not [place for place in places if "section 0" in place]
    assert any(place.startswith("lead, paragraph") for place in places)


def test_a_level_is_said_once(service: BriefingService, library: Library) -> None:
    """Beside an anchor stands its level just where it is not the claim's own."""
    reply = service.evidence(all_refs(library), {})
    for block in (each for each in reply.blocks if isinstance(each, Evidence)):
        for part in block.parts:
            text = wording.part_text(part, block.line.label)
            assert (f"); {part.level}" in text) == (part.level != block.line.label)
            assert text.count(part.place) == 1


def test_what_is_cited_can_be_looked_up(replies: tuple[Reply, ...], library: Library) -> None:
    """In gaps and where an article's date or author is asked for, each passage cited has a claim on offer."""
    for reply in replies:
        if not reply.title.startswith(("Gaps", "What is missing", "Not in the article")):
            continue
        offered = [library.claim(*library.find_claims(claim)) for claim in reply.claims]
        held = {f"{claim.article}:{passage}" for claim in offered for passage in claim.passages}
        assert {source.passage for source in reply.sources} <= held
        steps = [each for each in reply.follow_ups if isinstance(each, ShowEvidence)]
        assert bool(steps) == bool(reply.sources)


@pytest.mark.parametrize(
    ("question", "code"), [("When was it written?", "undated"), ("Who wrote this?", "unsigned")]
)
def test_what_is_recorded_of_a_lack_is_said(
    service: BriefingService, library: Library, question: str, code: str
) -> None:
    """Asked for its date or author, an article's recorded gap is told, and no other one."""
    said = {words(item) for b in service.ask(question).blocks if isinstance(b, Bullets) for item in b.items}
    recorded = {each.text: each.code for b in library.briefings for each in b.article.limitations}
    told = {recorded[text] for text in recorded for line in said if line.startswith(text)}
    assert told == {code}
