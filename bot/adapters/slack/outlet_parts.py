"""Replies as the messages of a digest: each stands alone, split between claims where it is too long. Pure.

Owns the metadata by which a message is found again, and the line that shows the same to readers. Every
app and member can read metadata: nothing is in it but the edition's id and the part's number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.adapters.slack import limits
from bot.adapters.slack.dialect import Marked
from bot.adapters.slack.render import Values, render_page
from bot.rendering.asked import Asked
from bot.rendering.pages import Page, paginate
from briefings.present.stamps import without_id
from briefings.reply import Block, Bullets, Code, Inline, Paragraph, Remark, Reply, ShowEvidence

EVENT = "communique_digest"
"""The metadata's type."""
_WHOLE = replace(limits.MESSAGE, comfort=limits.MESSAGE.body)
"""Nobody turns these pages, so that each holds as much as it can."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    reply: Reply
    page: Page


def parts(
    replies: Sequence[Reply], edition: str, prefix: str = ""
) -> tuple[tuple[Mapping[str, Any], bool], ...]:
    """The messages in order, each with whether it belongs into the thread of the first.

    `message` is the body of a request. `prefix` stands before the names of our commands.
    """
    told = [without_id(reply, edition) for reply in replies]
    sheets = [sheet for reply in told for sheet in _sheets(_named(reply, prefix))]
    ids = Values(Asked("digest", edition))
    made = []
    for number, sheet in enumerate(sheets, 1):
        foot = (*sheet.page.disclaimer, mark(edition, number, len(sheets)))
        page = replace(sheet.page, disclaimer=foot)
        payload = render_page(sheet.reply, page, ids=ids, visibility="public", prefix=prefix)
        message = {name: value for name, value in payload.message("").items() if name != "channel"}
        message["metadata"] = {
            "event_type": EVENT,
            "event_payload": {"edition": edition, "part": number},
        }
        made.append(({"message": message}, len(replies) > 1 and number > 1))
    return tuple(made)


def mark(edition: str, number: int, count: int) -> str:
    """The last line of a message's small print."""
    return f"{edition} · {number}/{count}" if count > 1 else edition


def told_in(message: Mapping[str, Any]) -> tuple[str, int] | None:
    """The edition and part that a message of ours names in its metadata, as Slack hands it back."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    part = str(payload.get("part"))
    if metadata.get("event_type") != EVENT or not part.isdecimal():
        return None
    return str(payload.get("edition")), int(part)


def _named(reply: Reply, prefix: str) -> Reply:
    """The reply, what it tells to type as our commands are registered."""
    return replace(reply, blocks=tuple(_block(each, prefix) for each in reply.blocks)) if prefix else reply


def _block(block: Block, prefix: str) -> Block:
    match block:
        case Paragraph() | Remark():
            return replace(block, inlines=_inlines(block.inlines, prefix))
        case Bullets():
            return replace(block, items=tuple(_inlines(each, prefix) for each in block.items))
        case _:
            return block


def _inlines(inlines: Sequence[Inline], prefix: str) -> tuple[Inline, ...]:
    return tuple(
        Code(f"/{prefix}{each.text[1:]}") if isinstance(each, Code) and each.text.startswith("/") else each
        for each in inlines
    )


def _sheets(reply: Reply) -> Iterator[_Sheet]:
    """The pages of a reply, none of which leads to another; what else to ask stands under the last."""
    pages = paginate(reply, _WHOLE, Marked())
    evidence = tuple(each for each in reply.follow_ups if isinstance(each, ShowEvidence))
    for page in pages:
        last = page.number + 1 == len(pages)
        shown = reply if last else replace(reply, follow_ups=evidence)
        yield _Sheet(shown, replace(page, number=0, count=1))
