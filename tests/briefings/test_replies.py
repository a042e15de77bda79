"""What holds for every reply, whatever was asked, in a library of one article and of several."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.console.offers import offers
from bot.grammar import parse
from bot.handlers import Handlers
from briefings.briefing import Briefing
from briefings.claims import Claim
from briefings.library.index import Library
from briefings.library.load import load_folder, load_shipped
from briefings.places import Gazetteer
from briefings.present import wording
from briefings.present.about import Program
from briefings.references import ClaimRef, TopicRef
from briefings.reply import (
    Block,
    Bullets,
    Choose,
    Cite,
    Comparison,
    Evidence,
    Heading,
    Outcome,
    Picture,
    Remark,
    Reply,
    ShowEvidence,
    Suggest,
    cites,
    claim_lines,
    content,
    words,
)
from briefings.service import BriefingService
from briefings.themes import ThemeVocabulary
from tests.fakes.clock import SetClock
from tests.fakes.source_texts import SourceTextsInMemory

CANAL = Path(__file__).parents[1] / "corpus" / "library" / "canal-tolls"
ODD_NAMES = ("", "Pakistan", "NATO", "Korea", "norht korea", "sanctions", "florgle", "the West", "us")
ODD_THEMES = ("Pakistan", "North Korea", "sanctions", "florgle", "nuclaer proliferation")
QUESTIONS = (
    "Why would Japan rearm?",
    "What might Seoul do?",
    "What might norht korea do?",
    "How many soldiers died?",
    "Who is the president of Pakistan?",
    "Why did Japan send soldiers?",
    "What may higher canal tolls do?",
    "",
    "?!",
    "tell me a joke",
    "x" * 5000,
)
TEXTS = (
    "Tokyo and Seoul talked about missiles; Islamabad and the Koreas listened.",
    "The sanctions were extended for another year.",
    "Nothing of note.",
    "",
    "x" * 20_001,
)
VERBS = ("brief", "scenarios", "watch", "gaps", "map")

_WHO = "The articles? do(?:es)? not"
_NAMES = r"(?:U\.S\.|[\w,’' –-]){2,160}"
FIXED = tuple(
    map(
        re.compile,
        (
            r"Which one do you mean\?",
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
            r"Ask about a country, a group of countries or a theme, in your own words\.",
            r"Numbers in brackets are citations; evidence shows the sentences behind them\.",
        ),
    )
)
"""Every sentence of ours that may stand among the statements; blanks hold names alone."""


def _serve(library: Library) -> BriefingService:
    return BriefingService(library, Gazetteer.shipped(), ThemeVocabulary.shipped(), Program("0"))


@pytest.fixture(scope="module", params=["one article", "two articles"])
def library(request: pytest.FixtureRequest) -> Library:
    """The shipped library, alone and with another article."""
    further = [load_folder(CANAL)] if request.param == "two articles" else []
    return Library([*load_shipped(), *further])


@pytest.fixture(scope="module")
def service(library: Library) -> BriefingService:
    """The facade on that library."""
    return _serve(library)


def _ask(service: BriefingService, verb: str, topic: str) -> Reply:
    match verb:
        case "brief":
            return service.brief(topic)
        case "scenarios":
            return service.scenarios(topic)
        case "watch":
            return service.watch(topic)
        case "gaps":
            return service.gaps(topic)
        case "map":
            return service.map(topic)
        case _:
            raise AssertionError(verb)


def _comparisons(service: BriefingService, names: list[str]) -> Iterator[Reply]:
    for first, second in zip(names, [*names[1:], names[0]], strict=True):
        yield service.compare(first, second, None)
        yield service.compare(first, second, "trade and supply chains")
    for odd in filter(None, ODD_NAMES):
        yield service.compare(odd, "India", None)
        yield service.compare("India", odd, "trade")
    for odd in ODD_THEMES:
        yield service.compare("India", "China", odd)


def _replies(service: BriefingService, library: Library) -> Iterator[Reply]:
    names = [service.topics.name(topic) for topic in library.topics]
    for name in (*names, *ODD_NAMES):
        yield from (_ask(service, verb, name) for verb in VERBS)
    yield from _comparisons(service, names)
    yield from map(service.ask, QUESTIONS)
    yield from map(service.text, TEXTS)
    yield from (service.about_help(), service.about_sources({}), service.about_status({}))
    yield service.about_privacy()
    yield service.evidence(_refs(library), {})
    yield service.evidence((), {})
    for name in ("C01", "C999"):
        found = service.find_claims([name])
        yield found if isinstance(found, Reply) else service.evidence(found, {})


def _refs(library: Library) -> list[ClaimRef]:
    return [ClaimRef(b.article.id, claim.id) for b in library.briefings for claim in b.claims]


@pytest.fixture(scope="module")
def replies(service: BriefingService, library: Library) -> tuple[Reply, ...]:
    """Every kind of reply, over all topics."""
    return tuple(_replies(service, library))


def _claim(library: Library, name: str) -> Claim:
    (ref,) = library.find_claims(name)
    return library.claim(ref)


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
    service = _serve(Library([bare]))
    for reply in (service.brief("India"), service.ask("Who won?"), service.about_sources({})):
        assert reply.basis
        assert reply.disclaimer == ()
    mixed = _serve(Library([bare, load_folder(CANAL)])).brief("China")
    assert len(mixed.basis) == 2
    assert len(mixed.disclaimer) == 1


def test_statements_are_said_to_the_letter(replies: tuple[Reply, ...], library: Library) -> None:
    """What a reader sees of a claim is its reviewed statement, its own label and its remark."""
    for reply in replies:
        for line in claim_lines(reply.blocks):
            claim = _claim(library, line.claim)
            assert line.statement == claim.statement
            assert line.label == wording.claim_label(claim)
            assert line.remark == claim.contested


def test_every_mark_has_its_source_and_every_source_its_mark(
    replies: tuple[Reply, ...], library: Library
) -> None:
    """Citation numbers run from one without holes, and point at the claim's own passages."""
    for reply in replies:
        lines = tuple(claim_lines(reply.blocks))
        marks = {number for line in lines for number in line.cites}
        marks.update(number for cite in cites(reply.blocks) for number in cite.numbers)
        assert [source.number for source in reply.sources] == list(range(1, len(marks) + 1))
        assert marks == {source.number for source in reply.sources}
        for line in lines:
            claim = _claim(library, line.claim)
            cited = [reply.sources[number - 1].passage for number in line.cites]
            assert cited == [f"{claim.article}:{passage}" for passage in claim.passages]
            assert cited


