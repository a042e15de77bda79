"""One run of the program's roles, from the first check to the last word.

Owns the order: everything that may be wrong with the settings, the library or the database is found
before any role starts, and is told in one sentence.
"""

import asyncio
import platform
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.app import installed_version
from bot.leasing import first_of
from bot.logs import logger
from bot.process.lag import watch
from bot.process.roles import chosen
from bot.process.signals import stopping
from bot.process.supervisor import Ending, run_roles

if TYPE_CHECKING:
    from bot.app import App

_log = logger(__name__)


async def run(app: "App", names: Sequence[str] = ()) -> Mapping[str, Ending]:
    """Plays the roles by those names, or all that are set up, until a signal; says how each ended.

    Raises BadInput, ConfigurationError and StorageError before any role has started.
    """
    roles = chosen(app, names)
    await _ready(app)
    _log.info(
        "communique starts",
        version=installed_version(),
        python=platform.python_version(),
        roles=[role.name for role in roles],
        database=app.settings.database_file.name,
    )
    stop = asyncio.Event()
    with stopping(stop):
        watching = asyncio.create_task(watch(stop))
        try:
            endings = await run_roles(roles, stop)
        finally:
            stop.set()
            await first_of(watching)
    _log.info("communique has ended", roles={name: ending.value for name, ending in endings.items()})
    return endings


async def _ready(app: "App") -> None:
    """Loads the library with its checks and opens the database, bringing its tables up to date."""
    await asyncio.to_thread(lambda: app.handlers)
    async with app.database.writing():
        pass
