"""The connection by Socket Mode: the SDK's client, made to give up where only a person can help.

Owns how a new address is asked for, and the watch that a connection which looks alive is alive.
"""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.errors import APP_REFUSED
from bot.adapters.slack.sending import failure_of, quiet
from bot.failures import Failure, Permanent, PlatformError, Revoked, Wait
from bot.logs import logger
from bot.roles import NeedsAttention

PING_EVERY = 5.0
"""Seconds between two pings; the SDK takes a connection for dead after four without an answer."""
DEAD_AFTER = 60.0
"""Seconds without a connection after which everything is begun anew."""
_LONGEST_PAUSE = 60.0

_log = logger(__name__)

Pause = Callable[[float], Awaitable[object]]


class Socket(SocketModeClient):
    """The SDK's client over a session that is shared. `lost` is told what cannot be mended here."""

    def __init__(
        self,
        app_token: str,
        web_client: AsyncWebClient,
        lost: Callable[[Exception], object],
        *,
        ping_every: float = PING_EVERY,
        pause: Pause = asyncio.sleep,
    ) -> None:
        super().__init__(
            app_token=app_token, logger=quiet("socket"), web_client=web_client, ping_interval=ping_every
        )
        self._lost = lost
        self._pause = pause

    async def share(self, session: aiohttp.ClientSession) -> None:
        """Use that session, which is closed with this client."""
        await self.aiohttp_client_session.close()
        self.aiohttp_client_session = session

    async def issue_new_wss_url(self) -> str:
        """An address to connect to. Waits while Slack cannot be reached; cancels itself where it refuses.

        The SDK would ask again every few seconds for as long as the process lives.
        """
        seconds = 1.0
        while not self.closed:
            try:
                answer = await self.web_client.apps_connections_open(app_token=self.app_token)
                return str(answer["url"])
            except Exception as error:  # noqa: BLE001 - foreign ones are raised again by the table
                failed = failure_of(error)
            refused = refusal(failed)
            if refused is not None:
                self._lost(refused)
                break
            _log.warning("Slack gives no connection; asking again", failure=repr(failed), seconds=seconds)
            told = failed.seconds if isinstance(failed, Wait) else None
            await self._pause(max(told or 0.0, seconds))
            seconds = min(2 * seconds, _LONGEST_PAUSE)
        raise asyncio.CancelledError

    async def watch(self) -> None:
        """Returns never; raises PlatformError once there was no connection for too long."""
        missing = 0.0
        while missing < DEAD_AFTER:
            await self._pause(self.ping_interval)
            missing = 0.0 if await self.is_connected() else missing + self.ping_interval
        raise PlatformError("There is no connection to Slack that answers.", Wait())


def refusal(failed: Failure) -> NeedsAttention | None:
    """Why asking for a connection again is useless, if it is."""
    match failed:
        case Revoked() | Permanent():
            return NeedsAttention(APP_REFUSED)
        case _:
            return None
