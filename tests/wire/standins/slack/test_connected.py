"""A bot of the real slack-bolt does everything it can do, over a socket."""

from typing import Any

from tests.standins.slack.standin import SlackStandIn
from tests.wire.standins.slack.bots import Bot

BUTTONS = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*India* <https://example.org/a|source>"}},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "text": {"type": "plain_text", "text": "Evidence"},
                "action_id": "evidence",
                "value": "v",
            },
            {"type": "button", "text": {"type": "plain_text", "text": "Comment"}, "action_id": "comment"},
            {
                "type": "external_select",
                "action_id": "topic",
                "placeholder": {"type": "plain_text", "text": "Topic"},
                "min_query_length": 0,
            },
        ],
    },
]
FORM = {
    "type": "modal",
    "callback_id": "comment",
    "private_metadata": "kept",
    "title": {"type": "plain_text", "text": "Comment"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "Your comment"},
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 100},
        }
    ],
}


async def test_a_command_is_answered_by_its_acknowledgement(slack: SlackStandIn, bot: Bot) -> None:
    """An acknowledgement with text is a message for the asker alone, gone when the client is reloaded."""

    @bot.app.command("/brief")
    async def brief(ack: Any, command: dict[str, str]) -> None:
        await ack(text=f"On {command['text']}", blocks=BUTTONS)

    await bot.connect()
    mira, noor = slack.user("Mira"), slack.user("Noor")
    answer = await mira.slash("brief", "India & more").message()
    assert (answer.text, answer.via, answer.ephemeral) == ("On India &amp; more", "ack", True)
    assert answer.links == (("https://example.org/a", "source"),)
    assert answer in mira.sees()
    assert noor.sees() == slack.channel.messages == []
    mira.reload()
    assert mira.sees() == []
    assert slack.refusals == []


async def test_a_command_is_answered_later(slack: SlackStandIn, bot: Bot) -> None:
    """The response_url takes messages for one and for all, and replaces and deletes the first one."""

    @bot.app.command("/brief")
    async def brief(ack: Any, respond: Any) -> None:
        await ack()
        await respond("first")
        await respond("second", replace_original=True)
        await respond("everybody", response_type="in_channel")
        await respond(delete_original=True)

    await bot.connect()
    mira = slack.user("Mira")
    asked = mira.slash("/brief")
    await slack.changes.until(lambda: slack.channel.log and slack.channel.log[0].deleted, what="the deletion")
    assert [each.text for each in asked.made] == ["second", "everybody"]
    assert [each.text for each in mira.sees()] == ["everybody"]
    assert asked.made[0].before_edits == ["first"]
    assert [each.status for each in slack.serving.asked("POST", asked.response_url or "")] == []


async def test_buttons_selects_and_forms(slack: SlackStandIn, bot: Bot) -> None:
    """What is shown can be pressed, chosen and filled in, and the app hears what the vendor would tell it."""

    @bot.app.command("/brief")
    async def brief(ack: Any) -> None:
        await ack(text="x", blocks=BUTTONS)

    @bot.app.action("evidence")
    async def evidence(ack: Any, respond: Any, action: dict[str, str]) -> None:
        await ack()
        await respond(text=f"evidence {action['value']}", replace_original=True)

    @bot.app.options("topic")
    async def topics(ack: Any, payload: dict[str, Any]) -> None:
        text = {"type": "plain_text", "text": payload["value"] + "dia"}
        await ack(options=[{"text": text, "value": "IN"}])

    @bot.app.action("topic")
    async def topic(ack: Any, client: Any, body: dict[str, Any]) -> None:
        await ack()
        chosen = body["actions"][0]["selected_option"]["value"]
        await client.chat_postMessage(
            channel=body["channel"]["id"], text=chosen, unfurl_links=False, unfurl_media=False
        )

    @bot.app.action("comment")
    async def comment(ack: Any, client: Any, body: dict[str, Any]) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @bot.app.view("comment")
    async def commented(ack: Any, view: dict[str, Any], body: dict[str, Any], client: Any) -> None:
        words = view["state"]["values"]["words"]["text"]["value"]
        if words == "no":
            await ack(response_action="errors", errors={"words": "Say more."})
            return
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"{words} {view['private_metadata']}")

    await bot.connect()
    mira = slack.user("Mira")
    answer = await mira.slash("brief").message()
    typed = mira.suggest(answer, "In")
    assert await typed.offered() == [("India", "IN")]
    chosen = mira.choose(answer, "India")
    [posted] = await slack.answer_in(slack.channel, after=chosen)
    assert (posted.text, posted.unfurl_links, posted.unfurl_media) == ("IN", False, False)
    pressed = mira.press(answer, "Comment")
    view = await pressed.opened_view()
    assert (view.title, view.callback_id, mira.modal) == ("Comment", "comment", view)
    refused = await mira.submit({"Your comment": "no"}).acknowledged()
    assert refused.view_errors == view.errors == {"words": "Say more."}
    sent = await mira.submit({"text": "fine"}).acknowledged()
    [said] = await mira.received(after=sent, channel=mira.dm_channel)
    assert said.text == "fine kept"
    assert mira.modals == []
    assert (await mira.press(answer, "evidence").message()).text == "evidence v"
    assert answer.text == "evidence v"
    assert slack.refusals == []


