"""The ledger over a database: each promise kept in one transaction.

Owns where transactions begin and end; the statements stand in the modules beside it.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

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

T = TypeVar("T")
N = TypeVar("N")


class SqlLedger(Ledger):
    """Works between processes, and on a server between machines."""

    def __init__(self, database: Database, moments: Moments) -> None:
        self._database = database
        self._moments = moments

    async def now(self) -> datetime:
        """The moment by the clock that all processes share; makes nobody wait where there is a database."""
        told = await self._found(self._moments.now, None)
        return told if told is not None else await self._database.write(self._moments.now)

    async def present(self, holder: str, platforms: Sequence[str]) -> Mapping[str, int]:
        """Say that a worker is here; returns how many are, itself included, by platform."""

        async def counted(connection: AsyncConnection, now: datetime) -> Mapping[str, int]:
            await standstills.over(connection, now, platforms)
            return await presence.present(connection, now, holder, platforms)

        return await self._at(counted)

    async def absent(self, holder: str, platforms: Sequence[str]) -> None:
        """Say that a worker is gone."""
        await self._database.write(lambda connection: presence.absent(connection, holder, platforms))

    async def to_plan(
        self, platforms: Sequence[str], limit: int
    ) -> tuple[tuple[Subscription, datetime], ...]:
        """Subscriptions whose next slot has come, with the moment through which each is planned."""

        async def due(connection: AsyncConnection) -> tuple[tuple[Subscription, datetime], ...]:
            now = await self._moments.now(connection)
            return await planning.to_plan(connection, now, platforms, limit)

        return await self._found(due, ())

    async def plan(self, plans: Sequence[Plan]) -> int:
        """Write slots down, each once; plans on an older revision are let be."""
        if not plans:
            return 0
        return await self._at(lambda connection, now: planning.plan(connection, now, plans))

    async def tell(self, told: Sequence[Told]) -> int:
        """Queue what persons are to be told, each once for ever."""
        if not told:
            return 0
        return await self._at(lambda connection, now: planning.tell(connection, now, told))

    async def next_try_at(self, platforms: Sequence[str]) -> datetime | None:
        """The first moment at which there is, or was, a channel to claim."""
        return await self._found(lambda connection: claiming.next_try_at(connection, platforms), None)

    async def claim(self, holder: str, platforms: Sequence[str], limit: int) -> tuple[Hold, ...]:
        """Channels with something due that nobody else has."""

        async def waiting(connection: AsyncConnection) -> bool:
            return await claiming.waiting(connection, await self._moments.now(connection), platforms)

        if not await self._found(waiting, nothing=False):
            return ()
        return await self._at(
            lambda connection, now: claiming.claim(connection, now, holder, platforms, limit)
        )

    async def open_slots(self, hold: Hold) -> tuple[Hold, tuple[OpenSlot, ...]] | None:
        """What is open in the channel, oldest first, and the hold as it stands; makes nobody wait."""

        async def opened(connection: AsyncConnection) -> tuple[Hold, tuple[OpenSlot, ...]] | None:
            found = await claiming.held(connection, await self._moments.now(connection), hold)
            return None if found is None else (found, await reading.open_slots(connection, hold.channel))

        return await self._found(opened, None)

    async def history(self, subscription: Subscription) -> Shown:
        """What its channel has been shown, as far as it counts for that subscription."""

        async def shown(connection: AsyncConnection) -> Shown:
            return shown_to(subscription, await reading.last_editions(connection, subscription.channel))

        return await self._found(shown, Shown())

    async def freeze(self, hold: Hold, slot: OpenSlot, edition: FrozenEdition) -> bool:
        """Keep the content, in place of one that nobody saw."""
        return await self._held(
            hold, lambda connection, now: recording.freeze(connection, now, slot, edition), lost=False
        )

    async def begin(self, hold: Hold, slot: OpenSlot, part: int) -> Hold | None:
        """Write down that a part is being posted; keeps the hold for longer."""

        async def begun(connection: AsyncConnection, now: datetime) -> Hold | None:
            kept = await claiming.keep(connection, now, hold)
            if kept is None or not await recording.begin(connection, now, slot, part):
                return None
            return kept

        return await self._at(begun)

    async def keep(self, hold: Hold) -> Hold | None:
        """The hold for longer; None when it is lost."""
        return await self._at(lambda connection, now: claiming.keep(connection, now, hold))

    async def arrived(self, hold: Hold, slot: OpenSlot, part: int, message: str | None) -> bool:
        """Write down that a part is posted."""
        return await self._if_held(
            hold, lambda connection, now: recording.arrived(connection, now, slot.id, part, message)
        )

    async def not_sent(self, hold: Hold, slot: OpenSlot, part: int) -> bool:
        """Write down that an attempt certainly posted nothing."""
        return await self._if_held(hold, lambda connection, _: recording.not_sent(connection, slot.id, part))

    async def doubted(self, hold: Hold, slot: OpenSlot, part: int) -> bool:
        """Write down that nobody can know whether a part was posted."""
        return await self._if_held(hold, lambda connection, _: recording.doubted(connection, slot.id, part))

    async def end(
        self, hold: Hold, slot: OpenSlot, state: Ended, reason: SlotReason, told: Sequence[Told] = ()
    ) -> bool:
        """End a slot, and queue what is to be told of it."""

        async def ended(connection: AsyncConnection, now: datetime) -> None:
            await recording.end(connection, now, slot.id, state, reason)
            await planning.tell(connection, now, told)

        return await self._if_held(hold, ended)

    async def failed(self, hold: Hold, slot: OpenSlot) -> int:
        """Count a try that failed."""
        return await self._held(
            hold, lambda connection, _: recording.failed(connection, slot.id), lost=slot.attempts
        )

    async def held_up(
        self, platforms: Sequence[str], reason: Hindrance, since: datetime | None = None
    ) -> None:
        """Write down that nothing can be posted there, and why."""

        async def noted(connection: AsyncConnection, now: datetime) -> None:
            await standstills.begun(connection, since or now, platforms, reason)
            if reason == "revoked":
                await recording.held_up(connection, platforms, reason)

        await self._at(noted)

    async def standstills(self, platforms: Sequence[str]) -> Mapping[str, tuple[Standstill, ...]]:
        """The last times at which nothing could be posted."""
        return await self._found(lambda connection: standstills.found(connection, platforms), {})

    async def pause(self, hold: Hold, reason: SlotReason, tell: TellOwners) -> None:
        """Pause every active subscription of the held channel."""
        await self._if_held(
            hold, lambda connection, now: standing.pause(connection, now, hold.channel, reason, tell)
        )

    async def refused(self, platforms: Sequence[str]) -> tuple[Subscription, ...]:
        """Subscriptions that were paused since the platform refused us, by channel."""
        return await self._found(lambda connection: standing.refused(connection, platforms), ())

    async def resume(self, channel: Channel, tell: TellOwners) -> tuple[Subscription, ...]:
        """Let those of a channel go on that were paused so."""
        return await self._at(lambda connection, now: standing.resume(connection, now, channel, tell))

    async def add(self, subscription: str, slot: PlannedSlot) -> bool:
        """Write one slot down that no schedule gives."""
        return await self._at(lambda connection, now: standing.add(connection, now, subscription, slot))

    async def standings(self, channel: Channel) -> Standings:
        """Where the digests of a channel stand, read at one moment."""
        return await self._found(lambda connection: standing.standings(connection, channel), Standings())

    async def forget(self, before: datetime, limit: int) -> int:
        """Drop what was posted by slots that ended before."""
        return await self._database.write(lambda connection: standing.forget(connection, before, limit))

    async def release(self, hold: Hold, again_in: timedelta | None) -> None:
        """Let the channel go."""

        async def released(connection: AsyncConnection, now: datetime) -> None:
            again_at = None if again_in is None else now + again_in
            await claiming.release(connection, now, hold, again_at)

        await self._at(released)

    async def past(self, subscription: str, limit: int) -> tuple[PastSlot, ...]:
        """The last slots, newest first."""
        return await self._found(lambda connection: reading.past(connection, subscription, limit), ())

    async def _found(self, look: Callable[[AsyncConnection], Awaitable[T]], nothing: N) -> T | N:
        """What is found without writing; `nothing` where nothing is stored."""

        async def found(connection: AsyncConnection | None) -> T | N:
            return nothing if connection is None else await look(connection)

        return await self._database.read(found)

    async def _at(self, work: Callable[[AsyncConnection, datetime], Awaitable[T]]) -> T:
        """A transaction that knows what time it is."""

        async def done(connection: AsyncConnection) -> T:
            return await work(connection, await self._moments.now(connection))

        return await self._database.write(done)

    async def _held(
        self, hold: Hold, work: Callable[[AsyncConnection, datetime], Awaitable[T]], lost: T
    ) -> T:
        """A transaction by who holds the channel; `lost` to who does not any more."""

        async def done(connection: AsyncConnection, now: datetime) -> T:
            return lost if await claiming.keep(connection, now, hold) is None else await work(connection, now)

        return await self._at(done)

    async def _if_held(
        self, hold: Hold, work: Callable[[AsyncConnection, datetime], Awaitable[object]]
    ) -> bool:
        """The same for what gives nothing: whether it was done."""

        async def done(connection: AsyncConnection, now: datetime) -> bool:
            await work(connection, now)
            return True

        return await self._held(hold, done, lost=False)
