"""Every limit of a message: refused one past it, taken at it."""

import io
from typing import Any

import aiohttp
import pytest

from tests.standins.discord.standin import DiscordStandIn
from tests.wire.standins.cases import (
    V2,
    Case,
    refused_at,
    sized,
)
from tests.wire.standins.conftest import Api
from tests.wire.standins.message_cases import MESSAGES


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: case.name)
async def test_a_message_at_its_limit(plain: DiscordStandIn, ask: Api, case: Case) -> None:
    """At the limit the channel holds it; one past it the answer is 50035 with the place and the rule."""
    path = f"/channels/{plain.channel.id}/messages"
    assert (await ask("POST", path, case.taken))[0] == 200
    status, said = await ask("POST", path, case.refused)
    assert (status, said["code"]) == (400, 50035)
    assert case.rule in refused_at(said, case.where)
    assert len(plain.channel.messages) == 1
    assert len(plain.refusals) == 1


ONLY_WHEN_SENT = {"layout without its flag", "flags", "nonce", "a reply to nothing"}
"""What an edit cannot change."""


@pytest.mark.parametrize(
    "case", [each for each in MESSAGES if each.name not in ONLY_WHEN_SENT], ids=lambda case: case.name
)
async def test_an_edit_at_its_limit(plain: DiscordStandIn, ask: Api, case: Case) -> None:
    """The same rules hold for edits."""
    path = f"/channels/{plain.channel.id}/messages"
    _, sent = await ask("POST", path, case.taken)
    status, said = await ask("PATCH", f"{path}/{sent['id']}", case.refused)
    assert (status, said["code"]) == (400, 50035)
    assert case.rule in refused_at(said, case.where)
    assert plain.channel.messages[0].edited is None


@pytest.mark.parametrize("displays", [1, 2, 3, 4, 8])
async def test_text_of_many_bytes_fails_instead_of_being_refused(
    plain: DiscordStandIn, ask: Api, displays: int
) -> None:
    """10,170 UTF-8 bytes less 12 a display pass; one byte more is a 500, below 4,000 characters."""
    path = f"/channels/{plain.channel.id}/messages"
    most = 10_170 - 12 * displays
    assert (await ask("POST", path, sized(most, displays)))[0] == 200
    assert (await ask("POST", path, sized(most + 1, displays)))[0] == 500
    assert len(plain.channel.messages) == 1


@pytest.mark.parametrize("body", [{}, {"content": " \n"}, {"embeds": [{}]}, {"flags": V2, "components": []}])
async def test_an_empty_message(plain: DiscordStandIn, ask: Api, body: dict[str, Any]) -> None:
    """50006 when nothing would be seen."""
    status, said = await ask("POST", f"/channels/{plain.channel.id}/messages", body)
    assert (status, said["code"]) == (400, 50006)


@pytest.mark.parametrize(
    ("files", "size", "status", "code"),
    [
        (10, 10, 200, None),
        (11, 10, 400, 50035),
        (1, 10 * 1024 * 1024, 200, None),
        (1, 10 * 1024 * 1024 + 1, 413, 40005),
    ],
)
async def test_files(
    plain: DiscordStandIn, ask: Api, files: int, size: int, status: int, code: int | None
) -> None:
    """Ten files, 10 MiB each."""
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", '{"content": "x"}')
    for number in range(files):
        form.add_field(f"files[{number}]", io.BytesIO(b"x" * size), filename=f"{number}.png")
    answered, said = await ask("POST", f"/channels/{plain.channel.id}/messages", data=form)
    assert answered == status
    assert said.get("code") == code


async def test_the_published_document_refuses_too(standin: DiscordStandIn, api: Api) -> None:
    """Where it is at hand a body that does not fit it is refused, naming the place."""
    if not standin.validates:
        pytest.skip("../shared/spec is not here; it does not ship with the project")
    path = f"/channels/{standin.channel.id}/messages"
    status, said = await api(
        "POST", path, {"content": "x", "components": [{"type": 1, "components": "none"}]}
    )
    assert (status, said["code"]) == (400, 50035)
    assert "OPENAPI" in str(said["errors"])


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: case.name)
async def test_what_our_rules_take_the_published_document_takes(
    standin: DiscordStandIn, api: Api, case: Case
) -> None:
    """No rule of ours lets through what the vendor's own description excludes."""
    if not standin.validates:
        pytest.skip("../shared/spec is not here; it does not ship with the project")
    status, said = await api("POST", f"/channels/{standin.channel.id}/messages", case.taken)
    assert status == 200, said
