"""Briefings as replies: the whole article, a country, a bloc, a theme, a text."""

from collections.abc import Iterable, Sequence

from briefings.briefing import Briefing, CountryEntry, WatchItem
from briefings.claims import Claim, Modality
from briefings.present import wording
from briefings.present.cases import Cases, case_blocks, cases_on, watch_blocks
from briefings.present.compose import Composer, guess_remark
from briefings.present.notices import unclear_remark
from briefings.references import ClaimRef, TopicRef
from briefings.reply import (
    Block,
    Bullets,
    Choose,
    ClaimList,
    Emphasis,
    FollowUp,
    Heading,
    Outcome,
    Remark,
    Reply,
    Suggest,
    Text,
)
from briefings.topics import Unclear

ROLE = {
    "actor": "an actor in it",
    "affected": "affected by it",
    "mentioned": "mentioned in passing",
    "affected-bloc": "affected by it",
    "place": "a place it concerns",
}
MAX_TEXT_TOPICS = 6
"""How many topics a text is briefed on; more would hide the ones that matter."""


def overview(composer: Composer) -> Reply:
    """Bottom line, key judgements, country and theme chips, per article."""
    blocks: list[Block] = []
    for briefing in composer.library.briefings:
        blocks += composer.article_heading(briefing)
        blocks.append(ClaimList((composer.line(briefing.claim(briefing.bottom_line)),)))
        reported = [claim for claim in briefing.claims if claim.modality is Modality.REPORTED]
        blocks += composer.section("What is reported", reported)
        judgements = [briefing.claim(claim) for claim in briefing.key_judgements]
        blocks += composer.section("Key judgements", judgements)
    library = composer.library
    follow_ups: tuple[FollowUp, ...] = (
        *composer.choose("Countries", "brief", (TopicRef("country", code) for code in library.countries)),
        *composer.choose("Themes", "brief", (TopicRef("theme", slug) for slug in library.themes)),
        Suggest("Scenarios", "scenarios", ""),
        Suggest("What is missing", "gaps", ""),
        Suggest("Map", "map", ""),
    )
    return composer.reply(Outcome.ANSWER, "Bottom line", blocks, follow_ups)


def topic_brief(composer: Composer, topic: TopicRef, guess: str | None) -> Reply:
    """A country's, bloc's or theme's briefing, per article that covers it."""
    blocks: list[Block] = list(guess_remark(guess))
    for briefing in composer.library.briefings:
        if composer.library.claims_on(topic, briefing):
            blocks += composer.article_heading(briefing)
            blocks += _one(composer, topic, briefing)
    name = composer.topics.name(topic)
    return composer.reply(
        Outcome.ANSWER, wording.upper_first(name), blocks, _next_steps(composer, topic, name)
    )


def text_brief(composer: Composer, topics: Sequence[TopicRef], unclear: Sequence[Unclear]) -> Reply:
    """Short briefings for the topics a text mentions; says which of them are not covered."""
    library = composer.library
    covered = [topic for topic in topics if library.covers(topic)]
    blocks: list[Block] = []
    for topic in covered[:MAX_TEXT_TOPICS]:
        blocks.append(Heading(wording.upper_first(composer.topics.name(topic))))
        refs = (
            ClaimRef(claim.article, claim.id)
            for briefing in library.briefings
            for claim in library.claims_on(topic, briefing)[:2]
        )
        blocks += composer.refs(refs)
    further = [composer.topics.name(topic) for topic in covered[MAX_TEXT_TOPICS:]]
    if further:
        blocks.append(Remark((Text(f"Also mentioned, and covered: {wording.listing(further)}."),)))
    blocks += _missing(composer, [topic for topic in topics if not library.covers(topic)])
    blocks += [unclear_remark(composer, each) for each in unclear]
    offered = ("Full briefing", "brief", covered) if covered else ("What is covered", "brief", library.topics)
    if not topics and not unclear:
        blocks.append(Remark((Text("That text mentions no country or theme we know."),)))
    return composer.reply(
        Outcome.ANSWER if covered else Outcome.ABSTAIN,
        "Brief on this text",
        blocks,
        composer.choose(*offered),
        reason=None if covered else "topic",
    )


def _missing(composer: Composer, topics: Sequence[TopicRef]) -> Iterable[Block]:
    count = len(composer.library.briefings)
    places = [composer.topics.name(topic) for topic in topics if topic.kind != "theme"]
    themes = [composer.topics.name(topic) for topic in topics if topic.kind == "theme"]
    if places:
        yield Remark((Text(wording.absent_names(places, count)),))
    if themes:
        yield Remark((Text(f"{wording.says_not(count)} cover {wording.listing(themes, 'or')}."),))


