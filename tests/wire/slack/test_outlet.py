"""Posting digests on Slack by the real SDK: one request each, threads, direct messages, looking up."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.adapters.slack import outlet as slack_outlet
from bot.adapters.slack.outlet_parts import EVENT, told_in
from bot.delivery.records import CannotLook, Found, NotThere, Sent
from bot.failures import Lost, Ours, Permanent, PlatformError, Revoked, Wait
from bot.roles import NeedsAttention
from bot.secret import Secret
from bot.settings import Settings
from bot.subscriptions import Channel
from briefings.editions.order import Style
from briefings.reply import Bullets, Code, Outcome, Paragraph, Remark, Reply, Text
from briefings.service import BriefingService
from tests.contracts.outlet_posts import EDITION, edition, posts, reply, under
from tests.contracts.outlet_scenes import DIGEST_SCOPES, POST_MESSAGE, OnSlack, on_slack, slack_settings
from tests.standins.calls import Answer
from tests.standins.faults import Effect, Fail, Match, Reset
from tests.standins.slack.readers import Reader
from tests.standins.slack.refusals import limited, server_page, slack_error
from tests.standins.slack.standin import SlackStandIn
from tests.wire.slack.conftest import Parts, Start
from tests.wire.slack.test_buttons import buttons

MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[OnSlack]:
    """The stand-in, and an outlet connected to it."""
    async with on_slack() as made:
        yield made


def _without(scene: OnSlack, *scopes: str) -> None:
    held = scene.standin.settings.scopes or frozenset()
    scene.standin.settings.scopes = held - frozenset(scopes)


@pytest.mark.parametrize("style", ["full", "headlines", "thread"])
async def test_real_editions_are_accepted_whole(
    scene: OnSlack, service: BriefingService, style: Style
) -> None:
    """Every style of a real edition is posted whole, unfurls nothing, and says whose part it is."""
    made = scene.posts(*edition(service, style))
    top = await scene.sent(made[0])
    for each in made[1:]:
        await scene.sent(under(each, top))
    seen = scene.standin.channel.messages
    assert len(seen) == len(made)
    for number, message in enumerate(seen, 1):
        last = message.text.rpartition("\n")[2]
        assert last == (f"{EDITION} · {number}/{len(made)}" if len(made) > 1 else EDITION)
        assert message.metadata == {
            "event_type": EVENT,
            "event_payload": {"edition": EDITION, "part": number},
        }
        assert not message.unfurl_links
        assert not message.unfurl_media
        assert (message.thread_ts is not None) == (style == "thread" and number > 1)


async def test_long_editions_are_parted_between_claims(scene: OnSlack) -> None:
    """Every claim is said once over all parts, with its mark and its source in the same message."""
    for each in scene.posts(reply("Tolls", 40, long=6)):
        await scene.sent(each)
    said = [each.text for each in scene.standin.channel.messages]
    assert len(said) > 2
    for number in range(1, 41):
        holding = [text for text in said if f"Statement {number} about tolls" in text]
        assert len(holding) == 1
        assert holding[0].count(f"[{number}]") == 2


async def test_what_else_to_ask_stands_under_the_last_part_alone(scene: OnSlack) -> None:
    """Nothing turns pages; a further question is offered once, evidence and feedback with every part."""
    for each in scene.posts(reply("Tolls", 40, long=6)):
        await scene.sent(each)
    labels = [buttons(each) for each in scene.standin.channel.messages]
    assert all("Evidence" in each and "Wrong" in each for each in labels)
    assert ["Ask this next" in each for each in labels] == [False] * (len(labels) - 1) + [True]
    assert not any("›" in label or "‹" in label for each in labels for label in each)


async def test_buttons_of_a_digest_work_after_it_was_posted_by_another_process(
    standin: SlackStandIn,
    start: Start,
    mira: Reader,
    parts: Parts,
    settings: Settings,
    service: BriefingService,
) -> None:
    """Evidence, the next question and feedback under a digest are answered by whoever receives them."""
    channel = Channel("slack", standin.team_id, standin.channel.id)
    async with slack_outlet.connected(settings) as outlet:
        for post in posts(outlet, channel, edition(service, "full"), standin.clock.now()):
            assert isinstance(await outlet.send(post), Sent)
    await start()
    digest = standin.channel.messages[-1]
    evidence = await mira.press(digest, "Evidence").message()
    assert evidence.ephemeral
    assert "Evidence" in evidence.text
    asked = await mira.press(digest, "Ask this next").message()
    assert "You asked: " in asked.text
    await mira.press(digest, "Unsupported").opened_view()
    await mira.submit({"comment": "Which sentence?"}).acknowledged()
    (kept,) = await parts.feedback.latest()
    assert kept.question == f"/digest {EDITION}"
    assert kept.claims


@pytest.mark.parametrize("error", ["fatal_error", "internal_error", "request_timeout", "service_unavailable"])
@pytest.mark.parametrize("effect", list(Effect))
async def test_an_error_that_may_have_posted_is_one_request(
    scene: OnSlack, error: str, effect: Effect
) -> None:
    """Errors after which the message may be there are never answered by posting again."""
    [post] = scene.posts()
    scene.standin.faults.add(slack_error(error, effect), POST_MESSAGE)
    assert await scene.outlet.send(post) == Wait(maybe_done=True)
    assert scene.requests() == 1


@pytest.mark.parametrize("effect", list(Effect))
async def test_a_lost_reply_is_one_request(scene: OnSlack, effect: Effect) -> None:
    """The SDK would post once more after a lost reply; here it does not."""
    [post] = scene.posts()
    scene.standin.faults.add(Reset(effect), POST_MESSAGE)
    assert await scene.outlet.send(post) == Lost()
    assert scene.requests() == 1
    assert len(scene.shown()) == (1 if effect is Effect.ACCEPTED else 0)


async def test_no_connection_is_kept_between_posts(scene: OnSlack) -> None:
    """A kept connection that was closed meanwhile would look like a lost reply, which costs a digest."""
    for each in scene.posts(reply("Tolls", 20, long=6)):
        await scene.sent(each)
    asked = scene.standin.serving.asked("POST", "/chat.postMessage")
    assert len(asked) > 1
    assert {each.call.headers.get("Connection") for each in asked} == {"close"}


async def test_a_limit_is_a_wait_and_stops_no_other_channel(scene: OnSlack) -> None:
    """Slack's limits hold for a channel; others go on at once. Waits that cannot be meant are cut."""
    other = scene.standin.moderator.add_channel("other")
    [post] = scene.posts()
    scene.standin.faults.add(limited(7), POST_MESSAGE)
    assert await scene.outlet.send(post) == Wait(7.0)
    await scene.sent(scene.posts(channel=scene.there(other.id))[0])
    scene.standin.faults.add(limited(10**12), POST_MESSAGE)
    assert await scene.outlet.send(post) == Wait(3_600.0)
    assert scene.requests() == 3


