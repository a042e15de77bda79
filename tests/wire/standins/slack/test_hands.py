"""What a reader can do, and what only a careless test would."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.standins.slack import view
from tests.standins.slack.by_hand import ByHand
from tests.standins.slack.offered import NotOffered
from tests.standins.slack.standin import SlackStandIn
from tests.wire.standins.slack.bots import Bot
from tests.wire.standins.slack.cases import (
    actions,
    button,
    entry,
    external,
    modal,
    options,
    plain,
    section,
    select,
)
from tests.wire.standins.slack.conftest import Api

ROOT = Path(__file__).parents[4]
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Test"},
    "features": {
        "bot_user": {"display_name": "Test"},
        "app_home": {"home_tab_enabled": False, "messages_tab_enabled": False},
        "slash_commands": [{"command": "/c-brief", "description": "Brief me"}],
        "shortcuts": [
            {
                "name": "Brief me on this",
                "type": "message",
                "callback_id": "brief_on_this",
                "description": "d",
            }
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "app_mentions:read"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_mention", "message.channels"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


async def test_only_what_the_manifest_registers(slack: SlackStandIn, bot: Bot) -> None:
    """Commands, shortcuts, tabs, events and scopes are those of the installed manifest."""
    slack.install(MANIFEST)
    bot.take_everything()
    await bot.connect()
    mira = slack.user("Mira")
    said = mira.say(slack.channel, "@bot hello")
    await bot.until_heard(1)
    await slack.dispatcher.idle()
    assert [each["event"]["type"] for each in bot.heard] == ["app_mention"]
    assert mira.slash("c-brief").payload["command"] == "/c-brief"
    assert mira.shortcut("Brief me on this", message=said).payload["callback_id"] == "brief_on_this"
    acts: list[Callable[[], object]] = [
        lambda: mira.slash("brief"),
        lambda: mira.shortcut("Brief me on this"),
        lambda: mira.shortcut("Other", message=said),
        lambda: mira.dm("hello"),
        mira.open_assistant,
    ]
    for act in acts:
        with pytest.raises(NotOffered):
            act()
    told = await bot.client.auth_test()
    assert told.headers["X-OAuth-Scopes"] == "app_mentions:read,chat:write,commands"


async def test_commands_run_where_they_can(plain: SlackStandIn) -> None:
    """Not in threads, not in the assistant pane, not in channels one is not in, not once the app is gone."""
    mira = plain.user("Mira")
    said = mira.say(plain.channel, "x")
    away = plain.moderator.add_channel("away")
    for where in ({"thread": said}, {"channel": mira.dm_channel}, {"channel": away}):
        with pytest.raises(NotOffered):
            mira.slash("brief", **where)
    plain.moderator.restrict(plain.channel)
    with pytest.raises(NotOffered):
        mira.say(plain.channel, "x")
    plain.user("Mira", manager=True).say(plain.channel, "admins may")
    plain.moderator.uninstall()
    with pytest.raises(NotOffered):
        mira.slash("brief")


async def test_elements_are_used_as_shown(plain: SlackStandIn, api: Api) -> None:
    """Only what stands in a message a reader sees can be used, and the payload says what it was."""
    blocks = [
        *actions(button("Evidence", action_id="e", value="1"), button("Evidence", action_id="f", value="2")),
        *actions(select(options(2), action_id="s", placeholder=plain_text("Country"))),
        *section(accessory={"type": "overflow", "options": options(2), "action_id": "o"}),
    ]
    await api(
        "chat.postEphemeral",
        channel=plain.channel.id,
        user=plain.user("Mira").user.id,
        text="x",
        blocks=blocks,
    )
    mira, noor = plain.user("Mira"), plain.user("Noor")
    [message] = mira.sees()
    pressed = mira.press(message, "Evidence", nth=1)
    assert pressed.payload["actions"][0]["value"] == "2"
    assert "message" not in pressed.payload  # the vendor leaves it out where one reader alone sees it
    assert pressed.payload["container"]["is_ephemeral"]
    chosen = mira.choose(message, "o1", select="Country")
    assert chosen.payload["actions"][0]["selected_option"]["value"] == "v1"
    assert mira.choose(message, "v0", select="o").payload["actions"][0]["type"] == "overflow"
    acts: list[Callable[[], object]] = [
        lambda: mira.press(message, "Evidence", nth=2),
        lambda: mira.press(message, "Gone"),
        lambda: mira.choose(message, "o1"),
        lambda: mira.choose(message, "o9", select="s"),
        lambda: noor.press(message, "Evidence"),
        lambda: mira.shortcut("any", message=message),
    ]
    for act in acts:
        with pytest.raises(NotOffered):
            act()
    mira.reload()
    with pytest.raises(NotOffered):
        mira.press(message, "Evidence")
    assert mira.forge(message, "old", value="v").payload["actions"][0]["action_id"] == "old"


async def test_external_options_are_chosen_after_typing(plain: SlackStandIn, api: Api) -> None:
    """A reader chooses only among what was suggested, and is not asked before enough is typed."""
    blocks = actions(external(min_query_length=2))
    await api("chat.postMessage", channel=plain.channel.id, text="x", blocks=blocks)
    mira = plain.user("Mira")
    [message] = plain.channel.messages
    acts: list[Callable[[], object]] = [
        lambda: mira.suggest(message, "i"),
        lambda: mira.choose(message, "India"),
    ]
    for act in acts:
        with pytest.raises(NotOffered):
            act()
    assert mira.suggest(message, "in").payload["value"] == "in"


async def test_forms_are_filled_in_as_they_are(plain: SlackStandIn, api: Api) -> None:
    """Required inputs, lengths and names bind a reader; the state sent holds every input."""
    mira = plain.user("Mira")
    view_ = modal(
        entry(block_id="words", element={"type": "plain_text_input", "action_id": "t", "min_length": 2}),
        entry(label=plain_text("Kind"), optional=True, element=select(options(2), action_id="k")),
    )
    with pytest.raises(NotOffered):
        mira.submit({})
    await api("views.open", trigger_id=mira.slash("brief").trigger_id, view=view_)
    for values in ({}, {"words": "x"}, {"words": "xx", "Kind": "o9"}, {"words": "xx", "Else": "x"}):
        with pytest.raises(NotOffered):
            mira.submit(values)
    sent = mira.submit({"words": "xx", "Kind": "o1"})
    state = sent.payload["view"]["state"]["values"]
    assert state["words"]["t"]["value"] == "xx"
    [kind] = [each["k"] for name, each in state.items() if name != "words"]
    assert kind["selected_option"]["value"] == "v1"


async def test_the_moderator_changes_the_world(slack: SlackStandIn, bot: Bot) -> None:
    """Channels going and coming, edits and deletions are told as the events they are."""
    bot.take_everything()
    await bot.connect()
    mira, mod = slack.user("Mira"), slack.moderator
    channel = mod.add_channel("news")
    mod.join(channel, mira.user)
    mod.archive(channel)
    mod.archive(channel, back=True)
    mod.kick_bot(channel)
    mod.delete_channel(channel)
    secret = mod.add_channel("secret", private=True)
    mod.archive(secret)
    said = mira.dm("first")
    mod.edit_message(said, "second")
    mod.delete_message(said)
    heard = await bot.until_heard(11)
    told = [each["event"]["type"] + ":" + each["event"].get("subtype", "") for each in heard]
    assert sorted(told) == sorted(
        [
            "member_joined_channel:",
            "member_joined_channel:",
            "channel_archive:",
            "channel_unarchive:",
            "channel_left:",
            "channel_deleted:",
            "member_joined_channel:",
            "group_archive:",
            "message:",
            "message:message_changed",
            "message:message_deleted",
        ]
    )
    assert said.before_edits == ["first"]


async def test_the_hand_at_a_terminal(slack: SlackStandIn, bot: Bot) -> None:
    """Lines typed by a person do what they say, and what is to be seen is told as text."""

    @bot.app.command("/brief")
    async def brief(ack: Any, command: dict[str, str]) -> None:
        await ack(
            text=command["text"], blocks=[*section(), *actions(button("More", action_id="more"), external())]
        )

    @bot.app.action("more")
    async def more(ack: Any, client: Any, body: dict[str, Any]) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(entry(label=plain_text("Comment"))))

    @bot.app.view("")
    async def sent(ack: Any) -> None:
        await ack()

    @bot.app.options("e")
    async def suggested(ack: Any) -> None:
        await ack(options=options(2))

    @bot.app.action("e")
    async def chosen(ack: Any, respond: Any) -> None:
        await ack()
        await respond("chosen", replace_original=True)

    @bot.app.event("app_mention")
    async def mentioned(say: Any, event: dict[str, str]) -> None:
        await say("mentioned", thread_ts=event["ts"])

    @bot.app.event("message")
    async def direct(say: Any) -> None:
        await say("direct")

    @bot.app.event("app_home_opened")
    async def home(client: Any, event: dict[str, str]) -> None:
        header = {"type": "header", "text": plain_text("Overview")}
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [header]})

    await bot.connect()
    hand = ByHand(slack, slack.user("You"))
    with pytest.raises(NotOffered):
        await hand.obey("press More")
    assert "( More ) more" in await hand.obey("/brief India")
    assert "Comment: " in await hand.obey("press More")
    assert await hand.obey("submit Comment=fine words") == "sent"
    assert await hand.obey("type opt") == "o0\no1"
    assert "chosen" in await hand.obey("choose o1")
    assert "mentioned" in await hand.obey("say @bot why?")
    assert "direct" in await hand.obey("dm why?")
    assert "# Overview" in await hand.obey("home")
    shown = await hand.obey("show")
    assert "#briefings" in shown
    assert "You (pings" in shown
    assert "press Evidence" in await hand.obey("help")
    assert view.channel(slack.channel) in shown


def plain_text(text: str) -> dict[str, Any]:
    """A plain text object, where `plain` is a fixture's name."""
    return plain(text)


async def test_started_by_hand() -> None:
    """`python -m tests.standins slack` prints its settings, obeys lines and ends."""
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.standins",
        "slack",
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    out, _ = await started.communicate(b"help\npress More\n/brief\nquit\n")
    text = out.decode()
    assert "COMMUNIQUE_SLACK_API_URL=http://127.0.0.1:" in text
    assert "COMMUNIQUE_SLACK_SIGNING_SECRET=" in text
    assert "there is no message yet" in text
    assert "was not acknowledged: dispatch_failed" in text
    assert started.returncode == 0
