"""The form to begin or to edit a digest on Discord, and what is sent with it. Pure.

Owns its shape: five fields at the most (the vendor's page on modals), so that how late it may be posted and
what is said when there is nothing are options of the command alone. It carries what it is for in its id.
"""

from collections.abc import Mapping
from typing import Any, Final

from bot.adapters.discord.custom_ids import decode, encode
from bot.adapters.discord.definitions import DESCRIPTION, LONGEST_FIELD
from bot.adapters.discord.parse import fields_of
from bot.desk.forms import CHOICES, DIGEST_FIELDS, LABELS, DigestForm, digest_command
from bot.digest_commands import DigestAdd, DigestEdit
from bot.rendering.actions import Run
from bot.rendering.asked import Asked

FIELDS: Final = ("schedule", "zone", "topics", "style", "skip")
_LABELLED, _TEXT_INPUT, _SELECT, _SHORT = 18, 4, 3, 1
_INPUT: Final = 4_000
"""Characters of a text input, at the most (the vendor's page on components)."""
_HINTS: Final[Mapping[str, str]] = {
    "schedule": "weekdays 08:30; mon,thu 08:30, 17:00; first monday 09:00; last day 18:00",
    "zone": "By name, city or country: Europe/London, Kolkata, Japan",
    "skip": "Such as 2026-12-25, 2027-01-01",
    "topics": "Countries and themes, with commas; nothing means all",
}
_NEEDED: Final = frozenset({"schedule", "zone"})


def digest_form(begins: DigestForm) -> dict[str, Any]:
    """The form, its fields filled in."""
    about = f"edit {begins.digest}" if begins.digest else "add"
    return {
        "custom_id": encode(Run(Asked("digest", about))),
        "title": begins.title,
        "components": [_labelled(name, begins.held.get(name, "")) for name in FIELDS],
    }


def digest_asked(data: Mapping[str, Any]) -> DigestAdd | DigestEdit | None:
    """The command that a submitted form comes to; None where it is none for a digest."""
    action = decode(str(data.get("custom_id", "")))
    if not isinstance(action, Run) or action.asked.verb != "digest":
        return None
    word, _, digest = (action.asked.argument or "").partition(" ")
    if word not in {"add", "edit"} or (word == "edit") != bool(digest):
        return None
    given = dict(fields_of(data))
    return digest_command(digest, {name: given.get(name, "") for name in FIELDS})


def _labelled(name: str, held: str) -> dict[str, Any]:
    made: dict[str, Any] = {"type": _LABELLED, "label": LABELS[name], "component": _field(name, held)}
    hint = _HINTS.get(name) or DIGEST_FIELDS[name].help
    return made if name in CHOICES else made | {"description": hint[:DESCRIPTION]}


def _field(name: str, held: str) -> dict[str, Any]:
    if name in CHOICES:
        options = [
            {"label": words[:1].upper() + words[1:], "value": each, "default": each == held}
            for each, words in CHOICES[name].items()
        ]
        return {"type": _SELECT, "custom_id": name, "options": options, "required": True}
    field = {
        "type": _TEXT_INPUT,
        "custom_id": name,
        "style": _SHORT,
        "required": name in _NEEDED,
        "max_length": min(LONGEST_FIELD + len(held), _INPUT),
    }
    return field | ({"value": held} if held else {})
