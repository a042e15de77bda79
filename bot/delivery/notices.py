"""What the owner of a subscription is told when something went otherwise than planned, and how.

Owns which ends are worth telling, and the wording. A notice goes to the owner's direct messages through
the same ledger, once: frozen, with keys of its own. Those that wait there together become one message.
"""

import hashlib
from collections.abc import Sequence
from itertools import groupby
from typing import Final, assert_never

from bot.delivery import summing
from bot.delivery.ports import Render
from bot.delivery.records import FrozenEdition, OpenSlot, Part, PlannedSlot, Told
from bot.delivery.refusals import refusal, remedy
from bot.delivery.states import Ended, SlotReason
from bot.delivery.summing import LeftOut, Line
from bot.subscriptions import Channel, Subscription, edition_id, part_key
from bot.ways import command, way_on
from briefings.reply import Reply, content

KEPT_BY: Final[dict[SlotReason, str]] = {
    "late": "I was not running then",
    "outage": "the platform could not be reached",
    "revoked": "the platform refused my credentials",
    "no-database": "my database could not be used",
}
"""Half sentences, for what makes a digest late."""


class Notices:
    """Words notices for one platform."""

    def __init__(self, render: Render) -> None:
        self._render = render

    def ended(self, slot: OpenSlot, state: Ended, reason: SlotReason) -> tuple[Told, ...]:
        """What is told of a slot that ended so; mostly nothing."""
        subscription = slot.subscription
        if subscription is None or subscription.state == "removed" or slot.kind != "digest":
            return ()
        line = _line(subscription, slot, state, reason)
        return () if line is None else (self._told(subscription, slot.key, line),)

    def paused(
        self, slot: OpenSlot, reason: SlotReason, subscriptions: Sequence[Subscription]
    ) -> tuple[Told, ...]:
        """What each owner is told when the platform refuses us in a channel, and its digests are paused."""
        return tuple(
            self._told(
                theirs[0],
                f"paused {slot.key}",
                Line(
                    f"paused {theirs[0].id} {slot.key}",
                    "Digests are paused",
                    f"{_counted(theirs)} paused: {_why(theirs[0], reason)}. Once that is put right "
                    f"{'it goes on by itself' if len(theirs) == 1 else 'they go on by themselves'} "
                    "within the hour, or at once by",
                    _typed("resume", theirs[0]),
                ),
            )
            for theirs in _by_owner(subscriptions)
        )

    def resumed(self, subscriptions: Sequence[Subscription]) -> tuple[Told, ...]:
        """What each owner is told when posting works again, given the subscriptions while paused."""
        return tuple(self._resumed(theirs) for theirs in _by_owner(subscriptions))

    def _resumed(self, theirs: Sequence[Subscription]) -> Told:
        first = theirs[0]
        key = f"resumed {first.pause.since.isoformat() if first.pause else first.revision}"
        does = "goes on" if len(theirs) == 1 else "go on"
        text = (
            f"I can post for {_named(first)} again, and {_names(theirs)} {does}. The next ones are listed by"
        )
        line = Line(f"{key} {first.id}", "Digests go on", text, _typed("explain", first))
        return self._told(first, key, line)

    def missed(self, subscription: Subscription, late: Sequence[PlannedSlot]) -> tuple[Told, ...]:
        """One notice for slots that passed while nothing could be posted."""
        if not late:
            return ()
        slots = tuple(f"{each.date} {each.time}" for each in late)
        why = tuple(dict.fromkeys(KEPT_BY[each.reason or "late"] for each in late))
        key = f"missed {late[-1].key}"
        line = LeftOut(
            f"{key} {subscription.id}",
            subscription.id,
            _named(subscription),
            slots,
            why,
            _typed("history", subscription),
        )
        return (self._told(subscription, key, line),)

    def summed(self, waiting: Sequence[OpenSlot]) -> FrozenEdition | None:
        """One message in place of several that wait for one person, posted by the last one's slot.

        None where there is nothing to sum up.
        """
        found = [summing.from_json(each.edition.content) for each in waiting if each.edition is not None]
        lines = summing.together(line for each in found if each is not None for line in each)
        if len(found) < 2 or None in found:
            return None
        last = waiting[-1]
        return self._frozen_lines(last.subject, last.key, lines)

    def _told(self, subscription: Subscription, key: str, line: Line | LeftOut) -> Told:
        person = Channel(subscription.channel.platform, subscription.channel.place, f"@{subscription.owner}")
        return Told("notice", subscription.id, key, person, self._frozen_lines(subscription.id, key, (line,)))

    def _frozen_lines(self, subject: str, key: str, lines: Sequence[Line | LeftOut]) -> FrozenEdition:
        reply = summing.reply(lines)
        text = f"{reply.title}\n{content(reply)}"
        return self.frozen(subject, key, (reply,), text, kept=summing.to_json(lines))

    def frozen(
        self, subject: str, key: str, replies: Sequence[Reply], text: str, *, kept: str = ""
    ) -> FrozenEdition:
        """Replies as content that will not change any more. `kept`: what it is made of, where not of text."""
        named, content_ = f"notice {key}", kept or text
        name = edition_id(subject, named)
        payloads = self._render(replies, name)
        parts = tuple(
            Part(number, part_key(subject, named, number), payload, in_thread=below)
            for number, (payload, below) in enumerate(payloads, 1)
        )
        return FrozenEdition(
            id=name,
            number=0,
            content=content_,
            sha256=hashlib.sha256(content_.encode()).hexdigest(),
            history="",
            revision=0,
            text=text,
            parts=parts,
        )


