"""What channels take, hold and refuse: messages, permissions, threads, direct messages."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.standins.discord import limits
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Kind, Permission
from tests.wire.standins.bots import Bot, discord
from tests.wire.standins.conftest import Api

Arrange = Callable[[DiscordStandIn], None]


@pytest.fixture
def path(standin: DiscordStandIn) -> str:
    """Where messages are posted."""
    return f"/channels/{standin.channel.id}/messages"


async def test_the_library_posts_edits_and_deletes(standin: DiscordStandIn, bot: Bot) -> None:
    """What the channel holds is what was sent, with its files, and what an edit replaced."""
    await bot.run_until_ready()
    channel = bot.get_partial_messageable(standin.channel.id)
    embed = discord.Embed(title="India", description="one").set_image(url="attachment://map.png")
    picture = discord.File(io.BytesIO(b"\x89PNG"), "map.png", description="a map")
    sent = await channel.send("first", embed=embed, file=picture)
    [held] = standin.channel.messages
    assert (held.content, held.embeds[0]["title"], held.attachments) == (
        "first",
        "India",
        {"map.png": b"\x89PNG"},
    )
    assert held.files[0].description == "a map"
    assert sent.attachments == []
    assert await bot.http.get_from_cdn(sent.embeds[0].image.url or "") == b"\x89PNG"
    await sent.edit(content="second", attachments=[])
    assert (held.content, held.before_edits, held.files) == ("second", ["first"], [])
    assert held.edited is not None
    await sent.delete()
    assert (standin.channel.messages, standin.channel.log) == ([], [held])
    assert standin.refusals == []


async def test_the_library_itself_sends_an_enforced_nonce(standin: DiscordStandIn, bot: Bot) -> None:
    """`send` always carries a nonce of the library's own, so that its retries find the first message."""
    await bot.run_until_ready()
    await bot.get_partial_messageable(standin.channel.id).send("hello")
    [exchange] = standin.serving.asked("POST", "/messages")
    assert exchange.call.body["enforce_nonce"] is True
    assert standin.channel.messages[0].nonce == exchange.call.body["nonce"]


async def test_an_enforced_nonce_answers_the_first_message(
    standin: DiscordStandIn, api: Api, path: str
) -> None:
    """Within the window, in whatever channel and with whatever text; also after a moderator deleted it."""
    other = standin.moderator.add_channel(standin.guild, "other")
    body = {"content": "once", "nonce": "slot-1", "enforce_nonce": True}
    _, first = await api("POST", path, body)
    standin.moderator.delete_message(standin.channel.messages[0])
    status, again = await api("POST", f"/channels/{other.id}/messages", {**body, "content": "twice"})
    assert (status, again["id"], again["content"]) == (200, first["id"], "once")
    assert len(standin.channel.log) + len(other.log) == 1


async def test_a_nonce_is_forgotten_after_its_window(standin: DiscordStandIn, api: Api, path: str) -> None:
    """The window can be set; unenforced nonces are never looked at."""
    standin.settings.nonce_window = timedelta(minutes=2)
    body = {"content": "again", "nonce": "slot-1", "enforce_nonce": True}
    await api("POST", path, body)
    standin.clock.advance(minutes=2)
    await api("POST", path, body)
    assert len(standin.channel.messages) == 1
    standin.clock.advance(seconds=1)
    await api("POST", path, body)
    await api("POST", path, {**body, "enforce_nonce": False})
    assert len(standin.channel.messages) == 3


def _everything(standin: DiscordStandIn) -> None:
    standin.moderator.deny(standin.channel, Permission.VIEW_CHANNEL)


def _denied(*permissions: Permission) -> Arrange:
    def deny(standin: DiscordStandIn) -> None:
        for each in permissions:
            standin.moderator.deny(standin.channel, each)

    return deny


def _gone(standin: DiscordStandIn) -> None:
    standin.moderator.delete_channel(standin.channel)


def _removed(standin: DiscordStandIn) -> None:
    standin.moderator.remove_bot(standin.guild)


def _of_kind(kind: Kind) -> Arrange:
    def change(standin: DiscordStandIn) -> None:
        standin.channel.kind = kind

    return change


