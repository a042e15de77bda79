"""How soon something was acknowledged is told, whatever became of it; see also `test_watched`."""

import logging
from typing import Any, cast

from slack_sdk.socket_mode.request import SocketModeRequest

from bot.adapters.slack.receiving import Server, over_socket
from bot.health.vitals import Vitals
from bot.secret import Secret
from tests.fakes.clock import SetClock


class Sent:
    """Stands for the SDK's client; keeps what was acknowledged."""

    def __init__(self) -> None:
        self.envelopes: list[str] = []
        self.logger = logging.getLogger("tests")

    async def send_socket_mode_response(self, response: Any) -> None:
        """What the SDK sends."""
        self.envelopes.append(response.envelope_id)


async def test_an_envelope_that_cannot_be_read_is_acknowledged_and_counted() -> None:
    """Even where the application fails, one acknowledgement goes out and one is counted."""
    vitals, client = Vitals(), Sent()
    request = SocketModeRequest(type="events_api", envelope_id="E1", payload={})
    broken = cast("Any", object())
    await over_socket(broken, lambda took: vitals.acknowledged("one", took), cast("Any", client), request)
    assert client.envelopes == ["E1"]
    assert sum(vitals.acknowledgements["one"].counts) == 1


async def test_what_was_not_signed_is_not_counted() -> None:
    """A stranger's request is refused and changes no figure."""

    class Request:
        """One without a signature."""

        def __init__(self) -> None:
            from multidict import CIMultiDict  # noqa: PLC0415 - as aiohttp gives headers

            self.headers: CIMultiDict[str] = CIMultiDict()

        async def read(self) -> bytes:
            """Its body."""
            return b"payload=1"

    vitals = Vitals()
    server = Server(
        cast("Any", object()), Secret("signs"), SetClock(), lambda took: vitals.acknowledged("one", took)
    )
    assert (await server.receive(cast("Any", Request()))).status == 401
    assert vitals.acknowledgements == {}
