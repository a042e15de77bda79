"""Previews: what a digest's coming slots would post, as values that every platform can show.

Owns what is said above a preview. The editions come from `bot.delivery.preview`, which posting shares.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.delivery.composing import zone_at
from bot.delivery.preview import Previewed, preview, preview_on
from bot.delivery.records import FrozenEdition
from bot.digests import replies, wording
from bot.digests.parts import Parts
from bot.digests.reading import date_of
from bot.schedules.zone_data import zone
from bot.subscriptions import Subscription
from briefings.editions.edition import Edition
from briefings.present.editions import present_edition
from briefings.present.joining import joined
from briefings.reply import Reply


@dataclass(frozen=True, slots=True)
class Preview:
    """What one slot would post, and what is said above it.

    `edition`: its parts are what the platform would be sent; None, and `intro` says why, for nothing.
    """

    intro: Reply
    edition: FrozenEdition | None
    digest: str
    when: str
    """The slot's local date and time in words; empty where nothing is due."""


async def previewed(parts: Parts, subscription: Subscription, on: str = "") -> tuple[Previewed, ...]:
    """The next slot, or each slot of a date, and what it would post. Raises BadInput, StorageError."""
    now = await parts.subscriptions.now()
    render = parts.posting.render(subscription.channel.platform)
    if not on:
        return await preview(parts.ledger, parts.composer, render, subscription, now)
    return await preview_on(
        parts.ledger, parts.composer, render, subscription, now, date_of(on, _today(subscription, now))
    )


async def previews(parts: Parts, subscription: Subscription, on: str = "") -> tuple[Preview, ...]:
    """The same as readers see it; one that says so where nothing is due. Raises BadInput, StorageError."""
    found, now = await previewed(parts, subscription, on), await parts.subscriptions.now()
    if found:
        quiet = wording.still_quiet(subscription, now)
        return tuple(_preview(subscription, each, quiet) for each in found)
    when = (
        f"On {wording.day(date_of(on, _today(subscription, now)))} nothing is due"
        if on
        else "Nothing is due any more"
    )
    return (Preview(replies.done(_title(subscription), f"{when}."), None, subscription.id, ""),)


def as_reply(shown: Sequence[Preview]) -> Reply:
    """Previews as one reply, for where messages are not shown as they are posted."""
    first, *others = (_whole(each) for each in shown)
    whole = first
    for reply, each in zip(others, shown[1:], strict=True):
        whole = joined(whole, [reply], each.when)
    return whole


def _preview(subscription: Subscription, found: Previewed, quiet: Sequence[str]) -> Preview:
    slot, made = found.slot, found.edition
    when = f"{wording.day(slot.date)} at {slot.time}"
    told = f"A preview of {when}, as things stand now. Nothing has been posted."
    if isinstance(made, FrozenEdition):
        return Preview(replies.noted(_title(subscription), told, *quiet), made, subscription.id, when)
    why = wording.REASONS[made.reason].partition(": ")[2]
    intro = replies.noted(_title(subscription), told, f"Nothing would be posted: {why}.", *quiet)
    return Preview(intro, None, subscription.id, when)


def _whole(shown: Preview) -> Reply:
    if shown.edition is None:
        return shown.intro
    card, *details = present_edition(Edition.from_json(shown.edition.content))
    whole = joined(card, details, "In its thread")
    return replace(whole, blocks=(*shown.intro.blocks, *whole.blocks), follow_ups=())


def _today(subscription: Subscription, now: datetime) -> date:
    return now.astimezone(zone(zone_at(subscription, now))).date()


def _title(subscription: Subscription) -> str:
    return f"Preview of {subscription.id}"
