"""Commands to payloads: asks the handlers, renders, and keeps the last answers at hand.

Owns what may be kept: only answers that rest on the library alone, which does not change while the
program runs. Slow work is done in threads, so that other readers do not wait.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable
from functools import partial
from typing import Generic, TypeVar

from bot.adapters.discord.custom_ids import CustomIds
from bot.adapters.discord.payload import Attachment, Payload
from bot.adapters.discord.render import Style, Visibility, render
from bot.commands import About, BriefText, Command, Evidence
from bot.handlers import Context, Handlers
from bot.rendering.asked import asked
from bot.rendering.picture import draw
from briefings.reply import Picture, Reply
from briefings.topics import Topics

_PAYLOADS, _REPLIES, _PICTURES = 256, 128, 8
"""How many are kept: about 5 MB of payloads and replies, and 1.5 MB of pictures."""
_LONG = 500
"""Characters of a text that is read in a thread: 1.5 ms of work, where 20,000 take 65."""

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


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


class Replies:
    """Answers commands in Discord's form."""

    def __init__(self, handlers: Handlers, style: Style = "embeds") -> None:
        self._handlers = handlers
        self._style: Style = style
        self._payloads: _Recent[tuple[Command, int, Visibility, str], Payload] = _Recent(_PAYLOADS)
        self._replies: _Recent[tuple[Command, str], Reply] = _Recent(_REPLIES)
        self._pictures: _Recent[Picture, bytes] = _Recent(_PICTURES)
        self._drawing = asyncio.Semaphore(1)

    @property
    def topics(self) -> Topics:
        """The topics that the handlers know."""
        return self._handlers.service.topics

    async def payload(self, command: Command, page: int, visibility: Visibility, locale: str) -> Payload:
        """One page of the answer. Raises CommuniqueError."""
        key = (command, page, visibility, locale)
        found = self._payloads.get(key)
        if found is None:
            reply = await self._reply(command, locale)
            ids = CustomIds(asked(command, self.topics))
            found = render(reply, ids=ids, page=page, style=self._style, visibility=visibility)
            if _lasts(command):
                self._payloads.put(key, found)
        return found

    async def drawn(self, attachment: Attachment) -> bytes:
        """The picture of an attachment as PNG bytes; one is drawn at a time."""
        async with self._drawing:
            found = self._pictures.get(attachment.picture)
            if found is None:
                found = await asyncio.to_thread(draw, attachment.picture)
                self._pictures.put(attachment.picture, found)
        return found

    async def warm_up(self) -> None:
        """Load what the first question would otherwise wait for."""
        await asyncio.to_thread(self._handlers.service.ask, "What is this about?")
        await asyncio.to_thread(self.topics.complete, "a", "topic")

    async def _reply(self, command: Command, locale: str) -> Reply:
        found = self._replies.get((command, locale))
        if found is None:
            found = await self._handled(command, Context(locale))
            if _lasts(command):
                self._replies.put((command, locale), found)
        return found

    async def _handled(self, command: Command, context: Context) -> Reply:
        if isinstance(command, BriefText) and len(command.text) > _LONG:
            return await asyncio.to_thread(partial(self._handlers.service.text, command.text))
        return await self._handlers.handle(command, context)


def _lasts(command: Command) -> bool:
    """Whether the answer rests on the library alone, and is worth keeping."""
    return not isinstance(command, Evidence | About | BriefText)
