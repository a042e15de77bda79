"""Modals: the comment to a feedback button, and forms for `/ask` and `/compare` used without their words.

Owns their shape. What was pressed, and where, goes along in the view's private metadata. Pure.
"""

from typing import Any, Literal

from bot.adapters.slack import limits
from bot.adapters.slack.elements import Json, plain, short, topic_select
from bot.adapters.slack.origin import Origin
from bot.commands import DEFINITIONS, Option
from bot.desk.forms import COMMENT, comment_form
from bot.rendering.actions import Kind
from briefings.answers.outcome import LONGEST_QUESTION

FormKind = Literal["ask", "compare"]
"""Forms for a whole command."""
FORM_KINDS: tuple[FormKind, ...] = ("ask", "compare")
FEEDBACK = "feedback"
"""The callback id of the comment's form; the others' is their kind."""
FORM_VALUE = "form:"
"""What the value of a button begins with that opens a form of a kind."""

_OPTIONAL = " (optional)"
"""Slack says so itself, beside the label."""
_TITLES: dict[FormKind, str] = {"ask": "Ask a question", "compare": "Compare"}


def feedback_form(kind: Kind, origin: Origin) -> Json:
    """The form for a comment. `origin.action`: the value of the button, which says on what."""
    asked = comment_form(kind)
    field = {
        "type": "plain_text_input",
        "action_id": COMMENT,
        "multiline": True,
        "max_length": asked.longest,
        "focus_on_load": True,
    }
    said = {
        "type": "input",
        "block_id": COMMENT,
        "label": plain(asked.label),
        "hint": plain(asked.hint.removesuffix(_OPTIONAL)),
        "optional": True,
        "element": field,
    }
    return _modal(FEEDBACK, asked.title, "Send", [said], origin)


def form(kind: FormKind, origin: Origin) -> Json:
    """The form for a command used without its words: one field for each of its options."""
    definition = next(each for each in DEFINITIONS if each.name == kind)
    fields = [_field(option) for option in definition.options]
    return _modal(kind, _TITLES[kind], "Ask" if kind == "ask" else "Compare", fields, origin)


def _field(option: Option) -> Json:
    return {
        "type": "input",
        "block_id": option.name,
        "label": plain(short(option.help, limits.LABEL)),
        "optional": not option.required,
        "element": _element(option),
    }


def _element(option: Option) -> dict[str, Any]:
    if option.type in {"topic", "theme"}:
        return topic_select("Type or choose a name", f"{option.type}:{option.name}")
    return {
        "type": "plain_text_input",
        "action_id": option.name,
        "multiline": True,
        "max_length": LONGEST_QUESTION,
        "focus_on_load": True,
    }


def _modal(callback: str, title: str, submit: str, blocks: list[Json], origin: Origin) -> Json:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, limits.MODAL_TITLE),
        "submit": plain(submit, limits.MODAL_TITLE),
        "close": plain("Cancel", limits.MODAL_TITLE),
        "private_metadata": origin.as_metadata(),
        "blocks": blocks,
    }
