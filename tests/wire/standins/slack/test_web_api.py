"""The Web API's methods: who may, what is refused, what history tells."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.standins.slack.standin import SlackStandIn
from tests.wire.standins.slack.bots import Bot
from tests.wire.standins.slack.cases import actions, button, modal, rich, section
from tests.wire.standins.slack.conftest import Api


async def test_tokens(plain: SlackStandIn, api: Api) -> None:
    """A wrong token, one of the other kind, a revoked one and one of a removed app are told apart."""
    assert (await api("auth.test"))["user_id"] == plain.bot.id
    assert (await api("auth.test", token="xoxb-other"))["error"] == "invalid_auth"  # noqa: S106 - opens nothing
    app_token = plain.settings.app_token
    assert (await api("users.list", token=app_token))["error"] == "not_allowed_token_type"
    assert (await api("apps.connections.open"))["error"] == "not_allowed_token_type"
    assert (await api("nothing.here"))["error"] == "unknown_method"
    plain.moderator.revoke_token()
    assert (await api("auth.test"))["error"] == "token_revoked"
    plain.moderator.uninstall()
    assert (await api("auth.test"))["error"] == "account_inactive"
    assert [each.payload["event"]["type"] for each in plain.dispatcher.deliveries] == [
        "tokens_revoked",
        "tokens_revoked",
        "app_uninstalled",
    ]


async def test_scopes(slack: SlackStandIn, bot: Bot) -> None:
    """Without its scope a method is refused by name of the scope; the header tells what the token has."""
    slack.settings.scopes = frozenset({"chat:write", "channels:read"})
    with pytest.raises(SlackApiError) as refused:
        await bot.client.conversations_history(channel=slack.channel.id)
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "channels:history"
    told = await bot.client.auth_test()
    assert told.headers["X-OAuth-Scopes"] == "channels:read,chat:write"
    other = slack.moderator.add_channel("elsewhere", bot=False)
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await bot.client.chat_postMessage(channel=other.id, text="x")
    slack.settings.scopes |= {"chat:write.public"}
    await bot.client.chat_postMessage(channel=other.id, text="x")


async def test_where_a_message_cannot_go(plain: SlackStandIn, api: Api) -> None:
    """Each way a channel can be closed has its own word, and nothing is held."""
    plain.settings.scopes = frozenset({"chat:write"})
    mod = plain.moderator
    places = [mod.add_channel(name) for name in ("archived", "deleted", "restricted", "left")]
    archived, deleted, restricted, left = places
    mod.archive(archived)
    mod.delete_channel(deleted)
    mod.restrict(restricted)
    mod.kick_bot(left)
    secret = mod.add_channel("secret", private=True, bot=False)
    told = {
        each.name: (await api("chat.postMessage", channel=each.id, text="x"))["error"]
        for each in [*places, secret]
    }
    assert told == {
        "archived": "is_archived",
        "deleted": "channel_not_found",
        "restricted": "restricted_action",
        "left": "not_in_channel",
        "secret": "channel_not_found",
    }
    assert (await api("chat.postMessage", channel="C404", text="x"))["error"] == "channel_not_found"
    assert (await api("chat.postMessage", channel=plain.bot.id, text="x"))["error"] == "cannot_dm_bot"
    assert [each.log for each in [*places, secret]] == [[]] * 5


async def test_ephemeral_messages(plain: SlackStandIn, api: Api) -> None:
    """One member alone sees them; they stand in no history and cannot be edited."""
    mira = plain.user("Mira")
    noor = plain.world.add_user("Noor")
    where = {"channel": plain.channel.id, "text": "x"}
    told = await api("chat.postEphemeral", **where, user=mira.user.id)
    assert [each.ts for each in mira.sees()] == [told["message_ts"]]
    assert (await api("chat.postEphemeral", **where, user=noor.id))["error"] == "user_not_in_channel"
    assert (await api("conversations.history", channel=plain.channel.id))["messages"] == []
    edit = {"channel": plain.channel.id, "ts": told["message_ts"], "text": "y"}
    assert (await api("chat.update", **edit))["error"] == "message_not_found"


async def test_history_and_threads(slack: SlackStandIn, bot: Bot) -> None:
    """History is newest first without replies, in pages; a thread begins with its opening message."""
    mira = slack.user("Mira")
    said = [mira.say(slack.channel, f"n{number}") for number in range(3)]
    metadata = {"event_type": "digest", "event_payload": {"slot": "1"}}
    sent = await bot.client.chat_postMessage(
        channel=slack.channel.id, text="reply", thread_ts=said[0].ts, metadata=metadata
    )
    first = await bot.client.conversations_history(channel=slack.channel.id, limit=2)
    assert [each["text"] for each in first["messages"]] == ["n2", "n1"]
    assert first["has_more"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = await bot.client.conversations_history(channel=slack.channel.id, limit=2, cursor=cursor)
    assert [(each["text"], each["reply_count"]) for each in rest["messages"]] == [("n0", 1)]
    thread = await bot.client.conversations_replies(
        channel=slack.channel.id, ts=said[0].ts, include_all_metadata=True
    )
    assert [each["text"] for each in thread["messages"]] == ["n0", "reply"]
    assert thread["messages"][1]["metadata"] == metadata
    bare = await bot.client.conversations_replies(channel=slack.channel.id, ts=said[0].ts)
    assert "metadata" not in bare["messages"][1]
    since = await bot.client.conversations_history(channel=slack.channel.id, oldest=said[1].ts)
    assert [each["text"] for each in since["messages"]] == ["n2"]
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await bot.client.chat_postMessage(channel=slack.channel.id, text="x", thread_ts="1.000000")
    assert slack.channel.replies(said[0])[0].ts == sent["ts"]


async def test_edits_and_deletion(slack: SlackStandIn, bot: Bot) -> None:
    """An edit keeps the blocks it does not name; others' messages are not the bot's to change."""
    said = slack.user("Mira").say(slack.channel, "mine")
    sent = await bot.client.chat_postMessage(channel=slack.channel.id, text="a", blocks=section())
    where = {"channel": slack.channel.id, "ts": sent["ts"]}
    await bot.client.chat_update(**where, text="b")
    held = slack.channel.messages[-1]
    assert (held.text, held.before_edits, len(held.blocks)) == ("b", ["a"], 1)
    await bot.client.chat_update(**where, text="c", blocks=[])
    assert held.blocks == []
    for call, error in (("chat.update", "cant_update_message"), ("chat.delete", "cant_delete_message")):
        with pytest.raises(SlackApiError, match=error):
            await bot.client.api_call(call, data={"channel": slack.channel.id, "ts": said.ts, "text": "x"})
    await bot.client.chat_delete(**where)
    assert slack.channel.messages == [said]
    assert held.deleted is not None
    with pytest.raises(SlackApiError, match="message_not_found"):
        await bot.client.chat_update(**where, text="d")


async def test_pings_and_links_are_computed(plain: SlackStandIn, api: Api) -> None:
    """Whatever would notify somebody, or show an address, is told of the message."""
    mira = plain.user("Mira")
    mention = {"type": "user", "user_id": mira.user.id}
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({"text": f"<@{mira.user.id}> hello"}, {mira.user.id}),
        ({"text": "<!here> <!channel|channel> <!subteam^S1|@desk>"}, {"here", "channel", "S1"}),
        ({"text": "&lt;!here&gt; @here @mira"}, set()),
        ({"text": "@here @mira", "link_names": True}, {"here", mira.user.id}),
        ({"text": "@everyone", "parse": "full"}, {"everyone"}),
        ({"text": "x", "blocks": section({"type": "mrkdwn", "text": "@here"})}, {"here"}),
        ({"text": "x", "blocks": section({"type": "mrkdwn", "text": "@here", "verbatim": True})}, set()),
        ({"text": "x", "blocks": section({"type": "plain_text", "text": "<!here>"})}, set()),
        (
            {"text": "x", "blocks": rich(mention, {"type": "broadcast", "range": "here"})},
            {mira.user.id, "here"},
        ),
        ({"text": "x", "blocks": rich({"type": "text", "text": "<!here> @here"})}, set()),
        ({"text": "x", "blocks": [{"type": "markdown", "text": "<!here>"}]}, {"here"}),
    ]
    for body, pings in cases:
        assert (await api("chat.postMessage", channel=plain.channel.id, **body))["ok"]
        assert plain.channel.messages[-1].pings == pings, body
    await api("chat.postMessage", channel=plain.channel.id, text="<https://a.example|one> https://b.example")
    links: list[object] = [*plain.channel.messages[-1].links]
    assert links == [("https://a.example", "one"), ("https://b.example", None)]
    link = {"type": "link", "url": "https://c.example", "text": "c"}
    blocks = [*rich(link), {"type": "markdown", "text": "[d](https://d.example)"}]
    await api("chat.postMessage", channel=plain.channel.id, text="x", blocks=blocks)
    links = [*plain.channel.messages[-1].links]
    assert links == [("https://c.example", "c"), ("https://d.example", "d")]
    assert plain.channel.messages[-1].unfurl_links
    await api("chat.postMessage", channel=plain.channel.id, text="x", unfurl_links=False, unfurl_media=False)
    held = plain.channel.messages[-1]
    assert (held.unfurl_links, held.unfurl_media) == (False, False)


async def test_rates(plain: SlackStandIn, api: Api) -> None:
    """A channel takes a short burst, then one message a second; history may be held to one call a minute."""
    plain.rates.as_vendor(outside_marketplace=True)

    async def send() -> str | None:
        error: str | None = (await api("chat.postMessage", channel=plain.channel.id, text="x")).get("error")
        return error

    assert [await send() for _ in range(4)] == [None, None, None, "ratelimited"]
    limited = plain.serving.log[-1].answer
    assert limited is not None
    assert (limited.status, limited.headers["Retry-After"]) == (429, "3")
    plain.clock.advance(seconds=3)
    assert await send() is None
    assert (await api("conversations.history", channel=plain.channel.id))["ok"]
    assert (await api("conversations.history", channel=plain.channel.id))["error"] == "ratelimited"
    plain.clock.advance(minutes=1)
    assert (await api("conversations.history", channel=plain.channel.id))["ok"]
    assert plain.rates.refusals == 2


async def test_triggers_work_once_within_three_seconds(plain: SlackStandIn, api: Api) -> None:
    """A trigger opens one modal, and none after three seconds; three modals are the most on a stack."""
    mira = plain.user("Mira")
    asked = mira.slash("brief")
    assert (await api("views.open", trigger_id=asked.trigger_id, view=modal()))["ok"]
    assert (await api("views.open", trigger_id=asked.trigger_id, view=modal()))[
        "error"
    ] == "exchanged_trigger_id"
    for _ in range(2):
        more = mira.slash("brief").trigger_id
        assert (await api("views.push", trigger_id=more, view=modal()))["ok"]
    assert len({each.root_id for each in mira.modals}) == 1
    more = mira.slash("brief").trigger_id
    assert (await api("views.push", trigger_id=more, view=modal()))["error"] == "push_limit_reached"
    late = mira.slash("brief")
    plain.clock.advance(seconds=3, minutes=0.001)
    assert (await api("views.open", trigger_id=late.trigger_id, view=modal()))[
        "error"
    ] == "expired_trigger_id"
    assert [each.error for each in late.refusals] == ["expired_trigger_id"]
    assert (await api("views.open", trigger_id="made up", view=modal()))["error"] == "invalid_trigger_id"


async def test_views_are_updated_by_hash(plain: SlackStandIn, api: Api) -> None:
    """An update with an outdated hash is refused; a closed view cannot be updated."""
    mira = plain.user("Mira")
    opened = (await api("views.open", trigger_id=mira.slash("brief").trigger_id, view=modal()))["view"]
    where = {"view_id": opened["id"], "view": modal(callback_id="second")}
    updated = await api("views.update", **where, hash=opened["hash"])
    assert mira.modal.callback_id == "second"
    assert (await api("views.update", **where, hash=opened["hash"]))["error"] == "hash_conflict"
    assert updated["view"]["hash"] != opened["hash"]
    mira.close_view()
    assert (await api("views.update", **where))["error"] == "not_found"
    home = {"type": "home", "blocks": actions(button(action_id="a"))}
    assert (await api("views.publish", user_id=mira.user.id, view=home))["ok"]
    assert (await api("views.publish", user_id="U404", view=home))["error"] == "user_not_found"
    assert (await api("views.publish", user_id=mira.user.id, view=modal()))["error"] == "invalid_arguments"


async def test_response_urls_work_five_times_in_thirty_minutes(slack: SlackStandIn, bot: Bot) -> None:
    """The sixth message and a late one meet 404; blocks are checked there too."""
    asked = slack.user("Mira").slash("brief")
    url = asked.response_url or ""

    async def respond(**body: Any) -> tuple[int, str]:
        async with bot.session.post(url, json=body) as answer:
            return answer.status, await answer.text()

    assert (await respond(text="x", blocks=[{"type": "section"}]))[0] == 400
    assert [(await respond(text="x"))[0] for _ in range(6)] == [200] * 5 + [404]
    assert "used_url" in (await respond(text="x"))[1]
    assert len(asked.made) == 5
    late = slack.user("Mira").slash("brief")
    url = late.response_url or ""
    slack.clock.advance(minutes=30, seconds=1)
    status, text = await respond(text="x")
    assert (status, "expired_url" in text) == (404, True)
    assert late.created + timedelta(minutes=30) < slack.clock.now()


async def test_people_and_conversations(slack: SlackStandIn, bot: Bot) -> None:
    """Users, members, conversations and direct ones are told as they are."""
    mira = slack.user("Mira", manager=True, locale="de")
    told = await bot.client.users_info(user=mira.user.id, include_locale=True)
    assert (told["user"]["is_admin"], told["user"]["locale"]) == (True, "de")
    opened = await bot.client.conversations_open(users=[mira.user.id])
    assert opened["channel"]["id"] == mira.dm_channel.id
    members = await bot.client.conversations_members(channel=slack.channel.id)
    assert set(members["members"]) == {mira.user.id, slack.bot.id}
    away = slack.moderator.add_channel("away", bot=False)
    listed = await bot.client.conversations_list()
    assert {each["name"]: each["is_member"] for each in listed["channels"]} == {
        "briefings": True,
        "away": False,
    }
    await bot.client.conversations_join(channel=away.id)
    mine = await bot.client.users_conversations(types="public_channel,im")
    assert len(mine["channels"]) == 3
    assert (await bot.client.team_info())["team"]["id"] == slack.team_id
    for call, error in (
        (bot.client.users_info(user="U404"), "user_not_found"),
        (bot.client.conversations_open(users=[slack.bot.id]), "cannot_dm_bot"),
        (bot.client.conversations_history(channel=away.id, limit=0), "invalid_limit"),
    ):
        with pytest.raises(SlackApiError, match=error):
            await call