def test_content_is_claims_or_fixed_words(replies: tuple[Reply, ...], library: Library) -> None:
    """Taking the claims' statements out of the content leaves fixed sentences of the interface only."""
    statements = sorted((_claim(library, ref.qualified).statement for ref in _refs(library)), key=len)
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


def test_evidence_leaves_nothing_out(service: BriefingService, library: Library) -> None:
    """However many claims are named, the evidence of each is shown."""
    reply = service.evidence(_refs(library), {})
    shown = [block.line.claim for block in reply.blocks if isinstance(block, Evidence)]
    assert shown == [ref.qualified for ref in _refs(library)]


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


def test_the_picture_tells_what_it_draws(service: BriefingService) -> None:
    """The text equivalent names every party and every relationship of the picture."""
    reply = service.map(None)
    picture = next(block for block in reply.blocks if isinstance(block, Picture))
    for node in picture.nodes:
        assert node.label.casefold() in picture.alt.casefold()
    assert all(edge.label in picture.alt for edge in picture.edges)
    keys = {node.key for node in picture.nodes}
    assert all({edge.source, edge.target} <= keys for edge in picture.edges)


def _items(blocks: tuple[Block, ...]) -> Iterator[tuple[str, tuple[Cite, ...]]]:
    """Each bullet's words, and its citations."""
    for block in blocks:
        if isinstance(block, Bullets):
            for item in block.items:
                yield words(item), tuple(each for each in item if isinstance(each, Cite))