@pytest.mark.parametrize(
    ("arrange", "body", "status", "code"),
    [
        pytest.param(_everything, {"content": "x"}, 403, 50001, id="cannot see"),
        pytest.param(_denied(Permission.SEND_MESSAGES), {"content": "x"}, 403, 50013, id="cannot send"),
        pytest.param(
            _denied(Permission.EMBED_LINKS), {"embeds": [{"title": "x"}]}, 403, 50013, id="cannot embed"
        ),
        pytest.param(_gone, {"content": "x"}, 404, 10003, id="channel gone"),
        pytest.param(_removed, {"content": "x"}, 403, 50001, id="bot removed"),
        pytest.param(_of_kind(Kind.FORUM), {"content": "x"}, 400, 40058, id="forum"),
        pytest.param(_of_kind(Kind.CATEGORY), {"content": "x"}, 400, 50008, id="category"),
    ],
)
async def test_a_channel_refuses(
    standin: DiscordStandIn,
    api: Api,
    path: str,
    arrange: Arrange,
    body: dict[str, Any],
    status: int,
    code: int,
) -> None:
    """Each reason has its code, and the channel holds nothing."""
    arrange(standin)
    answered, said = await api("POST", path, body)
    assert (answered, said["code"]) == (status, code)
    assert standin.channel.log == []


async def test_files_need_their_permission(standin: DiscordStandIn, bot: Bot) -> None:
    """50013 for a picture without Attach Files."""
    standin.moderator.deny(standin.channel, Permission.ATTACH_FILES)
    await bot.run_until_ready()
    with pytest.raises(discord.Forbidden) as refused:
        await bot.get_partial_messageable(standin.channel.id).send(
            file=discord.File(io.BytesIO(b"x"), "x.png")
        )
    assert refused.value.code == 50013


async def test_a_channel_forbidden_and_allowed_again(standin: DiscordStandIn, api: Api, path: str) -> None:
    """Permissions are computed at every request."""
    standin.moderator.deny(standin.channel, Permission.SEND_MESSAGES)
    assert (await api("POST", path, {"content": "x"}))[0] == 403
    standin.moderator.allow(standin.channel)
    assert (await api("POST", path, {"content": "x"}))[0] == 200


async def test_history_is_read_by_pages(standin: DiscordStandIn, bot: Bot) -> None:
    """The library finds its own messages newest first, over more than one page."""
    await bot.run_until_ready()
    channel = bot.get_partial_messageable(standin.channel.id)
    for number in range(130):
        standin.user("Mira").say(standin.channel, f"@bot {number}")
    found = [each.clean_content async for each in channel.history(limit=130)]
    assert found == [f"@Communiqué {number}" for number in reversed(range(130))]
    after = discord.Object(standin.channel.messages[126].id)
    assert [each.id async for each in channel.history(after=after)] == [
        each.id for each in standin.channel.messages[127:]
    ]


async def test_history_without_permission_looks_empty(standin: DiscordStandIn, api: Api, path: str) -> None:
    """A trap for who reconciles: no error, no messages. A single message is refused."""
    _, sent = await api("POST", path, {"content": "here"})
    standin.moderator.deny(standin.channel, Permission.READ_MESSAGE_HISTORY)
    assert await api("GET", path) == (200, [])
    assert (await api("GET", f"{path}/{sent['id']}"))[1]["code"] == 50013


async def test_history_hides_what_the_app_may_not_read(standin: DiscordStandIn, api: Api, path: str) -> None:
    """Without the portal's switch other people's messages are empty, the bot's own are whole."""
    standin.user("Mira").say(standin.channel, "between us")
    await api("POST", path, {"content": "mine"})
    _, page = await api("GET", path)
    assert [each["content"] for each in page] == ["mine", ""]


async def test_direct_messages_can_be_closed(standin: DiscordStandIn, bot: Bot) -> None:
    """The channel opens, the message is refused with 50007."""
    await bot.run_until_ready()
    mira = standin.user("Mira")
    user = await bot.fetch_user(mira.user.id)
    await user.send("hello")
    assert [each.content for each in mira.dm_channel.messages] == ["hello"]
    standin.moderator.close_dms(mira.user)
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("are you there?")
    assert refused.value.code == 50007