async def test_pages_instead_of_answers_leave_doubt(scene: OnSlack) -> None:
    """Whatever answers in Slack's place, nobody can know whether the message is there."""
    [post] = scene.posts()
    scene.standin.faults.add(server_page(503), POST_MESSAGE)
    assert await scene.outlet.send(post) == Wait(maybe_done=True)
    scene.standin.faults.add(Fail(Answer(200, {"ok": True})), POST_MESSAGE)
    assert await scene.outlet.send(post) == Lost()


async def test_our_own_mistakes_are_told_apart(scene: OnSlack) -> None:
    """A message that breaks a rule is our mistake, not the channel's."""
    [post] = scene.posts()
    scene.standin.faults.add(slack_error("msg_blocks_too_long"), POST_MESSAGE)
    assert await scene.outlet.send(post) == Ours("msg_blocks_too_long")


async def test_many_channels_at_once(scene: OnSlack) -> None:
    """One outlet posts in many channels side by side, each part once."""
    channels = [scene.standin.moderator.add_channel(f"c{n}") for n in range(8)]
    made = [scene.posts(channel=scene.there(each.id))[0] for each in channels]
    outcomes = await asyncio.gather(*(scene.outlet.send(each) for each in made))
    assert all(isinstance(each, Sent) for each in outcomes)
    assert [len(each.messages) for each in channels] == [1] * 8


async def test_a_deleted_card_has_no_thread(scene: OnSlack) -> None:
    """Without the card there is nothing to hang the rest on; the channel itself is not at fault."""
    card, part, *_ = scene.posts(reply("Card", 1), reply("More", 20, long=6))
    top = await scene.sent(card)
    scene.delete(top)
    assert await scene.outlet.send(under(part, top)) == Permanent("message-gone")
    assert await scene.outlet.find(under(part, top), scene.now - MINUTE) == NotThere()


# Direct messages


async def test_notices_go_to_direct_messages_and_are_found_there(scene: OnSlack) -> None:
    """A person's id stands for their direct messages; no scope is needed to open them."""
    mira = scene.standin.user("Mira")
    _without(scene, "im:write")
    channel = scene.there(f"@{mira.user.id}")
    notice = Reply(Outcome.CLEAR_ERROR, "Digests are paused", (Paragraph((Text("The channel is gone."),)),))
    [post] = scene.posts(notice, channel=channel)
    assert await scene.outlet.find(post, scene.now - MINUTE) == CannotLook()
    message = await scene.sent(post)
    assert [each.ts for each in mira.dm_channel.messages] == [message]
    assert buttons(mira.dm_channel.messages[0]) == []
    assert await scene.outlet.find(post, scene.now - MINUTE) == Found(message)
    assert await scene.outlet.lacking(channel, thread=False) == ()


