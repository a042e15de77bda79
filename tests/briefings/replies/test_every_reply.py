"""What holds for every reply, whatever was asked, in a library of one article and of several."""

import re

from bot.adapters.console.offers import offers
from bot.grammar import parse
from bot.handlers import Handlers
from briefings.library.index import Library
from briefings.library.load import load_folder, load_shipped
from briefings.present import about, wording
from briefings.reply import (
    Choose,
    Evidence,
    Outcome,
    Reply,
    ShowEvidence,
    Suggest,
    cites,
    claim_lines,
    content,
)
from briefings.service import BriefingService
from tests.briefings.replies.corpus import CANAL, all_refs, claim_of, serve
from tests.fakes.clock import SetClock
from tests.fakes.source_texts import SourceTextsInMemory

_WHO = "The articles? do(?:es)? not"
_NAMES = r"(?:U\.S\.|[\w,’' –-]){2,160}"
FIXED = tuple(
    map(
        re.compile,
        (
            r"“.{1,61}” is not (?:a country, group of countries or theme|a theme) we know\.",
            rf"{_WHO} (?:mention|cover) {_NAMES}\.",
            rf"{_WHO} say that\. (?:This is who it says it of:|What is said(?: instead)?:)",
            rf"{_WHO} say that\.",
            rf"{_WHO} say that; it is the other way round\. What is said:",
            rf"{_WHO} say that this has happened or is certain\. What is said:",
            rf"{_WHO} give a figure for that\.",
            rf"{_WHO} name who that is\.",
            rf"{_WHO} give that detail\.",
            rf"{_WHO} cover that; we only answer from the briefed articles\.",
            rf"The (?:briefing|library) holds no (?:scenario|indicator) for {_NAMES}\.",
            r"No gap is recorded for this\.",
            r"(?:The|This) article is silent on this\.",
            r"Nothing beyond the above\.",
            r"There is no (?:question|text) there\.",
            r"That is longer than [\d,]+ characters\.",
            r"There are no words in that\.",
            r"There is no reply yet to show the evidence of\.",
            r"“.{1,60}” is not a claim of the library\.",
            r"Several articles have a claim of that name\.",
            re.escape(about.WHAT_IT_IS),
            r"Ask about a country, a group of countries or a theme, in your own words\.",
            r"Numbers in brackets are citations; evidence shows the sentences behind them\.",
        ),
    )
)
"""Every sentence of ours that may stand among the statements; blanks hold names alone."""


def test_every_reply_carries_basis_and_disclaimer(replies: tuple[Reply, ...], library: Library) -> None:
    """Basis line and disclaimer ride on every reply, those of each article it cites above all."""
    for reply in replies:
        assert reply.basis
        assert reply.disclaimer
        for name in {each.passage.partition(":")[0] for each in reply.sources}:
            article = library.briefing(name).article
            assert wording.basis(article) in reply.basis
            assert any(line.endswith(str(article.disclaimer)) for line in reply.disclaimer)


def test_an_article_without_disclaimer_is_given_none() -> None:
    """Where the source disclaims nothing, no reply puts words into its mouth; the basis line stays."""
    (shipped,) = load_shipped()
    bare = shipped.model_copy(update={"article": shipped.article.model_copy(update={"disclaimer": None})})
    service = serve(Library([bare]))
    for reply in (service.brief("India"), service.ask("Who won?"), service.about_sources({})):
        assert reply.basis
        assert reply.disclaimer == ()
    mixed = serve(Library([bare, load_folder(CANAL)])).brief("China")
    assert len(mixed.basis) == 2
    assert len(mixed.disclaimer) == 1


def test_statements_are_said_to_the_letter(replies: tuple[Reply, ...], library: Library) -> None:
    """What a reader sees of a claim is its reviewed statement, its own label and its remark."""
    for reply in replies:
        for line in claim_lines(reply.blocks):
            claim = claim_of(library, line.claim)
            assert line.statement == claim.statement
            assert line.label == wording.claim_label(claim)
            assert line.remark in (claim.contested, claim.contested or claim.note)


def test_every_mark_has_its_source_and_every_source_its_mark(
    replies: tuple[Reply, ...], library: Library
) -> None:
    """Citation numbers run from one without holes, and point at the claim's own passages."""
    for reply in replies:
        lines = tuple(claim_lines(reply.blocks))
        if any(isinstance(block, Evidence) for block in reply.blocks):  # it keeps another reply's numbers
            assert reply.sources == ()
            continue
        marks = {number for line in lines for number in line.cites}
        marks.update(number for cite in cites(reply.blocks) for number in cite.numbers)
        assert [source.number for source in reply.sources] == list(range(1, len(marks) + 1))
        assert marks == {source.number for source in reply.sources}
        for line in lines:
            claim = claim_of(library, line.claim)
            cited = [reply.sources[number - 1].passage for number in line.cites]
            assert cited == [f"{claim.article}:{passage}" for passage in claim.passages]
            assert cited


def test_content_is_claims_or_fixed_words(replies: tuple[Reply, ...], library: Library) -> None:
    """Taking the claims' statements out of the content leaves fixed sentences of the interface only."""
    statements = sorted((claim_of(library, ref.qualified).statement for ref in all_refs(library)), key=len)
    unknown: set[str] = set()
    for reply in replies:
        rest = content(reply)
        for statement in reversed(statements):
            rest = rest.replace(statement, "")
        for fixed in FIXED:
            rest = fixed.sub("", rest)
        unknown.add(rest.strip())
    assert unknown <= {""}


def test_an_answer_says_something_and_an_error_says_what_to_do(replies: tuple[Reply, ...]) -> None:
    """No reply is empty; only answers lack a reason."""
    for reply in replies:
        assert reply.blocks
        assert (reply.reason is None) == (reply.outcome is Outcome.ANSWER)


async def test_every_step_offered_can_be_taken(replies: tuple[Reply, ...], service: BriefingService) -> None:
    """Whatever a reply offers, typed as the console would type it, is a command that gets a reply."""
    handlers = Handlers(service, SourceTextsInMemory(SetClock()))
    lines = {offer.line for reply in replies for offer in offers(reply)}
    kinds = {type(step) for reply in replies for step in reply.follow_ups}
    assert kinds == {ShowEvidence, Suggest, Choose}
    for line in sorted(lines):
        reply = await handlers.handle(parse(line, service.topics))
        assert reply.outcome is not Outcome.CLEAR_ERROR, line
    assert all(len(step.choices) <= 25 for r in replies for step in r.follow_ups if isinstance(step, Choose))
