"""A reply as one Slack message. Pure: the same reply, page and visibility give the same payload.

Owns the form of the message: header, rich text, small print, rows to press. What stands on which page is
decided in `bot.rendering`; nothing here opens a file or a connection.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from bot.adapters.slack import limits
from bot.adapters.slack.definitions import prefixed
from bot.adapters.slack.dialect import Marked
from bot.adapters.slack.elements import header, small_print
from bot.adapters.slack.escape import entities, from_entities, read, shown
from bot.adapters.slack.layout import Layout, lay_out
from bot.adapters.slack.payload import Attachment, Block, Payload
from bot.adapters.slack.rich_text import as_words, rich_text, words
from bot.adapters.slack.weight import weight
from bot.desk.action_text import encode
from bot.rendering.actions import Action, Ids, Share, TurnPage
from bot.rendering.asked import Asked
from bot.rendering.controls import Controls, controls
from bot.rendering.cutting import ELLIPSIS, cut
from bot.rendering.pages import MORE_ARTICLES, YOU_ASKED, Page, paginate
from bot.rendering.sources import numbers_in
from briefings.reply import Outcome, Picture, Reply

Visibility = Literal["private", "public"]

LEAST_LISTS = 1_500
"""What styles may not take from the lists of topics: rather plain words than nothing to choose from."""
NOT_SHOWN = "Share this, or ask in a direct message, to see the picture."
"""Said of a picture under what one person sees alone."""
_MARKED = Marked()


@dataclass(frozen=True, slots=True)
class Values:
    """Writes the actions of one reply as values of buttons. `asked` is the command it answers.

    A value says all that is needed: Slack does not hand back a private message that is pressed on.
    """

    asked: Asked

    def encode(self, action: Action) -> str | None:
        """The action as a value; None where it does not fit, or would have to be read from the message."""
        if isinstance(action, TurnPage | Share) and action.asked.argument is None:
            return None
        return encode(action, limits.VALUE)


@dataclass(frozen=True, slots=True)
class SlackRenderer:
    """Replies and sentences as Slack's messages. `prefix` stands before the names of our commands."""

    prefix: str = ""

    def render(
        self, reply: Reply, asked: Asked, page: int, visibility: Visibility, locale: str = "en"
    ) -> Payload:
        """One page of a reply; the nearest one where there is none of that number."""
        return render(reply, ids=Values(asked), page=page, visibility=visibility, prefix=self.prefix)

    def said(self, sentence: str, visibility: Visibility = "private") -> Payload:
        """One sentence of ours; commands it names are named as they are registered."""
        return said(prefixed(sentence, self.prefix), visibility)

    def alone(self, message: Mapping[str, Any]) -> Payload:
        """A digest's message as one that a single person sees."""
        return Payload(tuple(message["blocks"]), str(message["text"]), private=True)

    def words(self, payload: Payload) -> str:
        """Everything a message says, as its reader sees it."""
        return read(from_entities(payload.text))


def render(
    reply: Reply, *, ids: Ids, page: int = 0, visibility: Visibility = "private", prefix: str = ""
) -> Payload:
    """Page `page` of the reply; the nearest one where there is none of that number."""
    pages = _pages(reply, ids, prefix)
    return _payload(reply, pages[max(0, min(page, len(pages) - 1))], ids, visibility, prefix)


def render_all(
    reply: Reply, *, ids: Ids, visibility: Visibility = "private", prefix: str = ""
) -> tuple[Payload, ...]:
    """Every page of the reply."""
    return tuple(_payload(reply, page, ids, visibility, prefix) for page in _pages(reply, ids, prefix))


def render_page(
    reply: Reply, page: Page, *, ids: Ids, visibility: Visibility = "private", prefix: str = ""
) -> Payload:
    """A page that was made elsewhere, such as a part of a digest."""
    return _payload(reply, page, ids, visibility, prefix)


def said(sentence: str, visibility: Visibility = "private") -> Payload:
    """One sentence of ours as a message."""
    written = shown(sentence)
    return Payload((rich_text(written),), entities(written), private=visibility == "private")


def _pages(reply: Reply, ids: Ids, prefix: str) -> tuple[Page, ...]:
    """The pages, as few as can be where no button could turn them."""
    turnable = ids.encode(TurnPage(ids.asked, 1)) is not None
    question = ids.asked.argument if ids.asked.verb == "ask" else None
    bounds = limits.MESSAGE
    comfort = bounds.comfort if turnable else bounds.body
    return paginate(reply, replace(bounds, comfort=comfort), Marked(prefix), question)


