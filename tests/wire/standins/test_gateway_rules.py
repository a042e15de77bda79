"""The gateway's own rules, spoken to without a library."""

import json
import zlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
import zstandard

from tests.standins.discord import limits
from tests.standins.discord.standin import DiscordStandIn

INTENTS = (1 << 0) | (1 << 9)


class Client:
    """One plain WebSocket to the gateway."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def send(self, op: int, data: Any) -> None:
        """Send one frame."""
        await self.socket.send_str(json.dumps({"op": op, "d": data}))

    async def hear(self) -> dict[str, Any]:
        """The next frame."""
        heard: dict[str, Any] = await self.socket.receive_json()
        return heard

    async def close_code(self) -> int | None:
        """The code it is closed with, whatever comes before."""
        async for _ in self.socket:
            pass
        return self.socket.close_code

    async def identify(self, standin: DiscordStandIn, **more: Any) -> None:
        """Identify with the right token."""
        assert (await self.hear())["op"] == 10
        await self.send(2, {"token": standin.settings.token, "intents": INTENTS, "properties": {}, **more})


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """A plain HTTP session."""
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest_asyncio.fixture
async def client(standin: DiscordStandIn, session: aiohttp.ClientSession) -> AsyncIterator[Client]:
    """A connection that has not identified yet."""
    async with session.ws_connect(f"{standin.gateway_url}?v=10&encoding=json") as socket:
        yield Client(socket)


async def test_hello_identify_ready(standin: DiscordStandIn, client: Client) -> None:
    """HELLO comes first, READY and the guild after IDENTIFY, an ACK for each heartbeat."""
    await client.identify(standin)
    ready = await client.hear()
    assert (ready["t"], ready["s"]) == ("READY", 1)
    assert ready["d"]["resume_gateway_url"].startswith(standin.gateway_url)
    assert (await client.hear())["t"] == "GUILD_CREATE"
    await client.send(1, 2)
    assert (await client.hear())["op"] == 11


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"token": "wrong"}, 4004, id="wrong token"),
        pytest.param({"intents": 1 << 30}, 4013, id="no such intent"),
        pytest.param({"intents": INTENTS | 1 << 15}, 4014, id="intent not switched on"),
        pytest.param({"shard": [2, 2]}, 4010, id="no such shard"),
    ],
)
async def test_a_wrong_identify_is_closed(
    standin: DiscordStandIn, client: Client, change: dict[str, Any], code: int
) -> None:
    """Each fault of an IDENTIFY has its close code."""
    await client.identify(standin, **change)
    assert await client.close_code() == code


async def test_many_guilds_need_shards(standin: DiscordStandIn, client: Client) -> None:
    """From the vendor's number of guilds on, an unsharded IDENTIFY is closed with 4011."""
    standin.settings.sharding_from = 1
    await client.identify(standin)
    assert await client.close_code() == 4011


async def test_an_unknown_version_is_closed(standin: DiscordStandIn, session: aiohttp.ClientSession) -> None:
    """4012 for an API version that is not served."""
    async with session.ws_connect(f"{standin.gateway_url}?v=3") as socket:
        assert await Client(socket).close_code() == 4012


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param('{"op": 3, "d": {}}', 4003, id="before identifying"),
        pytest.param('{"op": 99, "d": {}}', 4001, id="unknown op"),
        pytest.param("not json", 4002, id="not json"),
    ],
)
async def test_a_wrong_frame_is_closed(client: Client, raw: str, code: int) -> None:
    """Each kind of wrong frame has its close code."""
    await client.hear()
    await client.socket.send_str(raw)
    assert await client.close_code() == code


async def test_identifying_twice_is_closed(standin: DiscordStandIn, client: Client) -> None:
    """4005 for a second IDENTIFY on one connection."""
    await client.identify(standin)
    await client.send(2, {"token": standin.settings.token, "intents": INTENTS})
    assert await client.close_code() == 4005


