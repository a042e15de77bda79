"""Rate limits: buckets told by header, the global limit, and the ban of an address that does not listen.

Off until a test or a benchmark switches them on, since a client waits out a limit in real seconds.
"""

import hashlib
import math
import re
from datetime import timedelta
from typing import Any

from tests.standins.calls import Answer, Call
from tests.standins.discord import limits
from tests.standins.discord.state import State
from tests.standins.windows import FixedWindow, RollingWindow

MAJOR = ("channel_id", "guild_id", "application_id", "token")
EXEMPT = re.compile(r"/(interactions|webhooks)/.*")
BAN_PAGE = b"<html><title>Access denied</title><body>error code: 1015</body></html>"
COUNTED = {401, 403, 429}


class Rates:
    """Decides whether a request comes too often.

    `global_limit` is requests a second, interaction answers excepted; None is no limit. `invalid` counts 401,
    403 and 429 answers of ten minutes; at its limit the address is banned and gets pages instead of answers.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._buckets: dict[tuple[str, str], tuple[int, timedelta]] = {}
        self._windows: dict[tuple[str, ...], FixedWindow] = {}
        self._second = RollingWindow(limits.REQUESTS_A_SECOND, timedelta(seconds=1))
        self.global_limit: int | None = None
        self.invalid = RollingWindow(limits.INVALID_REQUESTS, limits.INVALID_SPAN)
        self.global_refusals = 0
        self.bucket_refusals = 0

    def as_vendor(self) -> None:
        """Fifty requests a second, and five messages in five seconds a channel, as commonly seen."""
        self.global_limit = limits.REQUESTS_A_SECOND
        self.bucket("POST", "/channels/{channel_id}/messages", 5, seconds=5)
        self.bucket("PATCH", "/channels/{channel_id}/messages/{message_id}", 5, seconds=5)

    def bucket(self, method: str, template: str, limit: int, *, seconds: float) -> None:
        """From now on `limit` requests in `seconds` for this route and each of its channels or guilds."""
        self._buckets[method, template] = (limit, timedelta(seconds=seconds))
        self._windows.clear()

    def refusal(self, call: Call) -> Answer | None:
        """The answer to a request that comes too often; None when it may be served. Counts it."""
        now = self._state.clock.now()
        if not self.invalid.left(now):
            return Answer(429, raw=BAN_PAGE, content_type="text/html", headers={"Via": ""})
        if self.global_limit is not None and not EXEMPT.fullmatch(call.path):
            self._second.limit = self.global_limit
            wait = self._second.free_in(now)
            if wait:
                self.global_refusals += 1
                return limited(wait, scope="global")
            self._second.add(now)
        window = self._window(call)
        if window is not None and not window.take(now):
            self.bucket_refusals += 1
            return limited(window.reset_in(now), scope="user", headers=self.headers(call))
        return None

    def headers(self, call: Call) -> dict[str, str]:
        """What a bucket tells its users; nothing for a route without one."""
        window = self._window(call)
        if window is None:
            return {}
        now = self._state.clock.now()
        name = hashlib.sha256(f"{call.method} {call.route}".encode()).hexdigest()[:32]
        return {
            "X-RateLimit-Limit": str(window.limit),
            "X-RateLimit-Remaining": str(window.limit - window.used),
            "X-RateLimit-Reset": f"{window.reset_at(now).timestamp():.3f}",
            "X-RateLimit-Reset-After": f"{window.reset_in(now):.3f}",
            "X-RateLimit-Bucket": name,
        }

    def count(self, answer: Answer) -> None:
        """Count an answer of the kinds that lead to a ban."""
        shared = answer.headers.get("X-RateLimit-Scope") == "shared"
        if answer.status in COUNTED and not shared:
            self.invalid.add(self._state.clock.now())

    def _window(self, call: Call) -> FixedWindow | None:
        bucket = self._buckets.get((call.method, call.route))
        if bucket is None:
            return None
        key = (call.method, call.route, *(call.params.get(each, "") for each in MAJOR))
        if key not in self._windows:
            self._windows[key] = FixedWindow(*bucket)
        return self._windows[key]


def limited(retry_after: float, *, scope: str, headers: dict[str, str] | None = None) -> Answer:
    """A 429 as the API itself sends it; `scope` is user, shared or global."""
    body: dict[str, Any] = {
        "message": "You are being rate limited.",
        "retry_after": round(retry_after, 3),
        "global": scope == "global",
    }
    told = {"Retry-After": str(math.ceil(retry_after)), "X-RateLimit-Scope": scope, **(headers or {})}
    return Answer(429, body, told | ({"X-RateLimit-Global": "true"} if scope == "global" else {}))
