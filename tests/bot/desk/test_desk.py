"""What is done about a press: who sees it, who may, what is kept, and that nothing breaks it."""

import asyncio
import contextlib
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import notices
from bot.commands import DEFINITIONS, About, Ask, Brief, Compare, Evidence
from bot.desk.action_text import Forged, Outdated, decode
from bot.desk.desk import NOTHING_SHOWN, RETRIES, Desk, Shown, _answer_in
from bot.desk.once import Once
from bot.desk.replies import Replies
from bot.desk.small_talk import COURTESY
from bot.desk.steps import Answer, Keep, Open, Share, Step
from bot.desk.where import Where
from bot.ports import EVENTS_KEPT, Feedback
from bot.rendering import actions
from bot.rendering.asked import Asked
from bot.rendering.pages import YOU_ASKED
from briefings.errors import BadInput, StorageError
from tests.bot.desk.conftest import DIRECT_READER, MANAGER, MEMBER, MUTED, Words
from tests.fakes.clock import SetClock
from tests.fakes.events import SeenEventsInMemory
from tests.fakes.feedback import FeedbackInMemory

INDIA = Asked("brief", "India")
PRIVATE, PUBLIC = Shown("m1", private=True), Shown("m2")


@pytest.mark.parametrize(
    ("action", "where", "shown", "step"),
    [
        (actions.Run(INDIA), MEMBER, PUBLIC, Answer(Brief("India"), "private")),
        (actions.Run(INDIA), DIRECT_READER, PUBLIC, Answer(Brief("India"), "public")),
        (actions.ShowEvidence(("a:C01",)), MEMBER, PUBLIC, Answer(Evidence(("a:C01",)), "private")),
        (actions.TurnPage(INDIA, 1), MEMBER, PRIVATE, Answer(Brief("India"), "in place", 1)),
        (actions.TurnPage(INDIA, 1), MEMBER, PUBLIC, Answer(Brief("India"), "private", 1)),
        (actions.TurnPage(INDIA, 1), DIRECT_READER, PUBLIC, Answer(Brief("India"), "in place", 1)),
        (
            actions.Share(INDIA, 2),
            MEMBER,
            PRIVATE,
            Share(Answer(Brief("India"), "public", 2), "share:here:77:m1:2"),
        ),
        (actions.Feedback("wrong", INDIA), MEMBER, PRIVATE, Open(actions.Feedback("wrong", INDIA))),
    ],
)
def test_a_button_is_answered_where_it_belongs(
    desk: Desk[Words], action: actions.Action, where: Where, shown: Shown, step: object
) -> None:
    """Answers are private, pages turn where only the reader sees them, sharing is for everybody."""
    assert desk.pressed(action, where, shown) == step


def test_a_menu_means_what_was_chosen(desk: Desk[Words]) -> None:
    """The chosen value is what would be typed after the verb; without one nothing is done."""
    chosen = desk.pressed(actions.Choose("compare"), MEMBER, PUBLIC, "India vs China")
    assert chosen == Answer(Compare("India", "China"), "private")
    with pytest.raises(BadInput):
        desk.pressed(actions.Choose("compare"), MEMBER, PUBLIC)


def test_evidence_keeps_the_numbers_of_its_page(desk: Desk[Words]) -> None:
    """Passages are told by the numbers that the pressed message gave them."""
    shown = replace(PRIVATE, text="It may hold [3].\n[3] ¶1 s3 (S1.1.3)")
    step = desk.pressed(actions.ShowEvidence(("a:C01",)), MEMBER, shown)
    assert isinstance(step, Answer)
    assert step.numbers == (("S1.1.3", 3),)


def test_sharing_takes_the_right_to_write(desk: Desk[Words]) -> None:
    """Who cannot write in a channel cannot write there through the bot."""
    with pytest.raises(BadInput, match=notices.NO_SHARING):
        desk.pressed(actions.Share(INDIA), MUTED, PRIVATE)


