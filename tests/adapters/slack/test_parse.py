"""What Slack sends, read into our own values. Shapes are those of the vendor's samples."""

from typing import Any

import pytest

from bot import notices
from bot.adapters.slack import parse, submissions
from bot.adapters.slack.forms import feedback_form, form
from bot.adapters.slack.origin import Origin, from_metadata
from bot.adapters.slack.parse import Said
from bot.adapters.slack.render import Values, render
from bot.adapters.slack.spoken import words_of
from bot.commands import About, Ask, Brief, BriefText, Command, Compare
from bot.desk.action_text import Forged, Outdated
from bot.desk.where import DIRECT, Where
from bot.rendering.actions import Choose, Feedback, Run, Share, ShowEvidence, TurnPage
from bot.rendering.asked import Asked
from briefings.errors import BadInput
from briefings.service import BriefingService
from briefings.topics import Topics

HOOK = "https://hooks.slack.com/actions/T1/2/abc"


@pytest.fixture
def topics(service: BriefingService) -> Topics:
    """The topics of the shipped library."""
    return service.topics


def _slash(command: str, text: str = "", **more: Any) -> dict[str, Any]:
    given = {
        "team_id": "T1",
        "channel_id": "C1",
        "channel_name": "general",
        "user_id": "U1",
        "user_name": "mira",
    }
    return {**given, "command": command, "text": text, "trigger_id": "1.2.3", "response_url": HOOK, **more}


def _pressed(
    action: dict[str, Any], *, channel: str = "C1", private: bool = False, **more: Any
) -> dict[str, Any]:
    container = {"type": "message", "message_ts": "10.5", "channel_id": channel, "is_ephemeral": private}
    given = {"type": "block_actions", "user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}}
    place = {"channel": {"id": channel}, "container": container, "response_url": HOOK, "trigger_id": "1.2.3"}
    return {**given, **place, "actions": [action], **more}


def _button(value: str) -> dict[str, Any]:
    return {"type": "button", "action_id": "press-0", "block_id": "b", "value": value}


@pytest.mark.parametrize(
    ("command", "text", "read"),
    [
        ("/brief", "", Brief()),
        ("/brief", "India", Brief("India")),
        ("/ask", "Why would Japan rearm &amp; when?", Ask("Why would Japan rearm & when?")),
        ("/compare", "India vs China on trade", Compare("India", "China", "trade")),
        ("/about", "privacy", About("privacy")),
        ("/compare", "", "compare"),
        ("/ask", " ", "ask"),
    ],
)
def test_commands_are_read_by_the_one_grammar(
    command: str, text: str, read: Command | str, topics: Topics
) -> None:
    """What is typed after a command is what the console would take; without its words, a form is opened."""
    assert parse.command_of(_slash(command, text), topics) == read
    assert parse.command_of(_slash(f"/c-{command[1:]}", text), topics, "c-") == read


@pytest.mark.parametrize(
    ("command", "text"),
    [("/digests", ""), ("/digest", "dance"), ("/brief", "x" * 2_000), ("/about", "nothing")],
)
def test_what_cannot_be_read_is_said(command: str, text: str, topics: Topics) -> None:
    """An unknown command, too much text, a page there is not: a sentence, never a crash."""
    with pytest.raises(BadInput):
        parse.command_of(_slash(command, text), topics)


@pytest.mark.parametrize("channel", ["C1", "G1", "D1"])
def test_a_slash_command_never_counts_as_direct(channel: str) -> None:
    """A conversation of two may be one between two people, who both would see a public answer."""
    where = parse.where_of(_slash("/brief", channel_id=channel))
    assert where == Where(
        "U1", "T1", channel, direct=False, manages=False, writes=True, channel_name="general"
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("<@UBOT> why would Japan rearm?", "why would Japan rearm?"),
        ("<@UBOT|communique> and <@U2|mira>, <!subteam^S1|@desk> <!here> India?", "and , India?"),
        ("see <#C1|general> on trade", "see on trade"),
        ("a &lt;b&gt; &amp; c &amp;lt;", "a <b> & c &lt;"),
        (
            "<https://example.org/a|the report> or <https://example.org/b>",
            "the report or https://example.org/b",
        ),
        ("<mailto:x@example.org> <!date^1^{date}|Friday>", "x@example.org Friday"),
        ("line\nbreak", "line break"),
    ],
)
def test_words_are_read_as_they_were_typed(said: str, words: str) -> None:
    """Names of people, groups and channels are gone, links are what they show, entities are characters."""
    assert words_of(said) == words