def test_each_line_of_a_picture_cites_its_claims(service: BriefingService, library: Library) -> None:
    """A relationship is told with the citations of the claims it rests on, and evidence shows those."""
    for name in (None, *map(service.topics.name, library.topics)):
        reply = service.map(name)
        if reply.outcome is not Outcome.ANSWER:
            continue
        told = [cite for _, found in _items(reply.blocks) for cite in found]
        (picture,) = (block for block in reply.blocks if isinstance(block, Picture))
        assert [cite.claims for cite in told] == [edge.claims for edge in picture.edges]
        assert all(cite.numbers for cite in told)
        assert set(reply.claims) == {claim for cite in told for claim in cite.claims}
        (offered,) = (step for step in reply.follow_ups if isinstance(step, ShowEvidence))
        assert set(offered.claims) == set(reply.claims)


def test_what_is_awkward_in_a_sentence_cites_it(service: BriefingService, library: Library) -> None:
    """A limitation that rests on passages cites them all; one of the whole article cites none."""
    reply = service.gaps(None)
    told = dict(_items(reply.blocks))
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
                for said, cited in _items(reply.blocks):
                    if said.startswith(item.indicator):
                        assert [cite.claims for cite in cited] == [wanted]
                        found += 1
    assert found


@pytest.mark.parametrize("verb", VERBS)
async def test_an_unclear_name_asks(service: BriefingService, verb: str) -> None:
    """The name Korea is asked back with both readings, and each reading offered answers when it is taken."""
    handlers = Handlers(service, SourceTextsInMemory(SetClock()))
    reply = _ask(service, verb, "Korea")
    assert reply.reason == "ambiguous"
    names = [step.argument for step in reply.follow_ups if isinstance(step, Suggest)]
    assert set(names) == {"North Korea", "South Korea"}
    for offer, name in zip(offers(reply), names, strict=True):
        taken = await handlers.handle(parse(offer.line, service.topics))
        assert taken == _ask(service, verb, name)
        assert taken.outcome is Outcome.ANSWER


async def test_an_unclear_side_of_a_comparison_asks(service: BriefingService) -> None:
    """Taking a reading puts it in the place of the unclear name, the rest of the comparison kept."""
    handlers = Handlers(service, SourceTextsInMemory(SetClock()))
    for a, b in (("Korea", "India"), ("India", "Korea")):
        reply = service.compare(a, b, "trade")
        assert reply.reason == "ambiguous"
        taken = await handlers.handle(parse(offers(reply)[0].line, service.topics))
        reading = taken.title.replace("India", "").replace(" and ", " ").split(" on ")[0].strip()
        assert reading in ("North Korea", "South Korea")
        assert taken.outcome is Outcome.ANSWER
        assert taken.title.endswith(" on Trade and supply chains")


def _guesses(reply: Reply) -> str:
    return " ".join(words(b.inlines) for b in reply.blocks if isinstance(b, Remark) and b.tone == "guess")


@pytest.mark.parametrize(
    ("typed", "meant"), [("norht korea", "North Korea"), ("Venezeula", "Venezuela"), ("Inida", "India")]
)
def test_a_misspelt_name_is_read_and_said(service: BriefingService, typed: str, meant: str) -> None:
    """A recognised misspelling is answered as what it was read as, and that is said, whatever was asked."""
    other = "Iran"
    asked = {verb: _ask(service, verb, typed) for verb in VERBS}
    asked["first"] = service.compare(typed, other, None)
    asked["second"] = service.compare(other, typed, "trade")
    asked["question"] = service.ask(f"What might {typed.title()} do?")
    assert {name for name, reply in asked.items() if meant not in _guesses(reply)} == set()
    assert {name for name, reply in asked.items() if reply.outcome is Outcome.CLEAR_ERROR} == set()


def test_a_misspelt_theme_of_a_comparison_is_said(service: BriefingService) -> None:
    """The theme after “on” is read like any name."""
    reply = service.compare("India", "China", "nuclaer proliferation")
    assert reply.outcome is Outcome.ANSWER
    assert "nuclear" in _guesses(reply).casefold()


