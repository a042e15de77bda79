"""Asking Slack's Web API a few questions, without the SDK and without receiving anything.

Owns what counts as an answer of Slack. Refuses to ask twice: who enquires can come back later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.secret import Secret
from briefings.ports import Clock


class Unreachable(Exception):
    """Slack did not answer, or somebody else did. `str(error)` is half a sentence, without addresses.

    `passing`: Slack itself says that it cannot answer just now.
    """

    def __init__(self, why: str, *, passing: bool = False) -> None:
        super().__init__(why)
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `error` is empty when it is a good answer; `scopes` are those of the token.

    `at_ours`: half way between asking and hearing; `at_theirs`: as Slack says.
    """

    error: str
    body: Mapping[str, Any]
    scopes: frozenset[str] | None
    at_ours: datetime
    at_theirs: datetime | None


class Enquiry:
    """Asks with one token."""

    def __init__(self, session: aiohttp.ClientSession, base: str, token: Secret, clock: Clock) -> None:
        self._session = session
        self._base = base
        self._headers = {"Authorization": f"Bearer {token.reveal()}", "User-Agent": "communique doctor"}
        self._clock = clock

    async def ask(self, method: str, **given: str) -> Answer:
        """The answer, good or not. Raises Unreachable."""
        asked = self._clock.now()
        try:
            async with self._session.post(
                f"{self._base}/{method}", data=given, headers=self._headers, allow_redirects=False
            ) as got:
                headers, status = got.headers.copy(), got.status
                if status == 429 or status >= 500:
                    raise Unreachable(f"it answered {status}, to be left alone for a while", passing=True)
                body = await got.json(content_type=None)
        except TimeoutError:
            raise Unreachable("there was no answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise Unreachable(f"the connection failed ({type(error).__name__})") from None
        except ValueError:
            raise Unreachable("something that is not Slack answered") from None
        heard = self._clock.now()
        if not isinstance(body, dict) or not isinstance(body.get("ok"), bool):
            raise Unreachable(f"something that is not Slack answered, with status {status}")
        said = "" if body["ok"] else str(body.get("error") or "unknown")
        told = _moment(headers.get("Date"))
        return Answer(said, body, _scopes(headers.get("X-OAuth-Scopes")), asked + (heard - asked) / 2, told)


def _scopes(header: str | None) -> frozenset[str] | None:
    return None if header is None else frozenset(each.strip() for each in header.split(",") if each.strip())


def _moment(header: str | None) -> datetime | None:
    try:
        return None if header is None else parsedate_to_datetime(header).astimezone(UTC)
    except (ValueError, TypeError):
        return None
