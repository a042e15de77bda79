"""A reply as one Discord message. Pure: the same reply, page and style give the same payload.

Owns the form of the message: an embed, or Components V2. What stands on which page is decided in
`bot.rendering`; nothing here opens a file or a connection.
"""

from dataclasses import replace
from typing import Any, Literal, assert_never

from bot.adapters.discord import limits
from bot.adapters.discord.dialect import Markdown
from bot.adapters.discord.escape import code, escape, plain
from bot.adapters.discord.layout import Layout, lay_out, weight
from bot.adapters.discord.payload import (
    CONTAINER,
    EPHEMERAL,
    GALLERY,
    IS_COMPONENTS_V2,
    Attachment,
    Json,
    Payload,
)
from bot.rendering.actions import Ids, TurnPage
from bot.rendering.controls import controls
from bot.rendering.cutting import ELLIPSIS, cut
from bot.rendering.measure import Limits
from bot.rendering.pages import YOU_ASKED, Page, paginate
from bot.rendering.plain_text import one_line
from briefings.reply import Outcome, Picture, Reply

Style = Literal["embeds", "components"]
Visibility = Literal["private", "public"]

LIMITS: dict[Style, Limits] = {"embeds": limits.EMBEDS, "components": limits.COMPONENTS}
TEXT_DISPLAY = 10
PICTURE_NAME = "map.png"
COLOURS = {
    Outcome.ANSWER: 0x2F6F9F,
    Outcome.ABSTAIN: 0xC08A1E,
    Outcome.FALSE_PREMISE: 0xC08A1E,
    Outcome.CLEAR_ERROR: 0xB03A3A,
}
_MARKDOWN = Markdown()


def render(
    reply: Reply,
    *,
    ids: Ids,
    page: int = 0,
    style: Style = "embeds",
    visibility: Visibility = "private",
) -> Payload:
    """Page `page` of the reply; the nearest one where there is none of that number."""
    pages = _pages(reply, ids, style)
    return _payload(reply, pages[max(0, min(page, len(pages) - 1))], ids, style, visibility)


def render_all(
    reply: Reply, *, ids: Ids, style: Style = "embeds", visibility: Visibility = "private"
) -> tuple[Payload, ...]:
    """Every page of the reply."""
    return tuple(_payload(reply, page, ids, style, visibility) for page in _pages(reply, ids, style))


def render_page(
    reply: Reply, page: Page, *, ids: Ids, style: Style = "embeds", visibility: Visibility = "private"
) -> Payload:
    """A page that was made elsewhere, such as a part of a digest."""
    return _payload(reply, page, ids, style, visibility)


def _pages(reply: Reply, ids: Ids, style: Style) -> tuple[Page, ...]:
    """The pages, as few as can be where no button could turn them."""
    turnable = ids.encode(TurnPage(ids.asked, 1)) is not None
    question = ids.asked.argument if ids.asked.verb == "ask" else None
    bounds = LIMITS[style]
    comfort = bounds.comfort if turnable else bounds.body
    return paginate(reply, replace(bounds, comfort=comfort), _MARKDOWN, question)


def _payload(reply: Reply, page: Page, ids: Ids, style: Style, visibility: Visibility) -> Payload:
    bounds = LIMITS[style]
    offered = controls(reply, page, ids.asked, private=visibility == "private")
    attachments = _attachments(reply) if page.number == 0 else ()
    spare = limits.MENU_BYTES
    if style == "components":
        spare = limits.V2_BYTES - weight(_container(reply, page, "x" * bounds.notes, attachments))
    layout = lay_out(offered, ids, turnable=_is_whole(page, ids.asked.argument), spare=spare)
    notes = _notes(layout, bounds)
    flags = EPHEMERAL if visibility == "private" else 0
    match style:
        case "embeds":
            embeds = _embeds(reply, page, notes, attachments)
            return Payload(embeds, layout.rows, flags, attachments, page=page.number, pages=page.count)
        case "components":
            rows = (_container(reply, page, notes, attachments), *layout.rows)
            flags |= IS_COMPONENTS_V2
            return Payload((), rows, flags, attachments, page=page.number, pages=page.count)
        case _:
            assert_never(style)


def _is_whole(page: Page, question: str | None) -> bool:
    """Whether the question could be read again from the page."""
    whole = one_line(question or "").strip()
    return page.question is None or (page.question == whole and not whole.endswith(ELLIPSIS))


def _embeds(reply: Reply, page: Page, notes: str, attachments: tuple[Attachment, ...]) -> tuple[Json, ...]:
    """One embed; two where there is a picture, so that it stands above the words."""
    colour = COLOURS[reply.outcome]
    foot = (*page.foot, *_number(page))
    text = _joined(_question(page), page.body, page.sources, notes)
    said: dict[str, Any] = {"description": text} if text else {}
    said |= {"footer": {"text": "\n".join(plain(line) for line in foot)}} if foot else {}
    if not attachments:
        return ({"title": _title(page), "color": colour, **said},)
    image = {"url": f"attachment://{attachments[0].name}"}
    top = {"title": _title(page), "color": colour, "image": image}
    return (top, {"color": colour, **said}) if said else (top,)


def _container(reply: Reply, page: Page, notes: str, attachments: tuple[Attachment, ...]) -> Json:
    small = "\n".join(_MARKDOWN.small(escape(line)) for line in (*page.foot, *_number(page)))
    gallery = [
        {"media": {"url": f"attachment://{each.name}"}, "description": each.alt} for each in attachments
    ]
    said, last = _joined(_question(page), page.body), _joined(page.sources, notes, small)
    parts: list[dict[str, Any]] = [
        {"type": TEXT_DISPLAY, "content": text} for text in (f"### {_title(page)}", said, last) if text
    ]
    if gallery:
        parts.insert(1, {"type": GALLERY, "items": gallery})
    return {"type": CONTAINER, "accent_color": COLOURS[reply.outcome], "components": parts}


def _title(page: Page) -> str:
    return escape(page.title).strip() or ELLIPSIS


def _question(page: Page) -> str:
    return _MARKDOWN.aside(f"{YOU_ASKED}{escape(page.question)}") if page.question else ""


def _number(page: Page) -> tuple[str, ...]:
    return (f"Page {page.number + 1} of {page.count}",) if page.count > 1 else ()


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _notes(layout: Layout, bounds: Limits) -> str:
    """What found no place as a button, in words; as much of it as fits."""
    lines = [escape(each) for each in layout.said]
    shown = list(layout.typed)
    while shown or lines:
        more = len(layout.typed) - len(shown)
        typed = " · ".join([*(code(each) for each in shown), *([f"{more} more"] if more else [])])
        said = "\n".join(_MARKDOWN.small(each) for each in (*lines, *([f"More: {typed}"] if typed else [])))
        if bounds.size(said) <= bounds.notes - 4:
            return said
        if not shown:
            return ""
        shown.pop()
    return ""


def _attachments(reply: Reply) -> tuple[Attachment, ...]:
    pictures = (block for block in reply.blocks if isinstance(block, Picture))
    return tuple(
        Attachment(PICTURE_NAME, cut(plain(each.alt), lambda part: len(part.encode()) <= limits.ALT), each)
        for each in list(pictures)[:1]
    )
