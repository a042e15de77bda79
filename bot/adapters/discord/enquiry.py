"""Asking Discord's REST API a few questions, without the SDK and without a connection to its gateway.

Owns what counts as an answer of Discord. Refuses to ask twice: who enquires can come back later.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.secret import Secret
from briefings.ports import Clock

_HELLO = 10
"""The opcode of the gateway's first message (LIMITS: gateway)."""


class Unreachable(Exception):
    """Discord did not answer, or somebody else did. `str(error)` is half a sentence, without addresses.

    `passing`: Discord itself may answer so when it has much to do.
    """

    def __init__(self, half_sentence: str, *, passing: bool = False) -> None:
        super().__init__(half_sentence)
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `at_ours`: half way between asking and hearing; `at_theirs`: as Discord says."""

    status: int
    body: Any
    at_ours: datetime
    at_theirs: datetime | None


class Enquiry:
    """Asks with one bot's token."""

    def __init__(self, session: aiohttp.ClientSession, base: str, token: Secret, clock: Clock) -> None:
        self._session = session
        self._base = base
        self._headers = {
            "Authorization": f"Bot {token.reveal()}",
            "User-Agent": "DiscordBot (communique, doctor)",
        }
        self._clock = clock

    async def get(self, path: str) -> Answer:
        """The answer, whatever its status. Raises Unreachable."""
        asked = self._clock.now()
        try:
            async with self._session.get(
                self._base + path, headers=self._headers, allow_redirects=False
            ) as got:
                body = await got.json(content_type=None) if got.status in {200, 401} else None
                told = _moment(got.headers.get("Date"))
                status = got.status
        except TimeoutError:
            raise Unreachable("there was no answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise Unreachable(f"the connection failed ({type(error).__name__})") from None
        except ValueError:
            raise Unreachable("something that is not Discord answered") from None
        heard = self._clock.now()
        return Answer(status, body, asked + (heard - asked) / 2, told)

    async def good(self, path: str) -> Any:
        """The body of an answer that has to be a good one. Raises Unreachable."""
        answer = await self.get(path)
        if answer.status == 429:
            raise Unreachable("it asks to be left alone for a while", passing=True)
        if answer.status != 200:
            asked = path.partition("?")[0]
            raise Unreachable(f"it answered {answer.status} to {asked}", passing=answer.status >= 500)
        return answer.body


async def greeted(session: aiohttp.ClientSession, address: str, seconds: float) -> None:
    """Return once Discord's gateway says hello at `address`. Raises Unreachable.

    Nothing is said to it: no token is sent, and no start of the day is spent.
    """
    try:
        async with (
            asyncio.timeout(seconds),
            session.ws_connect(f"{address.rstrip('/')}/?v=10&encoding=json") as line,
        ):
            first = await line.receive_json()
            if first["op"] != _HELLO or int(first["d"]["heartbeat_interval"]) <= 0:
                raise ValueError
    except TimeoutError:
        raise Unreachable("there was no answer in time") from None
    except (aiohttp.ClientError, OSError) as error:
        raise Unreachable(f"the connection failed ({type(error).__name__})") from None
    except (KeyError, TypeError, ValueError):
        raise Unreachable("something that is not Discord answered") from None


def _moment(header: str | None) -> datetime | None:
    try:
        return None if header is None else parsedate_to_datetime(header).astimezone(UTC)
    except (ValueError, TypeError):
        return None
