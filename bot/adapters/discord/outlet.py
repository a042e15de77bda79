"""Discord, for posting: over REST alone, so that it needs neither the gateway nor its lease.

Owns threads, direct messages, and how a message is found again. A message carries a nonce, by which
Discord answers a repetition with the first one; nothing here tries again what may have been posted.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from discord.http import Route

from bot.adapters.discord import outlet_parts, outlet_permissions
from bot.adapters.discord.connecting import ODD, no_answer
from bot.adapters.discord.errors import TOKEN_REFUSED
from bot.adapters.discord.limits import SAME_WITHIN
from bot.adapters.discord.outlet_requests import Refused, Requests, quiet
from bot.adapters.discord.sending import PATIENCE
from bot.delivery.ports import Outlet
from bot.delivery.records import CannotLook, Found, NotThere, Post, Sent
from bot.failures import AlreadyDone, Failure, Lost, Ours, Permanent, Repairable, Revoked, Unknown, Wait
from bot.roles import NeedsAttention
from bot.settings import Settings
from bot.subscriptions import Channel
from briefings.reply import Reply

SKEW = timedelta(minutes=75)
"""By how much Discord's clock may differ from that of the ledger, when a message is looked for: somebody's
hour of summer time, and some more."""
PAGE, MOST_PAGES = 100, 10
"""Messages in one answer, at the most (the vendor's page on channels); answers that are read."""
_MESSAGES = "/channels/{channel_id}/messages"
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_MOST_PERSONS = 10_000
"""Whose direct messages are known by their channel's id."""


@asynccontextmanager
async def connected(
    settings: Settings, *, patience: float = PATIENCE, refused: Callable[[], object] = lambda: None
) -> AsyncIterator[Outlet]:
    """An outlet for the bot of the settings. `patience`: seconds for one request.

    `refused` hears of each answer that Discord counts towards a ban of the address.

    Raises NeedsAttention where there is no token or it is refused, PlatformError where nobody answers.
    """
    if settings.discord_token is None:
        raise NeedsAttention("Set COMMUNIQUE_DISCORD_TOKEN to the token of your Discord bot.")
    if settings.discord_api_url is not None:
        Route.BASE = settings.discord_api_url
    quiet()
    requests = Requests(patience, refused)
    try:
        try:
            bot = await requests.log_in(settings.discord_token.reveal())
        except Refused as error:
            if isinstance(error.failure, Revoked):
                raise NeedsAttention(TOKEN_REFUSED) from error
            raise no_answer(settings, error.failure) from error
        yield DiscordOutlet(requests, bot)
    finally:
        await requests.close()


@dataclass(slots=True)
class DiscordOutlet(Outlet):
    """Posts with one bot's token. `bot`: its own id."""

    requests: Requests
    bot: str
    platform: str = "discord"
    same_within: timedelta = SAME_WITHIN
    _direct: dict[str, str] = field(default_factory=dict)

    def parts(self, replies: Sequence[Reply], edition: str) -> tuple[tuple[Mapping[str, Any], bool], ...]:
        """Replies as messages that stand alone, the edition's id in the last line of each."""
        return outlet_parts.parts(replies, edition)

    def shared_by(self, workers: int) -> None:
        """So many workers post with this bot's token; they share what Discord puts up with."""
        self.requests.invalid.shared_by(workers)

    async def send(self, post: Post) -> Sent | Failure:
        """Post one part. What has to be there first, a thread or a direct channel, is made first."""
        try:
            if post.part.in_thread and post.under is not None:
                return await self._in_thread(post, post.under)
            return await self._posted(await self._place(post.channel), post)
        except Refused as error:
            return error.failure

    async def find(self, post: Post, since: datetime) -> Found | NotThere | CannotLook | Failure:
        """Look for a part among our own messages, by the last line of its small print."""
        below = post.part.in_thread and post.under is not None
        try:
            place = post.under if below and post.under else await self._place(post.channel)
            return await self._found(post, place, since)
        except Refused as error:
            return _unseen(error.failure, below=below)
        except ODD:
            return Wait()  # somebody answered who is not Discord

    async def lacking(self, channel: Channel, *, thread: bool) -> tuple[str, ...] | Failure:
        """The permissions that are missing; in direct messages there are none to give."""
        if channel.person is not None:
            return ()
        try:
            return await outlet_permissions.lacking(self.requests, self.bot, channel, thread=thread)
        except Refused as error:
            return _harmless(error.failure)
        except ODD:
            return Wait()

    async def _in_thread(self, post: Post, thread: str) -> Sent:
        """A part in the thread of the first one, which has that message's id. Raises Refused."""
        try:
            return await self._posted(thread, post)
        except Refused as error:
            match error.failure:
                case Permanent("channel-gone"):
                    await self._opened(post, thread)
                case Repairable("reopen-thread"):
                    ids = {"channel_id": thread}
                    await self._prepared("PATCH", "/channels/{channel_id}", ids, {"archived": False})
                case _:
                    raise
        try:
            return await self._posted(thread, post)
        except Refused as error:
            if error.failure == Permanent("channel-gone"):  # the thread was deleted, not the channel
                raise Refused(Permanent("message-gone")) from error
            raise

    async def _opened(self, post: Post, message: str) -> None:
        """The thread of a message, if it has none yet. Raises Refused."""
        path = "/channels/{channel_id}/messages/{message_id}/threads"
        ids = {"channel_id": post.channel.id, "message_id": message}
        try:
            await self._prepared("POST", path, ids, {"name": post.part.payload["thread"]})
        except Refused as error:
            if not isinstance(error.failure, AlreadyDone):
                raise

    async def _place(self, channel: Channel) -> str:
        """The id of the channel to post in. Raises Refused."""
        if channel.person is None:
            return channel.id
        known = self._direct.get(channel.person)
        if known is None:
            body = {"recipient_id": channel.person}
            try:
                told = await self._prepared("POST", "/users/@me/channels", {}, body)
            except Refused as error:
                if isinstance(error.failure, Ours | Unknown):  # there is no such person
                    raise Refused(Permanent("direct-messages-closed")) from error
                raise
            if len(self._direct) >= _MOST_PERSONS:
                self._direct.clear()
            known = self._direct[channel.person] = _id(told)
        return known

    async def _posted(self, place: str, post: Post) -> Sent:
        """One message, by one request. Raises Refused."""
        body = {**post.part.payload["message"], "nonce": post.part.key, "enforce_nonce": True}
        told = await self.requests.ask("POST", _MESSAGES, {"channel_id": place}, body=body)
        return Sent(_id(told))

    async def _prepared(self, method: str, path: str, ids: Mapping[str, str], body: Mapping[str, Any]) -> Any:
        """A request before the one that posts: of whatever comes of it, nothing is posted. Raises Refused."""
        try:
            return await self.requests.ask(method, path, ids, body=body)
        except Refused as error:
            raise Refused(_harmless(error.failure)) from error

    async def _found(self, post: Post, place: str, since: datetime) -> Found | NotThere | CannotLook:
        """Reads what was posted at the time, a bounded number of messages. Raises Refused."""
        wanted = outlet_parts.marked(post.part.payload["message"])
        after, last = _snowflake(since - SKEW), None
        if post.part.tried_at is not None:
            last = _snowflake(post.part.tried_at + SKEW)
        anything = False
        for _ in range(MOST_PAGES):
            query = {"after": str(after), "limit": str(PAGE)}
            page = await self.requests.ask("GET", _MESSAGES, {"channel_id": place}, query=query)
            for each in page:
                if each["author"]["id"] == self.bot and outlet_parts.marked(each) == wanted:
                    return Found(str(each["id"]))
            anything = anything or bool(page)
            after = max((int(each["id"]) for each in page), default=after)
            if len(page) < PAGE or (last is not None and after > last):
                return NotThere() if anything or await self._reads(post.channel) else CannotLook()
        return CannotLook()

    async def _reads(self, channel: Channel) -> bool:
        """Whether an empty answer means that nothing is there: without the permission all are empty."""
        if channel.person is not None:
            return True
        return await outlet_permissions.may_read_history(self.requests, self.bot, channel)


def _id(told: Any) -> str:
    """The id in an answer. Raises Refused where it has none: that was not Discord."""
    if not isinstance(told, dict) or "id" not in told:
        raise Refused(Lost())
    return str(told["id"])


def _snowflake(moment: datetime) -> int:
    """The least id of that moment (the vendor's reference, on snowflakes)."""
    return max(0, int((moment - _EPOCH).total_seconds() * 1_000)) << 22


def _harmless(failed: Failure) -> Failure:
    """A failure of a request that posts nothing."""
    match failed:
        case Lost():
            return Wait()
        case Wait(seconds):
            return Wait(seconds)
        case _:
            return failed


def _unseen(failed: Failure, *, below: bool) -> NotThere | CannotLook | Failure:
    """What it means when a history cannot be read. `below`: that of a thread."""
    match failed:
        case Permanent("channel-gone") if below:
            return NotThere()
        case Permanent("channel-gone"):
            return failed
        case Permanent() | Ours() | Unknown():
            return CannotLook()
        case _:
            return _harmless(failed)
