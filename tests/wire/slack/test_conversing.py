"""Mentions, threads, direct messages, the Home tab, and events that come more than once."""

import asyncio
from dataclasses import replace

import pytest

from tests.standins.calls import Answer
from tests.standins.faults import Effect, Fail, Fault, Hang, Match, Reset
from tests.standins.slack.readers import Reader
from tests.standins.slack.refusals import server_page, slack_error
from tests.standins.slack.standin import SlackStandIn
from tests.wire.running import remembered
from tests.wire.slack.conftest import FAST, Bot, Parts, Patience, Start
from tests.wire.slack.slow import Gated


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_a_mention_is_answered_in_its_thread(
    start: Start, standin: SlackStandIn, mira: Reader, http: bool
) -> None:
    """The answer is public, under the words, without unfurled links, and pings nobody."""
    await start(http=http)
    asked = mira.say(standin.channel, "@bot why would Japan rearm?")
    [answer] = await standin.answer_in(standin.channel, after=asked, thread=asked)
    assert "Japan" in answer.text
    assert answer.unfurl_links is False
    assert answer.unfurl_media is False
    assert answer.pings == frozenset()


@pytest.mark.usefixtures("bot")
async def test_a_thread_keeps_its_topic(standin: SlackStandIn, mira: Reader) -> None:
    """In a thread about India "and trade?" is about India's trade; beside it, it is not."""
    asked = mira.say(standin.channel, "@bot India")
    await standin.answer_in(standin.channel, after=asked, thread=asked)
    more = mira.say(standin.channel, "@bot and trade?", thread=asked)
    [answer] = await standin.answer_in(standin.channel, after=more, thread=asked)
    assert "and trade? (India)" in answer.text
    beside = mira.say(standin.channel, "@bot and trade?")
    [other] = await standin.answer_in(standin.channel, after=beside, thread=beside)
    assert "(India)" not in other.text


async def test_a_thread_keeps_its_topic_over_a_restart(
    start: Start, standin: SlackStandIn, mira: Reader, parts: Parts
) -> None:
    """The next process knows what a thread is about, from names of topics alone."""
    first = await start()
    asked = mira.say(standin.channel, "@bot what does my cousin in India think?")
    await standin.answer_in(standin.channel, after=asked)
    await first.leave()
    assert "cousin" not in repr(remembered(parts))
    await start()
    more = mira.say(standin.channel, "@bot and trade?", thread=asked)
    [answer] = await standin.answer_in(standin.channel, after=more, thread=asked)
    assert "(India)" in answer.text


@pytest.mark.usefixtures("bot")
async def test_a_direct_message_is_answered_there(mira: Reader) -> None:
    """Words written to the bot are answered beside them; small talk brings the help."""
    asked = mira.dm("India vs China on trade")
    [answer] = await mira.received(after=asked, channel=mira.dm_channel)
    assert "India" in answer.text
    hello = mira.dm("hello")
    [help_page] = await mira.received(after=hello, channel=mira.dm_channel)
    assert "/brief" in help_page.text


@pytest.mark.usefixtures("bot")
async def test_a_map_comes_with_its_picture_by_direct_message(mira: Reader) -> None:
    """Where an uploaded file can be shown, it is."""
    asked = mira.dm("map India")
    [answer] = await mira.received(after=asked, channel=mira.dm_channel)
    assert [each for each in answer.blocks if each["type"] == "image"]


@pytest.mark.usefixtures("bot")
async def test_the_assistants_pane_has_prompts_that_work(mira: Reader) -> None:
    """Prompts are suggested where a direct message begins, and each is answered in its thread."""
    pane = mira.open_assistant()
    await mira._state.changes.until(lambda: pane.prompts)
    for prompt in pane.prompts:
        asked = mira.pick(pane, prompt["title"])
        [answer] = await mira.received(after=asked, channel=mira.dm_channel)
        assert answer.thread_ts == pane.thread_ts
        assert "do not understand" not in answer.text


