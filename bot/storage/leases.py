"""Leases in the database: one row per role, each change one conditional statement."""

from sqlalchemy import ColumnElement, select, update

from bot.ports import LEASE_LASTS, Hold, Lease
from bot.storage.database import Database
from bot.storage.moments import Moments
from bot.storage.tables import lease
from bot.storage.upsert import upsert_into


class SqlLease(Lease):
    """Works between processes, and on a server between machines."""

    def __init__(self, database: Database, moments: Moments) -> None:
        self._database = database
        self._moments = moments

    async def acquire(self, role: str, holder: str) -> Hold | None:
        """The role with the next fence; None while somebody holds it. Raises StorageError."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            until = now + LEASE_LASTS
            taken = (
                upsert_into(lease, connection)
                .values(role=role, holder=holder, fence=1, expires_at=until)
                .on_conflict_do_update(
                    index_elements=[lease.c.role],
                    set_={"holder": holder, "fence": lease.c.fence + 1, "expires_at": until},
                    where=lease.c.expires_at <= now,
                )
                .returning(lease.c.fence)
            )
            fence = (await connection.execute(taken)).scalar_one_or_none()
        return None if fence is None else Hold(role, holder, fence, until)

    async def renew(self, hold: Hold) -> Hold | None:
        """The hold for longer; None when it ran out or changed hands. Raises StorageError."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            until = now + LEASE_LASTS
            longer = (
                update(lease)
                .where(*_held_as(hold), lease.c.expires_at > now)
                .values(expires_at=until)
                .returning(lease.c.fence)
            )
            kept = (await connection.execute(longer)).scalar_one_or_none()
        return None if kept is None else Hold(hold.role, hold.holder, hold.fence, until)

    async def release(self, hold: Hold) -> None:
        """Let it run out now, where it is still this one. Raises StorageError."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            gone = update(lease).where(*_held_as(hold), lease.c.expires_at > now).values(expires_at=now)
            await connection.execute(gone)

    async def take_over(self, hold: Hold, holder: str) -> Hold | None:
        """The role out of exactly this hold; None when it changed hands. Raises StorageError."""
        async with self._database.writing() as connection:
            until = await self._moments.now(connection) + LEASE_LASTS
            taken = (
                update(lease)
                .where(*_held_as(hold))
                .values(holder=holder, fence=lease.c.fence + 1, expires_at=until)
                .returning(lease.c.fence)
            )
            fence = (await connection.execute(taken)).scalar_one_or_none()
        return None if fence is None else Hold(hold.role, holder, fence, until)

    async def held(self, role: str) -> Hold | None:
        """The hold in force, if there is one. Raises StorageError."""
        async with self._database.reading() as connection:
            if connection is None:
                return None
            now = await self._moments.now(connection)
            chosen = select(lease).where(lease.c.role == role, lease.c.expires_at > now)
            row = (await connection.execute(chosen)).one_or_none()
        return None if row is None else Hold(row.role, row.holder, row.fence, row.expires_at)


def _held_as(hold: Hold) -> tuple[ColumnElement[bool], ...]:
    return (lease.c.role == hold.role, lease.c.holder == hold.holder, lease.c.fence == hold.fence)
