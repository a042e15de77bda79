"""Whole transactions on one SQLite file, each carried out by a thread without coming back in between.

Owns the thread that writes and those that read. Writers that wait at the same time are bundled: they
become one transaction, so that the disk is waited for once, and none is told before all of it is stored.
Failures leave as the driver's own.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from sqlalchemy import Connection, CursorResult, Engine, Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import schema
from bot.storage.schema import State
from bot.storage.work import Looking, Work

T = TypeVar("T")
MOST: Final = 64
"""Transactions in one bundle, so that the last of them does not wait for long."""
READ: Final = "BEGIN"
WRITE: Final = "BEGIN IMMEDIATE"
"""Takes the right to write at once, so that waiting for it cannot fail half way."""
VERSION: Final = f"SELECT version_num FROM {schema.VERSION_TABLE}"  # noqa: S608 - a constant
OURS: Final = [(schema.REVISIONS[-1],)]


@dataclass(frozen=True, slots=True)
class _Failed:
    """What a transaction ended with instead of an answer."""

    error: Exception


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A transaction that waits to be carried out, and who waits for it."""

    work: Work[Any]
    told: asyncio.Future[Any]


class _Behind(Exception):
    """The tables have to be brought up to date, or made, first."""


class _NoTurn(sqlite3.OperationalError):
    """A transaction could not even begin, so that there is no use in trying the next one."""

    @classmethod
    def of(cls, error: sqlite3.OperationalError) -> "_NoTurn":
        """The same, still the driver's in all that is asked of it."""
        made = cls(*error.args)
        made.sqlite_errorcode, made.sqlite_errorname = error.sqlite_errorcode, error.sqlite_errorname
        return made


class Writer:
    """Carries transactions out one after the other.

    `turn`: who has it is the only one in the process to write. `upgrade` brings the tables up to date and
    takes that turn itself.
    """

    def __init__(self, engine: Engine, turn: asyncio.Lock, upgrade: Callable[[], Awaitable[None]]) -> None:
        self._engine = engine
        self._turn = turn
        self._upgrade = upgrade
        self._thread = ThreadPoolExecutor(1, "writing")
        self._waiting: deque[_Waiting] = deque()
        self._going: asyncio.Task[None] | None = None

    async def done(self, work: Work[T]) -> T:
        """What the transaction gives, once it is stored; what it raises, nothing of it being stored."""
        told: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(work, told))
        if self._going is None:
            self._going = asyncio.create_task(self._go())
        return await told

    async def close(self) -> None:
        """Let what waits be stored, then let go."""
        if self._going is not None:
            await asyncio.wait([self._going])
        self._thread.shutdown()
        self._engine.dispose()

    async def _go(self) -> None:
        """Bundle after bundle while somebody waits."""
        taken: list[_Waiting] = []
        try:
            while self._waiting:
                async with self._turn:
                    taken = self._taken()
                    behind = not await self._stored(taken)
                if behind:
                    await self._upgraded(taken)
                taken = []
        finally:
            self._going = None
            for each in (*taken, *self._waiting):
                each.told.cancel()
            self._waiting.clear()

    def _taken(self) -> list[_Waiting]:
        """Those whose turn it is; not those for which nobody waits any more."""
        taken: list[_Waiting] = []
        while self._waiting and len(taken) < MOST:
            first = self._waiting.popleft()
            if not first.told.done():
                taken.append(first)
        return taken

    async def _stored(self, taken: Sequence[_Waiting]) -> bool:
        """Carries them out and tells everybody; False where the tables are not ours yet."""
        if not taken:
            return True
        loop, works = asyncio.get_running_loop(), [each.work for each in taken]
        outcomes: list[Any] | None
        try:
            outcomes = await loop.run_in_executor(self._thread, _carried_out, self._engine, works)
        except Exception as error:  # noqa: BLE001 - there is no connection: who waits is told
            outcomes = [_Failed(error)] * len(works)
        if outcomes is None:
            return False
        for each, outcome in zip(taken, outcomes, strict=True):
            _tell(each, outcome)
        return True

    async def _upgraded(self, taken: Sequence[_Waiting]) -> None:
        """Brings the tables up to date and lets those who were held up by it be first."""
        try:
            await self._upgrade()
        except Exception as error:  # noqa: BLE001 - whatever it is, who waits is told
            for each in taken:
                _tell(each, _Failed(error))
        else:
            self._waiting.extendleft(reversed(taken))


