"""Socket Mode: connections, envelopes, acknowledgements, and the ways a connection can end.

Owns which connection an envelope goes to (exactly one, turn by turn). Retrying is the dispatcher's business.
"""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.standins.changes import Changes
from tests.standins.slack import limits
from tests.standins.slack.dispatching import EVENTS, Acknowledged, Attempt, Delivery, Failed, Outcome
from tests.standins.slack.refusals import Refused
from tests.standins.slack.state import State


@dataclass(slots=True, eq=False)
class Connection:
    """One WebSocket. `routed` is False once it gets nothing more, `frozen` once it answers no ping."""

    number: int
    socket: web.WebSocketResponse
    routed: bool = True
    frozen: bool = False
    envelopes: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    pings: int = 0

    @property
    def open(self) -> bool:
        """Whether it has not been closed."""
        return not self.socket.closed


class Sockets:
    """All connections of the app, and envelopes to them."""

    def __init__(self, state: State, changes: Changes) -> None:
        self._state = state
        self._changes = changes
        self._waiting: dict[tuple[int, str], asyncio.Future[Outcome]] = {}
        self._turn = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.connections: list[Connection] = []

    @property
    def live(self) -> list[Connection]:
        """The connections envelopes may go to."""
        return [each for each in self.connections if each.open and each.routed]

    async def until_connected(self, count: int = 1) -> list[Connection]:
        """Return once there are `count` connections that envelopes may go to."""
        await self._changes.until(lambda: len(self.live) >= count, what=f"{count} connections")
        return self.live

    def disconnect(self, connection: Connection, reason: str = "refresh_requested") -> None:
        """Tell the app that the connection ends; after "warning" it stays a while, after others it closes.

        With "link_disabled" (Socket Mode was switched off) no further connection is given.
        """
        self._soon(self._disconnect(connection, reason))
        if reason != "warning":
            connection.routed = False
        if reason == "link_disabled":
            self._state.settings.app_scopes = frozenset()

    def forget(self, connection: Connection) -> None:
        """Send it nothing any more, though it looks alive: its pings are answered."""
        connection.routed = False
        self._lose(connection)

    def freeze(self, connection: Connection) -> None:
        """Neither send it anything nor answer its pings."""
        connection.frozen = True
        self.forget(connection)

    def drop(self, connection: Connection) -> None:
        """Close it without a word."""
        connection.routed = False
        self._soon(_closed(connection))

    async def stop(self) -> None:
        """Close everything."""
        for each in self.connections:
            await _closed(each)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def carry(self, delivery: Delivery, attempt: Attempt) -> Outcome:
        """Send an envelope to one connection and wait for its acknowledgement, three seconds of the clock."""
        live = self.live
        if not live:
            return Failed("connection_failed")
        self._turn += 1
        connection = live[self._turn % len(live)]
        attempt.target = f"connection {connection.number}"
        answered: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        key = (connection.number, delivery.envelope_id)
        self._waiting[key] = answered
        connection.envelopes.append(delivery.envelope_id)
        late = asyncio.create_task(self._state.clock.until(self._state.clock.now() + limits.ACKNOWLEDGE))
        try:
            if not await _sent(connection, _envelope(delivery, attempt)):
                return Failed("connection_failed")
            waited: set[asyncio.Future[Any]] = {answered, late}
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            return answered.result() if answered.done() else Failed("timeout")
        finally:
            late.cancel()
            self._waiting.pop(key, None)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from its ticket to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._state.socket_tickets:
            raise web.HTTPForbidden
        self._state.socket_tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        if len([each for each in self.connections if each.open]) >= limits.CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        connection = Connection(len(self.connections), socket)
        await socket.send_json(self._hello())
        self.connections.append(connection)
        self._changes.ring()
        await self._listen(connection)
        self._lose(connection)
        return socket

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type is WSMsgType.PING:
                connection.pings += 1
                if not connection.frozen:
                    await connection.socket.pong(frame.data)
            elif frame.type is WSMsgType.TEXT and not connection.frozen:
                self._heard(connection, frame.data)
            self._changes.ring()

    def _heard(self, connection: Connection, data: str) -> None:
        try:
            said = json.loads(data)
            envelope_id, body = str(said["envelope_id"]), said.get("payload")
        except (ValueError, TypeError, KeyError):
            self._state.note(
                Refused("invalid_response", messages=(f"[ERROR] not an acknowledgement: {data[:100]}",))
            )
            return
        connection.acknowledged.append(envelope_id)
        answered = self._waiting.get((connection.number, envelope_id))
        if answered is not None and not answered.done():
            answered.set_result(Acknowledged(body or None))

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.live) + 1,
            "debug_info": {
                "host": "applink-stand-in",
                "build_number": 1,
                "approximate_connection_time": 3_600,
            },
            "connection_info": {"app_id": self._state.world.app_id},
        }

    def _lose(self, connection: Connection) -> None:
        for (number, _), answered in self._waiting.items():
            if number == connection.number and not answered.done():
                answered.set_result(Failed("connection_failed"))
        self._changes.ring()

    async def _disconnect(self, connection: Connection, reason: str) -> None:
        told = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-stand-in"}}
        await _sent(connection, told)
        if reason != "warning":
            await _closed(connection)

    def _soon(self, doing: Any) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _sent(connection: Connection, value: dict[str, Any]) -> bool:
    try:
        await connection.socket.send_json(value)
    except (ConnectionError, RuntimeError):
        return False
    return True


async def _closed(connection: Connection) -> None:
    with contextlib.suppress(ConnectionError, RuntimeError, TimeoutError):
        await connection.socket.close(drain=False)


def _envelope(delivery: Delivery, attempt: Attempt) -> dict[str, Any]:
    told: dict[str, Any] = {
        "envelope_id": delivery.envelope_id,
        "type": delivery.kind,
        "accepts_response_payload": delivery.accepts_response,
        "payload": delivery.payload,
    }
    if delivery.kind == EVENTS:
        told |= {"retry_attempt": attempt.number, "retry_reason": attempt.reason or ""}
    return told
