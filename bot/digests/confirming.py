"""From a wish to its echo, and from the echo to what is kept: saved, removed or sent, once.

Owns that nothing is changed before the person who wished it has said yes to what it comes to, and that
saying yes twice does it once.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.delivery.composing import zone_at
from bot.delivery.planner import now_key
from bot.delivery.records import PlannedSlot
from bot.digest_commands import (
    DigestAdd,
    DigestCancel,
    DigestConfirm,
    DigestEdit,
    DigestRemove,
    DigestSendNow,
)
from bot.digests import changing, drafts, replies, wording
from bot.digests.asker import Asker
from bot.digests.drafts import Fate, Intent
from bot.digests.foreseeing import foreseen, waits
from bot.digests.keeping import OVER, Keeping, changed_meanwhile
from bot.digests.limits import full_sentence, refuse_full
from bot.digests.ports import Draft, Kept, Settling
from bot.digests.reading import Read, fields_of
from bot.digests.typed import gone_topics
from bot.schedules.days import days_of_month
from bot.schedules.zone_data import zone
from bot.subscriptions import Subscription
from bot.ways import beginning, editing
from bot.ways import command as typed
from briefings.errors import BadInput
from briefings.reply import Reply

ECHOED = 3
"""Coming sends that an echo shows."""


@dataclass(frozen=True, slots=True)
class Confirming:
    """Echoes wishes, and carries out what was confirmed. All of it raises BadInput, StorageError."""

    keeping: Keeping

    async def add(self, command: DigestAdd, who: Asker) -> Reply:
        """The echo of a digest to be begun."""
        parts = self.keeping.parts
        now, name = await parts.subscriptions.now(), f"s-{parts.new_id()}"
        reader, given = parts.reader(), fields_of(command)
        if not any(given.values()):
            example = beginning(who.way)
            raise BadInput(f"Say on which days, when and in which time zone, for example: {example}")
        bare = Subscription(name, who.posts_to, who.reader, reader.schedule(given), now, who.channel_name)
        others = {key: given[key] for key in ("zone", "topics", "style", "empty", "catch_up", "on_doubt")}
        read = reader.changed(bare, others)
        await refuse_full(read.subscription, parts.subscriptions, parts.limits)
        title = f"A digest for {wording.named(read.subscription)}"
        return await self._echoed(Intent("add", name), title, read, (), who, now)

    async def edit(self, command: DigestEdit, one: Kept, who: Asker) -> Reply:
        """The echo of a digest to be changed."""
        old = one.subscription
        if not command.changes:
            raise BadInput(
                f"Say what to change about {old.id}: its days, time, zone, topics, style, empty, skip, "
                f"catch-up or on-doubt. For example: {editing(who.way, old.id)}"
            )
        now = await self.keeping.parts.subscriptions.now()
        read = self.keeping.parts.reader().changed(old, command.changes)
        if drafts.wish_of(read.subscription) == drafts.wish_of(old):
            raise BadInput("That is how it is already; nothing was changed.")
        after = changing.edited(old, drafts.chosen(drafts.wish_of(read.subscription)), now)
        read = replace(read, subscription=after, notes=self._left_out(old, after))
        intent = Intent("edit", old.id, old.revision)
        return await self._echoed(intent, f"{old.id}, changed", read, old.schedule.skip, who, now)

    async def ask_back(self, command: DigestRemove | DigestSendNow, one: Kept, who: Asker) -> Reply:
        """The question before something that cannot be taken back."""
        old, now = one.subscription, await self.keeping.parts.subscriptions.now()
        if isinstance(command, DigestRemove):
            draft = await self.keeping.drafted(Intent("remove", old.id, old.revision), who, now)
            return replies.remove(old, draft)
        _refuse_quiet(old, who)
        idle = (await waits(self.keeping.parts, old.channel)).get(old.id)
        if idle is not None and old.empty == "skip":
            return replies.nothing_to_send(old, idle)
        draft = await self.keeping.drafted(Intent("send-now", old.id, old.revision), who, now)
        return replies.send_now(old, draft, await self.keeping.lacking(old), idle)

    async def answered(self, command: DigestConfirm | DigestCancel, draft: Draft, who: Asker) -> Reply:
        """Saved, removed or sent, once however often the button is pressed."""
        intent = Intent.from_json(draft.content)
        if intent.fate is not None:
            return replies.settled(intent.act, intent.subscription, intent.fate)
        fate: Fate = "done" if isinstance(command, DigestConfirm) else "cancelled"
        settling = Settling(draft, intent.ended(fate).to_json())
        if fate == "cancelled":
            if not await self.keeping.parts.subscriptions.settle(settling):
                became = await self.keeping.fate(draft)
                if became is None:
                    raise BadInput(OVER)
                return replies.settled(intent.act, intent.subscription, became)
            return replies.done("Cancelled", "Nothing was changed.")
        try:
            return await self._carried_out(intent, settling, who)
        except BadInput:
            became = await self.keeping.fate(draft)  # pressed twice, it may be what refuses itself
            if became is None:
                raise
            return replies.settled(intent.act, intent.subscription, became)

    async def _carried_out(self, intent: Intent, settling: Settling, who: Asker) -> Reply:
        if intent.act == "add":
            return await self._added(intent, settling, who)
        one = await self.keeping.one(who, intent.subscription)
        if intent.act == "send-now":
            return await self._sent_now(one, settling, who)
        return await self._changed(intent, settling, one, who)

    def _left_out(self, old: Subscription, after: Subscription) -> tuple[str, ...]:
        """That topics which there are no more, and which no field can name, are left out from now on."""
        gone = gone_topics(old, self.keeping.parts.topics().name)
        names = ", ".join(each.partition(":")[2] for each in gone if each not in after.topics)
        return (f"No topics any more, and left out from now on: {names}.",) if names else ()

    async def _echoed(
        self, intent: Intent, title: str, read: Read, skipped: tuple[date, ...], who: Asker, now: datetime
    ) -> Reply:
        """What would be saved, with the next sends and what is missing for them."""
        wished = read.subscription
        draft = await self.keeping.drafted(replace(intent, wish=drafts.wish_of(wished)), who, now)
        lacking = await self.keeping.lacking(wished)
        notes = (
            *read.notes,
            *wording.still_quiet(wished, now),
            *_of_skipping(wished, skipped, now),
            *wording.change_of_zone(wished, now),
            *await foreseen(self.keeping.parts, wished),
        )
        name = self.keeping.parts.topics().name
        coming = changing.next_slots(wished, now, ECHOED)
        return replies.echo(title, replace(read, notes=notes), coming, lacking, draft, name, who.way)

    async def _added(self, intent: Intent, settling: Settling, who: Asker) -> Reply:
        parts, now = self.keeping.parts, await self.keeping.parts.subscriptions.now()
        made = drafts.begun(intent, who.posts_to, who.reader, who.channel_name, now)
        lacking = await self.keeping.lacking(made)
        result = await parts.subscriptions.add(changing.kept(made, now), parts.limits, settling)
        if isinstance(result, str):
            raise BadInput(full_sentence(result, parts.limits))
        if not result:
            raise BadInput(OVER)
        return replies.saved(made, changing.next_slots(made, now, 1), lacking, now)

    async def _changed(self, intent: Intent, settling: Settling, one: Kept, who: Asker) -> Reply:
        old, now = one.subscription, await self.keeping.parts.subscriptions.now()
        self.keeping.same(old, intent.revision, who.way)
        if intent.act == "remove":
            if not await self.keeping.change(one, changing.removed(old), now, who.way, settling):
                return replies.settled(intent.act, old.id, "done")
            return replies.done(f"Removed: {old.id}", "Nothing of it is posted any more.")
        new = changing.edited(old, drafts.chosen(intent.wish), now)
        lacking = await self.keeping.lacking(new)
        if not await self.keeping.change(one, new, now, who.way, settling):
            return replies.settled(intent.act, old.id, "done")
        return replies.saved(new, changing.next_slots(new, now, 1), lacking, now)

    async def _sent_now(self, one: Kept, settling: Settling, who: Asker) -> Reply:
        parts, old, now = self.keeping.parts, one.subscription, await self.keeping.parts.subscriptions.now()
        _refuse_quiet(old, who)
        local = now.astimezone(zone(zone_at(old, now)))
        slot = PlannedSlot(now_key(settling.draft.id), local.date(), f"{local:%H:%M}", now)
        match await parts.subscriptions.send(old.id, slot, settling):
            case "used":
                raise BadInput(OVER)
            case "quiet":
                raise BadInput(changed_meanwhile(who.way))
            case "added":
                return replies.done(
                    f"On its way: {old.id}", "It is posted within moments; history shows it.", old
                )


def _of_skipping(wished: Subscription, before: tuple[date, ...], now: datetime) -> tuple[str, ...]:
    """What is to be said of dates newly left out: that they are over, or that nothing was due then."""
    today = now.astimezone(zone(zone_at(wished, now))).date()
    new = [each for each in wished.schedule.skip if each not in before]
    rule = wished.schedule.days
    over = [each for each in new if each < today]
    idle = [
        each for each in new if each >= today and each.day not in days_of_month(rule, each.year, each.month)
    ]
    return (*wording.skips_over(over), *wording.skips_idle(idle))


def _refuse_quiet(subscription: Subscription, who: Asker) -> None:
    if subscription.state == "paused":
        resume = typed(who.way, "resume", subscription.id)
        raise BadInput(f"{subscription.id} is paused; resume it first: {resume}")
