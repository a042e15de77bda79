"""The ledger over a database: each promise kept in one transaction.

Owns where transactions begin and end; the statements stand in the modules beside it.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.ports import Ledger, TellOwners
from bot.delivery.records import (
    FrozenEdition,
    Hold,
    OpenSlot,
    PastSlot,
    Plan,
    PlannedSlot,
    Shown,
    Standings,
    Told,
)
from bot.delivery.shown import shown_to
from bot.delivery.standstills import Hindrance, Standstill
from bot.delivery.states import Ended, SlotReason
from bot.storage.database import Database
from bot.storage.ledger import claiming, planning, presence, reading, recording, standing, standstills
from bot.storage.moments import Moments
from bot.subscriptions import Channel, Subscription


class SqlLedger(Ledger):
    """Works between processes, and on a server between machines."""

    def __init__(self, database: Database, moments: Moments) -> None:
        self._database = database
        self._moments = moments

    async def now(self) -> datetime:
        """The moment by the clock that all processes share; makes nobody wait where there is a database."""
        async with self._database.reading() as connection:
            if connection is not None:
                return await self._moments.now(connection)
        async with self._database.writing() as connection:
            return await self._moments.now(connection)

    async def present(self, holder: str, platforms: Sequence[str]) -> Mapping[str, int]:
        """Say that a worker is here; returns how many are, itself included, by platform."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            await standstills.over(connection, now, platforms)
            return await presence.present(connection, now, holder, platforms)

    async def absent(self, holder: str, platforms: Sequence[str]) -> None:
        """Say that a worker is gone."""
        async with self._database.writing() as connection:
            await presence.absent(connection, holder, platforms)

    async def to_plan(
        self, platforms: Sequence[str], limit: int
    ) -> tuple[tuple[Subscription, datetime], ...]:
        """Subscriptions whose next slot has come, with the moment through which each is planned."""
        async with self._database.reading() as connection:
            if connection is None:
                return ()
            now = await self._moments.now(connection)
            return await planning.to_plan(connection, now, platforms, limit)

    async def plan(self, plans: Sequence[Plan]) -> int:
        """Write slots down, each once; plans on an older revision are let be."""
        if not plans:
            return 0
        async with self._database.writing() as connection:
            return await planning.plan(connection, await self._moments.now(connection), plans)

    async def tell(self, told: Sequence[Told]) -> int:
        """Queue what persons are to be told, each once for ever."""
        if not told:
            return 0
        async with self._database.writing() as connection:
            return await planning.tell(connection, await self._moments.now(connection), told)

    async def next_try_at(self, platforms: Sequence[str]) -> datetime | None:
        """The first moment at which there is, or was, a channel to claim."""
        async with self._database.reading() as connection:
            return None if connection is None else await claiming.next_try_at(connection, platforms)

    async def claim(self, holder: str, platforms: Sequence[str], limit: int) -> tuple[Hold, ...]:
        """Channels with something due that nobody else has."""
        async with self._database.reading() as connection:
            now = None if connection is None else await self._moments.now(connection)
            if connection is None or now is None or not await claiming.waiting(connection, now, platforms):
                return ()
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            return await claiming.claim(connection, now, holder, platforms, limit)

    async def open_slots(self, hold: Hold) -> tuple[Hold, tuple[OpenSlot, ...]] | None:
        """What is open in the channel, oldest first, and the hold as it stands; makes nobody wait."""
        async with self._database.reading() as connection:
            if connection is None:
                return None
            found = await claiming.held(connection, await self._moments.now(connection), hold)
            return None if found is None else (found, await reading.open_slots(connection, hold.channel))

    async def history(self, subscription: Subscription) -> Shown:
        """What its channel has been shown, as far as it counts for that subscription."""
        async with self._database.reading() as connection:
            if connection is None:
                return Shown()
            return shown_to(subscription, await reading.last_editions(connection, subscription.channel))

    async def freeze(self, hold: Hold, slot: OpenSlot, edition: FrozenEdition) -> bool:
        """Keep the content, in place of one that nobody saw."""
        async with self._held(hold) as (connection, now):
            return connection is not None and await recording.freeze(connection, now, slot, edition)

    async def begin(self, hold: Hold, slot: OpenSlot, part: int) -> Hold | None:
        """Write down that a part is being posted; keeps the hold for longer."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            kept = await claiming.keep(connection, now, hold)
            if kept is None or not await recording.begin(connection, now, slot, part):
                return None
            return kept

    async def keep(self, hold: Hold) -> Hold | None:
        """The hold for longer; None when it is lost."""
        async with self._database.writing() as connection:
            return await claiming.keep(connection, await self._moments.now(connection), hold)

    async def arrived(self, hold: Hold, slot: OpenSlot, part: int, message: str | None) -> bool:
        """Write down that a part is posted."""
        async with self._held(hold) as (connection, now):
            if connection is not None:
                await recording.arrived(connection, now, slot.id, part, message)
            return connection is not None

    async def not_sent(self, hold: Hold, slot: OpenSlot, part: int) -> bool:
        """Write down that an attempt certainly posted nothing."""
        async with self._held(hold) as (connection, _):
            if connection is not None:
                await recording.not_sent(connection, slot.id, part)
            return connection is not None

    async def doubted(self, hold: Hold, slot: OpenSlot, part: int) -> bool:
        """Write down that nobody can know whether a part was posted."""
        async with self._held(hold) as (connection, _):
            if connection is not None:
                await recording.doubted(connection, slot.id, part)
            return connection is not None

    async def end(
        self, hold: Hold, slot: OpenSlot, state: Ended, reason: SlotReason, told: Sequence[Told] = ()
    ) -> bool:
        """End a slot, and queue what is to be told of it."""
        async with self._held(hold) as (connection, now):
            if connection is not None:
                await recording.end(connection, now, slot.id, state, reason)
                await planning.tell(connection, now, told)
            return connection is not None

    async def failed(self, hold: Hold, slot: OpenSlot) -> int:
        """Count a try that failed."""
        async with self._held(hold) as (connection, _):
            return slot.attempts if connection is None else await recording.failed(connection, slot.id)

    async def held_up(
        self, platforms: Sequence[str], reason: Hindrance, since: datetime | None = None
    ) -> None:
        """Write down that nothing can be posted there, and why."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            await standstills.begun(connection, since or now, platforms, reason)
            if reason == "revoked":
                await recording.held_up(connection, platforms, reason)

    async def standstills(self, platforms: Sequence[str]) -> Mapping[str, tuple[Standstill, ...]]:
        """The last times at which nothing could be posted."""
        async with self._database.reading() as connection:
            return {} if connection is None else await standstills.found(connection, platforms)

    async def pause(self, hold: Hold, reason: SlotReason, tell: TellOwners) -> None:
        """Pause every active subscription of the held channel."""
        async with self._held(hold) as (connection, now):
            if connection is not None:
                await standing.pause(connection, now, hold.channel, reason, tell)

    async def refused(self, platforms: Sequence[str]) -> tuple[Subscription, ...]:
        """Subscriptions that were paused since the platform refused us, by channel."""
        async with self._database.reading() as connection:
            return () if connection is None else await standing.refused(connection, platforms)

    async def resume(self, channel: Channel, tell: TellOwners) -> tuple[Subscription, ...]:
        """Let those of a channel go on that were paused so."""
        async with self._database.writing() as connection:
            return await standing.resume(connection, await self._moments.now(connection), channel, tell)

    async def add(self, subscription: str, slot: PlannedSlot) -> bool:
        """Write one slot down that no schedule gives."""
        async with self._database.writing() as connection:
            return await standing.add(connection, await self._moments.now(connection), subscription, slot)

    async def standings(self, channel: Channel) -> Standings:
        """Where the digests of a channel stand, read at one moment."""
        async with self._database.reading() as connection:
            return Standings() if connection is None else await standing.standings(connection, channel)

    async def forget(self, before: datetime, limit: int) -> int:
        """Drop what was posted by slots that ended before."""
        async with self._database.writing() as connection:
            return await standing.forget(connection, before, limit)

    async def release(self, hold: Hold, again_in: timedelta | None) -> None:
        """Let the channel go."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            again_at = None if again_in is None else now + again_in
            await claiming.release(connection, now, hold, again_at)

    async def past(self, subscription: str, limit: int) -> tuple[PastSlot, ...]:
        """The last slots, newest first."""
        async with self._database.reading() as connection:
            return () if connection is None else await reading.past(connection, subscription, limit)

    @asynccontextmanager
    async def _held(self, hold: Hold) -> AsyncIterator[tuple[AsyncConnection | None, datetime]]:
        """A transaction by who holds the channel; no connection for who does not any more."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            kept = await claiming.keep(connection, now, hold)
            yield (connection if kept else None), now
