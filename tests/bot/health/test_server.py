"""What the three addresses say, over real HTTP on a port that is free."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.health.asking import Told, ask
from bot.health.examining import Examining
from bot.health.server import serving
from bot.health.tally import Tally
from bot.health.vitals import RoleState, Vitals
from briefings.errors import ConfigurationError, StorageError

HOST = "127.0.0.1"
TALLY = Tally(
    ended={("digest", "sent", "on-time"): 7, ("digest", "late", "outage"): 2, ("notice", "sent", ""): 1},
    due={"digest": 3},
    oldest_due=12.5,
    retried=4,
    subscriptions={("active", ""): 20, ("paused", "no-access"): 1},
)


async def reached() -> None:
    """A database that answers."""


async def unreachable() -> None:
    """One that does not."""
    raise StorageError("The database server cannot be reached.")


async def hanging() -> None:
    """One that says nothing."""
    await asyncio.Event().wait()


async def counted() -> Tally:
    """What it adds up to."""
    return TALLY


def vitals(**roles: RoleState) -> Vitals:
    """Of a process with these roles."""
    made = Vitals()
    for name, state in roles.items():
        made.role(name, state)
    return made


@asynccontextmanager
async def served(
    given: Vitals, reach: Callable[[], Awaitable[None]] = reached, patience: float = 5.0
) -> AsyncIterator[int]:
    """The addresses of a process with these figures; gives the port."""

    async def counting() -> Tally:
        await reach()
        return await counted()

    async with serving(HOST, 0, Examining(given, reach, counting, patience), "1.2.3") as port:
        yield port


async def got(port: int, path: str) -> tuple[int, str, str]:
    """Status, content type and text."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://{HOST}:{port}{path}") as reply,
    ):
        return reply.status, reply.headers["Content-Type"], await reply.text()


async def asked(port: int, *, alive: bool = False) -> Told:
    """As `communique health` asks."""
    return await asyncio.to_thread(lambda: ask(HOST, port, alive=alive))


