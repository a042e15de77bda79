"""Where digests are posted on Discord: threads, direct messages, and what is missing for a channel."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.adapters.discord.outlet_parts import THREAD_NAME
from bot.delivery.records import Found, Post
from bot.failures import Permanent, Wait
from briefings.reply import Outcome, Paragraph, Reply, Text
from tests.contracts.outlet_posts import reply, under
from tests.contracts.outlet_scenes import OnDiscord, on_discord
from tests.standins.discord.rates import limited
from tests.standins.discord.world import Kind, Permission
from tests.standins.faults import (
    Effect,
    Fail,
    Match,
    server_error,
)

MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[OnDiscord]:
    """The stand-in, and an outlet connected to it."""
    async with on_discord() as made:
        yield made


async def _thread(scene: OnDiscord) -> tuple[Post, list[Post]]:
    card, *rest = scene.posts(reply("The canal, " * 20, 1), reply("More", 30, long=6))
    assert len(rest) > 1
    top = await scene.sent(card)
    return under(card, top), [under(each, top) for each in rest]


async def test_a_thread_is_made_once_and_named_after_the_card(scene: OnDiscord) -> None:
    """The first part below the card makes the thread; the others find it."""
    card, rest = await _thread(scene)
    for each in rest:
        await scene.sent(each)
    thread = scene.standin.world.channels[int(card.under or 0)]
    assert len(thread.messages) == len(rest)
    assert thread.name.startswith("The canal, ")
    assert len(thread.name) <= THREAD_NAME
    assert len(scene.standin.channel.messages) == 1
    assert scene.requests(ending="/threads") == 1


async def test_a_thread_that_somebody_made_first_is_used(scene: OnDiscord) -> None:
    """A thread that exists already is no obstacle, also when that shows only as it is made."""
    _, rest = await _thread(scene)
    elsewhere = Match("POST", f"/channels/{rest[0].under}/messages")
    gone = Fail(replace(limited(1, scope="user"), status=404, body={"code": 10003, "message": "Unknown"}))
    await scene.sent(rest[0])
    scene.standin.faults.add(gone, elsewhere)
    await scene.sent(rest[1])
    assert len(scene.shown()) == 3


async def test_an_archived_thread_is_reopened_once(scene: OnDiscord) -> None:
    """A thread that fell asleep between two parts is woken, and the part is posted."""
    card, rest = await _thread(scene)
    await scene.sent(rest[0])
    thread = scene.standin.world.channels[int(card.under or 0)]
    scene.standin.moderator.archive(thread, stays=True)
    await scene.sent(rest[1])
    assert len(thread.messages) == 2
    assert scene.requests("PATCH", "") == 1


async def test_a_locked_thread_is_closed(scene: OnDiscord) -> None:
    """Where moderators locked the thread nothing is posted."""
    card, rest = await _thread(scene)
    await scene.sent(rest[0])
    scene.standin.moderator.lock(scene.standin.world.channels[int(card.under or 0)])
    assert await scene.outlet.send(rest[1]) == Permanent("thread-closed")


async def test_a_deleted_card_has_no_thread(scene: OnDiscord) -> None:
    """Without the card there is nothing to hang the rest on; the channel itself is not at fault."""
    card, rest = await _thread(scene)
    scene.delete(str(card.under))
    assert await scene.outlet.send(rest[0]) == Permanent("message-gone")


async def test_a_deleted_thread_is_not_the_channels_fault(scene: OnDiscord) -> None:
    """Where moderators deleted the thread, and a message has no second one, the rest has no place."""
    card, rest = await _thread(scene)
    await scene.sent(rest[0])
    scene.standin.moderator.delete_channel(scene.standin.world.channels[int(card.under or 0)])
    assert await scene.outlet.send(rest[1]) == Permanent("message-gone")


async def test_a_deleted_channel_is_gone_for_its_thread_too(scene: OnDiscord) -> None:
    """A part of a thread whose channel was deleted says that the channel is gone."""
    _, rest = await _thread(scene)
    await scene.sent(rest[0])
    scene.standin.moderator.delete_channel(scene.standin.channel)
    assert await scene.outlet.send(rest[1]) == Permanent("channel-gone")


async def test_a_lost_reply_while_a_thread_is_made_leaves_no_doubt(scene: OnDiscord) -> None:
    """Before the thread is there nothing can have been posted into it."""
    _, rest = await _thread(scene)
    made = Match("POST", r"/channels/\d+/messages/\d+/threads")
    scene.standin.faults.add(server_error(500, Effect.ACCEPTED), made)
    assert await scene.outlet.send(rest[0]) == Wait()
    await scene.sent(rest[0])
    assert len(scene.shown()) == 2


async def test_direct_messages_are_opened_once(scene: OnDiscord) -> None:
    """Notices go to a person's direct messages, and are found there."""
    mira = scene.standin.user("Mira")
    channel = scene.there(f"@{mira.user.id}")
    notice = Reply(Outcome.CLEAR_ERROR, "Digests are paused", (Paragraph((Text("The channel is gone."),)),))
    [post] = scene.posts(notice, channel=channel)
    first = await scene.sent(post)
    assert [str(each.id) for each in mira.dm_channel.messages] == [first]
    assert not mira.dm_channel.messages[0].components
    assert await scene.outlet.find(post, scene.now - MINUTE) == Found(first)
    await scene.sent(post)
    assert scene.requests(ending="/users/@me/channels") == 1
    assert await scene.outlet.lacking(channel, thread=False) == ()