async def test_too_many_sends_are_closed(standin: DiscordStandIn, client: Client) -> None:
    """4008 for the 121st frame of a minute; a minute later sending goes on."""
    await client.identify(standin)
    for _ in range(limits.GATEWAY_SENDS - 1):
        await client.send(1, None)
    await standin.changes.until(lambda: standin.gateway.received[1] == limits.GATEWAY_SENDS - 1)
    standin.clock.advance(seconds=61)
    await client.send(1, None)
    await standin.changes.until(lambda: standin.gateway.received[1] == limits.GATEWAY_SENDS)
    for _ in range(limits.GATEWAY_SENDS):
        await client.send(1, None)
    assert await client.close_code() == 4008


async def test_a_resume_from_the_future_is_closed(
    standin: DiscordStandIn, client: Client, session: aiohttp.ClientSession
) -> None:
    """4007 for a sequence number that was never sent."""
    await client.identify(standin)
    ready = await client.hear()
    async with session.ws_connect(f"{standin.gateway_url}resume/?v=10") as socket:
        again = Client(socket)
        await again.hear()
        known = {"token": standin.settings.token, "session_id": ready["d"]["session_id"]}
        await again.send(6, {**known, "seq": 99})
        assert await again.close_code() == 4007


async def test_too_many_identifies_reset_the_token(standin: DiscordStandIn, client: Client) -> None:
    """Past the day's IDENTIFYs the token is no longer valid anywhere."""
    standin.settings.identifies_left = 0
    await client.identify(standin)
    assert await client.close_code() == 4004
    assert standin.settings.token is None


@pytest.mark.parametrize(("code", "kept"), [(1000, False), (1001, False), (4000, True)])
async def test_a_goodbye_ends_the_session(
    standin: DiscordStandIn, client: Client, code: int, kept: bool
) -> None:
    """A client that closes with 1000 or 1001 leaves nothing to resume; with another code it may come back."""
    await client.identify(standin)
    await client.hear()
    await client.socket.close(code=code)
    await standin.changes.until(lambda: not standin.gateway.connections)
    assert bool(standin.gateway.sessions) is kept


@pytest.mark.parametrize("kind", ["zlib-stream", "zstd-stream"])
async def test_frames_are_packed_as_asked(
    standin: DiscordStandIn, session: aiohttp.ClientSession, kind: str
) -> None:
    """One stream over the connection, every frame readable as it comes."""
    unpack: Callable[[bytes], bytes] = zlib.decompressobj().decompress
    if kind == "zstd-stream":
        unpack = zstandard.ZstdDecompressor().decompressobj().decompress
    async with session.ws_connect(f"{standin.gateway_url}?v=10&encoding=json&compress={kind}") as socket:
        hello = json.loads(unpack(await socket.receive_bytes()))
        client = Client(socket)
        await client.send(2, {"token": standin.settings.token, "intents": INTENTS})
        ready = json.loads(unpack(await socket.receive_bytes()))
    assert (hello["op"], ready["t"]) == (10, "READY")


async def test_a_silent_gateway_answers_no_heartbeat(standin: DiscordStandIn, client: Client) -> None:
    """A connection that looks open can be dead: nothing comes any more, not even an ACK."""
    await client.identify(standin)
    await client.hear()
    await client.hear()
    standin.gateway.fall_silent()
    await client.send(1, None)
    standin.user("Mira").say(standin.channel, "@bot hello?")
    await standin.changes.until(lambda: standin.gateway.received[1] == 1)
    standin.gateway.close(4000)
    assert (await client.socket.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_members_are_sent_when_asked_for(standin: DiscordStandIn, client: Client) -> None:
    """Op 8 with user ids is answered with those members and the nonce."""
    reader = standin.user("Mira")
    await client.identify(standin)
    await client.hear()
    await client.hear()
    await client.send(8, {"guild_id": str(standin.guild.id), "user_ids": [str(reader.user.id)], "nonce": "n"})
    chunk = await client.hear()
    assert chunk["t"] == "GUILD_MEMBERS_CHUNK"
    assert [each["user"]["username"] for each in chunk["d"]["members"]] == ["Mira"]
    assert chunk["d"]["nonce"] == "n"
