"""The form to begin or to edit a digest, and what is sent with it. Pure.

Owns its shape. What the fields may hold is read in `bot.digests`; a field that cannot be is named, and the
form stays open.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.adapters.slack import limits
from bot.adapters.slack.elements import Json, option, plain, short, topic_select, topics_select
from bot.adapters.slack.origin import Origin
from bot.commands import Option
from bot.desk.forms import CHOICES, DIGEST_FIELDS, LABELS, DigestForm, digest_command
from bot.digest_commands import DigestAdd, DigestEdit
from bot.digests.reading import MOST_TOPICS

DIGEST: Final = "digest"
"""The callback id of the form."""
EDITED: Final = "edit:"
"""In the origin's action: which digest the form edits; without one it begins another."""
_LONGEST: Final = 200
"""Characters that are typed into a field, beside what it holds already."""
_ALL: Final = "all"
_HINTS: Final = {"topics": "Countries and themes; none means all of them"}
"""Where a list says it otherwise than a line that is typed."""


def digest_form(origin: Origin, begins: DigestForm) -> Json:
    """The form, its fields filled in."""
    opened = replace(origin, action=f"{EDITED}{begins.digest}") if begins.digest else origin
    return {
        "type": "modal",
        "callback_id": DIGEST,
        "title": plain(begins.title, limits.MODAL_TITLE),
        "submit": plain("Look at it", limits.MODAL_TITLE),
        "close": plain("Cancel", limits.MODAL_TITLE),
        "private_metadata": opened.as_metadata(),
        "blocks": [_field(each, begins.held.get(each.name, "")) for each in DIGEST_FIELDS.values()],
    }


def digest_asked(given: Mapping[str, str], origin: Origin) -> DigestAdd | DigestEdit:
    """The command that a form comes to."""
    digest = origin.action.removeprefix(EDITED) if origin.action.startswith(EDITED) else ""
    return digest_command(digest, {name: given.get(name, "") for name in DIGEST_FIELDS})


def _field(asked: Option, held: str) -> Json:
    made: Json = {
        "type": "input",
        "block_id": asked.name,
        "label": plain(LABELS[asked.name]),
        "optional": not asked.required,
        "element": _element(asked, held),
    }
    return made if asked.name in CHOICES else made | {"hint": plain(_HINTS.get(asked.name, asked.help))}


def _element(asked: Option, held: str) -> dict[str, Any]:
    if asked.name in CHOICES:
        entries = [option(_upper(words), each) for each, words in CHOICES[asked.name].items()]
        made = {"type": "static_select", "action_id": asked.name, "options": entries}
        chosen = next((each for each in entries if each["value"] == held), None)
        return made | ({"initial_option": chosen} if chosen else {})
    match asked.type:
        case "zone":
            made = topic_select("Type a city, a country or a name", f"zone:{asked.name}")
            return made | ({"initial_option": option(held, held)} if held else {})
        case "topics":
            names = [each.strip() for each in held.split(",") if each.strip() not in {"", _ALL}]
            made = topics_select("All; or type a country or a theme", f"topics:{asked.name}", MOST_TOPICS)
            return made | ({"initial_options": [option(each, each) for each in names]} if names else {})
        case _:
            most = min(_LONGEST + len(held), limits.INPUT)
            written = {"type": "plain_text_input", "action_id": asked.name, "max_length": most}
            return written | ({"initial_value": short(held, most)} if held else {})


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