def test_a_mention_is_answered_in_its_thread() -> None:
    """In a channel beside the words, in a thread of their own; in a thread, there."""
    event = {
        "type": "app_mention",
        "user": "U1",
        "team": "T1",
        "channel": "C1",
        "ts": "5.0",
        "text": "<@UBOT> India?",
    }
    where = Where("U1", "T1", "C1", direct=False, writes=True)
    assert parse.mention_of(event, "UBOT") == Said("India?", where, "C1", "5.0", "5.0")
    assert parse.mention_of(event | {"thread_ts": "1.0"}, "UBOT") == Said("India?", where, "C1", "1.0", "5.0")


def test_a_direct_message_is_answered_where_it_is() -> None:
    """Without a thread beside the words; nobody else reads along."""
    event = {
        "type": "message",
        "channel_type": "im",
        "user": "U1",
        "channel": "D1",
        "ts": "5.0",
        "text": "India?",
    }
    where = Where("U1", DIRECT, "D1", direct=True, writes=True)
    assert parse.mention_of(event, "UBOT") == Said("India?", where, "D1", None, "5.0")


@pytest.mark.parametrize(
    "more", [{"bot_id": "B1"}, {"subtype": "message_changed"}, {"user": "UBOT"}, {"user": None}]
)
def test_what_nobody_said_is_not_answered(more: dict[str, Any]) -> None:
    """Bots, our own words and edits are left alone, so that two bots cannot talk to each other for ever."""
    event = {
        "type": "message",
        "channel_type": "im",
        "user": "U1",
        "channel": "D1",
        "ts": "5.0",
        "text": "India?",
    }
    assert parse.mention_of(event | more, "UBOT") is None


def test_a_press_says_the_same_after_a_restart() -> None:
    """A button's value is all that is needed; a private message is known by its time alone."""
    pressed = parse.pressed_of(_pressed(_button("c1:r:m:India"), private=True))
    assert pressed.action == Run(Asked("map", "India"))
    assert (pressed.shown.message, pressed.shown.private, pressed.shown.text) == ("C1:10.5", True, "")
    assert (pressed.trigger, pressed.form, pressed.ignore) == ("1.2.3", None, False)
    assert pressed.where == Where("U1", "T1", "C1", direct=False, writes=True)


def test_a_public_message_is_read_again(service: BriefingService) -> None:
    """What it says, the question it answers and whose evidence it offers are taken from its blocks."""
    reply = service.ask("Why would Japan rearm?")
    asked = Asked("ask", "Why would Japan rearm?")
    body = render(reply, ids=Values(asked), visibility="public").message("C1")
    payload = _pressed(
        _button("c1:f:w:q:Why would Japan rearm?"), message={**body, "ts": "10.5", "user": "UBOT"}
    )
    pressed = parse.pressed_of(payload)
    assert pressed.action == Feedback("wrong", asked)
    assert pressed.shown.question == "Why would Japan rearm?"
    assert pressed.shown.claims == reply.claims
    assert reply.title in pressed.shown.text


def test_a_private_message_says_which_page_it_is(service: BriefingService) -> None:
    """Evidence and feedback can be given as on the page itself, though Slack does not hand it back."""
    asked = Asked("brief", "India")
    payload = render(service.brief("India"), ids=Values(asked), page=1)
    buttons = [each for block in payload.blocks if block["type"] == "actions" for each in block["elements"]]
    read = [parse.pressed_of(_pressed(each, private=True)) for each in buttons if each["type"] == "button"]
    known = [each for each in read if isinstance(each.action, ShowEvidence | Feedback)]
    assert len(known) == 4
    assert all(each.page == TurnPage(asked, 1) and each.origin.page == 1 for each in known)


def test_a_long_question_leaves_the_page_unsaid(service: BriefingService) -> None:
    """An id holds 255 characters; where the question is longer, the button works without."""
    asked = Asked("ask", "why would Japan rearm? " * 20)
    payload = render(service.ask("Why would Japan rearm?"), ids=Values(asked))
    ids = [
        each["action_id"]
        for block in payload.blocks
        if block["type"] == "actions"
        for each in block["elements"]
    ]
    assert max(map(len, ids)) <= 255
    assert all("/" not in each for each in ids)


