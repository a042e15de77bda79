"""Finding again on Discord what was posted, and knowing when nobody can know."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio

from bot.adapters.discord.outlet_parts import marked
from bot.delivery.records import CannotLook, Found, NotThere
from bot.failures import Revoked, Wait
from tests.contracts.outlet_posts import EDITION
from tests.contracts.outlet_scenes import OnDiscord, on_discord
from tests.standins.discord.world import Permission
from tests.standins.faults import (
    Match,
    server_error,
)

MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[OnDiscord]:
    """The stand-in, and an outlet connected to it."""
    async with on_discord() as made:
        yield made


async def test_an_empty_history_proves_nothing_without_the_permission(scene: OnDiscord) -> None:
    """Discord shows an empty channel to those who may not read its history: then nobody can know."""
    [post] = scene.posts()
    await scene.sent(post)
    scene.standin.moderator.deny(scene.standin.channel, Permission.READ_MESSAGE_HISTORY)
    assert await scene.outlet.find(post, scene.now - MINUTE) == CannotLook()
    scene.standin.moderator.deny(scene.standin.channel, Permission.VIEW_CHANNEL)
    assert await scene.outlet.find(post, scene.now - MINUTE) == CannotLook()


async def test_an_empty_history_proves_it_with_the_permission(scene: OnDiscord) -> None:
    """Where the history may be read, an empty one means that nothing was posted."""
    [post] = scene.posts()
    assert await scene.outlet.find(post, scene.now - MINUTE) == NotThere()


async def test_a_copy_by_somebody_else_is_not_ours(scene: OnDiscord) -> None:
    """Only our own messages count, whatever others write."""
    scene.standin.settings.portal_intents = 1 << 15  # so that what others write is shown to us at all
    [post] = scene.posts()
    mira = scene.standin.user("Mira")
    copied = mira.say(scene.standin.channel, EDITION)
    copied.embeds = [dict(each) for each in post.part.payload["message"]["embeds"]]
    assert marked({"embeds": copied.embeds}) == EDITION
    assert await scene.outlet.find(post, scene.now - MINUTE) == NotThere()


async def test_a_busy_channel_is_read_on(scene: OnDiscord) -> None:
    """A part is found behind hundreds of other messages; beyond the bound nobody claims to know."""
    mira = scene.standin.user("Mira")
    for number in range(250):
        mira.say(scene.standin.channel, f"chatter {number}")
    [post] = scene.posts()
    message = await scene.sent(post)
    assert await scene.outlet.find(post, scene.now - MINUTE) == Found(message)
    scene.delete(message)
    assert await scene.outlet.find(post, scene.now - MINUTE) == NotThere()
    for number in range(800):
        mira.say(scene.standin.channel, f"chatter {number}")
    assert await scene.outlet.find(post, scene.now - MINUTE) == CannotLook()


async def test_only_the_time_of_the_attempt_is_read(scene: OnDiscord) -> None:
    """What was written long after the attempt is not read through."""
    [post] = scene.posts()
    scene.advance(timedelta(hours=2))
    mira = scene.standin.user("Mira")
    for number in range(1_100):
        mira.say(scene.standin.channel, f"chatter {number}")
    assert post.part.first_tried_at is not None
    assert await scene.outlet.find(post, post.part.first_tried_at - MINUTE) == NotThere()
    assert scene.requests("GET") == 1


async def test_trouble_while_looking_is_only_a_wait(scene: OnDiscord) -> None:
    """Looking posts nothing: a lost answer there is no further doubt. Refused credentials are told."""
    [post] = scene.posts()
    history = Match("GET", r"/channels/\d+/messages")
    scene.standin.faults.add(server_error(502), history)
    assert await scene.outlet.find(post, scene.now - MINUTE) == Wait()
    scene.standin.moderator.revoke_token()
    assert await scene.outlet.find(post, scene.now - MINUTE) == Revoked()
