"""The library of a running program: brought up to date when its files change or somebody asks for it.

Owns when that is looked at, and that a library which cannot be used leaves the one in use. Followers are
told of what is new, whichever process sees it first.
"""

# What is seldom needed is imported when it is.

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.leasing import REAL_TIME, Timing, first_of
from bot.logs import incident, logger
from briefings.errors import CommuniqueError, StorageError

if TYPE_CHECKING:
    from bot.app import App

EVERY: Final = 15.0
"""Seconds between two looks."""
ASKED: Final = "library.reload"
"""Under which note it is kept when somebody last asked for the library to be loaded anew."""

_log = logger(__name__)


class LibraryWatch:
    """Looks after the library of one program."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self._stamp: object = None
        self._asked: str | None = None

    async def run(self, stop: asyncio.Event, timing: Timing = REAL_TIME) -> None:
        """Notices what is new now, and after each change until `stop` is set. Never raises."""
        await self._guarded(first=True)
        while not stop.is_set():
            await first_of(stop.wait(), timing.pause(EVERY))
            if not stop.is_set():
                await self._guarded(first=False)

    async def look(self, *, first: bool) -> int:
        """Loads the library anew where it has changed; how many messages to followers are queued.

        Raises CommuniqueError: the library on disk cannot be used, or the database cannot be.
        """
        stamp = await asyncio.to_thread(_stamp, self._app.settings.library)
        asked = await self._app.notes.get(ASKED)
        changed = (stamp, asked) != (self._stamp, self._asked)
        self._stamp, self._asked = stamp, asked
        if not (first or changed):
            return 0
        if not first:
            await asyncio.to_thread(self._app.reload)
            _log.info("the library was loaded anew", articles=len(self._app.library.briefings))
        return await self._app.noticed()

    async def _guarded(self, *, first: bool) -> None:
        try:
            queued = await self.look(first=first)
        except StorageError as error:
            self._stamp = None  # looked at again next time
            _log.warning("what is new in the library could not be noticed", reason=str(error))
        except CommuniqueError as error:
            _log.error("the library was not loaded anew; the one in use stays", reason=str(error))
        except Exception as error:  # noqa: BLE001 - answers must go on
            incident(_log, "the library could not be looked after", error)
        else:
            if queued:
                _log.info("followers are told of what is new", messages=queued)


def _stamp(folder: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Differs when a file of the operator's library does; shipped ones do not change while it runs."""
    if folder is None:
        return ()
    found = []
    for path in sorted(folder.rglob("*")):
        try:
            told = path.stat()
        except OSError:
            continue
        if path.is_file():
            found.append((str(path.relative_to(folder)), told.st_mtime_ns, told.st_size))
    return tuple(found)