def test_a_list_is_chosen_from() -> None:
    """The list's id says the verb, the option what follows it."""
    chosen = {
        "type": "static_select",
        "action_id": "c1:c:c:0",
        "selected_option": {"value": "India vs China"},
    }
    pressed = parse.pressed_of(_pressed(chosen))
    assert (pressed.action, pressed.chosen) == (Choose("compare", 0), "India vs China")


@pytest.mark.parametrize(("value", "read"), [("c9:r:b:", Outdated(9)), ("rm -rf", Forged()), ("", Forged())])
def test_values_that_are_not_ours_are_said_to_be_so(value: str, read: Outdated | Forged) -> None:
    """Nothing is raised for a value of another version, or for one that somebody made up."""
    assert parse.pressed_of(_pressed(_button(value))).action == read


def test_home_opens_forms_and_is_direct() -> None:
    """Home stands nowhere: nobody reads along, and its buttons for asking open forms."""
    view = {"type": "home", "state": {"values": {}}}
    payload = _pressed(_button("form:compare"), view=view)
    payload = {name: payload[name] for name in payload if name not in {"channel", "response_url"}}
    pressed = parse.pressed_of(payload | {"container": {"type": "view", "view_id": "V1"}})
    assert pressed.form == "compare"
    assert pressed.where == Where("U1", DIRECT, "", direct=True, writes=True)


def test_a_list_in_a_form_waits_for_the_form() -> None:
    """Choosing in a form that is still being filled in does nothing yet."""
    chosen = {"type": "external_select", "action_id": "topic:a", "selected_option": {"value": "India"}}
    assert parse.pressed_of(_pressed(chosen, view={"type": "modal"})).ignore


def test_buttons_in_a_conversation_of_two_are_direct() -> None:
    """A message that stays in a conversation of two is direct; what one reader sees alone stays private."""
    assert parse.pressed_of(_pressed(_button("c1:r:m:"), channel="D1")).where.direct
    assert not parse.pressed_of(_pressed(_button("c1:r:m:"), channel="D1", private=True)).where.direct


def test_what_is_typed_into_a_list_is_known() -> None:
    """The kind of topic, what is typed, and what the other lists of the form hold."""
    values = {
        "a": {"topic:a": {"type": "external_select", "selected_option": {"value": "India"}}},
        "b": {"topic:b": {"type": "external_select", "selected_option": None}},
    }
    given = {"type": "block_suggestion", "user": {"id": "U1"}, "team": {"id": "T1"}, "action_id": "topic:b"}
    payload = given | {
        "block_id": "b",
        "value": "chi",
        "view": {"type": "modal", "state": {"values": values}},
    }
    typing = parse.suggestion_of(payload)
    assert (typing.kind, typing.typed, typing.others) == ("topic", "chi", ("India",))
    assert parse.suggestion_of(payload | {"action_id": "theme:theme"}).kind == "theme"


def test_a_shortcut_reads_the_message_it_was_used_on() -> None:
    """Words and what hangs on them, names of people taken out; nothing to read is said."""
    message = {"text": "<@U2> Tokyo &amp; Seoul met", "attachments": [{"title": "Delhi", "text": "spoke"}]}
    payload = {"type": "message_action", "callback_id": "brief_on_this", "message": message}
    assert parse.shortcut_of(payload) == BriefText("Tokyo & Seoul met Delhi spoke")
    with pytest.raises(BadInput, match="no text"):
        parse.shortcut_of({"message": {"text": "<@U2>"}})


def test_events_keep_their_id() -> None:
    """The id by which a second delivery is known."""
    found = parse.event_of(
        {"event_id": "Ev1", "team_id": "T1", "event": {"type": "app_mention", "text": "x"}}
    )
    assert (found.id, found.type, found.team) == ("Ev1", "app_mention", "T1")