class Readers:
    """Carries transactions that only read out, so many at a time."""

    def __init__(self, engine: Engine, number: int) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(number, "reading")

    async def done(self, look: Looking[T]) -> tuple[bool, T | None]:
        """What is found, after True; after False nothing, since the tables are of an older program."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._found, look)

    def _found(self, look: Looking[T]) -> tuple[bool, T | None]:
        with self._engine.connect() as connection, _transaction(connection, READ) as state:
            if state is State.BEHIND:
                return False, None
            seen = _Statements(connection) if state is State.CURRENT else None
            return True, _driven(look(cast("AsyncConnection | None", seen)))

    async def close(self) -> None:
        """Let go once those who look are through."""
        await asyncio.to_thread(self._threads.shutdown)
        self._engine.dispose()


class _Statements:
    """What a transaction knows of a connection, in the thread: a statement is done once it is asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.dialect = connection.dialect

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Carries a statement out."""
        return self._connection.execute(statement, parameters)


def _tell(waiting: _Waiting, outcome: object) -> None:
    if waiting.told.done():
        return  # nobody waits any more
    if isinstance(outcome, _Failed):
        waiting.told.set_exception(outcome.error)
    else:
        waiting.told.set_result(outcome)


def _carried_out(engine: Engine, works: Sequence[Work[Any]]) -> list[Any] | None:
    """What each gives, stored together; where one of them fails, each by itself. None: not our tables yet."""
    with engine.connect() as connection:
        try:
            return _bundle(connection, works)
        except _Behind:
            return None
        except _NoTurn as error:
            return [_Failed(error)] * len(works)
        except Exception as error:  # noqa: BLE001 - it is some transaction's own
            if len(works) == 1:
                return [_Failed(error)]
        return _each(connection, works)


def _each(connection: Connection, works: Sequence[Work[Any]]) -> list[Any]:
    outcomes: list[Any] = []
    for work in works:
        try:
            outcomes += _bundle(connection, [work])
        except _NoTurn as error:
            return outcomes + [_Failed(error)] * (len(works) - len(outcomes))
        except Exception as error:  # noqa: BLE001 - as above
            outcomes.append(_Failed(error))
    return outcomes


def _bundle(connection: Connection, works: Sequence[Work[Any]]) -> list[Any]:
    """What they give, stored. Raises _NoTurn, _Behind, and whatever one of them raises."""
    with _transaction(connection, WRITE) as state:
        if state is not State.CURRENT:
            raise _Behind
        given = [_driven(work(cast("AsyncConnection", _Statements(connection)))) for work in works]
        connection.commit()
        return given


@contextmanager
def _transaction(connection: Connection, begin: str) -> Iterator[State]:
    """A transaction and how the tables stand; undone unless it was committed."""
    raw = cast("sqlite3.Connection", connection.connection.driver_connection)
    try:
        raw.execute(begin)
    except sqlite3.OperationalError as error:
        raise _NoTurn.of(error) from error
    try:
        connection.begin()  # SQLAlchemy's own view of it, which costs SQLite nothing
        yield _state(connection, raw)
    finally:
        connection.rollback()
        if raw.in_transaction:  # committing failed
            raw.rollback()


def _state(connection: Connection, raw: sqlite3.Connection) -> State:
    try:
        found = raw.execute(VERSION).fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        found = None  # there is no such table
    return State.CURRENT if found == OURS else schema.state(connection)


def _driven(going: Coroutine[Any, Any, T]) -> T:
    """What it gives; in a thread there is no event loop that it could wait for."""
    try:
        going.send(None)
    except StopIteration as ended:
        return cast("T", ended.value)
    going.close()
    raise RuntimeError("a transaction waits for nothing but its own statements")