async def figures(port: int) -> dict[tuple[str, str], float]:
    """Every sample by its name and its labels' values, in the order of the labels' names."""
    status, kind, text = await got(port, "/metrics")
    assert status == 200
    assert kind.startswith("text/plain; version=0.0.4")
    return {
        (sample.name, " ".join(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_a_process_that_is_well_says_so() -> None:
    """Alive and ready; each role and the database are named, to people and to programs."""
    async with served(vitals(one=RoleState.PLAYING, other=RoleState.PLAYING)) as port:
        assert (await got(port, "/healthz"))[::2] == (200, "alive\n")
        status, kind, text = await got(port, "/readyz")
        assert (status, kind) == (200, "application/json; charset=utf-8")
        assert '"ready": true' in text
        assert await asked(port) == Told(True, ("database: reachable", "one: playing", "other: playing"))
        assert await asked(port, alive=True) == Told(True, ("It is alive.",))


@pytest.mark.parametrize("state", [state for state in RoleState if state is not RoleState.PLAYING])
async def test_one_role_that_is_not_up_is_told(state: RoleState) -> None:
    """Whatever keeps a role from its work, the process is alive and not ready, and says which role."""
    async with served(vitals(one=RoleState.PLAYING, other=state)) as port:
        assert (await got(port, "/healthz"))[0] == 200
        assert (await got(port, "/readyz"))[0] == 503
        assert await asked(port) == Told(
            False, ("database: reachable", "one: playing", f"other: {state.value}")
        )


@pytest.mark.parametrize(
    ("reach", "sentence"),
    [
        (unreachable, "The database server cannot be reached."),
        (hanging, "The database has not answered for 0.01 seconds."),
    ],
)
async def test_a_database_that_cannot_be_used_is_told(
    reach: Callable[[], Awaitable[None]], sentence: str
) -> None:
    """Gone or silent: alive, not ready, with the sentence; the figures of the process are there still."""
    async with served(vitals(one=RoleState.PLAYING), reach, patience=0.01) as port:
        assert await asked(port) == Told(False, (f"database: {sentence}", "one: playing"))
        assert (await asked(port, alive=True)).well
        found = await figures(port)
        assert found["communique_database_up", ""] == 0
        assert found["communique_role_up", "one"] == 1
        assert not any(name.startswith("communique_deliver") for name, _ in found)


async def test_however_many_ask_the_database_is_asked_once_at_a_time() -> None:
    """Twenty questions at the same moment share one look; a later one looks again."""
    looks, go_on = 0, asyncio.Event()

    async def counted_reach() -> None:
        nonlocal looks
        looks += 1
        await go_on.wait()

    examining = Examining(vitals(), counted_reach, counted, 5.0)
    asking = [asyncio.create_task(examining.readiness()) for _ in range(20)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    go_on.set()
    assert all(found.ready for found in await asyncio.gather(*asking))
    assert looks == 1
    await examining.readiness()
    assert looks == 2


async def test_the_figures_are_those_of_the_ledger_and_the_process() -> None:
    """Every figure under its name, as Prometheus' own parser reads it."""
    given = vitals(one=RoleState.PLAYING, other=RoleState.RESTARTING)
    given.lag.add(0.3)
    given.acknowledged("somewhere", 0.2)
    given.acknowledged("somewhere", 1.4)
    async with served(given) as port:
        found = await figures(port)
    expected: dict[tuple[str, str], float] = {
        ("communique_info", "1.2.3"): 1,
        ("communique_database_up", ""): 1,
        ("communique_role_up", "one"): 1,
        ("communique_role_up", "other"): 0,
        ("communique_role_failures_total", "one"): 0,
        ("communique_role_failures_total", "other"): 1,
        ("communique_deliveries_total", "digest on-time sent"): 7,
        ("communique_deliveries_total", "digest outage late"): 2,
        ("communique_deliveries_total", "notice  sent"): 1,
        ("communique_deliveries_due", "digest"): 3,
        ("communique_queue_age_seconds", ""): 12.5,
        ("communique_delivery_retries_total", ""): 4,
        ("communique_subscriptions", " active"): 20,
        ("communique_subscriptions", "no-access paused"): 1,
        ("communique_event_loop_lag_seconds_bucket", "0.25"): 0,
        ("communique_event_loop_lag_seconds_bucket", "0.5"): 1,
        ("communique_event_loop_lag_seconds_count", ""): 1,
        ("communique_acknowledgement_seconds_bucket", "0.25 somewhere"): 1,
        ("communique_acknowledgement_seconds_bucket", "3 somewhere"): 2,
        ("communique_acknowledgement_seconds_sum", "somewhere"): 1.6,
    }
    assert {name: found.get(name) for name in expected} == pytest.approx(expected)


async def test_nothing_else_is_served() -> None:
    """No other address, no other method."""
    async with served(vitals()) as port:
        assert (await got(port, "/"))[0] == 404
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"http://{HOST}:{port}/healthz") as reply,
        ):
            assert reply.status == 405


async def test_a_port_that_is_taken_is_one_sentence() -> None:
    """The sentence names the settings."""
    async with served(vitals()) as port:
        with pytest.raises(ConfigurationError, match=f"port {port}; set COMMUNIQUE_HEALTH_HOST"):
            async with serving(HOST, port, Examining(vitals(), reached, counted), "0"):
                raise AssertionError


async def test_nobody_there_and_somebody_else_there() -> None:
    """A closed port and another program's answer are told apart, and neither is well."""

    async def talks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talks, HOST, 0)
    port: Any = server.sockets[0].getsockname()[1]
    assert await asked(port) == Told(False, ("What answers there is not Communiqué.",))
    server.close()
    await server.wait_closed()
    assert await asked(port) == Told(False, (f"Nothing answers on {HOST}, port {port}.",))
