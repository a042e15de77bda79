"""How managing digests is answered, in plain words. Pure: values in, replies out.

Owns the sentences about schedules, states and reasons. What a digest says is worded by the core.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.delivery.records import PastSlot
from bot.delivery.states import SlotReason
from bot.delivery.topics import topic_ref
from bot.digests.reading import Read
from bot.schedules import in_words, text
from bot.schedules.zone_data import zone
from bot.slots import Slot
from bot.subscriptions import EmptyPolicy, Style, Subscription
from briefings.references import TopicRef
from briefings.reply import (
    Block,
    Bullets,
    Code,
    FollowUp,
    Heading,
    Inline,
    Outcome,
    Paragraph,
    Remark,
    Reply,
    Strong,
    Suggest,
    Text,
)

Name = Callable[[TopicRef], str]
"""How readers see a topic; raises KeyError for one there is no more."""

STYLES: Final[dict[Style, str]] = {
    "headlines": "headlines: a line for each statement",
    "full": "full: the statements with their sources and what to watch",
    "thread": "thread: a headline in the channel, the details in its thread",
}
EMPTY: Final[dict[EmptyPolicy, str]] = {
    "skip": "nothing is posted when there is nothing to say",
    "line": "one line is posted when there is nothing to say",
}
PAUSES: Final[dict[str, str]] = {
    "channel-gone": "the channel is gone",
    "no-access": "I cannot see the channel",
    "no-permission": "I may not post there",
    "wrong-channel": "that is no channel one can post in",
    "thread-closed": "the thread is closed",
    "revoked": "the platform refuses my credentials",
}
"""Why the platform's refusal paused a digest, as half sentences."""
REASONS: Final[dict[SlotReason, str]] = {
    "on-time": "posted on time",
    "caught-up": "posted late, within its window",
    "not-covered": "nothing to post: the library holds nothing on its topics",
    "all-shown": "nothing to post: everything on its topics had been shown",
    "late": "not posted: I was not running, and then it was too late",
    "outage": "not posted: the platform could not be reached in time",
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
    "poison": "not posted: making it failed again and again; the operator's log says why",
}
"""What `/digest history` says of a slot that ended so."""
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


def described(subscription: Subscription, name: Name) -> Bullets:
    """All that was chosen, one line each."""
    return Bullets(
        (
            (Strong("When "), Text(in_words(subscription.schedule))),
            (Strong("Topics "), Text(topics_named(subscription, name))),
            (Strong("Style "), Text(STYLES[subscription.style])),
            (Strong("Otherwise "), Text(EMPTY[subscription.empty])),
            (Strong("If late "), Text(f"still posted within {length(subscription.catch_up)}")),
        )
    )


def coming_lines(slots: Sequence[Slot], heading: str) -> tuple[Block, ...]:
    """The next slots under a heading."""
    if not slots:
        return (Remark((Text("No dates are left: nothing will be sent."),), tone="warning"),)
    return (Heading(heading), Bullets(tuple((Text(slot_line(each)),) for each in slots)))


def remarks(read: Read, lacking: Sequence[str] | None) -> tuple[Block, ...]:
    """What to know before it is saved: guesses, silence of the library, permissions that are missing."""
    found: list[Block] = [
        Remark((Text(f"“{typed}” was read as {name}."),), tone="guess") for typed, name in read.guesses
    ]
    if read.silent:
        names = ", ".join(read.silent)
        found.append(Remark((Text(f"The library holds nothing on {names} yet."),)))
    if lacking is None:
        unknown = "Whether I may post here could not be checked just now."
        found.append(Remark((Text(unknown),), tone="warning"))
    elif lacking:
        found.append(Remark((Text("I cannot post here yet. Missing:"),), tone="warning"))
        found.append(Bullets(tuple((Text(each),) for each in lacking)))
    return tuple(found)


def echo(
    title: str, read: Read, slots: Sequence[Slot], lacking: Sequence[str] | None, draft: str, name: Name
) -> Reply:
    """What would be saved, in words, with the next sends."""
    blocks: tuple[Block, ...] = (
        described(read.subscription, name),
        *coming_lines(slots, "The next sends"),
        *remarks(read, lacking),
        Remark((Text("Nothing is saved yet. This can be confirmed within an hour."),)),
    )
    return Reply(Outcome.ANSWER, title, blocks, follow_ups=confirming(draft, "Save"))


def confirming(draft: str, label: str) -> tuple[FollowUp, ...]:
    """The two buttons under something that is not done yet."""
    return (Suggest(label, "digest", f"confirm {draft}"), Suggest("Cancel", "digest", f"cancel {draft}"))


def state_of(subscription: Subscription, now: datetime) -> str:
    """Whether anything is posted, and why not."""
    match subscription.quiet(now):
        case None:
            return "active"
        case "removed":
            return "removed"
        case "snoozed" if subscription.snoozed_until is not None:
            return f"snoozed until {moment(subscription.snoozed_until, subscription.schedule.zone)}"
        case _:
            pause = subscription.pause
            why = PAUSES.get(pause.reason) if pause and pause.by is None else None
            return f"paused: {why}" if why else "paused"


def what_comes(subscription: Subscription, following: Sequence[Slot], now: datetime) -> str:
    """The next send; or that there is none for now, and why."""
    if subscription.quiet(now) is not None:
        return f"It is {state_of(subscription, now)}; nothing is posted meanwhile."
    return f"The next one comes {slot_line(following[0])}." if following else "No dates are left."


