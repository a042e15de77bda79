"""Events seen and the topics of threads, in the database: one row each, every change one statement."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select

from bot.ports import EVENTS_KEPT, THREADS_KEPT, SeenEvents, ThreadTopics
from bot.storage.database import Database
from bot.storage.tables import event_seen, thread_topic
from bot.storage.upsert import upsert_into
from briefings.ports import Clock

_AT_ONCE = 300
"""Rows in one statement; every database takes 999 values, and a row has at most three."""


class SqlSeenEvents(SeenEvents):
    """Holds over restarts, and between all processes on one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def claim(self, keys: Collection[str]) -> frozenset[str]:
        """Those that were free. Raises StorageError."""
        now, wanted = self._clock.now(), sorted(set(keys))
        claimed: set[str] = set()
        async with self._database.writing() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                rows = [{"key": key, "at": now} for key in wanted[start : start + _AT_ONCE]]
                row = upsert_into(event_seen, connection).values(rows)
                fresh = row.on_conflict_do_update(
                    index_elements=[event_seen.c.key],
                    set_={"at": now},
                    where=event_seen.c.at <= now - EVENTS_KEPT,
                )
                claimed.update((await connection.execute(fresh.returning(event_seen.c.key))).scalars())
        return frozenset(claimed)

    async def forget(self, key: str) -> None:
        """Free it. Raises StorageError."""
        async with self._database.writing() as connection:
            await connection.execute(delete(event_seen).where(event_seen.c.key == key))

    async def expire(self) -> int:
        """Drop the old ones. Raises StorageError."""
        old = delete(event_seen).where(event_seen.c.at <= self._clock.now() - EVENTS_KEPT)
        async with self._database.writing() as connection:
            return (await connection.execute(old)).rowcount


class SqlThreadTopics(ThreadTopics):
    """One row for each thread in which the bot was spoken to."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, thread: str) -> tuple[str, ...]:
        """What is kept of it. Raises StorageError."""
        since = self._clock.now() - THREADS_KEPT
        chosen = select(thread_topic.c.topics).where(
            thread_topic.c.thread == thread, thread_topic.c.at > since
        )
        async with self._database.reading() as connection:
            if connection is None:
                return ()
            kept: str | None = (await connection.execute(chosen)).scalar_one_or_none()
        return tuple((kept or "").splitlines())

    async def put(self, topics: Mapping[str, tuple[str, ...]]) -> None:
        """Keep them, all or none. Raises StorageError."""
        now = self._clock.now()
        rows = [
            {"thread": thread, "topics": "\n".join(names), "at": now}
            for thread, names in sorted(topics.items())
        ]
        async with self._database.writing() as connection:
            for start in range(0, len(rows), _AT_ONCE):
                row = upsert_into(thread_topic, connection).values(rows[start : start + _AT_ONCE])
                changed = {"topics": row.excluded.topics, "at": row.excluded.at}
                await connection.execute(
                    row.on_conflict_do_update(index_elements=[thread_topic.c.thread], set_=changed)
                )

    async def expire(self) -> int:
        """Drop the old ones. Raises StorageError."""
        old = delete(thread_topic).where(thread_topic.c.at <= self._clock.now() - THREADS_KEPT)
        async with self._database.writing() as connection:
            return (await connection.execute(old)).rowcount

    async def erase(self, start: str) -> int:
        """Forget those. Raises StorageError."""
        chosen = delete(thread_topic).where(thread_topic.c.thread.startswith(start, autoescape=True))
        async with self._database.writing() as connection:
            return (await connection.execute(chosen)).rowcount
