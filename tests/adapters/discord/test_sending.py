"""What the SDK makes of a payload: exactly what was rendered, and nothing that it keeps."""

import json
import warnings
from typing import Any

import pytest

from bot.adapters.discord.custom_ids import CustomIds
from bot.adapters.discord.render import Style, Visibility, render
from bot.commands import Brief, Map
from bot.rendering.asked import asked
from briefings.service import BriefingService

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the SDK imports audioop, which Python deprecated
    import discord
    from discord.webhook.async_ import interaction_message_response_params

    from bot.adapters.discord.sending import NOBODY, Form, Picture, arguments, changes

PNG = Picture("map.png", "India and its neighbours", b"\x89PNG")


def written(arguments_: dict[str, Any], flags: int) -> tuple[dict[str, Any], int]:
    """The body that the SDK would send, and how many files with it."""
    made = discord.MessageFlags._from_value(flags)
    params = interaction_message_response_params(
        type=4, previous_allowed_mentions=NOBODY, flags=made, **arguments_
    )
    body = params.payload if params.payload else json.loads(params.multipart[0]["value"])  # type: ignore[index]
    return body["data"], len(params.files or [])


@pytest.mark.parametrize("style", ["embeds", "components"])
@pytest.mark.parametrize("visibility", ["private", "public"])
@pytest.mark.parametrize("topic", [None, "India", "nowhere at all"])
async def test_the_sdk_sends_what_was_rendered(
    service: BriefingService, style: Style, visibility: Visibility, topic: str | None
) -> None:
    """Embeds, components, flags and mentions arrive as the renderer wrote them, in both styles."""
    payload = render(
        service.brief(topic), ids=CustomIds(asked(Brief(topic))), style=style, visibility=visibility
    )
    wanted = payload.json()
    body, files = written(arguments(payload), payload.flags & 64)
    assert files == 0
    for name in ("embeds", "components"):
        assert body.get(name, []) == wanted.get(name, []), name
    assert body["flags"] == wanted["flags"]
    assert body["allowed_mentions"]["parse"] == []
    assert not body["allowed_mentions"].get("replied_user")


async def test_a_change_replaces_everything(service: BriefingService) -> None:
    """An edit names content, embeds, components and files, so that nothing of the old page stays."""
    payload = render(service.map("India"), ids=CustomIds(asked(Map("India"))))
    body, files = written(changes(payload, (PNG,)), 0)
    assert {"content", "embeds", "components", "attachments"} <= body.keys()
    assert body["content"] is None
    assert body["attachments"] == [{"id": 0, "filename": "map.png", "description": PNG.alt}]
    assert files == 1
    assert written(changes(payload), 0)[0]["attachments"] == []


async def test_the_sdk_keeps_nothing(service: BriefingService) -> None:
    """Views and forms are finished from the start: none is stored for the life of the process."""
    payload = render(service.brief(None), ids=CustomIds(asked(Brief())))
    assert arguments(payload)["view"].is_finished()
    assert Form({"title": "Feedback", "components": []}).is_finished()