def test_a_long_question_is_read_from_its_message(desk: Desk[Words]) -> None:
    """What no button can carry is read again where it stands; without it, the page is shared as it is."""
    by_message = actions.Share(Asked("ask", None))
    whole = replace(PRIVATE, question="Why would Japan rearm?")
    cut = replace(PRIVATE, question="Why would Japan…", whole=False)
    step = desk.pressed(by_message, MEMBER, whole)
    assert isinstance(step, Share)
    assert step.answer == Answer(Ask("Why would Japan rearm?"), "public")
    assert desk.pressed(by_message, MEMBER, cut) == Share(None, "share:here:77:m1:0")
    with pytest.raises(BadInput, match="question"):
        desk.pressed(actions.TurnPage(Asked("ask", None), 1), MEMBER, cut)


@pytest.mark.parametrize("stored", [True, False])
async def test_a_page_is_shared_once(
    replies: Replies[Words], feedback: FeedbackInMemory, stored: bool
) -> None:
    """A second share of the same page of the same message is refused, over restarts where that is stored."""
    events = SeenEventsInMemory() if stored else None
    first = Desk(replies, feedback, SetClock(), "here", Once(events))
    share = first.pressed(actions.Share(INDIA), MEMBER, PRIVATE)
    other = first.pressed(actions.Share(INDIA), MEMBER, replace(PRIVATE, message="m9"))
    assert isinstance(share, Share)
    assert isinstance(other, Share)
    await first.claim(share)
    await first.claim(other)
    again = Desk(replies, feedback, SetClock(), "here", Once(events)) if stored else first
    with pytest.raises(BadInput, match="shared here already"):
        await again.claim(share)
    await again.release(share)
    await again.claim(share)


async def test_a_share_of_an_unknown_message_is_never_in_the_way(desk: Desk[Words]) -> None:
    """Where a platform does not say which message was pressed, one share does not forbid another."""
    share = desk.pressed(actions.Share(INDIA), MEMBER, NOTHING_SHOWN)
    assert isinstance(share, Share)
    await desk.claim(share)
    await desk.claim(share)


class Sick(SeenEventsInMemory):
    """A store that cannot be written."""

    async def claim(self, keys: Collection[str]) -> frozenset[str]:
        """Fails."""
        raise StorageError("locked")


