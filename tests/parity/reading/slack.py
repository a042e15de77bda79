"""Slack's messages, views and commands, read back."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.adapters.slack import lacks, parse
from bot.adapters.slack.digest_form import DIGEST, digest_form
from bot.adapters.slack.forms import FEEDBACK, FORM_KINDS, feedback_form, form
from bot.adapters.slack.home import home
from bot.adapters.slack.limits import VALUE
from bot.adapters.slack.manifest import manifest
from bot.adapters.slack.options import options
from bot.adapters.slack.origin import Origin
from bot.adapters.slack.payload import Payload
from bot.adapters.slack.prompts import suggested_prompts
from bot.adapters.slack.render import Values, Visibility, render_all, said
from bot.adapters.slack.submissions import FeedbackForm, submitted_of
from bot.commands import Command, Definition, OptionType
from bot.desk.action_text import Forged, Outdated, decode, encode
from bot.desk.forms import NEW
from bot.desk.where import Where
from bot.digests.asker import Asker
from bot.grammar import parse as parse_line
from bot.rendering.actions import Action, Feedback
from bot.rendering.asked import Asked
from briefings.reply import Choice, Choose, Outcome, Reply
from briefings.topics import Topics
from tests.adapters.slack.reading import raw_markup, shown
from tests.adapters.slack.rules import elements
from tests.parity import typed
from tests.parity.platform import Page

_WRONG = encode(Feedback("wrong", Asked("brief", "India")), VALUE) or ""
_ORIGIN = Origin(channel="C1", user="U1", response_url="", message_ts="1.2", thread="", private=True)
_LISTS: dict[str, OptionType] = {"style": "style", "empty": "empty", "on_doubt": "doubt"}


class Slack:
    """Slack as the suite sees it."""

    name = "slack"
    title = "Slack"
    lacks = lacks.LACKS
    forms = ("blocks",)

    def pages(self, reply: Reply, asked: Asked, form: str, *, public: bool) -> list[Page]:
        """The messages."""
        seen: Visibility = "public" if public else "private"
        return [_read(each) for each in render_all(reply, ids=Values(asked), visibility=seen)]

    def said(self, sentence: str) -> Page:
        """A message of one sentence."""
        return _read(said(sentence))

    def used(self, path: str, definition: Definition, given: Mapping[str, str], topics: Topics) -> Command:
        """The command as Slack posts it, with what is typed after it."""
        features = manifest()["features"]
        if definition.form == "message":
            [shortcut] = [each for each in features["shortcuts"] if each["type"] == "message"]
            used = {"callback_id": shortcut["callback_id"], "message": {"text": given["text"]}}
            return parse.shortcut_of(used)
        name, _, sub = path.partition(" ")
        [registered] = [each for each in features["slash_commands"] if each["command"] == f"/{name}"] or [{}]
        text = f"{sub} {typed.line(given)}".strip()
        found = parse.command_of({"command": registered["command"], "text": text}, topics)
        if isinstance(found, str):  # the form opens instead; what it asks for is looked at with the forms
            return parse_line(f"/{name} {text}", topics)
        return found

    def asker(self) -> Asker | None:
        """A manager in a channel."""
        return Where("1", "2", "3", manages=True).asker(self.name)

    def completes(self, topics: Topics) -> frozenset[OptionType]:
        """What the forms and the Home tab list."""
        return frozenset(_completed(topics))

    def dialogs(self) -> frozenset[str]:
        """The forms, each by what it asks for; the comment's is read back."""
        view = feedback_form("wrong", Origin(**{**_fields(_ORIGIN), "action": _WRONG}))
        [block] = view["blocks"]
        state = {"values": {block["block_id"]: {block["element"]["action_id"]: {"value": "It is so."}}}}
        sent = submitted_of({"view": {**view, "state": state}, "user": {"id": "U1"}, "team": {"id": "T1"}})
        kept = isinstance(sent, FeedbackForm) and sent.comment == "It is so."
        made = [form(kind, _ORIGIN) for kind in FORM_KINDS] + [digest_form(_ORIGIN, NEW)]
        opened = {each["callback_id"] for each in made if list(elements(each["blocks"]))}
        assert {FEEDBACK, DIGEST, *FORM_KINDS} >= opened
        return frozenset({*opened, *({"comment"} if kept else ())})

    def surfaces(self) -> frozenset[str]:
        """By what the manifest asks for, and by what is read from what Slack sends."""
        settings = manifest()["settings"]["event_subscriptions"]["bot_events"]
        features = manifest()["features"]
        slash = {
            "command": "/brief",
            "channel_id": "C1",
            "user_id": "U1",
            "team_id": "T1",
            "thread_ts": "1.5",
        }
        nothing = Reply(Outcome.ANSWER, "Title", ())
        asked = Reply(Outcome.ANSWER, "T", (), follow_ups=(Choose("About", "brief", (Choice("A", "a"),)),))
        offered = {
            "commands in a channel": parse.where_of(slash).channel == "C1",
            "commands in a direct message": parse.where_of({**slash, "channel_id": "D1"}).writes,
            "commands in a thread": bool(parse.origin_of(slash).thread),
            "a mention in a channel": "app_mention" in settings,
            "words in a direct message": "message.im" in settings,
            "words in a thread without a mention": "message.channels" in settings,
            "a page of its own": features["app_home"]["home_tab_enabled"] and bool(home(nothing)["blocks"]),
            "suggested questions": "assistant_thread_started" in settings
            and bool(suggested_prompts(asked)["prompts"]),
        }
        return frozenset(name for name, holds in offered.items() if holds)


def _fields(origin: Origin) -> dict[str, Any]:
    return {name: getattr(origin, name) for name in Origin.__dataclass_fields__}


def _read(payload: Payload) -> Page:
    body = payload.response() if payload.private else payload.message("C1")
    found = shown(body["blocks"])
    pings = [*found.pings, *raw_markup(body["text"])]
    steps = list(_steps(body["blocks"]))
    return Page(
        found.text, found.links, pings, found.specials, found.labels, steps, len(payload.pictures), body
    )


def _steps(blocks: Any) -> Iterator[tuple[str, Action]]:
    for each in elements(blocks):
        button = each["type"] == "button"
        action = decode(each["value"] if button else each["action_id"], VALUE)
        assert not isinstance(action, Outdated | Forged)
        yield each["text" if button else "placeholder"]["text"], action


def _completed(topics: Topics) -> Iterator[OptionType]:
    views = [form(kind, _ORIGIN) for kind in FORM_KINDS] + [digest_form(_ORIGIN, NEW)]
    for view in views:
        for each in elements(view["blocks"]):
            if each["type"] == "static_select":
                yield _LISTS[each["action_id"]]
            if each["type"] in {"external_select", "multi_external_select"}:
                typing = parse.suggestion_of({"action_id": each["action_id"], "value": ""})
                if typing.kind == "zone" or options(typing, topics)["options"]:
                    yield typing.kind


PLATFORM = Slack()
