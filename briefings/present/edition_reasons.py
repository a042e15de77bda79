"""Why an edition says what it says: titles, the reason why today, what was different before."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import assert_never

from briefings.article import Article
from briefings.claims import Claim, ClaimKind
from briefings.editions.changes import ORDER, Mark, weighty
from briefings.editions.edition import Case, Day, Edition, Indicator, Item
from briefings.editions.heading import Heading
from briefings.editions.history import Seen
from briefings.editions.notice import Notice
from briefings.editions.order import Slot
from briefings.editions.reasons import Completes, GoesOn, LeadOf, Reason, Standing
from briefings.present import wording

MARKED: dict[Mark, str] = {"corrected": "Corrected", "changed": "Changed", "new": "New"}
MOST_NAMED = 3
"""Topics of a channel that are named in a sentence; more are "this channel's topics"."""
MOST_TURNS = 3
"""Places of a statement in which it may differ from an earlier one to be told by them."""


def name(heading: Heading) -> str:
    """A day's name: "India · Regional stability"; one that holds the topic's name stands alone."""
    named = wording.listing(heading.topics) or "The library"
    again = f" ({heading.part})" if heading.part > 2 else ""
    part = f", continued{again}" if heading.part > 1 else ""
    if heading.facet is None:
        return named + part
    return (heading.facet if named in heading.facet else f"{named} · {heading.facet}") + part


def title(edition: Edition) -> str:
    """What the edition is about, news first."""
    if edition.about is None:
        since = f" since edition {edition.since}" if edition.since else ""
        return f"Nothing new{_on(edition)}{since}"
    news = _marked(edition)
    about = name(edition.about)
    if not news:
        return about
    if edition.day and edition.news_on:
        return f"{news}: {wording.listing(edition.news_on)}; then {about}"
    return f"{news}, then {about}" if edition.day else f"{news}: {about}"


def notice_title(notice: Notice) -> str:
    """What happened to what is followed: "New on India", "Corrected: India"."""
    news = _marked(notice)
    if news == MARKED["new"]:
        return f"New on {spoken(notice.topics)}"
    return f"{news}: {wording.listing(notice.topics)}"


def _marked(news: Edition | Notice) -> str:
    """What sort of news it holds, what matters most first: "Corrected and new"."""
    marks = {item.mark for item in news.items}
    words = [MARKED[mark] for mark in ORDER if mark in marks] + (["Withdrawn"] if news.gone else [])
    return wording.listing([*words[:1], *map(str.lower, words[1:])])


def noticed(notice: Notice) -> str:
    """Why a follower is written to: which article or version, and how much of it is news."""
    names, total = spoken(notice.topics), len(notice.items) + notice.more
    whom = "it" if len(notice.topics) == 1 else "them"
    told = {item.claim.article for item in notice.items}
    come = [wording.article_name(each) for each in notice.articles if each.id in notice.arrived]
    if told and told == set(notice.arrived) and not notice.gone:
        holds = "It has" if len(come) == 1 else "They have"
        claims = "1 claim" if total == 1 else f"{total} claims"
        return f"You follow {names}. Newly published: {wording.listing(come)}. {holds} {claims} on {whom}."
    if not told:
        gone = "A claim" if len(notice.gone) == 1 else f"{len(notice.gone)} claims"
        verb = "is" if len(notice.gone) == 1 else "are"
        return f"You follow {names}. {gone} on {whom} {verb} withdrawn from the library."
    held = [version(article) for article in notice.articles if article.id in told]
    which = "A new version of an article has" if len(held) == 1 else "New versions of articles have"
    news = counts(notice.items, len(notice.gone))
    return f"You follow {names}. {which} {news} on {whom}: {wording.listing(held)}."


def why(edition: Edition) -> str:
    """Why this, why today, and what comes next."""
    return " ".join(_why(edition))


def _why(edition: Edition) -> Iterator[str]:
    if edition.about is None:
        return
    if edition.news:
        yield f"Since edition {edition.since}: {counts(edition.items, len(edition.gone))}."
    elif edition.reason is not None:
        yield _today(edition.reason, first=edition.number == 1)
    elif edition.asks is None and edition.day and edition.day.number > 1:
        yield _character(edition) if edition.style == "headlines" else _ahead(edition)
    if edition.arrived:
        yield _arrived(edition)
    if edition.waiting:
        comes = "claim comes" if edition.waiting == 1 else "claims come"
        yield f"{edition.waiting} more {comes} with the next edition."
    if edition.day:
        yield from _part(edition, edition.day)
    if edition.following:
        yield f"Planned next: {name(edition.following)}."


def _today(reason: Reason, *, first: bool) -> str:
    """Why an edition is read today, of what is true of it."""
    match reason:
        case Standing(what="bottom-line"):
            return f"The article's bottom line{', to begin with' if first else ''}."
        case Standing():
            return "One of the article's key judgements, and what goes with it."
        case LeadOf():
            return f"The article's main statement about {wording.with_the(reason.country)}."
        case Completes(editions=()):
            return f"All that the library holds on “{reason.topic}”, in one edition."
        case Completes():
            told = _editions(reason.editions)
            return f"With {told}, this is all that the library holds on “{reason.topic}”."
        case GoesOn():
            return f"Goes on from edition {reason.edition}, on “{reason.topic}”."
        case _:
            assert_never(reason)


def _editions(numbers: Sequence[int]) -> str:
    if len(numbers) > MOST_NAMED:
        return "what earlier editions told"
    return f"edition{'s' if len(numbers) > 1 else ''} {wording.listing([str(each) for each in numbers])}"


def _ahead(edition: Edition) -> str:
    """What its claims lead up to, else what sort of statements they are."""
    match edition.outlook:
        case Case():
            return "It leads up to a scenario."
        case Indicator() as item if {each.id for each in item.claims} & {
            each.claim.id for each in edition.items
        }:
            return "It gives the ground for something to watch."
        case _:
            return _character(edition)


def lead(claim: Claim) -> str:
    """How the first claim of an edition is headed: a fact or an expectation is no bottom line."""
    if weighty(claim):
        return "Bottom line"
    return "What the author advises" if claim.kind is ClaimKind.RECOMMENDATION else "In short"


def _arrived(edition: Edition) -> str:
    names = [wording.article_name(each) for each in edition.articles if each.id in edition.arrived]
    what = "An article has" if len(names) == 1 else "Articles have"
    return f"{what} come in: {wording.listing(names)}. What weighs most comes first, the rest part by part."


_SAYS = {
    ClaimKind.JUDGEMENT: "judges",
    ClaimKind.FORECAST: "thinks may follow",
    ClaimKind.RECOMMENDATION: "advises",
    ClaimKind.FACT: "states as fact",
    ClaimKind.META: "says of itself",
}


_NOUN = {
    ClaimKind.JUDGEMENT: ("judgement", "judgements"),
    ClaimKind.FORECAST: ("forecast", "forecasts"),
    ClaimKind.RECOMMENDATION: ("piece of advice", "pieces of advice"),
    ClaimKind.FACT: ("statement of fact", "statements of fact"),
    ClaimKind.META: ("remark on itself", "remarks on itself"),
}
_NUMBER = ("no", "one", "two", "three", "four", "five")


def _character(edition: Edition) -> str:
    """What sort of statements it holds, the leading one's first; of more than two sorts, how many of each."""
    kinds = Counter(item.claim.kind for item in edition.items)
    if len(kinds) <= 2 and len(edition.articles) == 1:
        return f"What the author {wording.listing([_SAYS[kind] for kind in kinds])}."
    counted = [f"{_NUMBER[count]} {_NOUN[kind][count > 1]}" for kind, count in kinds.items()]
    return f"{wording.upper_first(wording.listing(counted))}."


