"""Forms that are sent, read into our own values. Pure: plain mappings in, feedback and commands out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot import notices
from bot.adapters.slack.digest_form import DIGEST, digest_asked
from bot.adapters.slack.forms import FEEDBACK, FORM_KINDS
from bot.adapters.slack.limits import VALUE
from bot.adapters.slack.origin import Origin, from_metadata
from bot.adapters.slack.parse import fields_of, value_of
from bot.commands import Ask, Command, Compare
from bot.desk.action_text import Forged, Outdated, decode
from bot.desk.forms import COMMENT
from bot.desk.where import DIRECT, Where
from bot.grammar import clean
from bot.rendering.actions import Action
from briefings.errors import BadInput

SAME = "Choose another one than the first."


@dataclass(frozen=True, slots=True)
class FeedbackForm:
    """A comment, on what `action` says; None where nothing was written."""

    action: Action | Outdated | Forged
    comment: str | None
    where: Where
    origin: Origin


@dataclass(frozen=True, slots=True)
class CommandForm:
    """A command put together in a form."""

    command: Command
    where: Where
    origin: Origin


@dataclass(frozen=True, slots=True)
class Errors:
    """What is wrong with a form, by the names of its blocks; the form stays open and says so."""

    by_block: Mapping[str, str]


def submitted_of(payload: Mapping[str, Any]) -> FeedbackForm | CommandForm | Errors:
    """A form that was sent. Raises BadInput for one that is not ours."""
    view = payload.get("view") or {}
    origin = from_metadata(str(view.get("private_metadata") or ""))
    where = _where(payload, origin)
    given = {name: value_of(field) for name, field in fields_of(view)}
    callback = view.get("callback_id")
    if callback == FEEDBACK:
        return FeedbackForm(decode(origin.action, VALUE), given.get(COMMENT) or None, where, origin)
    if callback == DIGEST:
        return CommandForm(digest_asked(given, origin), where, origin)
    form = next((each for each in FORM_KINDS if each == callback), None)
    match form:
        case "ask":
            return _asked(given, where, origin)
        case "compare":
            return _compared(given, where, origin)
        case None:
            raise BadInput(notices.FORGED)


def _asked(given: Mapping[str, str], where: Where, origin: Origin) -> CommandForm | Errors:
    try:
        return CommandForm(Ask(clean(given.get("question", ""))), where, origin)
    except BadInput as error:
        return Errors({"question": str(error)})


def _compared(given: Mapping[str, str], where: Where, origin: Origin) -> CommandForm | Errors:
    a, b = (clean(given.get(name) or "…") for name in ("a", "b"))
    if a.casefold() == b.casefold():
        return Errors({"b": SAME})
    theme = given.get("theme")
    return CommandForm(Compare(a, b, clean(theme) if theme else None), where, origin)


def _where(payload: Mapping[str, Any], origin: Origin) -> Where:
    """Who sent the form, and where it was opened from: a form itself stands nowhere."""
    user, team = payload.get("user") or {}, payload.get("team") or {}
    place = DIRECT if origin.direct else str(team.get("id") or user.get("team_id") or "")
    reader = str(user.get("id") or "")
    return Where(
        reader,
        place,
        origin.channel,
        origin.direct,
        manages=False,
        writes=True,
        channel_name=origin.channel_name,
    )
