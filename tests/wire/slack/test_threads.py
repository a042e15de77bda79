"""A thread keeps its topic: what is completed, what is not, and what is kept."""

import asyncio
from collections.abc import Mapping

import pytest

from bot.adapters.slack.parse import Said
from bot.adapters.slack.threads import Threads
from bot.commands import Ask, Brief, Command, Compare, Gaps
from bot.desk.where import Where
from bot.grammar import parse
from bot.ports import ThreadTopics
from briefings.errors import StorageError
from briefings.service import BriefingService
from tests.fakes.events import ThreadTopicsInMemory
from tests.fakes.timing import settled

ROOT = "1700000000.000100"


def said(text: str, thread: str | None = ROOT, ts: str = "1700000009.000100") -> Said:
    return Said(text, Where("U1", "T1", "C1"), "C1", thread, ts)


@pytest.fixture
def kept() -> ThreadTopicsInMemory:
    return ThreadTopicsInMemory()


@pytest.fixture
def threads(kept: ThreadTopicsInMemory, service: BriefingService) -> Threads:
    return Threads(kept, service.topics, asyncio.ensure_future)


async def _spoken(threads: Threads, text: str, service: BriefingService) -> None:
    threads.spoken(said(text), "T1", parse(text, service.topics))
    await settled()


@pytest.mark.parametrize(
    ("first", "then", "read"),
    [
        ("India", "and trade?", "and trade? (India)"),
        ("what does this mean for South Korea?", "why?", "why? (South Korea)"),
        ("India vs China", "and trade?", "and trade? (India, China)"),
        ("India", "and Japan?", "and Japan?"),
        ("India", "thanks", "thanks"),
        ("India", "/gaps", "/gaps"),
        ("nuclear", "and trade?", "and trade?"),
    ],
)
async def test_a_question_without_a_place_is_about_the_threads(
    threads: Threads, service: BriefingService, first: str, then: str, read: str
) -> None:
    """Only words that ask something and name no place are completed, with the thread's places."""
    await _spoken(threads, first, service)
    assert await threads.completed(said(then), "T1") == read


async def test_a_new_place_takes_over(threads: Threads, service: BriefingService) -> None:
    """The last places spoken of count; a question about a theme alone changes nothing."""
    for text in ("India", "and trade?", "what about Japan?"):
        await _spoken(threads, text, service)
    assert await threads.completed(said("why?"), "T1") == "why? (Japan)"


async def test_threads_are_apart(threads: Threads, service: BriefingService) -> None:
    """Another thread, channel or workspace, and a message that begins a thread, know nothing of it."""
    await _spoken(threads, "India", service)
    assert await threads.completed(said("why?", "1700000000.000200"), "T1") == "why?"
    assert await threads.completed(said("why?"), "T2") == "why?"
    assert await threads.completed(said("why?", ROOT, ROOT), "T1") == "why?"
    assert await threads.completed(said("why?", None), "T1") == "why?"


@pytest.mark.parametrize(
    "command",
    [
        Ask("Is my neighbour at 12 Elm Street in India a spy?"),
        Brief("India"),
        Compare("India", "China"),
        Gaps("India"),
    ],
)
async def test_only_names_of_topics_are_kept(
    threads: Threads, kept: ThreadTopicsInMemory, service: BriefingService, command: Command
) -> None:
    """No word that a reader wrote is kept, whatever they asked."""
    threads.spoken(said("whatever"), "T1", command)
    await settled()
    ((topics, _),) = kept.kept.values()
    names = {service.topics.name(each) for each in service.library.topics}
    assert set(topics) <= names
    assert "India" in topics


async def test_what_is_spoken_of_meanwhile_is_written_too(
    kept: ThreadTopicsInMemory, service: BriefingService
) -> None:
    """Many threads are kept in few writes, each with the last of its topics, and read at once."""
    writes: list[dict[str, tuple[str, ...]]] = []
    gate = asyncio.Event()

    class Slow(ThreadTopicsInMemory):
        async def put(self, topics: Mapping[str, tuple[str, ...]]) -> None:
            writes.append(dict(topics))
            await gate.wait()
            await kept.put(topics)

    threads = Threads(Slow(), service.topics, asyncio.ensure_future)
    for number in range(50):
        threads.spoken(said("x", f"{number}"), "T1", Brief("India"))
        await asyncio.sleep(0)
    threads.spoken(said("x", "0"), "T1", Brief("China"))
    assert await threads.completed(said("why?", "0"), "T1") == "why? (China)"
    gate.set()
    await settled()
    assert len(writes) == 2
    assert len(kept.kept) == 50
    assert await kept.get("T1:C1:0") == ("China",)


class _Broken(ThreadTopics):
    async def get(self, thread: str) -> tuple[str, ...]:
        raise StorageError("The disk is gone.")

    async def put(self, topics: Mapping[str, tuple[str, ...]]) -> None:
        raise StorageError("The disk is gone.")

    async def expire(self) -> int:
        raise StorageError("The disk is gone.")

    async def erase(self, start: str) -> int:
        raise StorageError("The disk is gone.")


async def test_a_database_that_fails_costs_the_topic_alone(service: BriefingService) -> None:
    """The words are answered as they stand."""
    threads = Threads(_Broken(), service.topics, asyncio.ensure_future)
    threads.spoken(said("India"), "T1", Brief("India"))
    await settled()
    assert await threads.completed(said("why?"), "T1") == "why?"
