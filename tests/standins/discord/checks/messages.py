"""The rules of a whole message: what may stand beside what, and what is empty."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from tests.standins.calls import Upload
from tests.standins.discord import limits
from tests.standins.discord.checks.components import check_components
from tests.standins.discord.checks.embeds import check_embeds, is_empty
from tests.standins.discord.refusals import Form, empty_message, too_large
from tests.standins.discord.world import COMPONENTS_V2, EPHEMERAL

SUPPRESS_EMBEDS = 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12
SENT_FLAGS = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2
PARSED_MENTIONS = ("everyone", "users", "roles")
MENTIONS = 100


class Sending(Enum):
    """How a message is sent, which decides the flags it may have."""

    BY_BOT = "create message"
    BY_INTERACTION = "interaction response or follow-up"
    EDIT = "edit"


def check_message(
    body: dict[str, Any], uploads: Sequence[Upload], sending: Sending, filenames: Sequence[str], *, v2: bool
) -> None:
    """Raise `Refused` when a message as it would stand breaks a rule.

    `body` is the whole message, after an edit was applied to it; `filenames` are the files it would carry;
    `v2` whether it would be made of Components V2.
    """
    form = Form()
    form.longest(("content",), body.get("content"), limits.CONTENT)
    _check_files(form, body, uploads, filenames)
    _check_flags(form, body, sending)
    _check_mentions(form, body.get("allowed_mentions"))
    _check_nonce(form, body)
    if v2:
        _check_alone(form, body)
    check_embeds(form, body.get("embeds"), filenames)
    check_components(form, body.get("components"), filenames, v2=v2)
    form.refuse_if_wrong()
    if not _shows_something(body, filenames, v2=v2):
        raise empty_message()


def _shows_something(body: dict[str, Any], filenames: Sequence[str], *, v2: bool) -> bool:
    if v2:
        return bool(body.get("components"))
    embeds = [each for each in body.get("embeds") or [] if not is_empty(each)]
    return bool((body.get("content") or "").strip() or embeds or filenames or body.get("components"))


def _check_files(
    form: Form, body: dict[str, Any], uploads: Sequence[Upload], filenames: Sequence[str]
) -> None:
    if any(len(each.data) > limits.FILE_BYTES for each in uploads):
        raise too_large()
    if len(filenames) > limits.FILES:
        text = f"Must be {limits.FILES} or fewer in length."
        form.add(("attachments",), "BASE_TYPE_MAX_LENGTH", text)
    for index, each in enumerate(body.get("attachments") or []):
        form.longest(("attachments", index, "description"), each.get("description"), limits.FILE_DESCRIPTION)


def _check_flags(form: Form, body: dict[str, Any], sending: Sending) -> None:
    flags = body.get("flags") or 0
    allowed = SENT_FLAGS | (EPHEMERAL if sending is Sending.BY_INTERACTION else 0)
    if not isinstance(flags, int) or flags & ~allowed:
        form.add(("flags",), "MESSAGE_FLAGS_INVALID", f"Only the flags {allowed} can be set here.")


def _check_alone(form: Form, body: dict[str, Any]) -> None:
    for name in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(name):
            text = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            form.add((name,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)


def _check_nonce(form: Form, body: dict[str, Any]) -> None:
    nonce = body.get("nonce")
    if isinstance(nonce, str):
        form.longest(("nonce",), nonce, limits.NONCE)
    elif nonce is not None and not isinstance(nonce, int):
        form.add(("nonce",), "NONCE_TYPE_INVALID_TYPE", "A nonce is a number or text.")


def _check_mentions(form: Form, allowed: Any) -> None:
    if allowed is None:
        return
    parsed = allowed.get("parse") or []
    for index, each in enumerate(parsed):
        if each not in PARSED_MENTIONS:
            text = f"Value must be one of {PARSED_MENTIONS}."
            form.add(("allowed_mentions", "parse", index), "BASE_TYPE_CHOICES", text)
    for name in ("users", "roles"):
        form.most(("allowed_mentions", name), allowed.get(name), MENTIONS)
        if name in parsed and allowed.get(name):
            text = f'parse:["{name}"] and {name}: [ids...] are mutually exclusive.'
            form.add(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", text)