async def test_a_message_of_somebody_else_is_not_edited(standin: DiscordStandIn, api: Api, path: str) -> None:
    """50005 for an edit, 50013 for a deletion, 10008 once it is gone."""
    said = standin.user("Mira").say(standin.channel, "mine")
    assert (await api("PATCH", f"{path}/{said.id}", {"content": "ours"}))[1]["code"] == 50005
    assert (await api("DELETE", f"{path}/{said.id}"))[1]["code"] == 50013
    standin.moderator.delete_message(said)
    assert (await api("PATCH", f"{path}/{said.id}", {"content": "ours"}))[1]["code"] == 10008


async def test_threads_from_messages(standin: DiscordStandIn, bot: Bot) -> None:
    """One thread a message, with its id; a second is 160004; it needs its permission."""
    await bot.run_until_ready()
    sent = await bot.get_partial_messageable(standin.channel.id, guild_id=standin.guild.id).send("digest")
    message = bot.get_partial_messageable(standin.channel.id, guild_id=standin.guild.id).get_partial_message(
        sent.id
    )
    thread = await message.create_thread(name="Discussion")
    assert thread.id == sent.id
    await thread.send("part two")
    held = standin.guild.channel("Discussion")
    assert ([each.content for each in held.messages], held.parent) == (["part two"], standin.channel)
    with pytest.raises(discord.HTTPException) as refused:
        await message.create_thread(name="Again")
    assert refused.value.code == 160004
    standin.moderator.deny(standin.channel, Permission.CREATE_PUBLIC_THREADS)
    with pytest.raises(discord.Forbidden):
        await message.create_thread(name="Never")


async def test_threads_sleep_wake_and_lock(standin: DiscordStandIn, api: Api, path: str) -> None:
    """A post wakes a sleeping thread, an edit in it is 50083, a locked one refuses with 160005."""
    _, started = await api("POST", f"/channels/{standin.channel.id}/threads", {"name": "T", "type": 11})
    thread = standin.guild.channel("T")
    inside = f"/channels/{started['id']}/messages"
    _, first = await api("POST", inside, {"content": "first"})
    standin.moderator.archive(thread)
    assert (await api("PATCH", f"{inside}/{first['id']}", {"content": "changed"}))[1]["code"] == 50083
    assert (await api("POST", inside, {"content": "second"}))[0] == 200
    assert not thread.archived
    standin.moderator.archive(thread, stays=True)
    assert (await api("POST", inside, {"content": "third"}))[1]["code"] == 50083
    assert (await api("PATCH", f"/channels/{thread.id}", {"archived": False}))[0] == 200
    assert (await api("POST", inside, {"content": "third"}))[0] == 200
    standin.moderator.lock(thread)
    assert (await api("POST", inside, {"content": "fourth"}))[1]["code"] == 160005
    assert [each.content for each in thread.messages] == ["first", "second", "third"]


async def test_threads_have_their_own_sending_permission(standin: DiscordStandIn, api: Api) -> None:
    """Send Messages says nothing about threads, Send Messages in Threads does."""
    thread = standin.world.add_thread(standin.channel, "T", standin.world.bot)
    standin.moderator.deny(standin.channel, Permission.SEND_MESSAGES)
    assert (await api("POST", f"/channels/{thread.id}/messages", {"content": "x"}))[0] == 200
    standin.moderator.deny(standin.channel, Permission.SEND_MESSAGES_IN_THREADS)
    assert (await api("POST", f"/channels/{thread.id}/messages", {"content": "x"}))[1]["code"] == 50013


async def test_threads_of_direct_messages_do_not_exist(standin: DiscordStandIn, api: Api) -> None:
    """50024 for a thread where none can be."""
    dm = standin.user("Mira").dm_channel
    assert (await api("POST", f"/channels/{dm.id}/threads", {"name": "T"}))[1]["code"] == 50024


