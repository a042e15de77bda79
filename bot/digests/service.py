"""Digests, managed: commands in, replies out. The one way in for every platform and the command line.

Owns who may do what, and what everybody may look at; what changes something is `confirming`'s and
`quieting`'s. Nothing of one channel is read for another.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final, assert_never

from bot.delivery.preview import Previewed
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
from bot.digests import foreseeing, previewing, replies, wording
from bot.digests.asker import Asker
from bot.digests.changing import next_send, next_slots
from bot.digests.completion import Choices, offered
from bot.digests.confirming import Confirming
from bot.digests.following import Following
from bot.digests.keeping import Keeping
from bot.digests.limits import BUSY, refuse_far
from bot.digests.parts import Parts
from bot.digests.permission import permit
from bot.digests.ports import Kept
from bot.digests.previewing import Preview
from bot.digests.quieting import quieted
from bot.digests.reading import date_of, fields_of
from bot.subscriptions import Channel, Subscription
from briefings.errors import BadInput
from briefings.reply import Reply

PAST: Final = 20
"""Slots that history shows."""
COMING: Final = 10
"""Slots that explain shows."""
_SOME_DAYS: Final = "every day 12:00"


class Digests:
    """Answers every command about digests and follows. All of it raises BadInput, StorageError."""

    def __init__(self, parts: Parts, following: Following) -> None:
        self._parts = parts
        self._following = following
        self._kept = parts.subscriptions
        self._keeping = Keeping(parts)
        self._confirming = Confirming(self._keeping)
        self._previewed: set[Channel] = set()

    async def handle(self, command: DigestCommand, asker: Asker | None) -> Reply:
        """The reply to a command."""
        who = permit(command, asker)
        match command:
            case DigestList():
                return await self._listed(who)
            case DigestExplain(given):
                return await self._explained(await self._keeping.one(who, given))
            case DigestHistory(given):
                one = (await self._keeping.one(who, given)).subscription
                return replies.past(one, await self._parts.ledger.past(one.id, PAST))
            case DigestPreview():
                return previewing.as_reply(await self.preview(command, who))
            case Follow(topic):
                return await self._following.follow(topic, who)
            case Unfollow(topic):
                return await self._following.unfollow(topic, who)
            case _:
                return await self._managed(command, who)

    async def preview(self, command: DigestPreview, asker: Asker | None) -> tuple[Preview, ...]:
        """What the next slot, or each slot of a date, would post; never empty."""
        who = permit(command, asker)
        one = await self._keeping.one(who, command.digest)
        if command.date and not who.manages:
            now = await self._kept.now()
            refuse_far(date_of(command.date, now.date()), now)
        async with self._alone(who.posts_to):
            return await previewing.previews(self._parts, one.subscription, command.date)

    @asynccontextmanager
    async def _alone(self, channel: Channel) -> AsyncIterator[None]:
        """One preview at a time for a channel: each may take a processor for seconds. Raises BadInput."""
        if channel in self._previewed:
            raise BadInput(BUSY)
        self._previewed.add(channel)
        try:
            yield
        finally:
            self._previewed.discard(channel)

    async def current(self, given: str, asker: Asker) -> Subscription:
        """The digest that somebody is about to edit."""
        who = permit(DigestEdit(given), asker)
        return (await self._keeping.one(who, given)).subscription

    async def operator(self, given: str) -> Asker:
        """Whoever owns the digest of that id, for the command line, which asks nobody who they are."""
        one = await self._keeping.anywhere(given)
        at, name = one.channel, one.channel_name
        who = one.owner or "operator"  # its owner was erased
        return Asker(at.platform, at.place, at.id, who, channel_name=name, manages=True, way="shell")

    async def chosen(self, given: str) -> Subscription:
        """The digest of that id, wherever it is; for the command line."""
        return await self._keeping.anywhere(given)

    async def previews(self, subscription: Subscription, on: str = "") -> tuple[Previewed, ...]:
        """What the next slot, or each slot of a date, would post, as messages."""
        return await previewing.previewed(self._parts, subscription, on)

    async def overview(
        self, platform: str | None = None, place: str | None = None, channel: str | None = None
    ) -> list[dict[str, str]]:
        """Digests of all channels, for the command line."""
        now = await self._kept.now()
        found = await self._kept.listed(platform, place, channel)
        return [wording.overview(each, next_send(each, now), now, self._name) for each in found]

    def checked(self, command: DigestAdd | DigestEdit) -> None:
        """Raises BadField where a form's fields cannot be read."""
        reader, given = self._parts.reader(), fields_of(command)
        zone_name = given["zone"] or "UTC"
        made = reader.schedule({**given, "zone": zone_name, "schedule": given["schedule"] or _SOME_DAYS})
        if isinstance(command, DigestAdd):
            made = reader.schedule(given)
        bare = Subscription("", Channel("", "", ""), "", made, datetime.min.replace(tzinfo=UTC))
        reader.changed(bare, given)

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
            found.append((each, last, next_send(each, now)))
        waits = await foreseeing.waits(self._parts, asker.posts_to) if found else {}
        return wording.sends(found, now, waits)

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
        keeping, confirming = self._keeping, self._confirming
        match command:
            case DigestAdd():
                return await confirming.add(command, who)
            case DigestEdit(given):
                return await confirming.edit(command, await keeping.one(who, given), who)
            case DigestPause(given) | DigestResume(given) | DigestSnooze(_, given):
                return await quieted(keeping, command, await keeping.one(who, given), who)
            case DigestRemove(given) | DigestSendNow(given):
                return await confirming.ask_back(command, await keeping.one(who, given), who)
            case DigestConfirm(draft) | DigestCancel(draft):
                return await confirming.answered(command, await keeping.draft(draft, who), who)
            case _:
                assert_never(command)

    async def _listed(self, who: Asker) -> Reply:
        now = await self._kept.now()
        found = await self._kept.listed(who.platform, who.place, who.channel)
        lines = [(each, next_send(each, now)) for each in found]
        waits = await foreseeing.waits(self._parts, who.posts_to) if found else {}
        where = f"#{who.channel_name}" if who.channel_name else "this channel"
        return replies.listed(lines, now, self._name, where, who.way, waits)

    async def _explained(self, one: Kept) -> Reply:
        now = await self._kept.now()
        return replies.explained(one.subscription, next_slots(one.subscription, now, COMING), now)

    @property
    def _name(self) -> wording.Name:
        return self._parts.topics().name