@pytest.mark.usefixtures("bot")
async def test_the_home_tab_is_published_and_works(standin: SlackStandIn, mira: Reader) -> None:
    """Opening Home publishes it; its buttons answer in the direct conversation, its list offers topics."""
    mira.open_home()
    await standin.changes.until(lambda: mira.home)
    home = mira.home
    assert home is not None
    typed = mira.suggest(home, "ind")
    assert "India" in [text for text, _ in await typed.offered()]
    chosen = mira.choose(home, "India")
    [answer] = await mira.received(after=chosen, channel=mira.dm_channel)
    assert "India" in answer.text
    labels = [
        each["text"]["text"]
        for block in home.blocks
        if block["type"] == "actions"
        for each in block["elements"]
        if each["type"] == "button"
    ]
    for label in labels:
        pressed = mira.press(home, label)
        await pressed.acknowledged()
        if label.startswith(("Ask", "Compare")):
            await pressed.opened_view()
            mira.close_view()
        else:
            assert await mira.received(after=pressed, channel=mira.dm_channel)
    assert standin.refusals == []


@pytest.mark.parametrize("times", [1, 4])
@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_an_event_has_one_effect(
    start: Start, standin: SlackStandIn, mira: Reader, times: int, http: bool
) -> None:
    """However often it is delivered, to however many receivers, it is answered once; all get success."""
    if http:
        for _ in range(3):
            await start(http=True)
    else:
        await start()
    asked = mira.say(standin.channel, "@bot India", times=times)
    await standin.answer_in(standin.channel, after=asked)
    await standin.dispatcher.idle()
    last = mira.say(standin.channel, "@bot China")
    await standin.answer_in(standin.channel, after=last, thread=last)
    assert len(await standin.answer_in(standin.channel, after=asked, thread=asked)) == 1
    assert all(each.acknowledged for each in standin.dispatcher.deliveries)


async def test_an_event_has_one_effect_over_a_restart(
    start: Start, standin: SlackStandIn, mira: Reader
) -> None:
    """An event that comes again after the process was replaced is not answered again."""
    first = await start()
    asked = mira.say(standin.channel, "@bot India")
    await standin.answer_in(standin.channel, after=asked)
    (delivery,) = [each for each in standin.dispatcher.deliveries if "India" in str(each.payload)]
    await first.leave()
    await start()
    standin.dispatcher.again(delivery, times=2)
    last = mira.say(standin.channel, "@bot China")
    await standin.answer_in(standin.channel, after=last, thread=last)
    assert len(await standin.answer_in(standin.channel, after=asked, thread=asked)) == 1


@pytest.mark.usefixtures("bot")
async def test_words_of_others_are_left_alone(standin: SlackStandIn, mira: Reader) -> None:
    """What is said to nobody, edited, or written by a bot is not answered."""
    mira.say(standin.channel, "India and China talked.")
    mine = mira.dm("India")
    await mira.received(after=mine, channel=mira.dm_channel)
    standin.moderator.edit_message(mine, "China")
    await standin.dispatcher.idle()
    last = mira.say(standin.channel, "@bot Japan")
    await standin.answer_in(standin.channel, after=last)
    assert len([each for each in standin.channel.messages if each.author is standin.bot]) == 1
    assert len([each for each in mira.dm_channel.messages if each.author is standin.bot]) == 1


async def test_our_own_failure_is_told_and_acknowledged(
    start: Start, standin: SlackStandIn, mira: Reader, parts: Parts
) -> None:
    """Slack gets its success, the reader a sentence with an id."""
    parts.handlers = Gated(parts.handlers.service, error=RuntimeError("boom"))
    await start(http=True)
    asked = mira.say(standin.channel, "@bot India")
    [answer] = await standin.answer_in(standin.channel, after=asked)
    assert "Something went wrong" in answer.text
    await standin.dispatcher.idle()
    assert standin.http.failure_share() == 0


