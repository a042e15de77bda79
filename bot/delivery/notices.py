"""What the owner of a subscription is told when something went otherwise than planned, and how.

Owns which ends are worth telling, and the wording. A notice goes to the owner's direct messages through
the same ledger, once: frozen, with keys of its own.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from bot.delivery.ports import Render
from bot.delivery.records import FrozenEdition, OpenSlot, Part, PlannedSlot, Told
from bot.delivery.states import Ended, SlotReason
from bot.subscriptions import Channel, Subscription, edition_id, part_key
from briefings.reply import Code, Inline, Outcome, Paragraph, Reply, Text

WHY: Final[dict[SlotReason, str]] = {
    "channel-gone": "the channel is gone",
    "no-access": "I cannot see the channel any more",
    "no-permission": "I may not post there any more",
    "wrong-channel": "that is no channel one can post in",
    "thread-closed": "the thread is closed",
    "direct-messages-closed": "direct messages are closed",
    "message-gone": "the message that its thread hangs on was deleted",
    "revoked": "the platform refuses my credentials",
}
"""Half sentences, for reasons that a platform gives."""


class Notices:
    """Words notices for one platform."""

    def __init__(self, render: Render) -> None:
        self._render = render

    def ended(self, slot: OpenSlot, state: Ended, reason: SlotReason) -> tuple[Told, ...]:
        """What is told of a slot that ended so; mostly nothing."""
        subscription = slot.subscription
        if subscription is None or subscription.state == "removed" or slot.kind != "digest":
            return ()
        when = f"{slot.date} {slot.time}"
        match state:
            case "unknown":
                title = "A digest may or may not have arrived"
                text = (
                    f"The digest of {when} for {_named(subscription)} was sent, but no reply came and I "
                    "cannot look it up there. I did not post it again. Please have a look; to post it once "
                    "more, type "
                )
            case "late":
                title = "A digest was not posted"
                text = (
                    f"The digest of {when} for {_named(subscription)} could not be posted in time and was "
                    "left out. The next one comes as planned. All of them are listed by "
                )
                return (
                    self._told(subscription, slot.key, title, text, f"/digest history {subscription.id}"),
                )
            case "failed":
                title = "A digest could not be posted"
                text = (
                    f"The digest of {when} for {_named(subscription)} failed again and again and was given "
                    "up. The next one comes as planned. Please tell the operator of this bot. More by "
                )
                return (
                    self._told(subscription, slot.key, title, text, f"/digest history {subscription.id}"),
                )
            case "refused":
                title = "A digest is incomplete"
                text = (
                    f"The rest of the digest of {when} for {_named(subscription)} was not posted: "
                    f"{WHY.get(reason, reason)}. The next one comes as planned. More by "
                )
                return (
                    self._told(subscription, slot.key, title, text, f"/digest history {subscription.id}"),
                )
            case _:
                return ()
        return (self._told(subscription, slot.key, title, text, f"/digest send-now {subscription.id}"),)

    def paused(
        self, slot: OpenSlot, reason: SlotReason, subscriptions: Sequence[Subscription]
    ) -> tuple[Told, ...]:
        """What each owner is told when the platform refuses us in a channel, and its digests are paused."""
        return tuple(
            self._told(
                each,
                f"paused {slot.key}",
                "Digests are paused",
                f"Digests for {_named(each)} are paused: {WHY.get(reason, reason)}. Once that is put "
                "right they go on by themselves within the hour, or at once by ",
                f"/digest resume {each.id}",
            )
            for each in _one_for_each_owner(subscriptions)
        )

    def resumed(self, subscriptions: Sequence[Subscription]) -> tuple[Told, ...]:
        """What each owner is told when posting works again, given the subscriptions while paused."""
        return tuple(
            self._told(
                each,
                f"resumed {each.pause.since.isoformat() if each.pause else each.revision}",
                "Digests go on",
                f"I can post for {_named(each)} again, and digests go on. The next ones are listed by ",
                f"/digest explain {each.id}",
            )
            for each in _one_for_each_owner(subscriptions)
        )

    def missed(self, subscription: Subscription, late: Sequence[PlannedSlot]) -> tuple[Told, ...]:
        """One notice for slots that passed while nobody was there to post them."""
        if not late:
            return ()
        first, last = late[0], late[-1]
        span = f"of {first.date} {first.time}"
        if len(late) > 1:
            span = f"from {first.date} {first.time} to {last.date} {last.time}"
        digests = "The digest" if len(late) == 1 else f"The {len(late)} digests"
        were = "was" if len(late) == 1 else "were"
        text = (
            f"{digests} {span} for {_named(subscription)} {were} not posted: I was not running then, and "
            "it is too late now. The next one comes as planned. All of them are listed by "
        )
        typed = f"/digest history {subscription.id}"
        return (self._told(subscription, f"missed {last.key}", "Digests were missed", text, typed),)

    def _told(self, subscription: Subscription, key: str, title: str, text: str, typed: str) -> Told:
        inlines: tuple[Inline, ...] = (Text(text), Code(typed), Text("."))
        reply = Reply(Outcome.CLEAR_ERROR, title, (Paragraph(inlines),))
        person = Channel(subscription.channel.platform, subscription.channel.place, f"@{subscription.owner}")
        return Told("notice", subscription.id, key, person, self.frozen(subscription.id, key, (reply,), text))

    def frozen(self, subject: str, key: str, replies: Sequence[Reply], text: str) -> FrozenEdition:
        """Replies as content that will not change any more."""
        named = f"notice {key}"
        name = edition_id(subject, named)
        payloads = self._render(replies, name)
        parts = tuple(
            Part(number, part_key(subject, named, number), payload, in_thread=below)
            for number, (payload, below) in enumerate(payloads, 1)
        )
        return FrozenEdition(
            id=name,
            number=0,
            content=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            history="",
            revision=0,
            text=text,
            parts=parts,
        )


def _one_for_each_owner(subscriptions: Sequence[Subscription]) -> tuple[Subscription, ...]:
    """The first of each owner's, in whose name the owner is told."""
    return tuple({each.owner: each for each in reversed(subscriptions)}.values())


def _named(subscription: Subscription) -> str:
    name = subscription.channel_name
    return f"#{name.removeprefix('#')}" if name else "your channel"