async def test_mentions_messages_and_the_assistant_pane(slack: SlackStandIn, bot: Bot) -> None:
    """A mention in a channel or thread, a direct message and the pane each come as the event they are."""

    @bot.app.event("app_mention")
    async def mentioned(event: dict[str, Any], say: Any) -> None:
        await say(text=event["text"], thread_ts=event.get("thread_ts", event["ts"]))

    @bot.app.event("message")
    async def told(event: dict[str, Any], say: Any) -> None:
        await say(text="direct", thread_ts=event.get("thread_ts"))

    @bot.app.event("assistant_thread_started")
    async def opened(event: dict[str, Any], client: Any) -> None:
        thread = event["assistant_thread"]
        where = {"channel_id": thread["channel_id"], "thread_ts": thread["thread_ts"]}
        await client.assistant_threads_setTitle(**where, title="Hello")
        await client.assistant_threads_setSuggestedPrompts(
            **where, prompts=[{"title": "India", "message": "Why?"}]
        )

    await bot.connect()
    mira = slack.user("Mira")
    said = mira.say(slack.channel, "@bot why <Japan>? https://example.org")
    [reply] = await slack.answer_in(slack.channel, after=said, thread=said)
    assert f"<@{slack.bot.id}> why &lt;Japan&gt;? <https://example.org>" == reply.text
    again = mira.say(slack.channel, "@bot and trade?", thread=reply)
    assert again.thread_ts == said.ts
    await slack.answer_in(slack.channel, after=again, thread=said)
    assert len(slack.channel.replies(said)) == 3
    direct = mira.dm("why?")
    [answer] = await mira.received(after=direct)
    assert answer.text == "direct"
    pane = mira.open_assistant(seen=slack.channel)
    await slack.changes.until(lambda: pane.prompts, what="prompts")
    assert pane.title == "Hello"
    picked = mira.pick(pane, "India")
    [inside] = await mira.received(after=picked)
    assert inside.thread_ts == pane.thread_ts
    mira.say(slack.channel, "nobody is meant")
    await slack.dispatcher.idle()
    assert not [each for each in bot.heard if "nobody" in str(each)]


async def test_home_shortcuts_and_closing(slack: SlackStandIn, bot: Bot) -> None:
    """Home is one reader's; shortcuts bring message and trigger; a closed modal is told of if asked for."""

    @bot.app.event("app_home_opened")
    async def home(event: dict[str, Any], client: Any) -> None:
        text = {"type": "header", "text": {"type": "plain_text", "text": "Overview"}}
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [text, BUTTONS[1]]})

    @bot.app.shortcut("brief_me")
    async def brief_me(ack: Any, client: Any, shortcut: dict[str, Any]) -> None:
        await ack()
        view = {**FORM, "notify_on_close": True, "private_metadata": shortcut["message"]["text"]}
        await client.views_open(trigger_id=shortcut["trigger_id"], view=view)

    @bot.app.view_closed("comment")
    async def closed(ack: Any) -> None:
        await ack()

    await bot.connect()
    mira = slack.user("Mira")
    mira.open_home()
    await slack.changes.until(lambda: mira.home, what="Home")
    assert mira.home is not None
    pressed = mira.press(mira.home, "Evidence")
    assert "response_url" not in pressed.payload
    assert pressed.payload["container"]["type"] == "view"
    said = mira.say(slack.channel, "On India")
    opened = mira.shortcut("brief_me", message=said)
    view = await opened.opened_view()
    assert view.private_metadata == "On India"
    gone = mira.close_view()
    assert gone is not None
    await gone.acknowledged()
    assert mira.modals == []


async def test_an_upload_in_three_steps(slack: SlackStandIn, bot: Bot) -> None:
    """The library's upload ends as a message with the very bytes, in the thread asked for."""
    mira = slack.user("Mira")
    said = mira.say(slack.channel, "picture, please")
    await bot.client.files_upload_v2(
        channel=slack.channel.id,
        filename="map.png",
        content=b"\x89PNG",
        title="Map",
        thread_ts=said.ts,
        alt_txt="A map",
    )
    [reply] = slack.channel.replies(said)
    assert [(each.name, each.data, each.title, each.alt_text) for each in reply.files] == [
        ("map.png", b"\x89PNG", "Map", "A map")
    ]
    assert (await bot.client.files_info(file=reply.files[0].id))["file"]["size"] == 4
    await bot.client.files_delete(file=reply.files[0].id)
    assert reply.files == []
