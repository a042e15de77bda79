"""What every keeper of events seen, and of the topics of threads, promises, in memory and in databases."""

import asyncio
from datetime import timedelta

import pytest

from bot.ports import EVENTS_KEPT, THREADS_KEPT, SeenEvents, ThreadTopics
from bot.storage.events import SqlSeenEvents, SqlThreadTopics
from tests.fakes.clock import EARLY, SetClock
from tests.fakes.events import SeenEventsInMemory, ThreadTopicsInMemory
from tests.servers.databases import KINDS, Databases

EVERYWHERE = ("in memory", *KINDS)
THREAD = "T1:C1:1700000000.000100"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(params=EVERYWHERE)
def seen(request: pytest.FixtureRequest, databases: Databases, clock: SetClock) -> SeenEvents:
    if request.param == "in memory":
        return SeenEventsInMemory(clock)
    return SqlSeenEvents(databases.open(request.param), clock)


@pytest.fixture(params=EVERYWHERE)
def threads(request: pytest.FixtureRequest, databases: Databases, clock: SetClock) -> ThreadTopics:
    if request.param == "in memory":
        return ThreadTopicsInMemory(clock)
    return SqlThreadTopics(databases.open(request.param), clock)


async def test_each_is_claimed_once(seen: SeenEvents) -> None:
    """The first claim gets it, no later one does, and claiming some of many gets the others."""
    assert await seen.claim(["Ev1", "Ev2", "Ev1"]) == {"Ev1", "Ev2"}
    assert await seen.claim(["Ev2", "Ev3"]) == {"Ev3"}
    assert await seen.claim(["Ev1", "Ev2", "Ev3"]) == frozenset()
    assert await seen.claim([]) == frozenset()


async def test_many_at_once_are_claimed_once_each(seen: SeenEvents) -> None:
    """However many claim the same at the same time, each is got by exactly one of them."""
    keys = [f"Ev{number}" for number in range(900)]
    got = await asyncio.gather(*(seen.claim(keys) for _ in range(4)))
    assert sorted(key for each in got for key in each) == sorted(keys)


async def test_what_is_forgotten_can_be_claimed_anew(seen: SeenEvents) -> None:
    """Forgetting frees that one alone; forgetting what was never claimed does nothing."""
    await seen.claim(["a", "b"])
    await seen.forget("a")
    await seen.forget("c")
    assert await seen.claim(["a", "b"]) == {"a"}


async def test_events_are_remembered_for_their_time(seen: SeenEvents, clock: SetClock) -> None:
    """Until exactly then nothing is claimed twice and nothing is dropped; from then on it may be."""
    await seen.claim(["a", "b"])
    clock.moment = EARLY + EVENTS_KEPT - timedelta(microseconds=1)
    assert await seen.claim(["a"]) == frozenset()
    assert await seen.expire() == 0
    clock.moment = EARLY + EVENTS_KEPT
    assert await seen.claim(["a"]) == {"a"}
    await seen.expire()
    assert await seen.claim(["a", "b"]) == {"b"}


@pytest.mark.parametrize("kind", KINDS)
async def test_events_hold_over_a_restart(kind: str, databases: Databases, clock: SetClock) -> None:
    """A later run on the same database, and another process beside it, claims nothing again."""
    place = databases.place(kind)
    assert await SqlSeenEvents(databases.open(kind, place), clock).claim(["a"]) == {"a"}
    assert await SqlSeenEvents(databases.open(kind, place), clock).claim(["a", "b"]) == {"b"}


async def test_a_thread_keeps_its_last_topics(threads: ThreadTopics) -> None:
    """What was put last comes back, each thread for itself; a thread never spoken of has none."""
    assert await threads.get(THREAD) == ()
    await threads.put({THREAD: ("India", "South Korea")})
    await threads.put({"T1:C1:2": ("China",), THREAD: ("Côte d’Ivoire",)})
    await threads.put({})
    assert await threads.get(THREAD) == ("Côte d’Ivoire",)
    assert await threads.get("T1:C1:2") == ("China",)


async def test_many_threads_are_kept_at_once(threads: ThreadTopics) -> None:
    """However many are put together, each keeps its own."""
    await threads.put({f"T1:C1:{number}": (f"Topic {number}",) for number in range(700)})
    assert [await threads.get(f"T1:C1:{number}") for number in (0, 299, 300, 699)] == [
        (f"Topic {number}",) for number in (0, 299, 300, 699)
    ]


async def test_threads_are_remembered_for_their_time(threads: ThreadTopics, clock: SetClock) -> None:
    """A thread is forgotten after its time, counted from when it was last spoken of."""
    await threads.put({THREAD: ("India",)})
    await threads.put({"T1:C1:2": ("China",)})
    clock.moment = EARLY + THREADS_KEPT / 2
    await threads.put({THREAD: ("India",)})
    clock.moment = EARLY + THREADS_KEPT
    assert await threads.get("T1:C1:2") == ()
    await threads.expire()
    assert await threads.get(THREAD) == ("India",)
    assert await threads.erase("") == 1


async def test_a_workspace_can_be_forgotten(threads: ThreadTopics) -> None:
    """Erasing takes what begins like that, letter for letter, and nothing else."""
    await threads.put(dict.fromkeys(("T1:C1:1", "T1:C2:1", "T%:C1:1", "T2:C1:1"), ("India",)))
    assert await threads.erase("T1:") == 2
    assert await threads.erase("T%") == 1
    assert await threads.get("T2:C1:1") == ("India",)
