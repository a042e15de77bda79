"""What is done about an interaction: who sees it, who may, and that nothing breaks it."""

import contextlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import notices
from bot.adapters.discord import desk as desk_module
from bot.adapters.discord.custom_ids import encode
from bot.adapters.discord.definitions import by_name
from bot.adapters.discord.desk import Answer, Desk, Keep, Offer, Open, Post, said
from bot.adapters.discord.parse import Incoming, Where
from bot.adapters.discord.replies import Replies
from bot.commands import DEFINITIONS, Ask, Brief, Compare, Evidence
from bot.rendering import actions
from bot.rendering.asked import Asked
from briefings.errors import BadInput
from tests.adapters.discord.conftest import DIRECT_READER, MANAGER, MEMBER, MUTED
from tests.fakes.feedback import FeedbackInMemory

INDIA = Asked("brief", "India")
PRIVATE, PUBLIC = {"flags": 64}, {"flags": 0}


def pressed(
    action: actions.Action, where: Where = MEMBER, source: dict[str, Any] | None = None, **data: Any
) -> Incoming:
    """A press on the button of this action."""
    return Incoming("component", {"custom_id": encode(action), **data}, where, source or PRIVATE)


@pytest.mark.parametrize(
    ("incoming", "step"),
    [
        (pressed(actions.Run(INDIA)), Answer(Brief("India"), "private")),
        (pressed(actions.Run(INDIA), DIRECT_READER), Answer(Brief("India"), "public")),
        (pressed(actions.ShowEvidence(("a:C01",))), Answer(Evidence(("a:C01",)), "private")),
        (
            pressed(actions.Choose("compare"), values=["India vs China"]),
            Answer(Compare("India", "China"), "private"),
        ),
        (pressed(actions.TurnPage(INDIA, 1)), Answer(Brief("India"), "in place", 1)),
        (pressed(actions.TurnPage(INDIA, 1), source=PUBLIC), Answer(Brief("India"), "private", 1)),
        (pressed(actions.TurnPage(INDIA, 1), DIRECT_READER, PUBLIC), Answer(Brief("India"), "in place", 1)),
        (pressed(actions.Share(INDIA, 2)), Answer(Brief("India"), "public", 2)),
    ],
)
def test_a_button_is_answered_where_it_belongs(desk: Desk, incoming: Incoming, step: Answer) -> None:
    """Answers are private, pages turn where only the reader sees them, sharing is for everybody."""
    assert desk.plan(incoming) == step


def test_sharing_takes_the_right_to_write(desk: Desk) -> None:
    """Who cannot write in a channel cannot write there through the bot."""
    with pytest.raises(BadInput, match=notices.NO_SHARING):
        desk.plan(pressed(actions.Share(INDIA), MUTED))


def test_a_long_question_is_read_from_its_message(desk: Desk) -> None:
    """What no button can carry is read again where it stands; without it, what stands there is shared."""
    asked = Asked("ask", None)
    shown = {"flags": 64, "embeds": [{"description": "> You asked: Why would Japan rearm?\n\nBecause."}]}
    lost = {"flags": 64, "embeds": [{"title": "Answer", "description": "Because."}]}
    assert desk.plan(pressed(actions.Share(asked), source=shown)) == Answer(
        Ask("Why would Japan rearm?"), "public"
    )
    step = desk.plan(pressed(actions.Share(asked), source=lost))
    assert isinstance(step, Post)
    assert step.manner == "public"
    assert not step.payload.private
    with pytest.raises(BadInput, match="question"):
        desk.plan(pressed(actions.TurnPage(asked, 1), source=lost))


