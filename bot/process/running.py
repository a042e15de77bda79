"""One run of the program's roles, from the first check to the last word.

Owns the order: everything that may be wrong with the settings, the library or the database is found
before any role starts, and is told in one sentence.
"""

import asyncio
import platform
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.app import installed_version
from bot.health.vitals import RoleState
from bot.leasing import first_of
from bot.logs import logger
from bot.memory import sparing
from bot.process.expiring import expiring
from bot.process.lag import watch
from bot.process.library import LibraryWatch
from bot.process.roles import chosen
from bot.process.signals import stopping
from bot.process.supervisor import Conditions, Ending, run_roles
from bot.roles import Role

if TYPE_CHECKING:
    from bot.app import App

_log = logger(__name__)


async def run(app: "App", names: Sequence[str] = ()) -> Mapping[str, Ending]:
    """Plays the roles by those names, or all that are set up, until a signal; says how each ended.

    Raises BadInput, ConfigurationError and StorageError before any role has started.
    """
    roles = chosen(app, names)
    sparing()
    for role in roles:
        app.vitals.role(role.name, RoleState.STARTING)
    async with _health_told(app):
        await _ready(app)
        return await _played(app, roles)


async def _played(app: "App", roles: Sequence[Role]) -> Mapping[str, Ending]:
    _log.info(
        "communique starts",
        version=installed_version(),
        python=platform.python_version(),
        roles=[role.name for role in roles],
        database=app.place().name,
    )
    stop = asyncio.Event()
    with stopping(stop):
        watching = asyncio.create_task(watch(stop, seen=app.vitals.lag.add))
        beside = [
            asyncio.create_task(LibraryWatch(app).run(stop)),
            asyncio.create_task(expiring(app.erasure, app.departures, app.settings.erase_after, stop)),
        ]
        try:
            endings = await run_roles(roles, stop, Conditions(told=app.vitals.role))
        finally:
            stop.set()
            await first_of(watching)
            for each in beside:
                each.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
    _log.info("communique has ended", roles={name: ending.value for name, ending in endings.items()})
    return endings


@asynccontextmanager
async def _health_told(app: "App") -> AsyncIterator[None]:
    """Within it others may ask how the process is, where the settings say so."""
    host, port = app.settings.health_host, app.settings.health_port
    if port is None:
        yield
        return
    from bot.health.examining import Examining  # noqa: PLC0415 - only for those who ask
    from bot.health.server import serving  # noqa: PLC0415 - as above

    examining = Examining(app.vitals, app.tally.reach, app.tally.count)
    async with serving(host, port, examining, installed_version()):
        yield


async def _ready(app: "App") -> None:
    """Loads the library with its checks and opens the database, bringing its tables up to date."""
    await asyncio.to_thread(lambda: app.handlers)
    app.database.stay_open()
    async with app.database.writing():
        pass
