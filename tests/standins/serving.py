"""A loopback HTTP server that a platform's rules plug into.

Owns sockets, routing, reading bodies, the log of what was asked and answered, and carrying out faults. Knows
no platform: a request becomes a `Call`, the platform's function turns it into an `Answer`.
"""

import json
import socket
import struct
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, assert_never
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from tests.standins.calls import JSON, Answer, Call, Exchange, Upload
from tests.standins.changes import Changes
from tests.standins.clock import StandInClock
from tests.standins.faults import Effect, Fail, FaultPlan, Hang, Planned, Reset, Trickle

BODY_LIMIT = 256 * 1024 * 1024
"""Bytes of a body that is still read; more than any platform takes, so that its own rule refuses."""
LOG_LENGTH = 20_000
"""Requests the log keeps."""
FORM: Final = "application/x-www-form-urlencoded"
NOT_JSON: Final = Answer(400, {"message": "The request body contains invalid JSON.", "code": 50109})
"""The answer to a body that cannot be read, unless the platform has another."""

Handler = Callable[[Call], Answer]
SocketHandler = Callable[[web.Request], Awaitable[web.WebSocketResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """A method, a path template and who answers."""

    method: str
    template: str
    handler: Handler


class Unreadable(Exception):
    """The body is not what its content type says."""


class Cut(Exception):
    """The connection is gone; nothing can be sent."""


class Serving:
    """Serves routes on 127.0.0.1 at a free port."""

    def __init__(
        self,
        *,
        prefix: str,
        routes: list[Route],
        answer: Callable[[Call, Handler | None], Answer],
        clock: StandInClock,
        faults: FaultPlan,
        changes: Changes,
        unreadable: Answer = NOT_JSON,
    ) -> None:
        self._prefix = prefix
        self._unreadable = unreadable
        self._answer = answer
        self._clock = clock
        self._faults = faults
        self._changes = changes
        self.log: deque[Exchange] = deque(maxlen=LOG_LENGTH)
        self._app = web.Application(client_max_size=BODY_LIMIT)
        for route in routes:
            self._app.router.add_route(route.method, prefix + route.template, self._served(route))
        self._runner: web.AppRunner | None = None
        self.port = 0

    def add_socket(self, path: str, handler: SocketHandler) -> None:
        """Serve a WebSocket at `path`."""
        self._app.router.add_get(path, handler)

    async def start(self, port: int = 0) -> None:
        """Listen; `port` 0 takes a free one."""
        self._app.router.add_route("*", "/{anything:.*}", self._served(None))
        self._runner = web.AppRunner(self._app, access_log=None, handle_signals=False, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Let hanging requests go and close every connection."""
        self._faults.clear()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def asked(self, method: str | None = None, ending: str = "") -> list[Exchange]:
        """The logged requests with this method whose path ends like that, in the order they came."""
        return [
            each
            for each in self.log
            if method in {None, each.call.method} and each.call.path.endswith(ending)
        ]

    def _served(self, route: Route | None) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            try:
                call = await self._read(request, route)
            except Unreadable:
                return _response(self._unreadable)
            exchange = Exchange(call)
            self.log.append(exchange)
            handler = route.handler if route else None
            planned = self._faults.pick(call)
            if planned is None:
                exchange.answer = self._answer(call, handler)
                self._changes.ring()
                return _response(exchange.answer)
            exchange.fault = type(planned.fault).__name__
            try:
                return await self._spoilt(request, exchange, planned, handler)
            except Cut:
                return web.Response(status=499)
            finally:
                self._changes.ring()

        return serve

    async def _spoilt(
        self, request: web.Request, exchange: Exchange, planned: Planned, handler: Handler | None
    ) -> web.StreamResponse:
        match planned.fault:
            case Reset(effect=effect):
                self._take_effect(exchange, effect, handler)
                _reset(request)
                raise Cut
            case Hang(effect=effect):
                held = self._take_effect(exchange, effect, handler)
                await planned.gate.passed()
                exchange.answer = held or self._answer(exchange.call, handler)
                return _response(exchange.answer)
            case Fail(answer=answer, effect=effect):
                self._take_effect(exchange, effect, handler)
                exchange.answer = answer
                return _response(answer)
            case Trickle():
                exchange.answer = self._answer(exchange.call, handler)
                self._changes.ring()
                return await self._trickled(request, exchange.answer, planned, planned.fault)
            case _:
                assert_never(planned.fault)

    def _take_effect(self, exchange: Exchange, effect: Effect, handler: Handler | None) -> Answer | None:
        if effect is Effect.REFUSED:
            return None
        answer = self._answer(exchange.call, handler)
        self._changes.ring()
        return answer

    async def _trickled(
        self, request: web.Request, answer: Answer, planned: Planned, fault: Trickle
    ) -> web.StreamResponse:
        body = answer.encoded()
        response = web.StreamResponse(status=answer.status, headers=_headers(answer))
        response.content_length = len(body)
        await response.prepare(request)
        for start in range(0, len(body), fault.size):
            if fault.seconds is None:
                await planned.gate.passed()
            else:
                await self._clock.until(self._clock.now() + timedelta(seconds=fault.seconds))
            await response.write(body[start : start + fault.size])
        await response.write_eof()
        return response

    async def _read(self, request: web.Request, route: Route | None) -> Call:
        uploads: tuple[Upload, ...] = ()
        raw = b""
        body: Any = None
        if request.content_type.startswith("multipart/"):
            body, uploads = await _multipart(request)
        elif request.can_read_body:
            raw = await request.read()
            body = _body(request.content_type, raw)
        return Call(
            method=request.method,
            path=request.path.removeprefix(self._prefix),
            route=route.template if route else request.path,
            params=dict(request.match_info),
            query=dict(request.query),
            headers=request.headers.copy(),
            body=body,
            raw=raw,
            uploads=uploads,
            at=self._clock.now(),
        )


async def _multipart(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
    body: Any = None
    uploads = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise Unreadable
        data = bytes(await part.read())
        if part.name == "payload_json":
            body = _parsed(data)
        elif part.filename is not None:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            uploads.append(Upload(part.name or "", part.filename, kind, data))
    return body, tuple(uploads)


def _body(content_type: str, raw: bytes) -> Any:
    if content_type == FORM:
        return dict(parse_qsl(raw.decode(errors="replace"), keep_blank_values=True))
    return _parsed(raw) if content_type == JSON else None


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        raise Unreadable from None


def _headers(answer: Answer) -> dict[str, str]:
    headers = {"Via": "1.1 stand-in", **answer.headers}
    if answer.raw is not None or answer.body is not None:
        headers["Content-Type"] = answer.content_type
    return {name: value for name, value in headers.items() if value}


def _response(answer: Answer) -> web.Response:
    return web.Response(status=answer.status, body=answer.encoded() or None, headers=_headers(answer))


def _reset(request: web.Request) -> None:
    transport = request.transport
    if transport is None:
        return
    connection = transport.get_extra_info("socket")
    if connection is not None:
        linger = struct.pack("ii", 1, 0)  # closing with a linger of nothing sends RST instead of FIN
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()
