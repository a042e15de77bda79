"""`/healthz`, `/readyz` and `/metrics` over HTTP, for whoever watches over the process.

Owns the addresses and what they say. Nothing that it says is a secret or a reader's, and it takes no
orders; it is meant for the machine's own network all the same.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType

from aiohttp import web

from bot.health.examining import Examining
from bot.logs import logger
from briefings.errors import ConfigurationError

LIVE, READY, METRICS = "/healthz", "/readyz", "/metrics"

_log = logger(__name__)


@asynccontextmanager
async def serving(host: str, port: int, examining: Examining, version: str) -> AsyncIterator[int]:
    """Within it the three addresses answer; gives the port, which differs from `port` where that is 0.

    Raises ConfigurationError where nothing can listen there.
    """
    served = web.Application(client_max_size=1)
    pages = _Pages(examining, version)
    served.add_routes([web.get(LIVE, _live), web.get(READY, pages.ready), web.get(METRICS, pages.metrics)])
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        listening = await _listening(runner, host, port)
        _log.info("health is told", host=host, port=listening)
        yield listening
    finally:
        await examining.close()
        await runner.cleanup()


async def _listening(runner: web.AppRunner, host: str, port: int) -> int:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        raise ConfigurationError(
            f"Nothing can listen on {host}, port {port}; set COMMUNIQUE_HEALTH_HOST and "
            "COMMUNIQUE_HEALTH_PORT to an address that is free."
        ) from None
    return int(runner.addresses[0][1])


async def _live(_: web.Request) -> web.Response:
    """That an answer comes at all says that the event loop turns."""
    return web.Response(text="alive\n")


class _Pages:
    def __init__(self, examining: Examining, version: str) -> None:
        self._examining = examining
        self._version = version

    async def ready(self, _: web.Request) -> web.Response:
        """200 where everything is as it should be, else 503; what is what as JSON."""
        found = await self._examining.readiness()
        told = {
            "ready": found.ready,
            "database": found.database or "reachable",
            "roles": {name: state.value for name, state in found.roles.items()},
        }
        return web.json_response(told, status=200 if found.ready else 503)

    async def metrics(self, _: web.Request) -> web.Response:
        """The figures, for Prometheus."""
        metrics = await asyncio.to_thread(_metrics)
        tally = await self._examining.tally()
        text = metrics.written(self._version, self._examining.vitals, tally)
        return web.Response(body=text, headers={"Content-Type": metrics.CONTENT_TYPE})


def _metrics() -> ModuleType:
    from bot.health import metrics  # noqa: PLC0415 - its library is of no use to those who never ask

    return metrics
