"""What a thread is about, so that "and trade?" in a thread about India is read as one would mean it.

Owns when a question is completed by the thread's topics: only when it names no place itself. The answer
shows the question as it was read.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from bot.adapters.slack.parse import Said
from bot.commands import Ask, Brief, Command
from bot.desk.small_talk import small_talk
from bot.grammar import parse
from bot.logs import logger
from bot.ports import ThreadTopics
from bot.rendering.asked import asked
from briefings.errors import BadInput, StorageError
from briefings.references import TopicRef
from briefings.topics import Topics

Begin = Callable[[Coroutine[Any, Any, Any]], object]

MOST = 3
"""Topics kept of one thread; a question about more is about none of them in particular."""

_log = logger(__name__)


class Threads:
    """Remembers topics by their names. A database that fails is no reason not to answer.

    `begin` starts work that goes on by itself: topics are written down together, after the answer.
    """

    def __init__(self, kept: ThreadTopics, topics: Topics, begin: Begin) -> None:
        self._kept = kept
        self._topics = topics
        self._begin = begin
        self._unwritten: dict[str, tuple[str, ...]] = {}
        self._writing = False

    async def completed(self, said: Said, team: str) -> str:
        """The words as they are meant in their thread."""
        if said.thread in {None, said.ts} or not self._open_to_more(said.text):
            return said.text
        try:
            key = _key(said, team)
            names = self._unwritten.get(key) or await self._kept.get(key)
        except StorageError as error:
            _log.warning("a thread's topics could not be read", reason=str(error))
            return said.text
        return f"{said.text} ({', '.join(names)})" if names else said.text

    def spoken(self, said: Said, team: str, command: Command) -> None:
        """Keep what the thread is about from now on."""
        if said.thread is None:
            return
        places = [each for each in self._topics.mentioned(_words(command)) if _place(each)]
        if not 1 <= len(places) <= MOST:
            return
        self._unwritten[_key(said, team)] = tuple(self._topics.name(each) for each in places)
        if not self._writing:
            self._writing = True
            self._begin(self._write())

    async def _write(self) -> None:
        """Writes until nothing is left; what comes meanwhile goes into the next write."""
        try:
            while self._unwritten:
                written = dict(self._unwritten)
                await self._kept.put(written)
                for key, names in written.items():
                    if self._unwritten.get(key) == names:
                        del self._unwritten[key]
        except StorageError as error:
            _log.warning("the topics of threads could not be kept", reason=str(error))
            self._unwritten.clear()
        finally:
            self._writing = False

    async def forget(self, team: str) -> None:
        """Forget every thread of a workspace."""
        try:
            await self._kept.erase(f"{team}:")
        except StorageError as error:
            _log.warning("the topics of threads could not be forgotten", reason=str(error))

    def _open_to_more(self, text: str) -> bool:
        """Whether words ask something, and of no place in particular."""
        if not text or text.startswith("/") or small_talk(text) is not None:
            return False
        try:
            command = parse(text, self._topics)
        except BadInput:
            return False
        asks = isinstance(command, Ask) or (isinstance(command, Brief) and command.topic is not None)
        return asks and not any(map(_place, self._topics.mentioned(text)))


def _words(command: Command) -> str:
    return asked(command).argument or ""


def _place(topic: TopicRef) -> bool:
    return topic.kind != "theme"


def _key(said: Said, team: str) -> str:
    return f"{team}:{said.channel}:{said.thread}"
