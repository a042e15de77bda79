"""Briefings, gaps and pictures: nothing left out, nothing said without its citation."""

from briefings.library.index import Library
from briefings.references import ClaimRef
from briefings.reply import (
    Outcome,
    Picture,
    ShowEvidence,
)
from briefings.service import BriefingService
from tests.briefings.replies.corpus import bullets_of


def test_no_claim_is_said_twice_in_a_briefing(service: BriefingService, library: Library) -> None:
    """A country's briefing repeats a claim only inside a scenario that it is the consequence of."""
    for code in library.countries:
        reply = service.brief(service.gazetteer.name(code))
        outside = [line.claim for b in reply.blocks if b.kind == "claim-list" for line in b.lines]
        assert len(outside) == len(set(outside))


def test_a_briefing_leaves_nothing_out(service: BriefingService, library: Library) -> None:
    """Every claim on a topic is said in its briefing, whichever article makes it."""
    for topic in library.topics:
        wanted = {
            ClaimRef(briefing.article.id, claim.id).qualified
            for briefing in library.briefings
            for claim in library.claims_on(topic, briefing)
        }
        assert wanted <= set(service.brief(service.topics.name(topic)).claims)


def test_the_picture_tells_what_it_draws(service: BriefingService) -> None:
    """The text equivalent names every party and every relationship of the picture."""
    reply = service.map(None)
    picture = next(block for block in reply.blocks if isinstance(block, Picture))
    for node in picture.nodes:
        assert node.label.casefold() in picture.alt.casefold()
    assert all(edge.label in picture.alt for edge in picture.edges)
    keys = {node.key for node in picture.nodes}
    assert all({edge.source, edge.target} <= keys for edge in picture.edges)


def test_each_line_of_a_picture_cites_its_claims(service: BriefingService, library: Library) -> None:
    """A relationship is told with the citations of the claims it rests on, and evidence shows those."""
    for name in (None, *map(service.topics.name, library.topics)):
        reply = service.map(name)
        if reply.outcome is not Outcome.ANSWER:
            continue
        told = [cite for _, found in bullets_of(reply.blocks) for cite in found]
        (picture,) = (block for block in reply.blocks if isinstance(block, Picture))
        assert [cite.claims for cite in told] == [edge.claims for edge in picture.edges]
        assert all(cite.numbers for cite in told)
        assert set(reply.claims) == {claim for cite in told for claim in cite.claims}
        (offered,) = (step for step in reply.follow_ups if isinstance(step, ShowEvidence))
        assert set(offered.claims) == set(reply.claims)


def test_what_is_awkward_in_a_sentence_cites_it(service: BriefingService, library: Library) -> None:
    """A limitation that rests on passages cites them all; one of the whole article cites none."""
    reply = service.gaps(None)
    told = dict(bullets_of(reply.blocks))
    for briefing in library.briefings:
        for limitation in briefing.article.limitations:
            (said,) = (each for each in told if each.startswith(limitation.text))
            cited = [reply.sources[n - 1].passage for cite in told[said] for n in cite.numbers]
            assert cited == [f"{briefing.article.id}:{passage}" for passage in limitation.passages]


def test_an_indicator_in_a_briefing_cites_its_claims(service: BriefingService, library: Library) -> None:
    """What to watch is told with the claims behind it, also where it is one line of a briefing."""
    found = 0
    for code in library.countries:
        reply = service.brief(service.gazetteer.name(code))
        for briefing in library.briefings:
            for item in briefing.watch:
                wanted = tuple(ClaimRef(briefing.article.id, claim).qualified for claim in item.claims)
                for said, cited in bullets_of(reply.blocks):
                    if said.startswith(item.indicator):
                        assert [cite.claims for cite in cited] == [wanted]
                        found += 1
    assert found