def listed(found: Sequence[tuple[Subscription, Slot | None]], now: datetime, name: Name, where: str) -> Reply:
    """The digests of a channel, each with its next send, and what can be done with it."""
    if not found:
        blocks: tuple[Block, ...] = (
            Paragraph((Text(f"There is no digest in {where} yet."),)),
            Remark((Text("Begin one: "), Code("/digest add weekdays 08:30 Europe/London"))),
        )
        return Reply(Outcome.ANSWER, "Digests", blocks)
    lines = tuple(_listed_line(subscription, slot, now, name) for subscription, slot in found)
    steps = tuple(_steps(found[0][0])) if len(found) == 1 else ()
    count = f"{len(found)} digests" if len(found) > 1 else "One digest"
    return Reply(Outcome.ANSWER, f"{count} in {where}", (Bullets(lines),), follow_ups=steps)


def _listed_line(
    subscription: Subscription, slot: Slot | None, now: datetime, name: Name
) -> tuple[Inline, ...]:
    following = "no dates are left" if slot is None else f"next {slot_line(slot)}"
    state = state_of(subscription, now)
    words = f" {in_words(subscription.schedule)}; {topics_named(subscription, name)}; "
    return (Code(subscription.id), Text(f"{words}{subscription.style}; {state}; {following}"))


def _steps(subscription: Subscription) -> Iterable[FollowUp]:
    for label, verb in (("Preview", "preview"), ("Next ten", "explain"), ("History", "history")):
        yield Suggest(label, "digest", f"{verb} {subscription.id}")
    yield Suggest("Edit", "digest", f"edit {subscription.id}")
    if subscription.state == "paused" or subscription.snoozed_until is not None:
        yield Suggest("Resume", "digest", f"resume {subscription.id}")
    else:
        yield Suggest("Pause", "digest", f"pause {subscription.id}")


def done(title: str, sentence: str, subscription: Subscription | None = None) -> Reply:
    """Something that was changed, with what to do next."""
    steps = () if subscription is None else tuple(_steps(subscription))
    return Reply(Outcome.ANSWER, title, (Paragraph((Text(sentence),)),), follow_ups=steps)


def asked_back(title: str, sentence: str, draft: str, label: str) -> Reply:
    """A question before something that cannot be taken back."""
    return Reply(Outcome.ANSWER, title, (Paragraph((Text(sentence),)),), follow_ups=confirming(draft, label))


def explained(subscription: Subscription, slots: Sequence[Slot], now: datetime) -> Reply:
    """The next slots in words."""
    state = subscription.quiet(now)
    quiet = (
        () if state is None else (Remark((Text(f"It is {state_of(subscription, now)}."),), tone="warning"),)
    )
    sentence = in_words(subscription.schedule)
    blocks: tuple[Block, ...] = (
        Paragraph((Text(f"{sentence[:1].upper()}{sentence[1:]}."),)),
        *quiet,
        *coming_lines(slots, f"The next {len(slots)}"),
    )
    return Reply(Outcome.ANSWER, f"When {subscription.id} is sent", blocks)


def past(subscription: Subscription, slots: Sequence[PastSlot]) -> Reply:
    """What became of the last slots, newest first."""
    title = f"What became of {subscription.id}"
    if not slots:
        sentence = "Nothing was due yet."
        return Reply(Outcome.ANSWER, title, (Paragraph((Text(sentence),)),))
    lines = tuple((Text(past_line(subscription, each)),) for each in slots)
    return Reply(Outcome.ANSWER, title, (Bullets(lines),))


def past_line(subscription: Subscription, slot: PastSlot) -> str:
    """One slot: when, what became of it, and which edition that was."""
    if slot.key.startswith("now-"):
        when = f"{moment(slot.due_at, subscription.schedule.zone)}, by hand"
    elif slot.date is None:
        when = moment(slot.due_at, subscription.schedule.zone)
    else:
        when = f"{day(slot.date)} at {slot.time}"
    became = REASONS[slot.reason] if slot.reason else OPEN.get(slot.state, slot.state)
    edition = "" if slot.edition is None or not slot.number else f" (edition {slot.number}, {slot.edition})"
    some = f"; {slot.parts_sent} of {slot.parts} parts are there" if 0 < slot.parts_sent < slot.parts else ""
    return f"{when}: {became}{edition}{some}."


def overview(subscription: Subscription, following: Slot | None, now: datetime, name: Name) -> dict[str, str]:
    """One digest for the command line. Keys are only ever added."""
    at = subscription.channel
    return {
        "id": subscription.id,
        "platform": at.platform,
        "place": at.place,
        "channel": f"{at.platform} {at.place} {at.id}",
        "owner": subscription.owner,
        "when": in_words(subscription.schedule),
        "schedule": text(subscription.schedule),
        "zone": subscription.schedule.zone,
        "topics": topics_named(subscription, name),
        "style": subscription.style,
        "state": state_of(subscription, now),
        "next": "" if following is None else following.utc.isoformat(),
    }


def sends(
    found: Sequence[tuple[Subscription, PastSlot | None, Slot | None]], now: datetime
) -> tuple[str, ...]:
    """For the status page: what became of the last slot of each digest, and when the next one is."""
    lines = []
    for subscription, last, following in found:
        then = "no dates are left" if following is None else f"next {slot_line(following)}"
        before = "nothing sent yet" if last is None else f"last {past_line(subscription, last).rstrip('.')}"
        lines.append(f"{subscription.id}, {state_of(subscription, now)}: {before}; {then}")
    return tuple(lines)