@pytest.mark.parametrize(
    ("allowed", "pings"),
    [
        pytest.param(None, {"user", "role", "everyone"}, id="default"),
        pytest.param({"parse": []}, set(), id="none"),
        pytest.param({"parse": ["users"]}, {"user"}, id="users"),
        pytest.param({"parse": ["roles", "everyone"]}, {"role", "everyone"}, id="roles and everyone"),
    ],
)
async def test_pings_are_computed(
    standin: DiscordStandIn, api: Api, path: str, allowed: dict[str, Any] | None, pings: set[str]
) -> None:
    """What the text names, as far as allowed_mentions lets it; in text displays as well as in content."""
    mira = standin.user("Mira")
    role = standin.moderator.add_role(standin.guild, "desk", Permission.MENTION_EVERYONE, standin.world.bot)
    text = f"<@{mira.user.id}> <@&{role.id}> @everyone"
    more = {} if allowed is None else {"allowed_mentions": allowed}
    names = {"user": mira.user.id, "role": role.id, "everyone": "everyone"}
    for body in ({"content": text}, {"flags": 1 << 15, "components": [{"type": 10, "content": text}]}):
        await api("POST", path, {**body, **more})
        assert standin.channel.messages[-1].pings == {names[each] for each in pings}


async def test_nobody_is_pinged_without_the_right_to(standin: DiscordStandIn, api: Api, path: str) -> None:
    """Everyone and unmentionable roles need Mention Everyone."""
    role = standin.moderator.add_role(standin.guild, "desk", Permission.NONE)
    await api("POST", path, {"content": f"@everyone @here <@&{role.id}>"})
    assert standin.channel.messages[0].pings == frozenset()


async def test_a_reply_pings_unless_told_not_to(standin: DiscordStandIn, api: Api, path: str) -> None:
    """allowed_mentions without replied_user is silent; no allowed_mentions is not."""
    mira = standin.user("Mira")
    said = mira.say(standin.channel, "@bot why?")
    reply = {"content": "because", "message_reference": {"message_id": str(said.id)}}
    await api("POST", path, {**reply, "allowed_mentions": {"parse": []}})
    await api("POST", path, reply)
    quiet, loud = standin.channel.messages[1:]
    assert (quiet.reference, quiet.pings) == (said, frozenset())
    assert loud.pings == {mira.user.id}


async def test_commands_are_kept_and_counted(standin: DiscordStandIn, api: Api) -> None:
    """A sync of the same names costs no creates; the 201st new name waits for the next day."""
    path = f"/applications/{standin.state.application_id}/guilds/{standin.guild.id}/commands"

    def named(start: int) -> list[dict[str, str]]:
        return [{"name": f"c{number}", "description": "d"} for number in range(start, start + 100)]

    assert (await api("PUT", path, named(0)))[0] == 200
    assert (await api("PUT", path, named(0)))[0] == 200
    assert (await api("PUT", path, named(100)))[0] == 200
    status, said = await api("PUT", path, named(200))
    assert (status, said["code"]) == (429, 30034)
    standin.clock.advance(hours=24)
    status, listed = await api("PUT", path, named(200))
    assert (status, len(listed)) == (200, limits.COMMANDS[1])
    assert (await api("DELETE", f"{path}/{listed[0]['id']}"))[0] == 204
    assert (await api("GET", f"{path}/{listed[0]['id']}"))[1]["code"] == 10063
    changed = await api("PATCH", f"{path}/{listed[1]['id']}", {"description": "better"})
    assert changed[1]["description"] == "better"


async def test_layout_stays_layout(standin: DiscordStandIn, api: Api, path: str) -> None:
    """The flag of Components V2 cannot be taken away again; an edit without flags keeps it."""
    layout = [{"type": 10, "content": "x"}]
    _, sent = await api("POST", path, {"flags": 1 << 15, "components": layout})
    status, said = await api("PATCH", f"{path}/{sent['id']}", {"flags": 0})
    assert (status, said["errors"].keys()) == (400, {"flags"})
    assert (await api("PATCH", f"{path}/{sent['id']}", {"components": layout * 2}))[0] == 200
    assert standin.channel.messages[0].uses_v2


async def test_a_file_that_was_announced_has_to_come(standin: DiscordStandIn, api: Api, path: str) -> None:
    """An attachment by number without its file is refused."""
    status, said = await api(
        "POST", path, {"content": "x", "attachments": [{"id": "0", "filename": "a.png"}]}
    )
    assert (status, said["errors"].keys()) == (400, {"attachments"})
    assert standin.channel.log == []


async def test_a_body_that_is_no_json(api: Api, path: str) -> None:
    """50109 for what cannot be parsed."""
    broken = {"data": b"{", "headers": {"Content-Type": "application/json"}}
    assert (await api("POST", path, **broken))[1]["code"] == 50109