def test_a_text_on_an_uncovered_theme_says_so(service: BriefingService) -> None:
    """A text that only speaks of a theme the library lacks is told which one."""
    reply = service.text("The sanctions were extended for another year.")
    assert reply.outcome is Outcome.ABSTAIN
    said = " ".join(words(block.inlines) for block in reply.blocks if isinstance(block, Remark))
    assert "anctions" in said
    assert "no country or theme we know" not in said


def test_a_claim_of_several_articles_is_asked_back() -> None:
    """In a library of several articles a bare id that two of them use names both; each of those is one."""
    service = _serve(Library([*load_shipped(), load_folder(CANAL)]))
    reply = service.find_claims(["C01"])
    assert isinstance(reply, Reply)
    assert reply.reason == "ambiguous-claim"
    for name in ("canal-tolls:C01", "north-korea-russia:C01"):
        assert any(name in words(block.inlines) for block in reply.blocks if isinstance(block, Remark))
        assert len(service.find_claims([name])) == 1  # type: ignore[arg-type]  # no reply


def _told_by_article(reply: Reply, library: Library) -> Iterator[tuple[Briefing, Comparison]]:
    """The comparisons of a reply with the article each is about."""
    named = {wording.article_name(briefing.article): briefing for briefing in library.briefings}
    briefing = library.briefings[0]
    for block in reply.blocks:
        if isinstance(block, Heading):
            briefing = named.get(block.text, briefing)
        if isinstance(block, Comparison):
            yield briefing, block


def test_silence_is_said_where_there_is_nothing_and_only_there(
    service: BriefingService, library: Library
) -> None:
    """A side is called silent just where its article has no claim on it under that aspect."""
    named = {wording.upper_first(service.topics.name(topic)): topic for topic in library.topics}
    silences = 0
    for first, second in _pairs(library):
        for theme in (None, *library.themes[:4]):
            label = service.topics.name(TopicRef("theme", theme)) if theme else None
            reply = service.compare(service.topics.name(first), service.topics.name(second), label)
            for briefing, block in _told_by_article(reply, library):
                for side in block.sides:
                    claims = library.claims_on(named[side.title], briefing)
                    if block.aspect in named:
                        on = library.claims_on(named[block.aspect], briefing)
                        claims = tuple(claim for claim in claims if claim in on)
                    silent = side.silence is not None and "silent" in side.silence
                    assert silent == (not claims), (reply.title, block.aspect, side.title)
                    assert bool(side.lines) == (side.silence is None)
                    silences += silent
    assert silences


def _pairs(library: Library) -> Iterator[tuple[TopicRef, TopicRef]]:
    """Each topic with the next and with the one half-way round."""
    topics = library.topics
    for step in (1, len(topics) // 2):
        yield from zip(topics, [*topics[step:], *topics[:step]], strict=True)


def test_an_unclear_theme_offers_only_what_can_be_taken(service: BriefingService) -> None:
    """A name that can be no theme is refused as such; no reading of it as a country is offered."""
    reply = service.compare("India", "China", "Korea")
    assert reply.outcome is Outcome.CLEAR_ERROR
    assert not [step for step in reply.follow_ups if step.kind == "suggest"]


def test_two_readings_of_one_country_are_not_offered(service: BriefingService) -> None:
    """Korea beside North Korea can only be the other one."""
    reply = service.compare("Korea", "North Korea", None)
    offered = [step.argument for step in reply.follow_ups if step.kind == "suggest"]
    assert offered == ["South Korea vs North Korea"]


def test_a_misspelling_in_small_letters_is_said(service: BriefingService) -> None:
    """A question answered on what a name was read as says so, and says nothing where the name was right."""
    for typed, meant in (("norht korea", "North Korea"), ("inida", "India")):
        assert meant in _guesses(service.ask(f"What might {typed} do?"))
    for right in ("What might North Korea do?", "What might india do?", "What might Moscow’s ally do?"):
        assert not _guesses(service.ask(right))
