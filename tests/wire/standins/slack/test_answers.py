"""What an interaction may be answered with, beyond a message: forms, options, pictures."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.standins.slack.standin import SlackStandIn
from tests.wire.standins.slack.bots import Bot
from tests.wire.standins.slack.cases import actions, entry, external, modal, options, plain

FORM = modal(entry(block_id="words"), callback_id="form")


async def opened(slack: SlackStandIn, bot: Bot) -> None:
    """Open the form for Mira."""
    asked = slack.user("Mira").slash("open")
    await bot.client.views_open(trigger_id=asked.trigger_id or "", view=FORM)


@pytest.mark.parametrize(
    ("answer", "modals", "refusal"),
    [
        ({}, [], None),
        ({"response_action": "clear"}, [], None),
        ({"response_action": "update", "view": modal(callback_id="next")}, ["next"], None),
        ({"response_action": "push", "view": modal(callback_id="next")}, ["form", "next"], None),
        ({"response_action": "errors", "errors": {"words": "no"}}, ["form"], None),
        ({"response_action": "errors", "errors": {"other": "no"}}, ["form"], "invalid_response"),
        ({"response_action": "update", "view": {"type": "modal"}}, ["form"], "invalid_arguments"),
        (
            {"response_action": "update", "view": {"type": "home", "blocks": []}},
            ["form"],
            "invalid_arguments",
        ),
        ({"response_action": "explode"}, ["form"], "invalid_response"),
    ],
    ids=["nothing", "clear", "update", "push", "errors", "elsewhere", "bad view", "home", "unknown"],
)
async def test_a_form_is_answered(
    slack: SlackStandIn, bot: Bot, answer: dict[str, Any], modals: list[str], refusal: str | None
) -> None:
    """Each way to answer a form leaves the modals it should; a wrong one is refused."""

    @bot.app.view("form")
    async def submitted(ack: Any) -> None:
        await ack(**answer)

    await opened(slack, bot)
    await bot.connect()
    mira = slack.user("Mira")
    sent = mira.submit({"words": "x"})
    await slack.dispatcher.idle()
    assert [each.callback_id for each in mira.modals] == modals
    told = [each.error for each in sent.refusals]
    assert told == ([refusal] if refusal else [])
    assert bool(slack.refusals) is bool(refusal)


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        ({"options": options(100)}, 100),
        ({"options": []}, 0),
        ({"option_groups": [{"label": plain(), "options": options(2)}]}, 2),
        ({"options": options(101)}, None),
        ({"options": [{"text": plain("x" * 76), "value": "v"}]}, None),
        ({"option_groups": [{"label": plain("x" * 76), "options": options(2)}]}, None),
    ],
    ids=["a hundred", "none", "groups", "too many", "too long", "long label"],
)
async def test_options_are_offered(
    slack: SlackStandIn, bot: Bot, answer: dict[str, Any], count: int | None
) -> None:
    """Up to a hundred options of up to 75 characters, alone or in groups; beyond it none are shown."""

    @bot.app.options("e")
    async def suggested(ack: Any) -> None:
        await ack(**answer)

    await bot.connect()
    await bot.client.chat_postMessage(
        channel=slack.channel.id, text="x", blocks=actions(external(min_query_length=0))
    )
    typed = slack.user("Mira").suggest(slack.channel.messages[0], "")
    if count is None:
        assert (await typed.refused()).error == "invalid_options"
    else:
        assert len(await typed.offered()) == count


async def test_an_uploaded_picture_is_shown_in_public_only(slack: SlackStandIn, bot: Bot) -> None:
    """A file can be named in blocks once it is processed, but not in a message for one reader alone."""
    begun = await bot.client.files_getUploadURLExternal(filename="a.png", length=1)
    async with bot.session.post(begun["upload_url"], data=b"x") as answer:
        assert answer.status == 200
    slack.settings.file_processing = timedelta(minutes=1)
    await bot.client.files_completeUploadExternal(files=[{"id": begun["file_id"], "title": "A"}])
    picture = {"type": "image", "alt_text": "A", "slack_file": {"id": begun["file_id"]}}
    where: dict[str, Any] = {"channel": slack.channel.id, "text": "x", "blocks": [picture]}
    with pytest.raises(SlackApiError, match="invalid slack file"):
        await bot.client.chat_postMessage(**where)
    slack.clock.advance(minutes=1)
    await bot.client.chat_postMessage(**where)
    with pytest.raises(SlackApiError, match="carries no file"):
        await bot.client.chat_postEphemeral(**where, user=slack.user("Mira").user.id)
    asked = slack.user("Mira").slash("map")
    async with bot.session.post(asked.response_url or "", json={"text": "x", "blocks": [picture]}) as answer:
        assert answer.status == 400
    public = {"text": "x", "blocks": [picture], "response_type": "in_channel"}
    async with bot.session.post(asked.response_url or "", json=public) as answer:
        assert answer.status == 200
    assert len(slack.channel.messages) == 2