class Slow(SeenEventsInMemory):
    """A store that does not answer until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()

    async def claim(self, keys: Collection[str]) -> frozenset[str]:
        """Waits, then claims."""
        await self.gate.wait()
        return await super().claim(keys)


async def test_sharing_does_not_wait_for_the_store() -> None:
    """Where nothing can be stored, or not in time, memory decides; what comes late is stored all the same."""
    once = Once(Sick())
    assert await once.first("a")
    assert not await once.first("a")
    store = Slow()
    once = Once(store, patience=0.0)
    assert await once.first("a")
    assert not await once.first("a")
    store.gate.set()
    assert not await Once(store).first("a")


async def test_what_was_shared_is_forgotten_in_time() -> None:
    """While the program runs, what need not be remembered any more leaves the store."""
    clock = SetClock()
    store = SeenEventsInMemory(clock)
    await Once(store).first("a")
    looks = []

    async def pause(seconds: float) -> None:
        looks.append(seconds)
        clock.moment += EVENTS_KEPT / 2
        if len(looks) == 3:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Once(store).tidy(pause)
    assert store.seen == {}


@pytest.mark.parametrize("audience", ["managers", "editors"])
@pytest.mark.parametrize("where", [MEMBER, DIRECT_READER, MANAGER])
def test_an_audience_is_kept_on_every_path(
    replies: Replies[Words], where: Where, audience: Literal["managers", "editors"]
) -> None:
    """A command for managers is refused to others by command, button, menu, page, words and share alike."""
    narrowed = tuple(replace(each, audience=audience) for each in DEFINITIONS)
    desk = Desk(replies, FeedbackInMemory(), SetClock(), "here", definitions=narrowed)
    paths: list[Callable[[], Step]] = [
        lambda: desk.used(Brief(), where),
        lambda: desk.spoken("brief India", where),
        lambda: desk.pressed(actions.Run(INDIA), where, PRIVATE),
        lambda: desk.pressed(actions.ShowEvidence(("a:C01",)), where, PRIVATE),
        lambda: desk.pressed(actions.Choose("brief"), where, PRIVATE, "India"),
        lambda: desk.pressed(actions.TurnPage(INDIA, 1), where, PRIVATE),
        lambda: desk.pressed(actions.Share(INDIA), where, PRIVATE),
    ]
    for path in paths:
        if where is MANAGER and audience == "managers":
            assert isinstance(path(), Answer | Share)
        else:
            with pytest.raises(BadInput):
                path()


@given(
    text=st.one_of(st.text(max_size=110), st.from_regex(r"c[0-9]:[a-z]:[a-z]?:?[^\n]{0,40}")),
    chosen=st.one_of(st.none(), st.text(max_size=60)),
    where=st.sampled_from([MEMBER, MUTED, DIRECT_READER, MANAGER]),
    shown=st.sampled_from([NOTHING_SHOWN, PRIVATE, PUBLIC, Shown(question="Why?"), Shown(question="…")]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_button_breaks_the_desk(
    desk: Desk[Words], text: str, chosen: str | None, where: Where, shown: Shown
) -> None:
    """Whatever a button says, there is a step to take or one sentence to say."""
    action = decode(text, 100)
    with contextlib.suppress(BadInput):
        assert isinstance(desk.pressed(action, where, shown, chosen), Answer | Share | Open | Keep)
    with contextlib.suppress(BadInput):
        assert isinstance(desk.submitted(action, chosen, where, shown), Keep)


@pytest.mark.parametrize(
    ("action", "said"), [(Outdated(2), "another version"), (Forged(), "did not make this button")]
)
def test_strange_buttons_are_told_kindly(desk: Desk[Words], action: Outdated | Forged, said: str) -> None:
    """Outdated and forged buttons get a sentence each, pressed and in a form."""
    with pytest.raises(BadInput, match=said):
        desk.pressed(action, MEMBER, PRIVATE)
    with pytest.raises(BadInput, match=said):
        desk.submitted(action, None, MEMBER, PRIVATE)


async def test_feedback_says_nothing_of_the_reader(desk: Desk[Words], feedback: FeedbackInMemory) -> None:
    """What is kept is the place, the question, the answer and its claims."""
    shown = Shown("m1", private=True, text="India\nIt matters.", claims=("a:C01", "a:C02"))
    step = desk.submitted(actions.Feedback("unsupported", INDIA), None, MEMBER, shown)
    thanks = await desk.carry_out(step, MEMBER)
    assert thanks == Words(notices.THANKS, "private")
    (kept,) = feedback.kept
    assert (kept.question, kept.claims) == ("/brief India", ("a:C01", "a:C02"))
    assert kept.answer_text == "India\nIt matters."
    assert (kept.platform, kept.place, kept.comment) == ("here", "77", None)
    assert MEMBER.reader not in {kept.place, kept.question, kept.answer_text}


def test_a_question_shown_in_part_is_kept_in_part(desk: Desk[Words]) -> None:
    """Feedback on a question too long to be shown whole keeps what is shown of it, marked as a part."""
    action = actions.Feedback("wrong", Asked("ask", None))
    step = desk.submitted(action, None, MEMBER, Shown(question="Why would Japan…", whole=False))
    assert step.feedback.question == "/ask Why would Japan…"


class Busy(FeedbackInMemory):
    """Cannot be written so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.left = times

    async def add(self, feedback: Feedback) -> None:
        """Fails until it has failed often enough."""
        if self.left:
            self.left -= 1
            raise StorageError("The database is in use by a rival; stop it.")
        await super().add(feedback)


