"""Replies as the messages of a digest: each stands alone, split between claims where it is too long. Pure.

Owns the line by which a message is found again, its edition's id and its number, and what it can be
pressed for. The same replies and id make the same messages on every machine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.adapters.discord import limits
from bot.adapters.discord.custom_ids import CustomIds
from bot.adapters.discord.dialect import Markdown
from bot.adapters.discord.escape import plain
from bot.adapters.discord.render import render_page
from bot.rendering.asked import Asked
from bot.rendering.cutting import ELLIPSIS, cut
from bot.rendering.pages import Page, paginate
from briefings.present.stamps import without_id
from briefings.reply import Reply, ShowEvidence

THREAD_NAME = 100
"""Characters of a thread's name (the vendor's page on channels)."""
_WHOLE = replace(limits.EMBEDS, comfort=limits.EMBEDS.body)
"""Nobody turns these pages, so that each holds as much as it can."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    reply: Reply
    page: Page
    below: bool


def parts(replies: Sequence[Reply], edition: str) -> tuple[tuple[Mapping[str, Any], bool], ...]:
    """The messages in order, each with whether it belongs into the thread of the first.

    `message` is the body of a request; `thread` names the thread, where there is one.
    """
    told = [without_id(reply, edition) for reply in replies]
    sheets = [sheet for number, reply in enumerate(told) for sheet in _sheets(reply, below=number > 0)]
    if len(replies) > 1:
        sheets = [replace(sheet, below=number > 0) for number, sheet in enumerate(sheets)]
    ids = CustomIds(Asked("digest", edition))
    made = []
    for number, sheet in enumerate(sheets, 1):
        foot = (*sheet.page.disclaimer, mark(edition, number, len(sheets)))
        payload = render_page(sheet.reply, replace(sheet.page, disclaimer=foot), ids=ids, visibility="public")
        body = payload.without_pictures().json()
        message = {name: value for name, value in body.items() if value is not None and name != "attachments"}
        named = {"thread": _thread_name(replies[0])} if sheet.below else {}
        made.append(({"message": message, **named}, sheet.below))
    return tuple(made)


def mark(edition: str, number: int, count: int) -> str:
    """The last line of a message's small print."""
    return f"{edition} · {number}/{count}" if count > 1 else edition


def marked(message: Mapping[str, Any]) -> str | None:
    """The last line of a message's small print, as it was sent or as Discord hands it back."""
    feet = [str((embed.get("footer") or {}).get("text") or "") for embed in message.get("embeds") or ()]
    return feet[-1].rpartition("\n")[2].strip() or None if feet else None


def _sheets(reply: Reply, *, below: bool) -> Iterator[_Sheet]:
    """The pages of a reply, none of which leads to another; what else to ask stands under the last."""
    pages = paginate(reply, _WHOLE, Markdown())
    evidence = tuple(each for each in reply.follow_ups if isinstance(each, ShowEvidence))
    for page in pages:
        last = page.number + 1 == len(pages)
        shown = reply if last else replace(reply, follow_ups=evidence)
        yield _Sheet(shown, replace(page, number=0, count=1), below)


def _thread_name(card: Reply) -> str:
    return cut(plain(card.title).strip(), lambda part: len(part) <= THREAD_NAME) or ELLIPSIS