@pytest.mark.parametrize("audience", ["managers", "editors"])
@pytest.mark.parametrize("where", [MEMBER, MUTED, DIRECT_READER, MANAGER])
def test_an_audience_is_kept_on_every_path(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, audience: Any, where: Where
) -> None:
    """A command for managers is refused to others by slash, button, menu, page and share alike."""
    narrowed = tuple(replace(each, audience=audience) for each in DEFINITIONS)
    monkeypatch.setattr(desk_module, "_BY_VERB", {each.name: each for each in narrowed})
    monkeypatch.setattr(desk_module, "definition_of", lambda data: by_name(narrowed)[1, data["name"]])
    writer = replace(where, permissions=where.permissions | 1 << 11)
    paths = [
        Incoming("command", {"type": 1, "name": "brief"}, writer),
        pressed(actions.Run(INDIA), writer),
        pressed(actions.ShowEvidence(("a:C01",)), writer),
        pressed(actions.Choose("brief"), writer, values=["India"]),
        pressed(actions.TurnPage(INDIA, 1), writer),
        pressed(actions.Share(INDIA), writer),
    ]
    for path in paths:
        if where is MANAGER and audience == "managers":
            assert isinstance(desk.plan(path), Answer)
        else:
            with pytest.raises(BadInput):
                desk.plan(path)


@given(
    custom_id=st.one_of(st.text(max_size=110), st.from_regex(r"c[0-9]:[a-z]:[a-z]?:?[^\n]{0,40}")),
    values=st.lists(st.one_of(st.text(max_size=60), st.integers()), max_size=3),
    kind=st.sampled_from(["component", "form"]),
    where=st.sampled_from([MEMBER, MUTED, DIRECT_READER, MANAGER]),
    source=st.sampled_from([None, PRIVATE, PUBLIC]),
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_custom_id_breaks_the_desk(
    desk: Desk, custom_id: str, values: list[Any], kind: Any, where: Where, source: dict[str, Any] | None
) -> None:
    """Whatever an id and its values are, there is a step to take or one sentence to say."""
    incoming = Incoming(kind, {"custom_id": custom_id, "values": values}, where, source)
    with contextlib.suppress(BadInput):
        assert isinstance(desk.plan(incoming), Answer | Post | Open | Keep | Offer)


async def test_feedback_says_nothing_of_the_reader(desk: Desk, feedback: FeedbackInMemory) -> None:
    """What is kept is the place, the question, the answer and its claims."""
    evidence = {"type": 2, "custom_id": encode(actions.ShowEvidence(("a:C01", "a:C02")))}
    source = {"embeds": [{"title": "India", "description": "It matters."}], "components": [evidence]}
    data = {"custom_id": encode(actions.Feedback("unsupported", INDIA))}
    step = desk.plan(Incoming("form", data, MEMBER, source))
    assert isinstance(step, Keep)
    payload = await desk.carry_out(step, MEMBER)
    assert payload.private
    (kept,) = feedback.kept
    assert (kept.question, kept.claims) == ("/brief India", ("a:C01", "a:C02"))
    assert kept.answer_text == "India\nIt matters."
    assert (kept.platform, kept.place, kept.comment) == ("discord", "77", None)
    assert MEMBER.reader not in {kept.place, kept.question, kept.answer_text}


async def test_the_same_answer_is_not_worked_out_twice(replies: Replies) -> None:
    """An answer that rests on the library alone is kept; evidence, which rests on stored texts, is not."""
    first = await replies.payload(Brief("India"), 0, "private", "en")
    assert await replies.payload(Brief("India"), 0, "private", "en") is first
    assert await replies.payload(Brief("India"), 0, "public", "en") is not first
    evidence = await replies.payload(Evidence(("C01",)), 0, "private", "en")
    assert await replies.payload(Evidence(("C01",)), 0, "private", "en") is not evidence


async def test_only_so_many_answers_are_kept(replies: Replies) -> None:
    """However many questions are asked, a bounded number of answers stays in memory."""
    for number in range(300):
        await replies.payload(Brief(f"nowhere {number}"), 0, "private", "en")
    assert len(replies._payloads) <= 256
    assert len(replies._replies) <= 128


def test_a_sentence_neither_formats_nor_pings() -> None:
    """Words of a reader inside a sentence are shown as they are."""
    body = said("There is no **bold** @everyone <@1> here.").json()
    assert "**" not in body["content"].replace("\\*", "")
    assert "@everyone" not in body["content"]
    assert body["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert body["flags"] == 64