async def test_closed_direct_messages_and_unknown_persons_are_named(scene: OnDiscord) -> None:
    """Who takes no direct messages, or is not there, gets none; that is nobody's mistake."""
    mira = scene.standin.user("Mira")
    scene.standin.moderator.close_dms(mira.user)
    [closed] = scene.posts(channel=scene.there(f"@{mira.user.id}"))
    assert await scene.outlet.send(closed) == Permanent("direct-messages-closed")
    scene.standin.refusals.clear()
    [nobody] = scene.posts(channel=scene.there("@123456789012345678"))
    assert await scene.outlet.send(nobody) == Permanent("direct-messages-closed")
    assert [said.code for _, said in scene.standin.refusals] == [50035]
    scene.standin.refusals.clear()


@pytest.mark.parametrize(
    ("denied", "thread", "named"),
    [
        (Permission.SEND_MESSAGES, False, ["Send Messages"]),
        (Permission.EMBED_LINKS | Permission.SEND_MESSAGES, False, ["Send Messages", "Embed Links"]),
        (Permission.VIEW_CHANNEL, False, ["View Channel"]),
        (Permission.CREATE_PUBLIC_THREADS, False, []),
        (Permission.CREATE_PUBLIC_THREADS, True, ["Create Public Threads"]),
        (Permission.SEND_MESSAGES_IN_THREADS, True, ["Send Messages in Threads"]),
    ],
)
async def test_missing_permissions_are_named(
    scene: OnDiscord, denied: Permission, thread: bool, named: list[str]
) -> None:
    """Each missing permission is named with where to give it; what a style does not use is not asked for."""
    scene.standin.moderator.deny(scene.standin.channel, denied)
    assert await scene.outlet.lacking(scene.channel, thread=thread) == tuple(
        f"allow the bot “{each}” (Edit Channel, Permissions)" for each in named
    )


async def test_channels_that_cannot_hold_a_digest_are_named(scene: OnDiscord) -> None:
    """A forum holds no messages of its own, a thread no further threads."""
    forum = scene.standin.moderator.add_channel(scene.standin.guild, "forum", Kind.FORUM)
    assert await scene.outlet.lacking(scene.there(forum.id), thread=False) == (
        "choose a text channel: this one holds no messages of its own",
    )
    thread = scene.standin.world.add_thread(scene.standin.channel, "old", scene.standin.world.bot, of=None)
    assert await scene.outlet.lacking(scene.there(thread.id), thread=False) == ()
    assert await scene.outlet.lacking(scene.there(thread.id), thread=True) == (
        "choose a text channel, or another style: threads cannot be made here",
    )
    scene.standin.moderator.deny(scene.standin.channel, Permission.SEND_MESSAGES_IN_THREADS)
    assert await scene.outlet.lacking(scene.there(thread.id), thread=False) == (
        "allow the bot “Send Messages in Threads” (Edit Channel, Permissions)",
    )


async def test_a_server_without_the_bot_is_no_list_of_permissions(scene: OnDiscord) -> None:
    """Where the bot was removed nothing in the channel helps."""
    scene.standin.moderator.remove_bot(scene.standin.guild)
    assert await scene.outlet.lacking(scene.channel, thread=False) == Permanent("no-access")
    [post] = scene.posts()
    assert await scene.outlet.send(post) == Permanent("no-access")