async def test_a_person_who_left_gets_none(scene: OnSlack) -> None:
    """Whose account is closed gets no direct messages; that is nobody's mistake."""
    mira = scene.standin.user("Mira")
    scene.standin.moderator.deactivate(mira.user)
    [post] = scene.posts(channel=scene.there(f"@{mira.user.id}"))
    assert await scene.outlet.send(post) == Permanent("direct-messages-closed")


# Looking up


@pytest.mark.parametrize("thread", [False, True])
async def test_without_the_scope_nobody_can_know(scene: OnSlack, thread: bool) -> None:
    """History may be read only with its scope; without it that is said, not guessed."""
    card, part, *_ = scene.posts(reply("Card", 1), reply("More", 20, long=6))
    top = await scene.sent(card)
    _without(scene, "channels:history")
    post = under(part, top) if thread else card
    assert await scene.outlet.find(post, scene.now - MINUTE) == CannotLook()


async def test_out_of_the_channel_nobody_can_know(scene: OnSlack) -> None:
    """Who was removed from a channel cannot look what became of a post there."""
    [post] = scene.posts()
    await scene.sent(post)
    scene.standin.moderator.kick_bot(scene.standin.channel)
    assert await scene.outlet.find(post, scene.now - MINUTE) == CannotLook()


async def test_an_archived_channel_can_still_be_looked_through(scene: OnSlack) -> None:
    """An archive keeps its messages."""
    [post] = scene.posts()
    message = await scene.sent(post)
    scene.standin.moderator.archive(scene.standin.channel)
    assert await scene.outlet.find(post, scene.now - MINUTE) == Found(message)


async def test_a_copy_by_somebody_else_is_not_ours(scene: OnSlack) -> None:
    """Everybody can read and copy metadata: only our own messages count."""
    [post] = scene.posts()
    mira = scene.standin.user("Mira")
    copied = mira.say(scene.standin.channel, EDITION)
    copied.metadata = dict(post.part.payload["message"]["metadata"])
    assert told_in({"metadata": copied.metadata}) == (EDITION, 1)
    assert await scene.outlet.find(post, scene.now - MINUTE) == NotThere()


async def test_a_busy_channel_is_read_on(scene: OnSlack) -> None:
    """A part is found behind other messages; beyond the bound nobody claims to know."""
    [post] = scene.posts()
    message = await scene.sent(post)
    mira = scene.standin.user("Mira")
    for number in range(100):
        mira.say(scene.standin.channel, f"chatter {number}")
    assert await scene.outlet.find(post, scene.now - MINUTE) == Found(message)
    for number in range(100):
        mira.say(scene.standin.channel, f"chatter {number}")
    assert await scene.outlet.find(post, scene.now - MINUTE) == CannotLook()


async def test_only_the_time_of_the_attempt_is_read(scene: OnSlack) -> None:
    """One answer is enough where little was written at the time, however much came later."""
    scene.standin.rates.as_vendor(outside_marketplace=True)
    [post] = scene.posts()
    message = await scene.sent(post)
    scene.advance(timedelta(hours=1))
    mira = scene.standin.user("Mira")
    for number in range(200):
        mira.say(scene.standin.channel, f"chatter {number}")
    assert post.part.first_tried_at is not None
    assert await scene.outlet.find(post, post.part.first_tried_at - MINUTE) == Found(message)
    met = await scene.outlet.find(post, post.part.first_tried_at - MINUTE)
    assert isinstance(met, Wait)
    assert met.seconds == 60.0


async def test_a_search_goes_on_where_it_had_to_wait(scene: OnSlack) -> None:
    """An app that may read one page a minute finds what stands on the third, one page at a time."""
    scene.standin.rates.as_vendor(outside_marketplace=True)
    [post] = scene.posts()
    message = await scene.sent(post)
    mira = scene.standin.user("Mira")
    for number in range(40):
        mira.say(scene.standin.channel, f"chatter {number}")
    waits = 0
    while isinstance(met := await scene.outlet.find(post, scene.now - MINUTE), Wait):
        waits += 1
        assert met.seconds == 60.0
        scene.advance(MINUTE)
    assert (met, waits) == (Found(message), 2)


