"""What the core asks of the outside: the wordings an operator holds, and the time.

Owns the promises, not their keeping: storage and clocks live with the bot, and the fakes of the
tests are subclasses of these.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime


class SourceTexts(ABC):
    """The wordings of briefed articles, where the operator holds a copy.

    Every method raises StorageError when what is stored cannot be read or written.
    """

    @abstractmethod
    async def save(self, article: str, wordings: Mapping[str, str], sha256: str) -> None:
        """Store the wording of each passage, by passage id, in place of an earlier copy.

        `article` is the article's id and `sha256` that of its whole normalised text, 64 hexadecimal
        digits. All of it is stored, or nothing changes.
        """

    @abstractmethod
    async def wordings(self, article: str, sha256: str | None = None) -> Mapping[str, str]:
        """The wordings by passage id; empty when none are held, or only those of another text.

        With `sha256`, a copy counts only when it was saved with the same one.
        """

    @abstractmethod
    async def attached(self) -> Mapping[str, str]:
        """When each held copy was attached, by article id: ISO 8601 in UTC, to the second."""


class Clock(ABC):
    """The time of day, so that nothing else has to look at one."""

    @abstractmethod
    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
