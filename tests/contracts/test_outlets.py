"""What every outlet promises, judged by what the platform's channels hold."""

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Literal

import pytest

from bot.delivery.records import CannotLook, Found, NotThere, Post, Sent
from bot.failures import Failure, Lost, Wait
from tests.contracts.outlet_posts import EDITION, posts, reply, under
from tests.contracts.outlet_scenes import LOST, LostHow, Scene, on_discord, on_slack, recorded

Stage = Callable[..., AbstractAsyncContextManager[Scene]]
STAGES: dict[str, Stage] = {"recorded": recorded, "Discord": on_discord, "Slack": on_slack}
BRIEFLY = 0.7
"""Seconds after which an answer that never comes is given up."""


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest) -> Stage:
    """One platform after another."""
    return STAGES[str(request.param)]


def _three(scene: Scene) -> list[Post]:
    """An edition that is too long for one message, of three parts or more."""
    made = posts(scene.outlet, scene.channel, [reply("Tolls", 30, long=4)], scene.now)
    if len(made) == 1:  # the outlet that records splits nothing
        made = posts(scene.outlet, scene.channel, [reply(f"Tolls {n}") for n in range(3)], scene.now)
    assert len(made) >= 3
    return made


async def test_parts_are_json_and_the_same_every_time(stage: Stage) -> None:
    """Parts are pure: the same replies and id give the same payloads, which survive being kept as JSON."""
    async with stage() as scene:
        replies = [reply("Card", 1), reply("More", 20, long=4)]
        made = scene.outlet.parts(replies, EDITION)
        assert made == scene.outlet.parts(replies, EDITION)
        assert [below for _, below in made] == [False] + [True] * (len(made) - 1)
        for payload, _ in made:
            assert json.loads(json.dumps(payload)) == payload


async def test_a_part_is_posted_once_and_named(stage: Stage) -> None:
    """Sending posts one message, and says which; the edition's id is to be seen on it."""
    async with stage() as scene:
        [post] = scene.posts()
        message = await scene.sent(post)
        assert scene.shown() == [message]
        assert EDITION in json.dumps(post.part.payload)


async def test_the_same_part_again_appears_once_within_the_promised_window(stage: Stage) -> None:
    """For as long as an outlet promises it, sending a part again posts nothing and names the first."""
    async with stage() as scene:
        [post] = scene.posts()
        message = await scene.sent(post)
        if not scene.outlet.same_within:
            pytest.skip("this platform has no window")
        scene.advance(scene.outlet.same_within - timedelta(seconds=1))
        assert await scene.sent(post) == message
        assert scene.shown() == [message]


async def test_every_part_is_found_as_itself(stage: Stage) -> None:
    """Looking finds exactly the part that is looked for, and none that was not posted."""
    async with stage() as scene:
        first, second, third = _three(scene)[:3]
        before = scene.now - timedelta(minutes=1)
        ids = [await scene.sent(first), await scene.sent(second)]
        assert await scene.outlet.find(first, before) == Found(ids[0])
        assert await scene.outlet.find(second, before) == Found(ids[1])
        assert await scene.outlet.find(third, before) == NotThere()
        [other] = posts(scene.outlet, scene.channel, [reply("Tolls")], scene.now, "d-0THER11")
        assert await scene.outlet.find(other, before) == NotThere()


async def test_a_thread_holds_what_belongs_into_it(stage: Stage) -> None:
    """Parts of a thread are posted under the card and found there."""
    async with stage() as scene:
        card, *rest = posts(
            scene.outlet, scene.channel, [reply("Card", 1), reply("More", 20, long=4)], scene.now
        )
        top = await scene.sent(card)
        before = scene.now - timedelta(minutes=1)
        assert await scene.outlet.find(under(rest[0], top), before) == NotThere()
        ids = [await scene.sent(under(each, top)) for each in rest]
        assert scene.shown() == [top, *ids]
        for each, message in zip(rest, ids, strict=True):
            assert await scene.outlet.find(under(each, top), before) == Found(message)


async def test_what_a_moderator_deletes_is_not_found(stage: Stage) -> None:
    """A deleted message counts as gone; the same part is not to be seen again by repeating it in time."""
    async with stage() as scene:
        [post] = scene.posts()
        message = await scene.sent(post)
        scene.delete(message)
        assert await scene.outlet.find(post, scene.now - timedelta(minutes=1)) == NotThere()
        if scene.outlet.same_within:
            assert await scene.sent(post) == message
            assert scene.shown() == []


@pytest.mark.parametrize("what", ["gone", "out", "forbidden", "revoked"])
async def test_a_closed_door_is_named(
    stage: Stage, what: Literal["gone", "out", "forbidden", "revoked"]
) -> None:
    """A channel that is gone or closed to us, and refused credentials, are told apart; nothing is posted."""
    async with stage() as scene:
        [post] = scene.posts()
        assert await scene.outlet.lacking(scene.channel, thread=True) == ()
        met = scene.trouble(what)
        assert await scene.outlet.send(post) == met
        assert scene.shown() == []


@pytest.mark.parametrize("what", ["gone", "out"])
async def test_what_is_missing_is_said_where_somebody_can_mend_it(
    stage: Stage, what: Literal["gone", "out"]
) -> None:
    """Where nothing can be posted, it is said what is missing, or what has become of the channel."""
    async with stage() as scene:
        scene.trouble(what)
        assert await scene.outlet.lacking(scene.channel, thread=False) != ()


@pytest.mark.parametrize("how", LOST)
async def test_after_a_lost_reply_one_message_is_there(stage: Stage, how: LostHow) -> None:
    """An answer that is lost leaves doubt, never a certainty that is wrong; settled, there is one message."""
    async with stage(BRIEFLY if how.startswith("hang") else 10.0) as scene:
        [post] = scene.posts()
        scene.lose(how)
        outcome = await scene.outlet.send(post)
        assert _doubtful(outcome), outcome
        message = await _settled(scene, post)
        assert scene.shown() == [message]


@pytest.mark.parametrize("how", ["reset", "reset before", "error before", "error after"])
async def test_after_a_lost_reply_and_a_long_time_one_message_is_there(stage: Stage, how: LostHow) -> None:
    """The same when the repetition comes too late to be told apart: then the message is looked up."""
    async with stage() as scene:
        [post] = scene.posts()
        scene.lose(how)
        assert _doubtful(await scene.outlet.send(post))
        scene.advance(timedelta(hours=2))
        message = await _looked_up(scene, post)
        assert scene.shown() == [message]


def _doubtful(outcome: Sent | Failure) -> bool:
    """Whether nobody can know what became of it."""
    return isinstance(outcome, Lost) or (isinstance(outcome, Wait) and outcome.maybe_done)


async def _settled(scene: Scene, post: Post) -> str:
    """What the worker does while the platform tells repetitions apart; else it looks."""
    return await (scene.sent(post) if scene.outlet.same_within else _looked_up(scene, post))


async def _looked_up(scene: Scene, post: Post) -> str:
    """What the worker does then: looks, and sends again only what is certainly not there."""
    assert post.part.first_tried_at is not None
    found = await scene.outlet.find(post, post.part.first_tried_at - timedelta(minutes=1))
    assert not isinstance(found, CannotLook)
    return found.message if isinstance(found, Found) else await scene.sent(post)
