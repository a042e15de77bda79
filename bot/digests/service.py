"""Digests, managed: commands in, replies out. The one way in for every platform and the command line.

Owns the order of things: who may, what is meant, what is echoed, what is kept. Nothing of one channel is
read for another.
"""

import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Final, assert_never

from bot.delivery.planner import coming, now_key, plan
from bot.delivery.preview import Previewed, preview, preview_on
from bot.delivery.records import FrozenEdition, PlannedSlot
from bot.digest_commands import (
    DigestAdd,
    DigestCancel,
    DigestCommand,
    DigestConfirm,
    DigestEdit,
    DigestExplain,
    DigestHistory,
    DigestList,
    DigestPause,
    DigestPreview,
    DigestRemove,
    DigestResume,
    DigestSendNow,
    DigestSnooze,
    Follow,
    Unfollow,
)
from bot.digests import changing, drafts, wording
from bot.digests.asker import Asker
from bot.digests.completion import Choices, offered
from bot.digests.drafts import Fate, Intent
from bot.digests.following import Following
from bot.digests.limits import full_sentence, refuse_full
from bot.digests.parts import Parts
from bot.digests.permission import permit
from bot.digests.ports import DRAFTS_KEPT, Draft, Kept, Settling
from bot.digests.reading import Read, date_of, moment_of
from bot.printable import printable
from bot.schedules.zone_data import zone
from bot.slots import Slot
from bot.subscriptions import Channel, Subscription
from briefings.editions.edition import Edition
from briefings.errors import BadInput
from briefings.present.editions import present_edition
from briefings.present.joining import joined
from briefings.reply import Outcome, Paragraph, Remark, Reply, Text

PAST: Final = 20
"""Slots that history shows."""
COMING: Final = 10
"""Slots that explain shows."""
ECHOED: Final = 3
_SOME_DAYS: Final = "every day 12:00"
_ID = re.compile(r"s-[0-9A-Z]{6}")
_OVER = "That was not found: it was more than an hour ago, or begun elsewhere. Please begin again."
_CHANGED = "Somebody else has just changed this digest. Please look at /digest list and try again."


