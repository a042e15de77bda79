"""Why a role stopped for good, kept where `/about status` of any other role can read it.

Owns one note for each platform. Refuses to tell of passing troubles: those end by themselves.
"""

from collections.abc import Sequence

from bot.logs import logger
from bot.ports import Notes
from briefings.errors import StorageError
from briefings.ports import Clock

_log = logger(__name__)


class Standing:
    """Keeps the note of one platform. A database that fails is no reason to fail with it."""

    def __init__(self, notes: Notes, clock: Clock, platform: str) -> None:
        self._notes = notes
        self._clock = clock
        self._key = note_key(platform)

    async def stopped(self, reason: str) -> None:
        """The role stopped and stays stopped."""
        await self._put(f"{self._clock.now():%Y-%m-%d %H:%M} UTC\n{reason}")

    async def running(self) -> None:
        """The role runs."""
        try:
            if not await self._notes.get(self._key):
                return
        except StorageError:
            return
        await self._put("")

    async def _put(self, note: str) -> None:
        try:
            await self._notes.put(self._key, note)
        except StorageError as error:
            _log.warning("how the role stands could not be kept", reason=str(error))


async def troubles(notes: Notes, platforms: Sequence[str]) -> tuple[str, ...]:
    """A sentence for each platform whose role stopped for good. Raises StorageError."""
    found = [(each, await notes.get(note_key(each))) for each in platforms]
    return tuple(_told(platform, note) for platform, note in found if note)


def _told(platform: str, note: str) -> str:
    when, _, reason = note.partition("\n")
    return f"{platform.capitalize()} stopped on {when}. {reason}"


def note_key(platform: str) -> str:
    """The note's name."""
    return f"standing:{platform}"
