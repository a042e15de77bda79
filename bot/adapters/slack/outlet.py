"""Slack, for posting: over the Web API alone, so that it needs neither a socket nor an address.

Slack has no key by which it drops a second message, so nothing here is ever sent again; a message whose
reply was lost is looked up by its metadata, where the app may read the channel's history.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import outlet_parts
from bot.adapters.slack.doctor import OFFICIAL
from bot.adapters.slack.errors import BOT_REFUSED
from bot.adapters.slack.sending import PATIENCE, Refused, failure_of, quiet
from bot.delivery.ports import Outlet
from bot.delivery.records import CannotLook, Found, NotThere, Post, Sent
from bot.failures import Failure, Lost, Ours, Permanent, PlatformError, Revoked, Unknown, Wait
from bot.roles import NeedsAttention
from bot.settings import Settings
from bot.subscriptions import Channel
from briefings.reply import Reply

NEAR, SKEW = timedelta(minutes=5), timedelta(minutes=75)
"""By how much Slack's clock may differ from that of the ledger, when a message is looked for: usually, and
where a clock was set to another zone's time."""
PAGE, MOST_PAGES = "15", 10
"""Messages in one answer, as many as every kind of app is given; answers that are read."""
LONGEST_WAIT = 3_600.0
"""Seconds that are believed when Slack asks to wait."""
_MOST_PERSONS = 10_000
"""Whose direct messages are known by their channel's id."""
_MOST_LOOKS = 1_000
"""Searches that wait to go on."""
_INVITE = "invite the bot to the channel (type /invite and its name there)"
_REINSTALL = "(api.slack.com/apps, OAuth & Permissions), then install the app again"


@asynccontextmanager
async def connected(settings: Settings, *, patience: float = PATIENCE) -> AsyncIterator[Outlet]:
    """An outlet for the app of the settings. `patience`: seconds for one request.

    Raises NeedsAttention where there is no token or it is refused, PlatformError where nobody answers.
    """
    if settings.slack_bot_token is None:
        raise NeedsAttention("Set COMMUNIQUE_SLACK_BOT_TOKEN to the bot token of your Slack app.")
    # A kept connection that the other side has just closed would look like a lost reply.
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        client = AsyncWebClient(
            token=settings.slack_bot_token.reveal(),
            base_url=(settings.slack_api_url or OFFICIAL) + "/",
            session=session,
            retry_handlers=[],
            logger=quiet("outlet"),
        )
        requests = Requests(client, patience)
        try:
            me, _ = await requests.ask("auth.test")
        except Refused as error:
            if isinstance(error.failure, Revoked):
                raise NeedsAttention(BOT_REFUSED) from error
            where = " at the address in COMMUNIQUE_SLACK_API_URL" if settings.slack_api_url else ""
            raise PlatformError(f"Slack does not answer as it should{where}.", error.failure) from error
        yield SlackOutlet(requests, str(me.get("bot_id") or ""), settings.slack_prefix)


@dataclass(frozen=True, slots=True)
class Requests:
    """Makes each request once. `patience`: seconds for one."""

    client: AsyncWebClient
    patience: float

    async def ask(
        self, method: str, form: Mapping[str, str] | None = None, *, body: Mapping[str, Any] | None = None
    ) -> tuple[Mapping[str, Any], frozenset[str] | None]:
        """What Slack answers, and the scopes it names, if it does. Raises Refused."""
        given: dict[str, Any] = {"data": dict(form or {})} if body is None else {"json": dict(body)}
        try:
            async with asyncio.timeout(self.patience):
                answer = await self.client.api_call(method, **given)
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            raise Refused(_believed(failure_of(error))) from error
        except (TypeError, ValueError, AttributeError) as error:
            raise Refused(Lost()) from error  # somebody answered who is not Slack
        if not isinstance(answer.data, dict):
            raise Refused(Lost())
        return answer.data, _scopes(answer.headers)


@dataclass(frozen=True, slots=True)
class _Look:
    """How far a search has come: the page it reads next, of those posted within `skew` of the attempt."""

    skew: timedelta = NEAR
    cursor: str = ""
    pages: int = 0


