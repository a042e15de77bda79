"""Who manages the digests of a channel on Slack: admins, the channel's creator, members the operator names.

Owns the questions to Slack, and how long an answer counts. What Slack does not say is denied.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.adapters.slack.sending import Refused, Sending
from bot.desk.where import Where
from bot.logs import logger

KEPT: Final = 60.0
"""Seconds an answer counts; who was made an admin, or is one no more, waits no longer."""
_MOST: Final = 1_000
_ADMIN: Final = ("is_admin", "is_owner", "is_primary_owner")

_log = logger(__name__)


@dataclass(slots=True)
class Managers:
    """Asks Slack. `named`: members the operator lets manage; `elapsed`: seconds, never going back."""

    sending: Sending
    named: frozenset[str]
    elapsed: Callable[[], float]
    _found: "OrderedDict[tuple[str, str], tuple[float, bool]]" = field(default_factory=OrderedDict)

    async def manages(self, where: Where) -> bool:
        """Whether somebody may change what their channel is sent."""
        if where.direct or not where.channel or not where.reader:
            return False
        if where.reader in self.named:
            return True
        key, now = (where.reader, where.channel), self.elapsed()
        kept = self._found.get(key)
        if kept is not None and now - kept[0] < KEPT:
            return kept[1]
        try:
            found = await self._is_admin(where.reader) or await self._created(where)
        except Refused as error:
            _log.warning("who manages a channel could not be asked", failure=repr(error.failure))
            return False
        self._found[key] = (now, found)
        if len(self._found) > _MOST:
            self._found.popitem(last=False)
        return found

    async def _is_admin(self, user: str) -> bool:
        told = (await self.sending.asked("users.info", {"user": user})).get("user") or {}
        return any(told.get(each) is True for each in _ADMIN)

    async def _created(self, where: Where) -> bool:
        told = (await self.sending.asked("conversations.info", {"channel": where.channel})).get("channel")
        return bool(told) and str((told or {}).get("creator") or "") == where.reader