def _line(
    subscription: Subscription, slot: OpenSlot, state: Ended, reason: SlotReason
) -> Line | LeftOut | None:
    """What an end is worth telling."""
    name, at, key = _named(subscription), f"{slot.date} {slot.time}", f"{subscription.id} {slot.key}"
    when = summing.when(at)
    more = _typed("history", subscription)
    match state:
        case "unknown":
            text = (
                f"The digest of {when} for {name} was sent, but no reply came and I cannot look it up there. "
                "I did not post it again. Please have a look; to post it once more, type"
            )
            title = "A digest may or may not have arrived"
            return Line(key, title, text, _typed("send-now", subscription))
        case "late":
            why = (KEPT_BY.get(reason, KEPT_BY["outage"]),)
            return LeftOut(key, subscription.id, name, (at,), why, more)
        case "failed":
            text = (
                f"The digest of {when} for {name} failed again and again and was given up. The next one "
                "comes as planned. Please tell the operator of this bot. More by"
            )
            return Line(key, "A digest could not be posted", text, more)
        case "refused":
            text = (
                f"The rest of the digest of {when} for {name} was not posted: {_why(subscription, reason)}. "
                "The next one comes as planned. More by"
            )
            return Line(key, "A digest is incomplete", text, more)
        case "sent" | "empty" | "skipped":
            return None
        case _:
            assert_never(state)


def _typed(verb: str, subscription: Subscription) -> str:
    """A command about a digest, as it is given where its owner reads of it."""
    return command(way_on(subscription.channel.platform), verb, subscription.id)


def _why(subscription: Subscription, reason: SlotReason) -> str:
    """What a refusal says and, where something short can be said, what to do about it."""
    platform = subscription.channel.platform
    to_do = remedy(platform, reason)
    said = refusal(platform, reason) or reason
    return f"{said}. To do: {to_do}" if to_do else said


def _by_owner(subscriptions: Sequence[Subscription]) -> list[list[Subscription]]:
    """Those of each owner together, in whose name they are told; by id within."""
    ordered = sorted(subscriptions, key=lambda each: (each.owner, each.id))
    return [list(theirs) for _, theirs in groupby(ordered, key=lambda each: each.owner)]


def _counted(theirs: Sequence[Subscription]) -> str:
    if len(theirs) == 1:
        return f"The digest {theirs[0].id} for {_named(theirs[0])} is"
    return f"{len(theirs)} digests for {_named(theirs[0])} ({_names(theirs)}) are"


def _names(theirs: Sequence[Subscription]) -> str:
    *others, last = [each.id for each in theirs]
    return f"{', '.join(others)} and {last}" if others else last


def _named(subscription: Subscription) -> str:
    name = subscription.channel_name
    return f"#{name.removeprefix('#')}" if name else "your channel"
