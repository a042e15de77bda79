"""The gateway: WebSocket connections, from HELLO to close.

Owns the handshake, heartbeats, resume, invalid sessions, limits on what a client may send, and close codes.
What is announced, and to whom, is `announcements`; what a session keeps is `sessions`.
"""

import asyncio
import contextlib
import json
from collections import Counter
from typing import Any

from aiohttp import WSMsgType, web

from tests.standins.discord import limits, payloads
from tests.standins.discord.compression import packer
from tests.standins.discord.sessions import KNOWN_INTENTS, PRIVILEGED, Session
from tests.standins.discord.state import State
from tests.standins.windows import RollingWindow

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = (
    1,
    2,
    3,
    4,
    6,
    7,
    8,
    9,
    10,
    11,
)
ON_THE_WAY = 0.02
"""Seconds after which a heartbeat is answered; no gateway answers sooner over a real network."""
ENDS_SESSION = {4007, 4009}
API_VERSIONS = {"9", "10"}


class Closing(Exception):
    """The server ends the connection with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Connection:
    """One WebSocket. Frames are queued and written in order by one task."""

    def __init__(self, state: State, socket: web.WebSocketResponse, request: web.Request) -> None:
        self._socket = socket
        self._request = request
        self._packer = packer(request.query.get("compress"), allowed=state.settings.compression)
        self._queue: asyncio.Queue[str | tuple[int, str]] = asyncio.Queue()
        self.session: Session | None = None
        self.sends = RollingWindow(limits.GATEWAY_SENDS, limits.GATEWAY_SPAN)
        self.silent = False
        self._closing = False

    @property
    def said_goodbye(self) -> bool:
        """Whether the client closed with 1000 or 1001, which ends its session."""
        return not self._closing and self._socket.close_code in {1000, 1001}

    def send(self, text: str) -> None:
        """Queue one frame; lost while the connection is silent."""
        if not self.silent:
            self._queue.put_nowait(text)

    def send_op(self, op: int, data: Any = None) -> None:
        """Queue a frame that is no event."""
        self.send(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def close(self, code: int, reason: str = "") -> None:
        """Queue a close, after what is queued already."""
        self._queue.put_nowait((code, reason))

    def drop(self) -> None:
        """Cut the connection without a close frame."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def write(self) -> None:
        """Write queued frames until a close is written or the connection is gone."""
        with contextlib.suppress(ConnectionError):
            while True:
                item = await self._queue.get()
                if isinstance(item, tuple):
                    self._closing = True
                    await self._socket.close(code=item[0], message=item[1].encode())
                    return
                packed = self._packer.pack(item)
                if isinstance(packed, bytes):
                    await self._socket.send_bytes(packed)
                else:
                    await self._socket.send_str(packed)


