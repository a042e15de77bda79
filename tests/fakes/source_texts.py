"""Attached texts in memory, for tests that need the port and not the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from briefings.ports import Clock, SourceTexts


@dataclass(frozen=True, slots=True)
class _Copy:
    wordings: Mapping[str, str]
    sha256: str
    attached_at: datetime


class SourceTextsInMemory(SourceTexts):
    """Keeps the copies as long as it lives."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._copies: dict[str, _Copy] = {}

    async def save(self, article: str, wordings: Mapping[str, str], sha256: str) -> None:
        """Keep a copy of the wordings."""
        self._copies[article] = _Copy(dict(wordings), sha256, self._clock.now())

    async def wordings(self, article: str, sha256: str | None = None) -> Mapping[str, str]:
        """The wordings kept, of that text where it is named."""
        copy = self._copies.get(article)
        return dict(copy.wordings) if copy and sha256 in {None, copy.sha256} else {}

    async def attached(self) -> Mapping[str, str]:
        """When each copy was kept."""
        return {
            article: copy.attached_at.isoformat(timespec="seconds") for article, copy in self._copies.items()
        }
