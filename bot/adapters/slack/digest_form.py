"""The form to begin or to edit a digest, and what is sent with it. Pure.

Owns its shape. What the fields may hold is read in `bot.digests`; a field that cannot be is named, and the
form stays open.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.adapters.slack import limits
from bot.adapters.slack.elements import Json, option, plain, short, topic_select
from bot.adapters.slack.origin import Origin
from bot.commands import DEFINITIONS, Option, each_one
from bot.digest_commands import DigestAdd, DigestEdit
from bot.digests.wording import length
from bot.schedules import text
from bot.subscriptions import EMPTY_POLICIES, STYLES, Subscription

DIGEST: Final = "digest"
"""The callback id of the form."""
EDITED: Final = "edit:"
"""In the origin's action: which digest the form edits; without one it begins another."""
_CHOICES: Final[dict[str, tuple[str, ...]]] = {"style": STYLES, "empty": EMPTY_POLICIES}
_LABELS: Final = {
    "days": "Days",
    "time": "Times",
    "zone": "Time zone",
    "topics": "Topics",
    "style": "Style",
    "empty": "When there is nothing to say",
    "skip": "Dates to leave out",
    "catch_up": "How late it may be posted",
}
_ADD: Final = next(each for each in each_one(DEFINITIONS) if each.command is DigestAdd)


def digest_form(origin: Origin, current: Subscription | None = None, topics: str = "") -> Json:
    """The form; with `current` its fields are filled in, `topics` being its topics by name."""
    held = {} if current is None else dict(_held(current)) | {"topics": topics}
    title = "New digest" if current is None else "Edit digest"
    opened = origin if current is None else replace(origin, action=f"{EDITED}{current.id}")
    return {
        "type": "modal",
        "callback_id": DIGEST,
        "title": plain(title, limits.MODAL_TITLE),
        "submit": plain("Look at it", limits.MODAL_TITLE),
        "close": plain("Cancel", limits.MODAL_TITLE),
        "private_metadata": opened.as_metadata(),
        "blocks": [_field(each, held.get(each.name, "")) for each in _ADD.options],
    }


def digest_command(given: Mapping[str, str], origin: Origin) -> DigestAdd | DigestEdit:
    """The command that a form comes to."""
    fields = {each.name: given.get(each.name, "") for each in _ADD.options}
    if origin.action.startswith(EDITED):
        emptied = {"topics": "all", "skip": "none"}
        filled = {name: value or emptied.get(name, "") for name, value in fields.items()}
        return DigestEdit(origin.action.removeprefix(EDITED), **filled)
    return DigestAdd(**fields)


def _held(current: Subscription) -> Iterator[tuple[str, str]]:
    """The fields of a digest as they would be typed."""
    schedule = current.schedule
    words = text(replace(schedule, skip=()))
    times = ", ".join(f"{each:%H:%M}" for each in schedule.times)
    yield "days", words.removesuffix(times.replace(", ", ",")).strip()
    yield "time", times
    yield "zone", schedule.zone
    yield "style", current.style
    yield "empty", current.empty
    yield "skip", ", ".join(each.isoformat() for each in schedule.skip)
    yield "catch_up", length(current.catch_up)


def _field(asked: Option, held: str) -> Json:
    return {
        "type": "input",
        "block_id": asked.name,
        "label": plain(_LABELS[asked.name]),
        "hint": plain(asked.help),
        "optional": not asked.required,
        "element": _element(asked, held),
    }


def _element(asked: Option, held: str) -> dict[str, Any]:
    if asked.name in _CHOICES:
        entries = [option(each, each) for each in _CHOICES[asked.name]]
        chosen = next((each for each in entries if each["value"] == held), entries[0])
        return {
            "type": "static_select",
            "action_id": asked.name,
            "options": entries,
            "initial_option": chosen,
        }
    if asked.type == "zone":
        made = topic_select("Type a city, a country or a name", f"zone:{asked.name}")
        return made | ({"initial_option": option(held, held)} if held else {})
    written = {"type": "plain_text_input", "action_id": asked.name, "max_length": 200}
    return written | ({"initial_value": short(held, 200)} if held else {})