@dataclass(slots=True)
class SlackOutlet(Outlet):
    """Posts with one app's token. `bot`: the id that stands on its messages."""

    requests: Requests
    bot: str
    prefix: str = ""
    platform: str = "slack"
    same_within: timedelta = timedelta()
    _direct: dict[str, str] = field(default_factory=dict)
    _looks: dict[str, _Look] = field(default_factory=dict)
    """Searches that were asked to wait: some apps may read one page a minute."""

    def parts(self, replies: Sequence[Reply], edition: str) -> tuple[tuple[Mapping[str, Any], bool], ...]:
        """Replies as messages that stand alone, the edition's id in the metadata and last line of each."""
        return outlet_parts.parts(replies, edition, self.prefix)

    async def send(self, post: Post) -> Sent | Failure:
        """Post one part; a person's id stands for their direct messages."""
        channel = post.channel
        body = {**post.part.payload["message"], "channel": channel.person or channel.id}
        if post.part.in_thread and post.under is not None:
            body["thread_ts"] = post.under
        try:
            told, _ = await self.requests.ask("chat.postMessage", body=body)
        except Refused as error:
            return error.failure
        if channel.person is not None and isinstance(told.get("channel"), str):
            if len(self._direct) >= _MOST_PERSONS:
                self._direct.clear()
            self._direct[channel.person] = told["channel"]
        return Sent(str(told["ts"])) if "ts" in told else Lost()

    async def find(self, post: Post, since: datetime) -> Found | NotThere | CannotLook | Failure:
        """Look for a part among our own messages, by its metadata."""
        try:
            return await self._found(post, since)
        except Refused as error:
            return _unseen(error.failure)

    async def lacking(self, channel: Channel, *, thread: bool) -> tuple[str, ...] | Failure:
        """What keeps us out of a channel, as far as Slack tells. Threads take nothing more."""
        if channel.person is not None:
            return ()
        try:
            told, scopes = await self.requests.ask("conversations.info", {"channel": channel.id})
        except Refused as error:
            return _in_the_way(error.failure)
        here = told.get("channel") or {}
        missing = []
        if scopes is not None and "chat:write" not in scopes:
            missing.append(f"give the bot the scope chat:write {_REINSTALL}")
        if here.get("is_archived"):
            missing.append("take the channel out of the archive")
        if not here.get("is_member") and "chat:write.public" not in (scopes or ()):
            missing.append(_INVITE)
        return tuple(missing)

    async def _found(self, post: Post, since: datetime) -> Found | NotThere | CannotLook:
        """Reads what was posted at the time, then what was posted around it. Raises Refused.

        Where too much was written around it, what was found at the time itself stands.
        """
        name = f"{post.part.key} {post.part.tried_at}"
        look = self._looks.pop(name, _Look())
        while look.pages < MOST_PAGES:
            try:
                told = await self._page(post, since, look)
            except Refused:
                self._go_on_later(name, look)
                raise
            for each in told.get("messages") or ():
                if self._is(each, post):
                    return Found(str(each["ts"]))
            cursor = str((told.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor and look.skew == SKEW:
                return NotThere()
            look = replace(look, cursor=cursor, pages=look.pages + 1) if cursor else _Look(SKEW)
        return CannotLook() if look.skew == NEAR else NotThere()

    async def _page(self, post: Post, since: datetime, look: _Look) -> Mapping[str, Any]:
        """One page of a channel's or a thread's messages. Raises Refused."""
        form = {
            "channel": await self._place(post.channel),
            "oldest": f"{(since - look.skew).timestamp():.6f}",
            "limit": PAGE,
            "include_all_metadata": "true",
        }
        if post.part.tried_at is not None:
            form["latest"] = f"{(post.part.tried_at + look.skew).timestamp():.6f}"
        if look.cursor:
            form["cursor"] = look.cursor
        method = "conversations.history"
        if post.part.in_thread and post.under is not None:
            method, form["ts"] = "conversations.replies", post.under
        told, _ = await self.requests.ask(method, form)
        return told

    def _go_on_later(self, name: str, look: _Look) -> None:
        if len(self._looks) >= _MOST_LOOKS:
            self._looks.clear()
        self._looks[name] = look

    def _is(self, message: Mapping[str, Any], post: Post) -> bool:
        """Whether a message is ours, and that part. Metadata alone proves nothing: anybody may copy it."""
        told = outlet_parts.told_in(message)
        return (
            bool(self.bot) and message.get("bot_id") == self.bot and told == (post.edition, post.part.number)
        )

    async def _place(self, channel: Channel) -> str:
        """The id of the channel to read. Raises Refused."""
        if channel.person is None:
            return channel.id
        if channel.person not in self._direct:
            told, _ = await self.requests.ask("conversations.open", {"users": channel.person})
            self._direct[channel.person] = str((told.get("channel") or {}).get("id"))
        return self._direct[channel.person]


def _believed(failed: Failure) -> Failure:
    """A failure that asks for no longer a wait than can be meant."""
    if isinstance(failed, Wait) and failed.seconds is not None:
        return Wait(min(failed.seconds, LONGEST_WAIT), failed.maybe_done)
    return failed


def _unseen(failed: Failure) -> NotThere | CannotLook | Failure:
    """What it means when a history cannot be read."""
    match failed:
        case Permanent("message-gone"):  # the thread, that is: nobody ever answered in it
            return NotThere()
        case Permanent("channel-gone"):
            return failed
        case Permanent() | Ours() | Unknown():
            return CannotLook()
        case _:
            return _harmless(failed)


def _in_the_way(failed: Failure) -> tuple[str, ...] | Failure:
    """What it means when a channel cannot be looked at; a private one without us looks as if it were gone."""
    match failed:
        case Permanent("channel-gone" | "no-access"):
            return (_INVITE,)
        case Permanent("no-permission"):
            return (f"give the bot the scopes channels:read and groups:read {_REINSTALL}",)
        case _:
            return _harmless(failed)


def _harmless(failed: Failure) -> Failure:
    """A failure of a request that posts nothing."""
    match failed:
        case Lost():
            return Wait()
        case Wait(seconds):
            return Wait(seconds)
        case _:
            return failed


def _scopes(headers: Any) -> frozenset[str] | None:
    told = {str(name).lower(): str(value) for name, value in headers.items()}.get("x-oauth-scopes")
    return None if told is None else frozenset(each.strip() for each in told.split(","))
