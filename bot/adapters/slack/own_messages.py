"""What our own messages say of themselves, read back from Slack's blocks after a restart. Pure.

Slack hands back public messages only; of a private one it says no more than its time.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.adapters.slack.elements import plain
from bot.adapters.slack.escape import from_entities, read
from bot.adapters.slack.limits import VALUE
from bot.desk.action_text import decode
from bot.desk.desk import Shown
from bot.rendering.actions import Share, ShowEvidence
from bot.rendering.pages import YOU_ASKED

SHARED = "Shared"
_ACTIONS = "actions"


def shown_of(message: Mapping[str, Any] | None, channel: str, ts: str, *, private: bool) -> Shown:
    """A message of ours that something was done on; little more than its id where it is private."""
    place = f"{channel}:{ts}" if ts else ""
    if not message:
        return Shown(message=place, private=private)
    text = read(from_entities(str(message.get("text") or "")))
    question = question_in(text)
    return Shown(
        place,
        private,
        question,
        whole=question is None or not question.endswith("…"),
        text=text,
        claims=claims_in(message.get("blocks") or ()),
    )


def question_in(text: str) -> str | None:
    """The question that a message's words say they answer."""
    for line in text.split("\n"):
        if line.startswith(YOU_ASKED):
            return line.removeprefix(YOU_ASKED)
    return None


def claims_in(blocks: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The claims whose evidence a message offers, in order."""
    found = (decode(str(each.get("value") or ""), VALUE) for each in _buttons(blocks))
    return tuple(
        dict.fromkeys(c for action in found if isinstance(action, ShowEvidence) for c in action.claims)
    )


def without_share(blocks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The blocks with "Shared" said where "Share" could be pressed."""
    kept: list[dict[str, Any]] = []
    for block in blocks:
        if block.get("type") != _ACTIONS:
            kept.append(dict(block))
            continue
        elements = [each for each in block.get("elements") or () if not _shares(each)]
        gone = len(elements) < len(block.get("elements") or ())
        kept += [{**block, "elements": elements}] if elements else []
        kept += [{"type": "context", "elements": [plain(SHARED)]}] if gone else []
    return kept


def _shares(element: Mapping[str, Any]) -> bool:
    return isinstance(decode(str(element.get("value") or ""), VALUE), Share)


def _buttons(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for block in blocks:
        if block.get("type") == _ACTIONS:
            yield from block.get("elements") or ()
