"""A whole message and a whole view, as they may be sent."""

import json
from collections.abc import Mapping
from typing import Any

from tests.standins.slack import limits
from tests.standins.slack.checks.blocks import BlockChecks, Surface
from tests.standins.slack.checks.texts import known, mapping, text_object
from tests.standins.slack.refusals import Problems, Refused


def size(value: Any) -> int:
    """Characters of the value as compact JSON.

    Both reports on the cliff (bolt-js 2509 and 2867) fit this measure; the sum of texts alone does not.
    """
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def check_message(body: Mapping[str, Any], checks: BlockChecks, *, with_files: bool = False) -> None:
    """Raise `Refused` when text, blocks or metadata break a rule."""
    text, blocks = body.get("text"), body.get("blocks")
    if text is not None and not isinstance(text, str):
        raise Refused("invalid_arguments", messages=("[ERROR] must be a string [json-pointer:/text]",))
    if not (text or "").strip() and not blocks and not body.get("attachments") and not with_files:
        raise Refused("no_text")
    if body.get("attachments"):
        attached = body["attachments"]
        if not isinstance(attached, list) or len(attached) > limits.ATTACHMENTS:
            raise Refused("invalid_attachments")
    if blocks is not None:
        if not isinstance(blocks, list):
            raise Refused("invalid_blocks_format")
        problems = Problems()
        checks.check(problems, blocks, Surface.MESSAGE)
        problems.refuse_if_wrong("invalid_blocks")
        if size(blocks) > limits.BLOCKS_TEXT:
            raise Refused("msg_blocks_too_long")
    check_metadata(body.get("metadata"))


def check_metadata(metadata: Any) -> None:
    """Raise `Refused` when metadata has no event type and payload, or is too large."""
    if metadata is None:
        return
    fits = (
        isinstance(metadata, Mapping)
        and isinstance(metadata.get("event_type"), str)
        and metadata["event_type"]
        and isinstance(metadata.get("event_payload", {}), Mapping | None)
    )
    if not fits:
        raise Refused("invalid_metadata_format")
    if len(json.dumps(metadata).encode()) > limits.METADATA_BYTES:
        raise Refused("metadata_too_large")


def check_view(view: Any, checks: BlockChecks, surface: Surface) -> dict[str, Any]:
    """The view, or `Refused` ("invalid_arguments") with all that is wrong with it."""
    problems = Problems()
    found = mapping(problems, ("view",), view)
    if found is None or found.get("type") != surface.value:
        problems.add(("view", "type"), f"must be {surface.value}")
        problems.refuse_if_wrong("invalid_arguments")
    assert found is not None
    _texts_of_view(problems, found, surface)
    blocks = checks.check(problems, found.get("blocks"), surface)
    if (
        surface is Surface.MODAL
        and not found.get("submit")
        and any(each.get("type") == "input" for each in blocks)
    ):
        problems.add(("view", "submit"), "must define `submit` to use an `input` block in modals")
    problems.refuse_if_wrong("invalid_arguments")
    if len(json.dumps(found).encode()) > limits.VIEW_BYTES:
        raise Refused("view_too_large")
    return dict(found)


def _texts_of_view(problems: Problems, view: Mapping[str, Any], surface: Surface) -> None:
    common = ("blocks", "private_metadata", "callback_id", "external_id")
    if surface is Surface.MODAL:
        known(
            problems,
            ("view",),
            view,
            *common,
            "title",
            "submit",
            "close",
            "clear_on_close",
            "notify_on_close",
            "submit_disabled",
        )
        text_object(problems, ("view", "title"), view.get("title"), limits.VIEW_TITLE)
        for name in ("submit", "close"):
            if view.get(name) is not None:
                text_object(problems, ("view", name), view[name], limits.VIEW_BUTTON)
    else:
        known(problems, ("view",), view, *common)
    for name, limit in (
        ("private_metadata", limits.PRIVATE_METADATA),
        ("callback_id", limits.CALLBACK_ID),
        ("external_id", limits.EXTERNAL_ID),
    ):
        if view.get(name) is not None:
            problems.text(("view", name), view[name], limit, least=0)