@pytest.mark.parametrize(("times", "kept"), [(0, True), (len(RETRIES), True), (len(RETRIES) + 1, False)])
async def test_feedback_waits_for_a_busy_database(
    replies: Replies[Words], times: int, kept: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """A few tries are made; then the reader is told that it was not kept, and gets the words back.

    What the operator should do stands in the log alone, under the id that the reader is given.
    """
    store, waited = Busy(times), []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    desk = Desk(replies, store, SetClock(), "here", pause=pause)
    step = desk.submitted(actions.Feedback("wrong", INDIA), "Peru is missing.", MEMBER, PRIVATE)
    told = (await desk.carry_out(step, MEMBER)).text
    assert bool(store.kept) is kept
    assert waited == list(RETRIES[:times])
    if kept:
        assert told == notices.THANKS
    else:
        assert "not kept" in told
        assert "Peru is missing." in told
        assert "rival" not in told
        (line,) = [each for each in caplog.records if each.levelname == "ERROR"]
        incident = told.partition("id: ")[2].partition(".")[0]
        assert incident in line.getMessage()


async def test_what_a_message_showed_can_be_recollected(desk: Desk[Words]) -> None:
    """Where a platform does not hand a message back, its words and claims are worked out anew."""
    shown = await desk.recollect(INDIA, 0, "en")
    assert "India" in shown.text
    assert shown.claims
    assert await desk.recollect(Asked("ask", None), 0, "en") == NOTHING_SHOWN


async def test_the_same_answer_is_not_worked_out_twice(replies: Replies[Words]) -> None:
    """An answer that rests on the library alone is kept; evidence, which rests on stored texts, is not."""
    first = await replies.payload(Brief("India"), 0, "private", "en")
    assert await replies.payload(Brief("India"), 0, "private", "en") is first
    assert await replies.payload(Brief("India"), 0, "public", "en") is not first
    evidence = await replies.payload(Evidence(("C01",)), 0, "private", "en")
    assert await replies.payload(Evidence(("C01",)), 0, "private", "en") is not evidence


async def test_only_so_many_answers_are_kept(replies: Replies[Words]) -> None:
    """However many questions are asked, a bounded number of answers stays in memory."""
    for number in range(300):
        await replies.payload(Brief(f"nowhere {number}"), 0, "private", "en")
    assert len(replies._payloads) <= 256
    assert len(replies._replies) <= 128


@pytest.mark.parametrize("said", ["hello", "who are you?", "नमस्ते", ""])
def test_small_talk_is_no_question(desk: Desk[Words], said: str) -> None:
    """Greetings and questions about the bot bring help, and a bare mention the overview."""
    assert desk.spoken(said, MEMBER) == Answer(About() if said else Brief(), "public")


@pytest.mark.parametrize("said", ["thanks!", "ok, great", "Danke schön"])
async def test_thanks_bring_one_line(desk: Desk[Words], said: str) -> None:
    """Thanks in a channel are answered with a sentence, not with a page."""
    step = desk.spoken(said, MEMBER)
    assert await desk.carry_out(step, MEMBER) == Words(COURTESY, "public")


@pytest.mark.parametrize(
    "question",
    ["Compare India and Japan", "compare India with Japan", "India vs Japan", "India versus Japan?"],
)
def test_a_plain_comparison_is_one_wherever_it_is_asked(desk: Desk[Words], question: str) -> None:
    """What compares two topics when it is said in the open does so as a question put by command, too."""
    asked, said = desk.used(Ask(question), MEMBER), desk.spoken(question, MEMBER)
    assert isinstance(asked, Answer)
    assert isinstance(asked.command, Compare)
    assert asked.command == said.command


@pytest.mark.parametrize(
    "question",
    ["Why would Japan rearm?", "India", "What do India and Japan share?", "/nonsense", "breif india"],
)
def test_any_other_question_stays_one(desk: Desk[Words], question: str) -> None:
    """A question put by command is never read as another command, nor refused as a misspelt one."""
    assert desk.used(Ask(question), MEMBER).command == Ask(question)


@given(st.text(max_size=80), st.sampled_from(["> {}{}\n{}", "Answer\n> {}{}\n{}", "*{}{}*\n{}"]))
def test_the_question_is_not_kept_as_part_of_the_answer(question: str, form: str) -> None:
    """What is kept of an answer is what it says, without the line that says the question again."""
    asked = " ".join(question.split())
    kept = _answer_in(form.format(YOU_ASKED, asked, "It may hold.\nYou asked: well."))
    assert kept.removeprefix("Answer\n") == "It may hold.\nYou asked: well."