def _one(composer: Composer, topic: TopicRef, briefing: Briefing) -> Iterable[Block]:
    match topic.kind:
        case "country":
            return _country(composer, topic, briefing)
        case "bloc":
            return _bloc(composer, topic, briefing)
        case "theme":
            return _theme(composer, topic, briefing)


def _country(composer: Composer, topic: TopicRef, briefing: Briefing) -> Iterable[Block]:
    entry = briefing.country(topic.key)
    claims = composer.library.claims_on(topic, briefing)
    if entry is None:
        yield ClaimList(composer.lines(claims))
        return
    cases = cases_on(composer, topic, briefing)
    said = {entry.lead, *(claim for _, claims in cases for claim in claims)}
    yield Bullets(((Text("Role in the article: "), Emphasis(ROLE[entry.role])),))
    yield ClaimList((composer.line(briefing.claim(entry.lead)),))
    told = "Its part in it" if entry.role == "actor" else "Exposure"
    yield from _part(composer, briefing, told, entry.exposure, said)
    yield from _part(composer, briefing, "Options and tasks the article names", entry.options, said)
    yield from composer.section("Also said", [claim for claim in claims if claim.id not in said])
    yield from _cases(composer, briefing, cases)
    yield from watch_blocks(composer, briefing, _watch_of(entry, topic, composer, briefing))


def _cases(composer: Composer, briefing: Briefing, cases: Cases) -> Iterable[Block]:
    if cases:
        yield Heading("Scenarios")
        yield from case_blocks(composer, briefing, cases)


def _watch_of(
    entry: CountryEntry, topic: TopicRef, composer: Composer, briefing: Briefing
) -> list[WatchItem]:
    known = {item.id: item for item in briefing.watch}
    listed = [known[watch_id] for watch_id in entry.watch if watch_id in known]
    return list(dict.fromkeys((*listed, *composer.library.watch_on(topic, briefing))))


def _part(
    composer: Composer, briefing: Briefing, heading: str, claims: Sequence[str], said: set[str]
) -> Iterable[Block]:
    fresh = [briefing.claim(claim) for claim in claims if claim not in said]
    said.update(claims)
    return composer.section(heading, fresh)


def _bloc(composer: Composer, topic: TopicRef, briefing: Briefing) -> Iterable[Block]:
    entry = briefing.bloc(topic.key)
    if entry:
        yield Bullets(((Text("Role in the article: "), Emphasis(ROLE[entry.role])),))
    cases = cases_on(composer, topic, briefing)
    in_cases = {claim for _, claims in cases for claim in claims}
    claims = composer.library.claims_on(topic, briefing)
    direct = [claim for claim in claims if claim.id not in in_cases]
    if direct:
        yield ClaimList(composer.lines(direct))
    yield from _cases(composer, briefing, cases)


def _theme(composer: Composer, topic: TopicRef, briefing: Briefing) -> Iterable[Block]:
    claims = composer.library.claims_on(topic, briefing)
    yield ClaimList((composer.line(claims[0]),))
    yield from composer.section("What the article says", claims[1:])
    yield from _touched(composer, claims)
    passages = {passage for claim in claims for passage in claim.passages}
    silences = [lim for lim in briefing.article.limitations if passages.intersection(lim.passages)]
    if silences:
        yield Heading("What the article does not say")
        article = briefing.article.id
        yield Bullets(tuple((Text(each.text), composer.cite(article, each.passages)) for each in silences))


def _touched(composer: Composer, claims: Sequence[Claim]) -> Iterable[Block]:
    codes = dict.fromkeys(code for claim in claims for code in claim.countries)
    if codes:
        names = [composer.topics.name(TopicRef("country", code)) for code in codes]
        yield Bullets(((Text(f"Countries touched: {wording.listing(names)}."),),))


def _next_steps(composer: Composer, topic: TopicRef, name: str) -> tuple[FollowUp, ...]:
    library = composer.library
    steps: list[FollowUp] = []
    if any(library.scenarios_on(topic, briefing) for briefing in library.briefings):
        steps.append(Suggest("Scenarios", "scenarios", name))
    others = [each for each in library.topics if each.kind == topic.kind and each != topic]
    if topic.kind == "country":
        steps.append(Suggest("Map", "map", name))
    choices = composer.choices(others, f"{name} vs {{}}")
    return (*steps, *((Choose("Compare with…", "compare", choices),) if choices else ()))