def _part(edition: Edition, day: Day) -> Iterator[str]:
    """Where it stands in the run; slots may be weeks apart, so nothing is counted in days.

    Beside other digests of the channel nothing is counted at all: they take from what is left.
    """
    about = f": {name(edition.about)}" if edition.news and edition.about else ""
    where = _on(edition) or " through the library"
    if day.of == 1 and edition.news:
        yield f"After that, what else the library holds{_on(edition)}{about}."
    elif day.of == 1:
        rest = " and no other digest of this channel has shown" if edition.elsewhere else ""
        yield f"Here is all that the library holds{_on(edition)}{rest}."
    elif edition.news:
        part = "" if edition.shared else f", part {day.number} of {day.of}{where}"
        yield f"After that{part}{about}."
    elif day.number == 1:
        besides = ", without what this channel's other digests have shown" if edition.elsewhere else ""
        yield f"This begins a run{where}{besides}: a few claims at a time, what is new or corrected first."
    elif not edition.shared:
        yield f"Part {day.number} of {day.of}{where}."


def closing(edition: Edition) -> str:
    """What is to be said with the last part of a run, and what else there is; empty before and after it."""
    if edition.day is None or not edition.all_shown or not edition.shown:
        return ""
    what = "a digest only when" if edition.empty == "skip" else "one line a week at most until"
    sentences = [
        *(
            [f"You have now seen everything the library holds{_there(edition)}: {_claims(edition)}."]
            if edition.day.of > 1
            else []
        ),
        f"From here on you get {what} something is new, changed or corrected.",
        *([_wider(edition)] if edition.wider else []),
    ]
    return " ".join(sentences)


