"""Digests in plain words: schedules, states, slots and reasons. Pure: values in, sentences out.

Owns these words; `bot.digests.replies` makes answers of them, and what a digest says is worded by the core.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.delivery.composing import zone_at
from bot.delivery.preview import Reach
from bot.delivery.records import NothingReason, PastSlot
from bot.delivery.refusals import refusal
from bot.delivery.states import LEFT, SHOWN, SlotReason
from bot.delivery.topics import topic_ref
from bot.schedules import in_words, text
from bot.schedules.zone_data import zone
from bot.slots import Slot
from bot.subscriptions import EmptyPolicy, OnDoubt, Style, Subscription
from briefings.references import TopicRef

Name = Callable[[TopicRef], str]
"""How readers see a topic; raises KeyError for one there is no more."""

STYLES: Final[dict[Style, str]] = {
    "headlines": "headlines, a line for each statement",
    "full": "full, the statements with their sources and what to watch",
    "thread": "thread, a headline in the channel and the details in its thread",
}
EMPTY: Final[dict[EmptyPolicy, str]] = {
    "skip": "nothing is posted",
    "line": "one line is posted that says so, at most once a week",
}
DOUBT: Final[dict[OnDoubt, str]] = {
    "never-double": "it is not posted again, and its owner is told",
    "never-lose": "it is posted again, and may stand there twice",
}
"""What is done where no reply comes, and nobody can look whether a post is there."""
REASONS: Final[dict[SlotReason, str]] = {
    "on-time": "posted on time",
    "caught-up": "posted late, within its window",
    "not-covered": "nothing to post: the library holds nothing on its topics",
    "all-shown": "nothing to post: everything on its topics had been shown",
    "shown-elsewhere": "nothing to post: everything on its topics had been shown, "
    "some of it by another digest of this channel",
    "late": "not posted: I was not running, and then it was too late",
    "outage": "not posted: the platform could not be reached in time",
    "no-database": "not posted: my database could not be used, and then it was too late",
    "merged": "not posted: a later one of the same digest stood for it",
    "paused": "not posted: the digest was paused",
    "snoozed": "not posted: the digest was snoozed",
    "edited": "not posted: the schedule was changed in the meantime",
    "removed": "not posted: the digest was removed",
    "uncertain": "may or may not have been posted: no reply came, and I did not risk posting it twice",
    "channel-gone": "not posted: the channel was gone",
    "message-gone": "not completed: the message that its thread hangs on was deleted",
    "no-access": "not posted: I could not see the channel",
    "no-permission": "not posted: I was not allowed to post there",
    "direct-messages-closed": "not delivered: direct messages were closed",
    "wrong-channel": "not posted: that is no channel one can post in",
    "thread-closed": "not posted: the thread was closed",
    "revoked": "not posted: the platform refused my credentials",
    LEFT: "not posted, or not completed: I was removed here",
    "poison": "not posted: making it failed again and again; the operator's log says why",
}
"""What `/digest history` says of a slot that ended so."""
MOST_SHARING: Final = 3
"""Other digests that share topics of which each is told by itself."""
OPEN: Final = {"due": "is being prepared", "frozen": "is being posted"}


def named(subscription: Subscription) -> str:
    """The channel as people call it."""
    name = subscription.channel_name.removeprefix("#")
    return f"#{name}" if name else "this channel"


def topics_named(subscription: Subscription, name: Name) -> str:
    """The topics in words."""
    names = []
    for each in subscription.topics:
        try:
            names.append(name(topic_ref(each)))
        except (KeyError, ValueError):
            names.append(each)
    return ", ".join(names) or "all"


def day(on: date) -> str:
    """Such as "Mon 30 Mar 2026"."""
    return f"{on:%a} {on.day} {on:%b %Y}"


def moment(at: datetime, zone_name: str) -> str:
    """A moment in a zone: "Mon 30 Mar 2026 at 08:30"."""
    local = at.astimezone(zone(zone_name))
    return f"{day(local.date())} at {local:%H:%M}"


def slot_line(slot: Slot) -> str:
    """A slot with its offset, and what the clocks do to it."""
    line = f"{day(slot.date)} at {slot.time:%H:%M} (UTC{slot.local.isoformat()[19:25]})"
    match slot.note:
        case None:
            return line
        case "overlap":
            return f"{line}: the clocks show {slot.time:%H:%M} twice that day, it is sent the first time"
        case "gap":
            then = f"{slot.local:%H:%M}"
            if slot.local.date() != slot.date:
                then = f"{then} on {day(slot.local.date())}"
            return f"{line}: the clocks skip {slot.time:%H:%M} that day, it is sent at {then}"


def length(span: timedelta) -> str:
    """Such as "6 hours"."""
    seconds = int(span.total_seconds())
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds % size == 0:
            count = seconds // size
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{seconds} seconds"


def change_of_zone(subscription: Subscription, now: datetime) -> tuple[str, ...]:
    """From which date on a new zone counts, while that is still to come."""
    since, former = subscription.zone_since, subscription.former_zone
    if since is None or former is None or zone_at(subscription, now) != former:
        return ()
    before = day(since - timedelta(days=1))
    return (
        f"Until {before} it goes by {former} time, from {day(since)} on by {subscription.schedule.zone}.",
    )


def skips_over(dates: Sequence[date]) -> tuple[str, ...]:
    """That dates to leave out are over."""
    return (f"Over already, so leaving out changes nothing: {', '.join(map(day, dates))}.",) if dates else ()


def skips_idle(dates: Sequence[date]) -> tuple[str, ...]:
    """That nothing would come on dates to leave out anyway."""
    return (f"Nothing would come on {', '.join(map(day, dates))} anyway.",) if dates else ()


def state_of(subscription: Subscription, now: datetime) -> str:
    """Whether anything is posted, and why not."""
    match subscription.quiet(now):
        case None:
            return "active"
        case "removed":
            return "removed"
        case "snoozed" if subscription.snoozed_until is not None:
            until = subscription.snoozed_until
            there = zone_at(subscription, until)
            return f"snoozed until {moment(until, there)}, {there} time"
        case _:
            pause = subscription.pause
            why = refusal(subscription.channel.platform, pause.reason) if pause and pause.by is None else None
            return f"paused: {why}" if why else "paused"


def what_comes(subscription: Subscription, following: Sequence[Slot], now: datetime) -> str:
    """The next send; or that there is none for now, and why."""
    if subscription.quiet(now) is not None:
        return f"It is {state_of(subscription, now)}; nothing is posted meanwhile."
    return f"The next one comes {slot_line(following[0])}." if following else "No dates are left."


def still_quiet(subscription: Subscription, now: datetime) -> tuple[str, ...]:
    """That nothing is posted for now, where that is so."""
    return () if subscription.quiet(now) is None else (what_comes(subscription, (), now),)


def carried(subscription: Subscription, found: Reach) -> tuple[str, ...]:
    """How far the library carries a digest, where it is known to end."""
    silence = "nothing is posted" if subscription.empty == "skip" else "at most a line says so"
    match found.then, found.last:
        case None, _:
            return ()
        case "not-covered", _:
            return (f"The library holds nothing on its topics; {silence} until it does.",)
        case _, None:
            return (f"Everything on its topics has been shown here; {silence} until something new comes.",)
        case _, last:
            many = f"{found.count} digests, the last on" if found.count > 1 else "1 digest, on"
            fills = f"What the library holds now fills {many} {day(last.date)}"
            return (f"{fills}; after that {silence} until something new comes.",)


def shared_with(wished: Subscription, others: Sequence[Subscription], name: Name) -> tuple[str, ...]:
    """Which digests of the channel are on the same topics."""
    found = [each for each in others if _common(wished, each) is not None]
    shown = tuple(f"{_shared(wished, each, name)}; what one shows the other leaves out." for each in found)
    if len(shown) <= MOST_SHARING:
        return shown
    names = ", ".join(each.id for each in found)
    return (f"{len(found)} digests here share its topics: {names}. What one shows the others leave out.",)


def _shared(wished: Subscription, other: Subscription, name: Name) -> str:
    if set(wished.topics) == set(other.topics):
        same, when = other.schedule, replace(wished.schedule, skip=other.schedule.skip)
        return f"{other.id} here is on the same topics{' at the same times' if same == when else ''} already"
    if not other.topics:
        return f"{other.id} here is on all topics"
    common = _common(wished, other) or ()
    return f"{other.id} here is on {topics_named(replace(wished, topics=common), name)} too"


def _common(one: Subscription, other: Subscription) -> tuple[str, ...] | None:
    """Topics that both are on, () being all; None where there is none."""
    if not one.topics or not other.topics:
        return one.topics or other.topics
    return tuple(each for each in one.topics if each in other.topics) or None


def what_follows(
    subscription: Subscription, following: Slot | None, waits: NothingReason | None
) -> str | None:
    """When the next one comes, or what it waits for; None where it is paused, which says enough."""
    if subscription.state != "active":
        return None
    if following is None:
        return "no dates are left"
    if waits is None:
        return f"next {slot_line(following)}"
    idle = "the library holds nothing on its topics yet" if waits == "not-covered" else "all shown"
    line = f", a line at {following.time:%H:%M} may say so" if subscription.empty == "line" else ""
    return f"{idle}; waits for something new{line}"


def past_line(subscription: Subscription, slot: PastSlot) -> str:
    """One slot: when, what became of it, and which edition that was."""
    if slot.key.startswith("now-"):
        at = moment(slot.due_at, zone_at(subscription, slot.due_at))
        when = f"{at if slot.date is None else f'{day(slot.date)} at {slot.time}'}, by hand"
    elif slot.date is None:
        when = moment(slot.due_at, zone_at(subscription, slot.due_at))
    else:
        when = f"{day(slot.date)} at {slot.time}"
    became = _reason(subscription, slot.reason) if slot.reason else OPEN.get(slot.state, slot.state)
    seen = slot.edition is not None and slot.number and (slot.parts_sent or slot.state in SHOWN)
    edition = "" if not seen else f" (edition {slot.number}, {slot.edition})"
    some = f"; {slot.parts_sent} of {slot.parts} parts are there" if 0 < slot.parts_sent < slot.parts else ""
    return f"{when}: {became}{edition}{some}."


def _reason(subscription: Subscription, reason: SlotReason) -> str:
    """Slack answers alike for a channel that is gone and for a private one without us."""
    if (subscription.channel.platform, reason) == ("slack", "channel-gone"):
        return f"{REASONS[reason]}, or archived, or I was not in it"
    return REASONS[reason]


def overview(subscription: Subscription, following: Slot | None, now: datetime, name: Name) -> dict[str, str]:
    """One digest for the command line. Keys are only ever added."""
    at = subscription.channel
    return {
        "id": subscription.id,
        "platform": at.platform,
        "place": at.place,
        "channel": at.id,
        "channel_name": subscription.channel_name,
        "owner": subscription.owner,
        "when": in_words(subscription.schedule),
        "schedule": text(subscription.schedule),
        "zone": subscription.schedule.zone,
        "topics": topics_named(subscription, name),
        "style": subscription.style,
        "empty": subscription.empty,
        "catch_up": length(subscription.catch_up),
        "on_doubt": subscription.on_doubt,
        "state": state_of(subscription, now),
        "next": "" if following is None else following.utc.isoformat(),
    }


def sends(
    found: Sequence[tuple[Subscription, PastSlot | None, Slot | None]],
    now: datetime,
    waits: Mapping[str, NothingReason],
) -> tuple[str, ...]:
    """For the status page: what became of the last slot of each digest, and when the next one is."""
    lines = []
    for subscription, last, following in found:
        then = what_follows(subscription, following, waits.get(subscription.id))
        before = "nothing sent yet" if last is None else f"last {past_line(subscription, last).rstrip('.')}"
        told = "; ".join(each for each in (before, then) if each)
        lines.append(f"{subscription.id}, {state_of(subscription, now)}: {told}")
    return tuple(lines)
