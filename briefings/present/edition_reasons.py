"""Why an edition says what it says: titles, the reason why today, what was different before."""

from collections.abc import Iterator, Sequence

from briefings.article import Article, ArticleStatus
from briefings.editions.changes import ORDER, Mark
from briefings.editions.edition import Edition, Heading, Item
from briefings.editions.history import Seen
from briefings.editions.order import Slot
from briefings.present import wording

MARKED: dict[Mark, str] = {"corrected": "Corrected", "changed": "Changed", "new": "New"}
MOST_NAMED = 3
"""Topics of a channel that are named in a sentence; more are "this channel's topics"."""


def name(heading: Heading) -> str:
    """A day's name: "India · Regional stability (2 of 2)"."""
    named = wording.listing(heading.topics) or "The library"
    facet = f" · {heading.facet}" if heading.facet else ""
    part = f" ({heading.part} of {heading.parts})" if heading.parts > 1 else ""
    return named + facet + part


def title(edition: Edition) -> str:
    """What the edition is about, news first."""
    if edition.about is None:
        return "Nothing new"
    marks = {item.mark for item in edition.items}
    words = [MARKED[mark] for mark in ORDER if mark in marks] + (["Withdrawn"] if edition.gone else [])
    about = name(edition.about)
    if not words:
        return about
    news = wording.listing([words[0], *map(str.lower, words[1:])])
    return f"{news}, then {about}" if edition.day else f"{news}: {about}"


def why(edition: Edition) -> str:
    """Why this, why today, and what comes next."""
    return " ".join(_why(edition))


def _why(edition: Edition) -> Iterator[str]:
    if edition.about is None:
        yield _nothing(edition)
        return
    if edition.news:
        yield f"Since edition {edition.since}: {counts(edition.items, len(edition.gone))}."
    if edition.arrived:
        yield _arrived(edition)
    if edition.waiting:
        comes = "claim comes" if edition.waiting == 1 else "claims come"
        yield f"{edition.waiting} more {comes} with the next edition."
    if edition.day:
        yield _day(edition, edition.day.number, edition.day.of)
    if edition.following:
        yield f"Next: {name(edition.following)}."


def _arrived(edition: Edition) -> str:
    names = [wording.article_name(each) for each in edition.articles if each.id in edition.arrived]
    what = "An article has" if len(names) == 1 else "Articles have"
    return f"{what} come in: {wording.listing(names)}. What weighs most comes first, the rest day by day."


def _day(edition: Edition, number: int, of: int) -> str:
    if of == 1:
        return f"Everything the library holds{_on(edition)} fits into this one edition."
    run = f"day {number} of {of}{_on(edition) or ' through the library'}"
    if edition.news:
        about = f": {name(edition.about)}" if edition.about else ""
        return f"After that, {run}{about}."
    if edition.number == 1:
        return f"The first of {of} days through what the library holds{_on(edition)}, a few claims a day."
    return f"Nothing new since edition {edition.since}: {run}."


def _nothing(edition: Edition) -> str:
    since = f" since edition {edition.since}" if edition.since else ""
    seen = f" You have seen everything the library holds{_there(edition)}: {_claims(edition)}."
    return f"Nothing new{_on(edition)}{since}.{seen if edition.shown else ''}"


def closing(edition: Edition) -> str:
    """What is to be said once everything was shown; empty before, and where nothing else is said."""
    if edition.about is None or not edition.all_shown or not edition.shown:
        return ""
    what = "a digest only when" if edition.empty == "skip" else "one line until"
    return (
        f"You have now seen everything the library holds{_there(edition)}: {_claims(edition)}. "
        f"From here on you get {what} something is new, changed or corrected."
    )


def wider(edition: Edition) -> str:
    """Topics to add, once everything on the channel's own was shown; empty where there are none."""
    if edition.about is None or not edition.wider:
        return ""
    names = [wording.with_the(each) for each in edition.wider]
    return f"Close to this, and not among this channel's topics: {wording.listing(names)}."


def _claims(edition: Edition) -> str:
    return f"{edition.shown} claim{'' if edition.shown == 1 else 's'}"


def _there(edition: Edition) -> str:
    return " on this channel's topics" if edition.topics else ""


def was(item: Item) -> str | None:
    """What was different before, of a claim that is changed or corrected."""
    if item.was is None or item.mark is None:
        return None
    before = wording.label(item.was.kind, item.was.modality)
    now = wording.claim_label(item.claim)
    if item.was.statement != item.claim.statement:
        level = f" ({before})" if before != now else ""
        return f"{_where(item.was)}: “{item.was.statement}”{level}"
    if before != now:
        return f"{_where(item.was)} the same with another label: {before}."
    return "The statement stands; what it rests on, or our remark on it, has changed."


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
    return wording.listing(names) if len(names) <= MOST_NAMED else "this channel's topics"


def version(article: Article) -> str:
    """A version in a sentence: "version 2, corrected, of Untitled commentary"."""
    state = ", corrected," if article.status is ArticleStatus.CORRECTED else ""
    return f"version {article.version}{state} of {wording.article_name(article)}"


def condition(trigger: str) -> str:
    """A scenario's condition: "If the dispute is prolonged"."""
    return f"If {trigger[:1].lower()}{trigger[1:]}" if trigger.startswith("The ") else f"If {trigger}"


def moment(slot: Slot) -> str:
    """A slot as readers see it: "Friday 27 March 2026, 08:30 (Asia/Kolkata)"."""
    day = f"{_WEEKDAYS[slot.date.weekday()]} {slot.date.day} {_MONTHS[slot.date.month - 1]} {slot.date.year}"
    return f"{day}, {slot.time} ({slot.zone})"


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