class Digests:
    """Answers every command about digests and follows."""

    def __init__(self, parts: Parts, following: Following) -> None:
        self._parts = parts
        self._following = following
        self._kept = parts.subscriptions

    async def handle(self, command: DigestCommand, asker: Asker | None) -> Reply:
        """The reply to a command. Raises BadInput with a sentence for the reader, StorageError."""
        who = permit(command, asker)
        match command:
            case DigestList():
                return await self._listed(who)
            case DigestExplain(given):
                return await self._explained(await self._one(who, given))
            case DigestHistory(given):
                one = (await self._one(who, given)).subscription
                return wording.past(one, await self._parts.ledger.past(one.id, PAST))
            case DigestPreview(given, on):
                return await self._previewed((await self._one(who, given)).subscription, on)
            case Follow(topic):
                return await self._following.follow(topic, who)
            case Unfollow(topic):
                return await self._following.unfollow(topic, who)
            case _:
                return await self._managed(command, who)

    async def current(self, given: str, asker: Asker) -> Subscription:
        """The digest that somebody is about to edit. Raises BadInput."""
        permit(DigestEdit(given), asker)
        return (await self._one(asker, given)).subscription

    async def operator(self, given: str) -> Asker:
        """Whoever owns the digest of that id, for the command line, which asks nobody who they are."""
        one = await self.chosen(given)
        at = one.channel
        return Asker(at.platform, at.place, at.id, one.owner, channel_name=one.channel_name, manages=True)

    async def chosen(self, given: str) -> Subscription:
        """The digest of that id, wherever it is; for the command line. Raises BadInput."""
        found = await self._kept.get(_id(given))
        if found is None or found.subscription.state == "removed":
            raise BadInput(
                f"There is no digest “{printable(given)[:20]}”; communique digest list shows them."
            )
        return found.subscription

    async def overview(
        self, platform: str | None = None, place: str | None = None, channel: str | None = None
    ) -> list[dict[str, str]]:
        """Digests of all channels, for the command line."""
        now = await self._kept.now()
        found = await self._kept.listed(platform, place, channel)
        return [wording.overview(each, next(coming(each, now), None), now, self._name) for each in found]

    def checked(self, command: DigestAdd | DigestEdit) -> None:
        """Raises BadField where a form's fields cannot be read."""
        reader, given = self._parts.reader(), _given(command)
        zone_name = given["zone"] or "UTC"
        made = reader.schedule({**given, "zone": zone_name, "schedule": given["schedule"] or _SOME_DAYS})
        if isinstance(command, DigestAdd):
            made = reader.schedule(given)
        bare = Subscription("", Channel("", "", ""), "", made, datetime.min.replace(tzinfo=UTC))
        reader.changed(bare, {key: value for key, value in given.items() if key != "digest"})

    async def offered(self, kind: str, typed: str, asker: Asker) -> Choices:
        """What an option may become while it is typed, best first."""
        zones, topics = self._parts.reader().zones, self._parts.topics()
        return await offered(kind, typed, asker, self._kept, zones, topics)

    async def sends(self, asker: Asker) -> tuple[str, ...]:
        """The last and next sends of a channel, in words."""
        if asker.direct or not asker.channel:
            return ()
        now = await self._kept.now()
        found = []
        for each in await self._kept.listed(asker.platform, asker.place, asker.channel):
            last = next(iter(await self._parts.ledger.past(each.id, 1)), None)
            found.append((each, last, next(coming(each, now), None)))
        return wording.sends(found, now)

    async def _managed(
        self,
        command: DigestAdd
        | DigestEdit
        | DigestPause
        | DigestResume
        | DigestSnooze
        | DigestRemove
        | DigestSendNow
        | DigestConfirm
        | DigestCancel,
        who: Asker,
    ) -> Reply:
        match command:
            case DigestAdd():
                return await self._add(command, who)
            case DigestEdit():
                return await self._edit(command, who)
            case DigestPause(given) | DigestResume(given) | DigestSnooze(_, given):
                return await self._quieted(command, await self._one(who, given), who)
            case DigestRemove(given) | DigestSendNow(given):
                return await self._asked_back(command, await self._one(who, given), who)
            case DigestConfirm(draft) | DigestCancel(draft):
                return await self._answered(command, await self._draft(draft, who), who)
            case _:
                assert_never(command)

    async def _listed(self, who: Asker) -> Reply:
        now = await self._kept.now()
        found = await self._kept.listed(who.platform, who.place, who.channel)
        lines = [(each, next(coming(each, now), None)) for each in found]
        where = f"#{who.channel_name}" if who.channel_name else "this channel"
        return wording.listed(lines, now, self._name, where)

    async def _explained(self, one: Kept) -> Reply:
        now = await self._kept.now()
        return wording.explained(one.subscription, _next(one.subscription, now, COMING), now)

    async def previews(self, subscription: Subscription, on: str = "") -> tuple[Previewed, ...]:
        """What the next slot, or each slot of a date, would post. Raises BadInput, StorageError."""
        parts, now = self._parts, await self._kept.now()
        render = parts.posting.render(subscription.channel.platform)
        if not on:
            return await preview(parts.ledger, parts.composer, render, subscription, now)
        return await preview_on(parts.ledger, parts.composer, render, subscription, now, date_of(on))

    async def _previewed(self, subscription: Subscription, on: str) -> Reply:
        found = await self.previews(subscription, on)
        if not found:
            when = f"On {wording.day(date_of(on))} nothing is due" if on else "Nothing is due any more"
            return wording.done(f"Preview of {subscription.id}", f"{when}.")
        shown = found[0]
        when = f"{wording.day(shown.slot.date)} at {shown.slot.time}"
        told = Remark((Text(f"A preview of {when}, as things stand now. Nothing has been posted."),))
        if not isinstance(shown.edition, FrozenEdition):
            sentence = f"Nothing: {wording.REASONS[shown.edition.reason].partition(': ')[2]}."
            return Reply(Outcome.ANSWER, f"Preview of {subscription.id}", (told, _paragraph(sentence)))
        card, *details = present_edition(Edition.from_json(shown.edition.content))
        whole = joined(card, details, "In its thread")
        return replace(whole, blocks=(told, *whole.blocks), follow_ups=())

    async def _add(self, command: DigestAdd, who: Asker) -> Reply:
        now, name = await self._kept.now(), f"s-{self._parts.new_id()}"
        reader, given = self._parts.reader(), _given(command)
        bare = Subscription(name, who.posts_to, who.reader, reader.schedule(given), now, who.channel_name)
        others = {key: given[key] for key in ("topics", "style", "empty", "catch_up")}
        read = reader.changed(bare, others)
        await refuse_full(read.subscription, self._kept, self._parts.limits)
        title = f"A digest for {wording.named(read.subscription)}"
        return await self._echoed(Intent("add", name), title, read, who, now)

    async def _edit(self, command: DigestEdit, who: Asker) -> Reply:
        old = (await self._one(who, command.digest)).subscription
        if not command.changes:
            raise BadInput(
                f"Say what to change about {old.id} with /digest edit: its time (09:00), zone (Asia/Tokyo), "
                "topics (India, China), style (headlines), empty (line), catch-up (2 hours) or skip "
                "(2026-12-25)."
            )
        now = await self._kept.now()
        read = self._parts.reader().changed(old, command.changes)
        if drafts.wish_of(read.subscription) == drafts.wish_of(old):
            raise BadInput("That is how it is already; nothing was changed.")
        after = changing.edited(old, drafts.chosen(drafts.wish_of(read.subscription)), now)
        intent = Intent("edit", old.id, old.revision)
        return await self._echoed(intent, f"{old.id}, changed", replace(read, subscription=after), who, now)

    async def _echoed(self, intent: Intent, title: str, read: Read, who: Asker, now: datetime) -> Reply:
        """What would be saved, with the next sends and what is missing for them."""
        wished = read.subscription
        draft = await self._drafted(replace(intent, wish=drafts.wish_of(wished)), who, now)
        lacking = await self._parts.posting.lacking(wished.channel, thread=wished.style == "thread")
        return wording.echo(title, read, _next(wished, now, ECHOED), lacking, draft, self._name)

    async def _quieted(
        self, command: DigestPause | DigestResume | DigestSnooze, one: Kept, who: Asker
    ) -> Reply:
        old, now = one.subscription, await self._kept.now()
        match command:
            case DigestPause():
                new = changing.paused(old, who.reader, now)
                sentence = "Nothing is posted until it is resumed."
            case DigestResume():
                new = changing.resumed(old)
                sentence = await self._on_resuming(new, now)
            case DigestSnooze(typed):
                new = changing.snoozed(old, moment_of(typed, old.schedule.zone, now))
                sentence = f"Nothing is posted; it is {wording.state_of(new, now)}."
            case _:
                assert_never(command)
        await self._change(one, new, now)
        title = {DigestPause: "Paused", DigestResume: "Resumed", DigestSnooze: "Snoozed"}[type(command)]
        return wording.done(f"{title}: {old.id}", sentence, new)

    async def _on_resuming(self, subscription: Subscription, now: datetime) -> str:
        lacking = await self._parts.posting.lacking(
            subscription.channel, thread=subscription.style == "thread"
        )
        following = _next(subscription, now, 1)
        then = f"Next: {wording.slot_line(following[0])}." if following else "No dates are left."
        return f"{then} Still missing for posting here: {'; '.join(lacking)}." if lacking else then

    async def _asked_back(self, command: DigestRemove | DigestSendNow, one: Kept, who: Asker) -> Reply:
        old, now = one.subscription, await self._kept.now()
        if isinstance(command, DigestRemove):
            draft = await self._drafted(Intent("remove", old.id, old.revision), who, now)
            sentence = "It ends for good; what it posted stays. To stop it for a while, pause it instead."
            return wording.asked_back(f"Remove {old.id}?", sentence, draft, "Remove")
        _refuse_quiet(old)
        draft = await self._drafted(Intent("send-now", old.id, old.revision), who, now)
        sentence = f"The next digest is posted to {wording.named(old)} at once, for everybody there."
        return wording.asked_back(f"Send {old.id} now?", sentence, draft, "Send now")

    async def _answered(self, command: DigestConfirm | DigestCancel, draft: Draft, who: Asker) -> Reply:
        """Saved, removed or sent, once however often the button is pressed."""
        intent = Intent.from_json(draft.content)
        if intent.fate is not None:
            was = "was done already" if intent.fate == "done" else "was cancelled"
            return wording.done("Nothing more to do", f"That {was}.")
        fate: Fate = "done" if isinstance(command, DigestConfirm) else "cancelled"
        settling = Settling(draft, intent.ended(fate).to_json())
        if fate == "cancelled":
            await self._kept.settle(settling)
            return wording.done("Cancelled", "Nothing was changed.")
        match intent.act:
            case "add":
                return await self._added(intent, settling, who)
            case "send-now":
                return await self._sent_now(await self._one(who, intent.subscription), settling)
            case "edit" | "remove":
                return await self._changed(intent, settling, await self._one(who, intent.subscription))

    async def _added(self, intent: Intent, settling: Settling, who: Asker) -> Reply:
        now = await self._kept.now()
        made = drafts.begun(intent, who.posts_to, who.reader, who.channel_name, now)
        result = await self._kept.add(changing.kept(made, now), self._parts.limits, settling)
        if isinstance(result, str):
            raise BadInput(full_sentence(result, self._parts.limits))
        following = _next(made, now, 1)
        then = f" The first one comes {wording.slot_line(following[0])}." if following else ""
        return wording.done(f"Saved: {made.id}", f"Saved.{then}" if result else "It is saved already.", made)

    async def _changed(self, intent: Intent, settling: Settling, one: Kept) -> Reply:
        old, now = one.subscription, await self._kept.now()
        if old.revision != intent.revision:
            raise BadInput(_CHANGED)
        if intent.act == "remove":
            await self._change(one, changing.removed(old), now, settling)
            return wording.done(f"Removed: {old.id}", "Nothing of it is posted any more.")
        new = changing.edited(old, drafts.chosen(intent.wish), now)
        await self._change(one, new, now, settling)
        return wording.done(f"Saved: {old.id}", wording.what_comes(new, _next(new, now, 1), now), new)

    async def _sent_now(self, one: Kept, settling: Settling) -> Reply:
        old, now = one.subscription, await self._kept.now()
        _refuse_quiet(old)
        local = now.astimezone(zone(changing.zone_now(old, now)))
        slot = PlannedSlot(now_key(settling.draft.id), local.date(), f"{local:%H:%M}", now)
        if not await self._parts.ledger.add(old.id, slot):
            return wording.done("Nothing more to do", "That was done already.")
        await self._kept.settle(settling)
        return wording.done(f"On its way: {old.id}", "It is posted within moments; history shows it.", old)

    async def _change(
        self, one: Kept, new: Subscription, now: datetime, settling: Settling | None = None
    ) -> None:
        """Write down what was due until now as it was, then keep the change. Raises BadInput."""
        await self._parts.ledger.plan([plan(one.subscription, one.planned_through, now)])
        if not await self._kept.change(changing.kept(new, now), settling):
            raise BadInput(_CHANGED)

    async def _one(self, who: Asker, given: str) -> Kept:
        """The digest of that id in this channel; without an id the only one. Raises BadInput."""
        name = _id(given)
        if name:
            found = await self._kept.get(name)
            here = found is not None and found.subscription.channel == who.posts_to
            if found is None or not here or found.subscription.state == "removed":
                raise BadInput(f"There is no digest “{name[:20]}” in this channel; /digest list shows them.")
            return found
        there = await self._kept.listed(who.platform, who.place, who.channel)
        if not there:
            raise BadInput(
                "There is no digest in this channel yet; begin one: /digest add weekdays 08:30 Europe/London"
            )
        if len(there) > 1:
            raise BadInput(f"Say which one: {', '.join(each.id for each in there)}.")
        only = await self._kept.get(there[0].id)
        if only is None:
            raise BadInput(_CHANGED)
        return only

    async def _drafted(self, intent: Intent, who: Asker, now: datetime) -> str:
        name = self._parts.new_id()
        await self._kept.put_draft(Draft(name, who.posts_to, who.reader, intent.to_json(), now + DRAFTS_KEPT))
        return name

    async def _draft(self, name: str, who: Asker) -> Draft:
        found = await self._kept.draft(printable(name).upper())
        if found is None or found.channel != who.posts_to or found.author != who.reader:
            raise BadInput(_OVER)
        return found

    @property
    def _name(self) -> wording.Name:
        return self._parts.topics().name


def _given(command: DigestAdd | DigestEdit) -> dict[str, str]:
    return {each.name: str(getattr(command, each.name)) for each in fields(command)}


def _next(subscription: Subscription, now: datetime, count: int) -> tuple[Slot, ...]:
    found = coming(subscription, now)
    return tuple(slot for _, slot in zip(range(count), found, strict=False))


def _id(given: str) -> str:
    """The id as it is kept, in whatever capitals it was typed; what is none stays as it is."""
    name = printable(given).strip("\"“”'` .")
    wanted = f"s-{name[2:].upper()}" if name[:2].casefold() == "s-" else f"s-{name.upper()}"
    return wanted if _ID.fullmatch(wanted) else name


def _refuse_quiet(subscription: Subscription) -> None:
    if subscription.state == "paused":
        raise BadInput(f"{subscription.id} is paused; resume it first: /digest resume {subscription.id}")


def _paragraph(sentence: str) -> Paragraph:
    return Paragraph((Text(sentence),))
