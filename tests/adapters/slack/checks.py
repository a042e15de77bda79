"""What must hold of every page of every reply, read from the JSON alone. Used by tests and campaign."""

from typing import Any

from bot.adapters.slack.payload import Payload
from bot.adapters.slack.render import Values, Visibility, render_all
from bot.rendering.asked import Asked
from briefings.reply import Reply
from tests.adapters.corpus.demands import unmet
from tests.adapters.slack import rules
from tests.adapters.slack.reading import raw_markup, shown

_MOST_KEPT = 1_024
_KEPT: dict[tuple[int, Asked, bool], tuple[Reply, tuple[Payload, ...]]] = {}
"""Pages by the reply's identity; the reply is kept with them, so that no other takes its identity."""


def pages_of(reply: Reply, asked: Asked, *, public: bool = False) -> tuple[Payload, ...]:
    """Every page of the reply; kept, since the corpus is looked at in many ways."""
    key = (id(reply), asked, public)
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        visibility: Visibility = "public" if public else "private"
        _KEPT[key] = (reply, render_all(reply, ids=Values(asked), visibility=visibility))
    return _KEPT[key][1]


def bodies(reply: Reply, asked: Asked, *, public: bool = False) -> list[dict[str, Any]]:
    """Every page of the reply as a request's body, its picture laid in where it may have one."""
    if not public:
        return [page.response() for page in pages_of(reply, asked)]
    pages = pages_of(reply, asked, public=True)
    return [page.with_pictures(["F0"] * len(page.pictures)).message("C1") for page in pages]


def problems(reply: Reply, asked: Asked) -> list[str]:
    """Everything wrong with the pages of a reply, private and public."""
    private, public = bodies(reply, asked), bodies(reply, asked, public=True)
    return wrong_with(private, reply) + [f"public: {each}" for each in wrong_with(public, reply)]


def wrong_with(pages: list[dict[str, Any]], reply: Reply) -> list[str]:
    """Everything wrong with these pages of a reply."""
    seen = [shown(page["blocks"]) for page in pages]
    found = [problem for page in pages for problem in rules.violations(page)]
    found += [f"markup in the fallback text: {each}" for page in pages for each in raw_markup(page["text"])]
    return found + unmet(seen, reply)
