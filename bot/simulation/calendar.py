"""A simulation as a calendar: what was posted where and when, and why something was not.

Owns the words and rows; how they are set is the caller's affair.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.delivery.records import PastSlot
from bot.delivery.states import SlotReason, SlotState
from bot.digests.wording import REASONS, topics_named
from bot.schedules import in_words
from bot.schedules.zone_data import zone
from bot.simulation.month import Held
from bot.slots import Note
from bot.subscriptions import Subscription
from briefings.editions.edition import Edition
from briefings.present.editions import present_edition

SIGNS: Final[dict[SlotState, str]] = {
    "sent": "●",
    "empty": "·",
    "late": "✗ late",
    "skipped": "–",
    "unknown": "?",
    "refused": "✗ shut",
    "failed": "✗",
    "due": "…",
    "frozen": "…",
}
"""What a slot came to, for a cell of the calendar."""
KEY: Final = (
    "● posted, with its local time; · nothing new to post; ✗ late: too late to post; ✗ shut: the channel "
    "refused it; – paused; ? may or may not have arrived"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One slot in words."""

    on: date
    time: str
    channel: str
    state: SlotState
    reason: SlotReason | None
    note: Note | None
    said: str
    """What was posted, or why nothing was."""
    edition: str


def rows(held: Held) -> tuple[Row, ...]:
    """Every slot, by moment."""
    found = [
        (slot.due_at, _row(held, each, slot)) for each in held.subscriptions for slot in held.past[each.id]
    ]
    return tuple(row for _, row in sorted(found, key=lambda pair: (pair[0], pair[1].channel)))


def _row(held: Held, subscription: Subscription, slot: PastSlot) -> Row:
    return Row(
        on=slot.date or slot.due_at.date(),
        time=slot.time or "",
        channel=f"#{subscription.channel_name}",
        state=slot.state,
        reason=slot.reason,
        note=slot.note,
        said=_said(held, subscription, slot),
        edition=slot.edition or "",
    )


def _said(held: Held, subscription: Subscription, slot: PastSlot) -> str:
    words = REASONS[slot.reason] if slot.reason else "still open"
    frozen = held.editions.get(slot.edition or "")
    if slot.state != "sent" or frozen is None:
        return words
    title = present_edition(Edition.from_json(frozen.content))[0].title
    when = ""
    if slot.reason == "caught-up" and slot.ended_at is not None:
        when = f", at {slot.ended_at.astimezone(zone(subscription.schedule.zone)):%H:%M}"
    clocks = {
        None: "",
        "gap": "; the clocks skip that time, so it came right after",
        "overlap": "; the clocks show that time twice, and it came the first time",
    }[slot.note]
    return f"{title} ({words}{when}{clocks})"


def as_planned(row: Row) -> bool:
    """Whether nothing about a slot needs to be told: it was posted on time, or there was nothing to say."""
    return row.state == "empty" or (row.state == "sent" and row.reason == "on-time" and row.note is None)


def grid(held: Held) -> Iterator[tuple[str, ...]]:
    """A line for each day: the date, then a cell for each subscription."""
    cells: dict[tuple[date, str], list[str]] = {}
    for each in held.subscriptions:
        for slot in held.past[each.id]:
            on = slot.date or slot.due_at.date()
            cells.setdefault((on, each.id), []).append(_cell(each, slot))
    day = held.start.date()
    while day < held.end.date():
        yield (f"{day:%a} {day.day:2} {day:%b}", *(_cells(cells, day, each) for each in held.subscriptions))
        day += timedelta(days=1)


def _cells(cells: dict[tuple[date, str], list[str]], day: date, subscription: Subscription) -> str:
    return " ".join(cells.get((day, subscription.id), ()))


def _cell(subscription: Subscription, slot: PastSlot) -> str:
    """The sign, with the local moment of posting."""
    if slot.state != "sent" or slot.ended_at is None:
        return SIGNS[slot.state]
    local = slot.ended_at.astimezone(zone(subscription.schedule.zone))
    return f"{SIGNS['sent']} {local:%H:%M}"


def legend(held: Held) -> Iterator[str]:
    """What each subscription asked for, numbered as the columns of the grid are."""
    for number, each in enumerate(held.subscriptions, 1):
        state = "" if each.state == "active" else f"; {each.state} in the end"
        place = each.channel.platform.capitalize()
        wanted = f"{topics_named(each, held.name)}, {each.style}, {in_words(each.schedule)}"
        yield f"{number}. #{each.channel_name} ({place}): {wanted}{state}"


def happened(held: Held) -> Iterator[str]:
    """What people typed and how it was answered, what happened to platforms, channels, library and bot."""
    found = [(each.at, each.words) for each in held.events]
    for each in held.answered:
        who = each.said.who
        found.append((each.said.at, f"{who.reader} in #{who.channel}: {each.said.line} → {each.answer}"))
    for at, words in sorted(found, key=lambda one: one[0]):
        yield f"{_moment(at)}: {words}"


def told(held: Held) -> Iterator[str]:
    """What owners and followers were told."""
    messages = [each for sender in held.senders.values() for each in sender.messages]
    for message in sorted(messages, key=lambda each: each.at):
        if message.channel.person is not None:
            title = _title(message.part.payload)
            yield f"{_moment(message.at)}: {message.channel.person} was told: {title}"


def _title(payload: object) -> str:
    """The notice's title, as the platform shows it."""
    message = payload["message"]  # type: ignore[index] # a payload
    embeds = message.get("embeds")
    return str(embeds[0]["title"] if embeds else message["text"].splitlines()[0])


def totals(held: Held) -> Iterator[str]:
    """How many of what, and whether any limit was broken."""
    states = Counter(slot.state for slots in held.past.values() for slot in slots)
    yield ", ".join(f"{count} {state}" for state, count in states.most_common())
    for name, sender in held.senders.items():
        broken = f"{len(sender.refused)} limits broken" if sender.refused else "no limit broken"
        yield f"{name.capitalize()}: {len(sender.messages)} messages, {sender.requests} requests, {broken}"


def _moment(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b} {at:%H:%M} UTC"