class Gateway:
    """All sessions and connections of the bot."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._numbers = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.identifies: list[dict[str, Any]] = []
        self.resumes = 0
        self.closes: list[int] = []
        self.received: Counter[int] = Counter()

    @property
    def ready(self) -> list[Session]:
        """The sessions a client is connected to now."""
        return [each for each in self.sessions.values() if each.line is not None]

    async def until_ready(self, shards: int = 1) -> None:
        """Return once clients are connected for this many sessions."""
        await self._state.changes.until(lambda: len(self.ready) >= shards, what="a client on the gateway")

    def ask_to_reconnect(self) -> None:
        """Send op 7 to everybody."""
        for each in list(self.connections):
            each.send_op(RECONNECT)

    def invalidate(self, *, resumable: bool) -> None:
        """Send op 9 to everybody; unless `resumable` their sessions are forgotten."""
        for each in list(self.connections):
            if each.session is not None and not resumable:
                self.forget(each.session)
            each.send_op(INVALID, resumable)

    def forget(self, session: Session) -> None:
        """End a session, so that it cannot be resumed."""
        self.sessions.pop(session.id, None)
        session.line = None

    def close(self, code: int, reason: str = "") -> None:
        """Close every connection with this code; 4007 and 4009 end the sessions, too."""
        for each in list(self.connections):
            if code in ENDS_SESSION and each.session is not None:
                self.forget(each.session)
            each.close(code, reason)

    def drop(self) -> None:
        """Cut every connection."""
        for each in list(self.connections):
            each.drop()

    def fall_silent(self) -> None:
        """Keep the connections open and send nothing more on them, not even heartbeat answers."""
        for each in self.connections:
            each.silent = True

    async def stop(self) -> None:
        """End every connection."""
        self.close(1001)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One client's connection, from beginning to end."""
        socket = web.WebSocketResponse(max_msg_size=0, timeout=0.2)
        await socket.prepare(request)
        connection = Connection(self._state, socket, request)
        self.connections.append(connection)
        writer = asyncio.create_task(connection.write())
        self._tasks.add(writer)
        try:
            await self._converse(connection, socket, request)
        except Closing as end:
            connection.close(end.code, end.reason)
            self.closes.append(end.code)
            await writer
        finally:
            self._leave(connection)
            writer.cancel()
            self._tasks.discard(writer)
        return socket

    async def _converse(
        self, connection: Connection, socket: web.WebSocketResponse, request: web.Request
    ) -> None:
        if request.query.get("v") not in API_VERSIONS:
            raise Closing(4012, "Invalid API version.")
        connection.send_op(
            HELLO, {"heartbeat_interval": self._state.settings.heartbeat_milliseconds, "_trace": []}
        )
        async for frame in socket:
            if frame.type not in {WSMsgType.TEXT, WSMsgType.BINARY}:
                break
            self._hear(connection, frame.data)
            self._state.changes.ring()

    def _hear(self, connection: Connection, raw: str | bytes) -> None:
        now = self._state.clock.now()
        connection.sends.add(now)
        if connection.sends.count(now) > limits.GATEWAY_SENDS:
            raise Closing(4008, "You are being rate limited.")
        try:
            frame = json.loads(raw)
            op, data = frame["op"], frame.get("d")
        except (ValueError, KeyError, TypeError):
            raise Closing(4002, "Error while decoding payload.") from None
        self.received[op] += 1
        self._obey(connection, op, data)

    def _obey(self, connection: Connection, op: int, data: Any) -> None:
        if op == HEARTBEAT:
            # the way there and back: the SDK notes when it sent only after sending, in another thread
            asyncio.get_running_loop().call_later(ON_THE_WAY, connection.send_op, ACK)
        elif op == IDENTIFY:
            self._identify(connection, data)
        elif op == RESUME:
            self._resume(connection, data)
        elif op in {PRESENCE, VOICE, MEMBERS}:
            if connection.session is None:
                raise Closing(4003, "Not authenticated.")
            if op == MEMBERS:
                self._send_members(connection.session, data)
        else:
            raise Closing(4001, "Unknown opcode.")

    def _identify(self, connection: Connection, data: dict[str, Any]) -> None:
        if connection.session is not None:
            raise Closing(4005, "Already authenticated.")
        self.identifies.append(data)
        settings = self._state.settings
        settings.identifies_left -= 1
        if settings.identifies_left < 0:
            settings.token = None  # the vendor resets the token of who identifies too often
        if settings.token is None or data.get("token") != settings.token:
            raise Closing(4004, "Authentication failed.")
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
            raise Closing(4013, "Invalid intent(s).")
        if intents & PRIVILEGED & ~settings.portal_intents:
            raise Closing(4014, "Disallowed intent(s).")
        self._open(connection, intents, self._shard(data.get("shard")))

    def _shard(self, asked: Any) -> tuple[int, int]:
        guilds = [each for each in self._state.world.guilds.values() if each.has_bot]
        if asked is None:
            if len(guilds) >= self._state.settings.sharding_from:
                raise Closing(4011, "Sharding required.")
            return 0, 1
        number, count = asked
        if not 0 <= number < count:
            raise Closing(4010, "Invalid shard.")
        return int(number), int(count)

    def _open(self, connection: Connection, intents: int, shard: tuple[int, int]) -> None:
        self._numbers += 1
        session = Session(f"{self._numbers:032x}", intents, shard, connection)
        self.sessions[session.id] = connection.session = session
        guilds = [each for each in self._state.world.guilds.values() if each.has_bot and session.serves(each)]
        session.dispatch(
            "READY",
            {
                "v": 10,
                "user": payloads.own_user(self._state.bot),
                "guilds": [{"id": str(each.id), "unavailable": True} for each in guilds],
                "session_id": session.id,
                "resume_gateway_url": f"{self._state.gateway}resume/",
                "application": {"id": str(self._state.application_id), "flags": 0},
                "shard": list(shard),
                "private_channels": [],
                "relationships": [],
            },
        )
        for guild in guilds:
            if guild.available and session.wants(1):
                session.dispatch("GUILD_CREATE", payloads.guild(guild, self._state.bot))

    def _resume(self, connection: Connection, data: dict[str, Any]) -> None:
        settings = self._state.settings
        if settings.token is None or data.get("token") != settings.token:
            raise Closing(4004, "Authentication failed.")
        session = self.sessions.get(str(data.get("session_id")))
        if session is None or self._timed_out(session):
            connection.send_op(INVALID, False)
            return
        if not session.can_replay(int(data.get("seq") or 0)):
            raise Closing(4007, "Invalid seq.")
        session.line, session.lost = connection, None
        connection.session = session
        session.resumes += 1
        self.resumes += 1
        session.send_again(int(data["seq"]))
        session.dispatch("RESUMED", {})

    def _timed_out(self, session: Session) -> bool:
        if session.lost is None:
            return False
        return self._state.clock.now() - session.lost > self._state.settings.session_life

    def _send_members(self, session: Session, data: dict[str, Any]) -> None:
        guild = self._state.world.guilds[int(data["guild_id"])]
        asked = data.get("user_ids")
        ids = {int(each) for each in (asked if isinstance(asked, list) else [asked] if asked else [])}
        query = data.get("query") or ""
        found = [
            each
            for each in guild.members.values()
            if (each.user.id in ids if ids else each.user.name.startswith(query))
        ]
        chunk = {"guild_id": str(guild.id), "members": [payloads.member(each) for each in found]}
        nonce = {"nonce": data["nonce"]} if data.get("nonce") else {}
        session.dispatch("GUILD_MEMBERS_CHUNK", {**chunk, "chunk_index": 0, "chunk_count": 1, **nonce})

    def _leave(self, connection: Connection) -> None:
        self.connections.remove(connection)
        session = connection.session
        if session is not None and session.line is connection:
            session.line, session.lost = None, self._state.clock.now()
            if connection.said_goodbye:
                self.forget(session)
        self._state.changes.ring()