async def test_a_busy_channel_still_tells_what_was_posted_at_the_time(scene: OnSlack) -> None:
    """Where more was written around the attempt than is read, the minutes at the attempt decide."""
    [post] = scene.posts()
    scene.advance(timedelta(minutes=20))
    mira = scene.standin.user("Mira")
    for number in range(200):
        mira.say(scene.standin.channel, f"chatter {number}")
    assert post.part.first_tried_at is not None
    tried = replace(post, part=replace(post.part, state="tried", tried_at=post.part.first_tried_at))
    assert await scene.outlet.find(tried, post.part.first_tried_at - MINUTE) == NotThere()


async def test_trouble_while_looking_is_only_a_wait(scene: OnSlack) -> None:
    """Looking posts nothing: a lost answer there is no further doubt. Refused credentials are told."""
    [post] = scene.posts()
    history = Match(path=r"/api/conversations\.history")
    scene.standin.faults.add(Reset(), history)
    assert await scene.outlet.find(post, scene.now - MINUTE) == Wait()
    scene.standin.faults.add(slack_error("fatal_error"), history)
    assert await scene.outlet.find(post, scene.now - MINUTE) == Wait()
    scene.standin.faults.add(slack_error("something_new"), history)
    assert await scene.outlet.find(post, scene.now - MINUTE) == CannotLook()
    scene.standin.moderator.revoke_token()
    assert await scene.outlet.find(post, scene.now - MINUTE) == Revoked(over=True)


# What is missing


async def test_what_is_missing_is_named(scene: OnSlack) -> None:
    """Membership, the archive and scopes, each with what to do."""
    channel = scene.standin.channel
    scene.standin.moderator.archive(channel)
    assert await scene.outlet.lacking(scene.channel, thread=True) == ("take the channel out of the archive",)
    scene.standin.moderator.archive(channel, back=True)
    scene.standin.moderator.kick_bot(channel)
    [invite] = _told(await scene.outlet.lacking(scene.channel, thread=False))
    assert invite.startswith("invite the bot")
    private = scene.standin.moderator.add_channel("private", private=True, bot=False)
    hidden = scene.there(private.id)
    assert await scene.outlet.lacking(hidden, thread=False) == (invite,)
    _without(scene, "chat:write")
    [scope, again] = _told(await scene.outlet.lacking(scene.channel, thread=False))
    assert "chat:write" in scope
    assert again == invite
    _without(scene, *DIGEST_SCOPES)
    [reading] = _told(await scene.outlet.lacking(scene.channel, thread=False))
    assert "channels:read" in reading


def _told(found: object) -> list[str]:
    assert isinstance(found, tuple), found
    return list(found)


async def test_trouble_while_asking_is_told_as_it_is(scene: OnSlack) -> None:
    """What cannot be asked is no list of what is missing."""
    scene.standin.faults.add(server_page(502), Match(path=r"/api/conversations\.info"))
    assert await scene.outlet.lacking(scene.channel, thread=False) == Wait()
    scene.standin.moderator.revoke_token()
    assert await scene.outlet.lacking(scene.channel, thread=False) == Revoked(over=True)


# Connecting


async def test_without_a_good_token_nothing_is_connected(scene: OnSlack) -> None:
    """No token, and one that Slack refuses, need somebody's attention."""
    with pytest.raises(NeedsAttention):
        async with slack_outlet.connected(Settings()):
            pass
    refused = replace(slack_settings(scene.standin), slack_bot_token=Secret("xoxb-another"))
    with pytest.raises(NeedsAttention, match="does not accept"):
        async with slack_outlet.connected(refused):
            pass


async def test_where_nobody_answers_another_try_may_help(scene: OnSlack) -> None:
    """An address at which nobody listens ends in one sentence that names the setting; nothing was posted."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        nowhere = f"http://127.0.0.1:{taken.getsockname()[1]}/api"
        with pytest.raises(PlatformError, match="COMMUNIQUE_SLACK_API_URL"):
            async with slack_outlet.connected(replace(slack_settings(scene.standin), slack_api_url=nowhere)):
                pass
    [post] = scene.posts()
    await scene.standin.serving.stop()
    assert await scene.outlet.send(post) == Wait()


async def test_commands_in_a_digest_carry_the_prefix(scene: OnSlack) -> None:
    """Where our commands are registered with a prefix, what a digest tells to type has it too."""
    typed = (Text("To ask next: "), Code("/ask Who pays? and/or when"))
    told = replace(reply("Tolls"), blocks=(Paragraph(typed), Remark(typed), Bullets((typed,))))
    settings = replace(slack_settings(scene.standin), slack_prefix="c-")
    async with slack_outlet.connected(settings) as outlet:
        [(payload, _)] = outlet.parts([told], EDITION)
    said = payload["message"]["text"]
    assert said.count("/c-ask Who pays? and/or when") == 3
    assert "/ask" not in said