def _wider(edition: Edition) -> str:
    """Topics to add, once everything on the channel's own was shown."""
    return f"Close to this, and not among this channel's topics: {spoken(edition.wider)}."


def _claims(edition: Edition) -> str:
    claims = f"{edition.shown} claim{'' if edition.shown == 1 else 's'}"
    return f"{claims}, {edition.elsewhere} of them in other digests here" if edition.elsewhere else claims


def _there(edition: Edition) -> str:
    return " on this channel's topics" if edition.topics else ""


def joined(about: Heading) -> str:
    """Names the topics that a day takes in because they are too thin for one of their own."""
    return f"Also here: {wording.listing(about.also)}."


def was(item: Item) -> str | None:
    """What was different before, of a claim that is changed or corrected: before and after."""
    if item.was is None or item.mark is None:
        return None
    before = wording.label(item.was.kind, item.was.modality)
    now = wording.claim_label(item.claim)
    if item.was.statement != item.claim.statement:
        level = f" ({before})." if before != now else ""
        turned = turns(item.was.statement, item.claim.statement)
        changed = f" Changed: {turned}." if turned else ""
        return f"{_where(item.was)}: “{item.was.statement}”{level}{changed}"
    if before != now:
        return f"{_where(item.was)} the same with another label: {before}, now {now}."
    return "The statement stands; what it rests on, or our remark on it, has changed."


def turns(before: str, now: str) -> str:
    """What turned into what, word for word; empty where too much did to be told so."""
    old, new = before.split(), now.split()
    turned = [
        each for each in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if each[0] != "equal"
    ]
    parts = [_turn(" ".join(old[a:b]), " ".join(new[c:d])) for _, a, b, c, d in turned]
    words = sum(b - a + d - c for _, a, b, c, d in turned)
    few = len(turned) <= MOST_TURNS and 2 * words <= len(old) + len(new)
    return "; ".join(parts) if few else ""


def _turn(old: str, new: str) -> str:
    old, new = (each.strip(".,;:") or each for each in (old, new))
    if not old:
        return f"“{new}” added"
    return f"“{old}” is now “{new}”" if new else f"“{old}” left out"


def gone(seen: Seen) -> str:
    """What was said and is said no longer."""
    return f"{_where(seen)}: “{seen.statement}” This has been withdrawn."


def _where(seen: Seen) -> str:
    return f"Edition {seen.edition} said" if seen.edition else "Before, the library said"


def counts(items: Sequence[Item], gone: int) -> str:
    """The news in numbers: "1 corrected claim, 2 new and 1 withdrawn"."""
    marks = [item.mark for item in items]
    counted = [(marks.count(mark), mark) for mark in ORDER] + [(gone, "withdrawn")]
    told = [(count, word) for count, word in counted if count]
    noun = "claim" if told[0][0] == 1 else "claims"
    parts = [f"{told[0][0]} {told[0][1]} {noun}", *(f"{count} {word}" for count, word in told[1:])]
    return wording.listing(parts)


def _on(edition: Edition) -> str:
    return f" on {topics(edition.topics)}" if edition.topics else ""


def topics(names: Sequence[str]) -> str:
    """A channel's topics in a sentence."""
    return spoken(names) if len(names) <= MOST_NAMED else "this channel's topics"


def spoken(names: Sequence[str]) -> str:
    """Topics as they stand in a sentence: "Japan and the United States"."""
    return wording.listing([wording.with_the(each) for each in names])


def version(article: Article) -> str:
    """A version of an article: "Untitled commentary, Forum for Global Studies (version 2)"."""
    return f"{wording.article_name(article)} (version {article.version})"


def condition(trigger: str) -> str:
    """A scenario's condition: "If the dispute is prolonged"."""
    return f"If {trigger[:1].lower()}{trigger[1:]}" if trigger.startswith("The ") else f"If {trigger}"


def stamp(edition: Edition, *, short: bool) -> str:
    """Which edition it is, and up to when it counts."""
    return f"Edition {edition.number} · {edition.id} · as of {moment(edition.slot, short=short)}"


def moment(slot: Slot, *, short: bool = False) -> str:
    """A slot as readers see it: "Friday 27 March 2026, 08:30 (Asia/Kolkata)"."""
    day = f"{_WEEKDAYS[slot.date.weekday()]} {slot.date.day} {_MONTHS[slot.date.month - 1]} {slot.date.year}"
    brief = f"{slot.date.day} {_MONTHS[slot.date.month - 1][:3]} {slot.date.year}"
    return f"{brief if short else day}, {slot.time} ({slot.zone})"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""English whatever the machine's locale: an edition is the same bytes everywhere."""
