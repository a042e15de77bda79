"""From Discord's data to the desk's questions, and from its answers to Discord's payloads."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import notices
from bot.adapters.discord.custom_ids import decode, encode
from bot.adapters.discord.desk import Offer, form, planned, said
from bot.adapters.discord.own_messages import for_everybody
from bot.adapters.discord.parse import Incoming
from bot.adapters.discord.payload import Payload
from bot.commands import Brief, BriefText, Compare
from bot.desk.desk import Desk
from bot.desk.forms import LONGEST_COMMENT
from bot.desk.replies import Replies
from bot.desk.steps import Answer, Keep, Open, Share
from bot.rendering import actions
from bot.rendering.asked import Asked
from briefings.answers.outcome import LONGEST_QUESTION
from briefings.errors import BadInput
from tests.adapters.discord.conftest import MEMBER
from tests.fakes.feedback import FeedbackInMemory

INDIA = Asked("brief", "India")
PRIVATE, PUBLIC = {"id": "5", "flags": 64}, {"id": "6", "flags": 0}


def pressed(action: actions.Action, source: dict[str, Any] | None = None, **data: Any) -> Incoming:
    """A press on the button of this action."""
    return Incoming("component", {"custom_id": encode(action), **data}, MEMBER, source or PRIVATE)


@pytest.mark.parametrize(
    ("incoming", "step"),
    [
        (Incoming("command", {"type": 1, "name": "brief"}, MEMBER), Answer(Brief(), "private")),
        (pressed(actions.Run(INDIA)), Answer(Brief("India"), "private")),
        (pressed(actions.TurnPage(INDIA, 1)), Answer(Brief("India"), "in place", 1)),
        (pressed(actions.TurnPage(INDIA, 1), PUBLIC), Answer(Brief("India"), "private", 1)),
        (
            pressed(actions.Choose("compare"), values=["India vs China"]),
            Answer(Compare("India", "China"), "private"),
        ),
        (
            pressed(actions.Share(INDIA, 2)),
            Share(Answer(Brief("India"), "public", 2), "share:discord:77:5:2"),
        ),
        (pressed(actions.Feedback("wrong", INDIA)), Open(actions.Feedback("wrong", INDIA))),
    ],
)
def test_data_becomes_a_step(
    desk: Desk[Payload], replies: Replies[Payload], incoming: Incoming, step: object
) -> None:
    """Commands, buttons, menus and whether a message is private are read from Discord's data."""
    assert planned(desk, replies, incoming) == step


@given(
    custom_id=st.one_of(st.text(max_size=110), st.from_regex(r"c[0-9]:[a-z]:[a-z]?:?[^\n]{0,40}")),
    values=st.lists(st.one_of(st.text(max_size=60), st.integers()), max_size=3),
    kind=st.sampled_from(["component", "form"]),
    source=st.sampled_from([None, PRIVATE, PUBLIC]),
)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_custom_id_breaks_the_desk(
    desk: Desk[Payload],
    replies: Replies[Payload],
    custom_id: str,
    values: list[Any],
    kind: Any,
    source: dict[str, Any] | None,
) -> None:
    """Whatever an id and its values are, there is a step to take or one sentence to say."""
    incoming = Incoming(kind, {"custom_id": custom_id, "values": values}, MEMBER, source)
    with contextlib.suppress(BadInput):
        assert isinstance(planned(desk, replies, incoming), Answer | Share | Open | Keep | Offer)


async def test_feedback_reads_the_message(
    desk: Desk[Payload], replies: Replies[Payload], feedback: FeedbackInMemory
) -> None:
    """Words and claims are those of the message that the form was opened on."""
    evidence = {"type": 2, "custom_id": encode(actions.ShowEvidence(("a:C01", "a:C02")))}
    source = {"embeds": [{"title": "India", "description": "It matters."}], "components": [evidence]}
    data = {"custom_id": encode(actions.Feedback("unsupported", INDIA))}
    step = planned(desk, replies, Incoming("form", data, MEMBER, source))
    assert isinstance(step, Keep)
    assert (await desk.carry_out(step, MEMBER)).private
    (kept,) = feedback.kept
    assert (kept.question, kept.claims) == ("/brief India", ("a:C01", "a:C02"))
    assert kept.answer_text == "India\nIt matters."
    assert (kept.platform, kept.place) == ("discord", "77")