@pytest.mark.parametrize(
    "fault",
    [
        Reset(Effect.ACCEPTED),
        Hang(Effect.ACCEPTED),
        slack_error("fatal_error", Effect.ACCEPTED),
        server_page(503, Effect.ACCEPTED),
    ],
    ids=["reset", "hang", "fatal", "503"],
)
async def test_a_message_whose_fate_is_unknown_is_not_sent_again(
    start: Start, standin: SlackStandIn, mira: Reader, fault: Fault
) -> None:
    """Slack took it and the reply was lost: the channel holds it once, and the next is answered."""
    await start(pace=replace(FAST, patience=Patience(request=0.3)))
    standin.faults.add(fault, Match(path="/api/chat.postMessage"))
    asked = mira.say(standin.channel, "@bot India")
    await standin.answer_in(standin.channel, after=asked, thread=asked)
    last = mira.say(standin.channel, "@bot China")
    await standin.answer_in(standin.channel, after=last, thread=last)
    assert len(await standin.answer_in(standin.channel, after=asked, thread=asked)) == 1


@pytest.mark.parametrize("fault", [Reset(Effect.REFUSED), server_page(503)], ids=["reset", "503"])
async def test_what_only_replaces_is_tried_again(
    start: Start, standin: SlackStandIn, mira: Reader, fault: Fault
) -> None:
    """Publishing Home twice does no harm, so a lost reply to it is tried once more."""
    await start()
    standin.faults.add(fault, Match(path="/api/views.publish"))
    mira.open_home()
    await standin.changes.until(lambda: mira.home)
    assert len(standin.serving.asked("POST", "/api/views.publish")) == 2


async def test_a_rate_limit_loses_nothing(
    start: Start, standin: SlackStandIn, mira: Reader, expected: set[str]
) -> None:
    """Mentions at once, in a channel that takes one message a second, are all answered, each once.

    What Slack says of waiting is believed to the second: no request comes before its time.
    """
    expected.add("ratelimited")
    standin.rates.as_vendor()
    waits: list[float] = []

    async def passing(seconds: float) -> None:
        await asyncio.sleep(0.01)
        if 1.0 <= seconds <= 60.0:
            waits.append(seconds)
            standin.clock.advance(seconds=seconds)

    await start(pace=replace(FAST, pause=passing), http=True)
    asked = [
        mira.say(standin.channel, f"@bot {name}") for name in ("India", "China", "Japan", "Russia", "gaps")
    ]
    for each in asked:
        assert len(await standin.answer_in(standin.channel, thread=each)) == 1
    posts = standin.serving.asked("POST", "/api/chat.postMessage")
    limited = sum(answer.status == 429 for answer in (each.answer for each in posts) if answer is not None)
    assert limited
    assert len(posts) == len(asked) + limited


@pytest.mark.usefixtures("bot")
async def test_an_endless_wait_is_not_waited_out(standin: SlackStandIn, mira: Reader) -> None:
    """Told to wait for an hour, the answer is given up, and the channel is not held up behind it."""
    hour = Fail(Answer(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "3600"}))
    standin.faults.add(hour, Match(path="/api/chat.postMessage"))
    mira.say(standin.channel, "@bot India")
    last = mira.say(standin.channel, "@bot China")
    answers = await standin.answer_in(standin.channel)
    assert len(answers) == 1
    assert last.ts
    assert len(standin.serving.asked("POST", "/api/chat.postMessage")) == 2


async def test_another_channel_is_not_held_up(bot: Bot, standin: SlackStandIn, mira: Reader) -> None:
    """A channel that is gone costs its own answer alone."""
    assert not bot.task.done()
    closed = standin.moderator.add_channel("closed", members=(mira.user,))
    standin.faults.add(slack_error("is_archived"), Match(path="/api/chat.postMessage"))
    mira.say(closed, "@bot India")
    asked = mira.say(standin.channel, "@bot China")
    mira.say(standin.channel, "@bot Japan")
    assert await standin.answer_in(standin.channel, after=asked)
