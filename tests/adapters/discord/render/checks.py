"""What must hold of every page of every reply, read from the JSON alone. Used by tests and campaign."""

import re
from collections.abc import Iterator
from typing import Any

from bot.adapters.discord.custom_ids import CustomIds
from bot.adapters.discord.render import Style, Visibility, render_all
from bot.rendering.asked import Asked
from briefings.reply import Reply
from tests.adapters.corpus.demands import unmet
from tests.adapters.discord.render import rules
from tests.adapters.discord.render.markdown import RAW_PINGS, Shown, shown


def bodies(reply: Reply, asked: Asked, style: Style, *, public: bool = False) -> list[dict[str, Any]]:
    """Every page of the reply as a request's body."""
    visibility: Visibility = "public" if public else "private"
    pages = render_all(reply, ids=CustomIds(asked), style=style, visibility=visibility)
    return [page.json() for page in pages]


def problems(reply: Reply, asked: Asked, style: Style) -> list[str]:
    """Everything wrong with the pages of a reply."""
    return wrong_with(bodies(reply, asked, style), reply)


def wrong_with(pages: list[dict[str, Any]], reply: Reply) -> list[str]:
    """Everything wrong with these pages of a reply."""
    seen = [seen_of(page) for page in pages]
    found = [problem for page in pages for problem in rules.violations(page)]
    found += [problem for page in pages for problem in _pings(page)]
    return found + unmet(seen, reply)


def seen_of(body: dict[str, Any]) -> Shown:
    """What a client shows of a message, the small print under it included."""
    found = shown(text_of(body))
    found.text += f"\n{_footer(body)}"
    return found


def text_of(body: dict[str, Any]) -> str:
    """All markdown that a message shows."""
    texts = [each["content"] for each in rules.walk(body["components"]) if each["type"] == 10]
    texts += [
        "\n\n".join(embed[part] for part in ("title", "description") if part in embed)
        for embed in body.get("embeds", ())
    ]
    return "\n\n".join(texts)


def _footer(body: dict[str, Any]) -> str:
    return "\n".join(embed["footer"]["text"] for embed in body.get("embeds", ()) if "footer" in embed)


def _pings(body: dict[str, Any]) -> Iterator[str]:
    for each in rules.shown_strings(body):
        if RAW_PINGS.search(each):
            yield "a ping"
        if re.search("[\u202a-\u202e\x00-\x09\x0b-\x1f\x7f\x80-\x9f]", each):
            yield "a control character"
