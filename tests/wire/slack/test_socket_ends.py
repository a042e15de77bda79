"""Socket Mode switched off, or a connection to be exchanged while readers wait."""

import pytest

from bot.adapters.slack.errors import APP_REFUSED
from bot.roles import NeedsAttention
from tests.standins.slack.readers import Reader
from tests.standins.slack.standin import SlackStandIn
from tests.wire.slack.conftest import Parts, Start


async def test_socket_mode_switched_off_needs_attention(
    start: Start, standin: SlackStandIn, parts: Parts, expected: set[str]
) -> None:
    """With `link_disabled` no further connection is given: the role says what to do, and asks no more."""
    expected.add("missing_scope")
    bot = await start()
    asked = len(standin.serving.asked("POST", "/apps.connections.open"))
    (connection,) = standin.sockets.live
    standin.sockets.disconnect(connection, "link_disabled")
    with pytest.raises(NeedsAttention) as told:
        await bot.task
    assert str(told.value) == APP_REFUSED
    assert len(standin.serving.asked("POST", "/apps.connections.open")) <= asked + 2


async def test_connections_are_exchanged_again_and_again(
    start: Start, standin: SlackStandIn, mira: Reader
) -> None:
    """As Slack asks about hourly: each time a new connection answers, and only one is held in the end."""
    await start()
    for _ in range(3):
        (old,) = standin.sockets.live
        standin.sockets.disconnect(old, "refresh_requested")
        await standin.sockets.until_connected()
        assert old not in standin.sockets.live
        assert "India" in (await mira.slash("brief", "India").message()).text
    assert len(standin.sockets.live) == 1