def _sent(view: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    shown = {**view, "state": {"values": values}}
    return {
        "type": "view_submission",
        "user": {"id": "U1", "team_id": "T1"},
        "team": {"id": "T1"},
        "view": shown,
    }


ORIGIN = Origin("C1", "U1", HOOK, "10.5", private=True, action="c1:f:w:b:India")


@pytest.mark.parametrize("comment", ["It is 2019.", None, "  "])
def test_a_comment_comes_back_with_what_it_is_on(comment: str | None) -> None:
    """The form carries the button's value and where it was pressed; the comment may be left out."""
    payload = _sent(
        feedback_form("wrong", ORIGIN),
        {"comment": {"comment": {"type": "plain_text_input", "value": comment}}},
    )
    found = submissions.submitted_of(payload)
    assert isinstance(found, submissions.FeedbackForm)
    assert found.action == Feedback("wrong", Asked("brief", "India"))
    assert found.comment == ((comment or "").strip() or None)
    assert (found.origin, found.where.channel, found.where.place) == (ORIGIN, "C1", "T1")


def _chosen(value: str | None) -> dict[str, Any]:
    return {"type": "external_select", "selected_option": {"value": value} if value else None}


def test_forms_give_commands() -> None:
    """A comparison and a question, as if they had been typed."""
    values = {
        "a": {"topic:a": _chosen("India")},
        "b": {"topic:b": _chosen("China")},
        "theme": {"theme:theme": _chosen(None)},
    }
    found = submissions.submitted_of(_sent(form("compare", ORIGIN), values))
    assert isinstance(found, submissions.CommandForm)
    assert found.command == Compare("India", "China", None)
    question = {"question": {"question": {"type": "plain_text_input", "value": "Why\nJapan?"}}}
    asked = submissions.submitted_of(_sent(form("ask", ORIGIN), question))
    assert isinstance(asked, submissions.CommandForm)
    assert asked.command == Ask("Why Japan?")


def test_what_is_wrong_with_a_form_is_said_beside_the_field() -> None:
    """The form stays open: the same topic twice, or a question of nothing."""
    values = {"a": {"topic:a": _chosen("India")}, "b": {"topic:b": _chosen("India")}}
    assert submissions.submitted_of(_sent(form("compare", ORIGIN), values)) == submissions.Errors(
        {"b": submissions.SAME}
    )
    empty = {"question": {"question": {"type": "plain_text_input", "value": "\u200e\x07"}}}
    found = submissions.submitted_of(_sent(form("ask", ORIGIN), empty))
    assert isinstance(found, submissions.Errors | submissions.CommandForm)


def test_a_form_that_is_not_ours_is_said_to_be_so() -> None:
    """Another app's callback, or one of another version."""
    with pytest.raises(BadInput, match=notices.FORGED[:20]):
        submissions.submitted_of(_sent({"callback_id": "order_pizza"}, {}))


@pytest.mark.parametrize("written", ["", "{}", "[1]", "no json", '{"channel": 7, "direct": "x", "other": 1}'])
def test_metadata_of_others_says_nothing(written: str) -> None:
    """Whatever a view carries, an origin comes of it."""
    assert from_metadata(written) == Origin()


def test_metadata_stays_within_its_limit() -> None:
    """What would be too long is left out; where to answer is kept."""
    long = Origin("C1", "U1", HOOK, "10.5", action="x" * 4_000)
    assert len(long.as_metadata()) <= 3_000
    assert from_metadata(long.as_metadata()).channel == "C1"
    assert from_metadata(ORIGIN.as_metadata()) == ORIGIN


def test_what_readers_typed_is_known_to_be_theirs() -> None:
    """Every text that must stay out of the log is found, wherever it stands in a payload."""
    assert parse.typed_texts(_slash("/ask", "a secret")) == ("a secret",)
    sent = _sent(feedback_form("wrong", ORIGIN), {"comment": {"comment": {"value": "not so"}}})
    assert "not so" in parse.typed_texts(sent)
    assert "India vs China" in parse.typed_texts(_pressed({"selected_option": {"value": "India vs China"}}))
    assert "why?" in parse.typed_texts({"event": {"text": "why?"}})


def test_share_is_gone_after_it_was_used(service: BriefingService) -> None:
    """The private message says "Shared" and offers everything else as before."""
    payload = render(service.brief("India"), ids=Values(Asked("brief", "India")))
    after = payload.without_share()
    buttons = [each for block in after.blocks if block["type"] == "actions" for each in block["elements"]]
    read = [parse.pressed_of(_pressed(each)).action for each in buttons if each["type"] == "button"]
    assert not any(isinstance(action, Share) for action in read)
    assert sum(isinstance(action, Feedback) for action in read) == 3
    assert any(
        block["type"] == "context" and block["elements"][0]["text"] == "Shared" for block in after.blocks
    )
