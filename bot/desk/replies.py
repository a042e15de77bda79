"""Commands to payloads: asks the handlers, renders, and keeps the last answers at hand.

Owns what may be kept: only answers that rest on the library alone, which does not change while the
program runs. Slow work is done in threads, so that other readers do not wait.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Generic, Literal, Protocol, TypeVar

from bot.commands import Ask, Brief, BriefText, Command, Compare, Gaps, Map, Scenarios, Watch
from bot.desk.previews import sheets
from bot.digest_commands import DigestPreview
from bot.digests.asker import Asker
from bot.handlers import NOWHERE, Context, Handlers
from bot.rendering import marks
from bot.rendering.asked import Asked, asked
from briefings.reply import Picture, Reply
from briefings.topics import Topics

Visibility = Literal["private", "public"]
Numbers = tuple[tuple[str, int], ...]

_PAYLOADS, _REPLIES, _PICTURES = 256, 128, 8
"""How many are kept: about 5 MB of payloads and replies, and 1.5 MB of pictures."""
_LONG = 500
"""Characters of a text that is read in a thread: 1.5 ms of work, where 20,000 take 65."""

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")
P = TypeVar("P")


class Renderer(Protocol[P]):
    """How a platform shows a reply. Pure: the same arguments make the same payload."""

    def render(self, reply: Reply, asked: Asked, page: int, visibility: Visibility, locale: str) -> P:
        """Page `page` of the reply to `asked`; the nearest one where there is none of that number."""

    def said(self, sentence: str, visibility: Visibility) -> P:
        """One sentence of ours, its characters shown as they are."""

    def alone(self, message: Mapping[str, Any]) -> P:
        """A digest's message, as the outlet would send it, for one person's eyes; nothing else differs."""

    def words(self, payload: P) -> str:
        """Everything a payload says, as plain text in reading order."""


class _Recent(Generic[_Key, _Value]):
    """The last values that were asked for, by key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[_Key, _Value] = OrderedDict()

    def get(self, key: _Key) -> _Value | None:
        """The value, which is now the last that was asked for."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, key: _Key, value: _Value) -> None:
        """Keep a value, and forget the one that was not asked for longest."""
        self._kept[key] = value
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


class Replies(Generic[P]):
    """Answers commands in a platform's form. `context`: what holds for every command that comes from it."""

    def __init__(self, handlers: Handlers, renderer: Renderer[P], context: Context = NOWHERE) -> None:
        self._handlers = handlers
        self._service = handlers.service
        self._renderer = renderer
        self._context = context
        self._payloads: _Recent[tuple[Command, int, Visibility, str], P] = _Recent(_PAYLOADS)
        self._replies: _Recent[tuple[Command, str], Reply] = _Recent(_REPLIES)
        self._pictures: _Recent[Picture, bytes] = _Recent(_PICTURES)
        self._drawing = asyncio.Semaphore(1)

    @property
    def handlers(self) -> Handlers:
        """What answers the commands."""
        return self._handlers

    @property
    def topics(self) -> Topics:
        """The topics that the handlers know."""
        return self._handlers.service.topics

    def asking(self, asker: Asker) -> Asker:
        """Somebody with how commands are given here, for examples in sentences."""
        return replace(self._context, asker=asker).asking or asker

    async def payload(
        self,
        command: Command,
        page: int,
        visibility: Visibility,
        locale: str,
        numbers: Numbers = (),
        asker: Asker | None = None,
    ) -> P:
        """One page of the answer. Raises CommuniqueError.

        `numbers`: passages and their citation numbers in the reply whose evidence is asked for.
        """
        self._keep_up()
        key = (command, page, visibility, locale)
        found = self._payloads.get(key)
        if found is None:
            reply = await self.reply(command, locale, numbers, asker)
            words = self._marked(asked(command, self.topics), numbers)
            found = self._renderer.render(reply, words, page, visibility, locale)
            if _lasts(command):
                self._payloads.put(key, found)
        return found

    async def preview(self, command: DigestPreview, locale: str, asker: Asker, most: int) -> tuple[P, ...]:
        """A line on each slot and the messages it would post, at most `most`. Raises CommuniqueError."""
        found = await self._handlers.digests.preview(command, self.asking(asker))
        words, made = asked(command), []
        for sheet in sheets(found, most):
            made.append(self._renderer.render(sheet.intro, words, 0, "private", locale))
            made += map(self._renderer.alone, sheet.messages)
        return tuple(made)

    def numbers(self, words: Asked) -> Numbers:
        """The citation numbers that an evidence command is to keep, by passage."""
        kept = marks.read(words.marks)
        passages = self._passages(words) if kept else ()
        return tuple((passage, number) for passage, number in zip(passages, kept, strict=False) if number)

    def _marked(self, words: Asked, numbers: Numbers) -> Asked:
        """An evidence command with the citation numbers of its answer, so that its buttons keep them."""
        if not numbers or not words.claims:
            return words
        given: dict[str, set[int]] = {}
        for passage, number in numbers:
            given.setdefault(passage, set()).add(number)
        sure = {passage: min(found) for passage, found in given.items() if len(found) == 1}
        kept = [sure.get(each) or sure.get(each.rpartition(":")[2], 0) for each in self._passages(words)]
        return words.marked(marks.written(kept))

    def _passages(self, words: Asked) -> tuple[str, ...]:
        """The passages that an evidence command's claims rest on, in the order of first mention."""
        service = self._handlers.service
        refs = service.find_claims(words.claims)
        if isinstance(refs, Reply):
            return ()
        anchors = ((ref.article, each) for ref in refs for each in service.library.claim(ref).anchors)
        return tuple(dict.fromkeys(f"{article}:{each.passage}" for article, each in anchors))

    def said(self, sentence: str, visibility: Visibility) -> P:
        """One sentence of ours."""
        return self._renderer.said(sentence, visibility)

    def words(self, payload: P) -> str:
        """Everything a payload says."""
        return self._renderer.words(payload)

    async def reply(
        self, command: Command, locale: str, numbers: Numbers = (), asker: Asker | None = None
    ) -> Reply:
        """The answer itself. Raises CommuniqueError."""
        self._keep_up()
        found = self._replies.get((command, locale))
        if found is None:
            context = replace(self._context, locale=locale, numbers=numbers, asker=asker)
            found = await self._handled(command, context)
            if _lasts(command):
                self._replies.put((command, locale), found)
        return found

    def _keep_up(self) -> None:
        """Forget what rests on a library that is in use no longer."""
        if self._handlers.service is not self._service:
            self._service = self._handlers.service
            self._payloads, self._replies = _Recent(_PAYLOADS), _Recent(_REPLIES)

    async def drawn(self, picture: Picture) -> bytes:
        """A picture as PNG bytes; one is drawn at a time."""
        async with self._drawing:
            found = self._pictures.get(picture)
            if found is None:
                found = await asyncio.to_thread(_draw, picture)
                self._pictures.put(picture, found)
        return found

    async def warm_up(self) -> None:
        """Load what the first question would otherwise wait for."""
        await asyncio.to_thread(self._handlers.service.ask, "What is this about?")
        await asyncio.to_thread(self.topics.complete, "a", "topic")

    async def _handled(self, command: Command, context: Context) -> Reply:
        if isinstance(command, BriefText) and len(command.text) > _LONG:
            return await asyncio.to_thread(partial(self._handlers.service.text, command.text))
        return await self._handlers.handle(command, context)


def _draw(picture: Picture) -> bytes:
    """Imports what draws when something is drawn."""
    from bot.rendering.picture import draw  # noqa: PLC0415 - most programs never draw

    return draw(picture)


def _lasts(command: Command) -> bool:
    """Whether the answer rests on the library alone, and is worth keeping."""
    return isinstance(command, Brief | Ask | Compare | Scenarios | Watch | Gaps | Map)