@pytest.mark.parametrize("length", [100, 500, 700, LONGEST_QUESTION])
async def test_feedback_keeps_a_question_of_any_length(
    desk: Desk[Payload], replies: Replies[Payload], feedback: FeedbackInMemory, length: int
) -> None:
    """However long a question is, what is kept of it is its beginning, and all of it where that is shown."""
    question = ("Why would Japan rearm, and what would the region do about that in the end? " * 20)[:length]
    used = {"type": 1, "name": "ask", "options": [{"name": "question", "value": question}]}
    step = planned(desk, replies, Incoming("command", used, MEMBER))
    assert isinstance(step, Answer)
    message = (await desk.carry_out(step, MEMBER)).json() | {"id": "5"}
    (wrong,) = [each for each in _buttons(message) if each["label"] == "Wrong"]
    sent = planned(desk, replies, Incoming("form", {"custom_id": wrong["custom_id"]}, MEMBER, message))
    assert isinstance(sent, Keep)
    kept = sent.feedback.question
    assert kept.startswith("/ask Why would Japan rearm")
    assert question.startswith(kept.removeprefix("/ask ").removesuffix("…").rstrip())
    assert len(kept) >= min(length, 400)


async def test_words_of_others_stay_where_they_are(desk: Desk[Payload], replies: Replies[Payload]) -> None:
    """A briefing on somebody's message carries the names of topics, and nothing else of that message."""
    written = "Zanzibar42 told my boss that Tokyo and Delhi met; keep it from Xavier."
    target = {"type": 3, "name": "Brief me on this", "target_id": "9"}
    used = target | {"resolved": {"messages": {"9": {"content": written}}}}
    step = planned(desk, replies, Incoming("command", used, MEMBER))
    assert isinstance(step, Answer)
    assert isinstance(step.command, BriefText)
    message = (await desk.carry_out(step, MEMBER)).json() | {"id": "5"}
    ids = json.dumps([each["custom_id"] for each in _buttons(message)])
    (wrong,) = [each for each in _buttons(message) if each["label"] == "Wrong"]
    sent = planned(desk, replies, Incoming("form", {"custom_id": wrong["custom_id"]}, MEMBER, message))
    assert isinstance(sent, Keep)
    kept = f"{sent.feedback.question} {sent.feedback.answer_text}"
    assert "Japan" in sent.feedback.question
    for word in ("Zanzibar42", "boss", "met;", "Xavier", "keep it"):
        assert word not in ids
        assert word not in kept


def test_a_page_as_it_stands_is_public(desk: Desk[Payload], replies: Replies[Payload]) -> None:
    """Where the question is lost, what is shared is the page, for everybody."""
    lost = PRIVATE | {"embeds": [{"title": "Answer", "description": "Because."}]}
    step = planned(desk, replies, pressed(actions.Share(Asked("ask", None)), lost))
    assert step == Share(None, "share:discord:77:5:0")
    assert not for_everybody(lost).private


def test_a_form_says_what_its_button_said() -> None:
    """The form carries the button's own id, and asks for what the button is about."""
    action = actions.Feedback("unsupported", INDIA)
    made = form(action)
    assert decode(made["custom_id"]) == action
    assert "unsupported" in made["components"][0]["label"]


def test_a_sentence_neither_formats_nor_pings() -> None:
    """Words of a reader inside a sentence are shown as they are."""
    body = said("There is no **bold** @everyone <@1> here.").json()
    assert "**" not in body["content"].replace("\\*", "")
    assert "@everyone" not in body["content"]
    assert body["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert body["flags"] == 64


@given(st.text(st.sampled_from("*_@<>|x é😀"), max_size=LONGEST_COMMENT))
def test_words_handed_back_fit_into_a_message(comment: str) -> None:
    """However much a reader wrote, and however it must be escaped, the sentence can be sent."""
    shown = said(notices.not_kept(notices.failed("7F3K2"), comment)).json()["content"]
    assert len(shown) <= 2_000
    assert "not kept" in shown


def _buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [each for row in message["components"] for each in row.get("components", ())]
    return [each for each in rows if each.get("type") == 2]