def _payload(reply: Reply, page: Page, ids: Ids, visibility: Visibility, prefix: str) -> Payload:
    private = visibility == "private"
    offered = _offered(reply, page, ids.asked, private=private)
    body = _joined(_question(page), page.body)
    pictures = () if private or page.number else _pictures(reply)
    room = limits.WEIGHT - sum(weight(each.block("F" * limits.FILE_ID)) + 1 for each in pictures)
    write = partial(_held, page, body, "x" * limits.MESSAGE.notes, prefix)
    held = write(rich_text)
    numbers = numbers_in(words(page.sources)) if ids.asked.verb == "digest" else ()
    least = lay_out(replace(offered, menus=()), ids, room, page.number, numbers)
    if weight(held) + weight(least.rows) + (LEAST_LISTS if offered.menus else 0) > room:
        held = write(as_words)
    layout = lay_out(offered, ids, room - weight(held), page.number, numbers)
    unseen = (NOT_SHOWN,) if private and not page.number and _pictures(reply) else ()
    notes = _notes(replace(layout, said=(*unseen, *layout.said)), prefix)
    written = 1 + sum(each["type"] == "rich_text" for each in held)
    blocks = (*held[:written], *_below(page, notes, prefix), *layout.rows)
    text = _fallback(page, body, notes, prefix)
    return Payload(blocks, text, private, pictures, page=page.number, pages=page.count)


def _offered(reply: Reply, page: Page, asked: Asked, *, private: bool) -> Controls:
    """The controls; on a text in which nothing was found there is nothing to share and to judge."""
    offered = controls(reply, page, asked, private=private)
    nothing = asked.verb == "text" and reply.outcome is Outcome.ABSTAIN
    return replace(offered, share=(), feedback=()) if nothing else offered


def _held(page: Page, body: str, notes: str, prefix: str, write: Callable[[str], Block]) -> tuple[Block, ...]:
    """Everything but what can be pressed."""
    said = (write(body),) if rich_text(body)["elements"] else ()
    return (header(_title(page)), *said, *_below(page, notes, prefix))


def _below(page: Page, notes: str, prefix: str) -> tuple[dict[str, Any], ...]:
    """Sources and what could not be placed; basis, disclaimer and the number of the page."""
    return (*small_print((words(page.sources), notes)), *small_print(_foot(page, prefix)))


def _foot(page: Page, prefix: str) -> tuple[str, ...]:
    number = (f"Page {page.number + 1} of {page.count}",) if page.count > 1 else ()
    said = (prefixed(line, prefix) if line == MORE_ARTICLES else line for line in page.foot)
    return tuple(shown(line) for line in (*said, *number))


def _title(page: Page) -> str:
    return shown(page.title).strip() or ELLIPSIS


def _question(page: Page) -> str:
    return _MARKED.aside(f"{YOU_ASKED}{_MARKED.text(page.question)}") if page.question else ""


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part.strip())


def _notes(layout: Layout, prefix: str) -> str:
    """What found no place as a button, in words; as much of it as fits."""
    lines = [shown(each) for each in layout.said]
    typed = [shown(f"/{prefix}{each.removeprefix('/')}") for each in layout.typed]
    kept = list(typed)
    while kept or lines:
        more = len(typed) - len(kept)
        listed = " · ".join([*kept, *([f"{more} more"] if more else [])])
        said = "\n".join([*lines, *([f"More: {listed}"] if listed else [])])
        if limits.MESSAGE.size(said) <= limits.MESSAGE.notes - 4:
            return said
        if not kept:
            return ""
        kept.pop()
    return ""


def _pictures(reply: Reply) -> tuple[Attachment, ...]:
    found = (block for block in reply.blocks if isinstance(block, Picture))
    size = limits.MESSAGE.size
    return tuple(
        Attachment(
            cut(shown(each.title), lambda part: size(part) <= limits.HEADER) or ELLIPSIS,
            cut(shown(each.alt), lambda part: size(part) <= limits.ALT) or ELLIPSIS,
            each,
        )
        for each in list(found)[:1]
    )


def _fallback(page: Page, body: str, notes: str, prefix: str) -> str:
    """All words of the page, for those who hear it or glimpse it; less of its middle where it is too long."""
    foot = "\n".join(_foot(page, prefix))
    for middle in _shorter(_joined(words(body), words(page.sources), notes)):
        text = entities(_joined(_title(page), middle, foot))
        if limits.MESSAGE.size(text) <= limits.FALLBACK:
            return text
    size = limits.MESSAGE.size
    return entities(cut(_title(page), lambda part: size(entities(part)) <= limits.FALLBACK) or ELLIPSIS)


def _shorter(text: str) -> list[str]:
    """The text, then ever fewer of its lines."""
    lines = text.split("\n")
    return [text, *("\n".join([*lines[:kept], ELLIPSIS]) for kept in range(len(lines) - 1, -1, -1))]
