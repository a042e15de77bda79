"""The Home tab: the overview, topics to choose from, how to ask, a way to what is stored. Pure.

Slack's Home has no channel to answer in: what is pressed here is answered in a direct message.
"""

from typing import Any

from bot.adapters.slack import limits
from bot.adapters.slack.definitions import prefixed, shortcut, slash_commands
from bot.adapters.slack.dialect import Marked
from bot.adapters.slack.elements import Json, button, header, topic_select
from bot.adapters.slack.forms import FORM_VALUE
from bot.adapters.slack.render import Values, render
from bot.adapters.slack.rich_text import rich_text
from bot.rendering.actions import Action, Choose, Run, ShowEvidence
from bot.rendering.asked import Asked
from briefings.reply import Reply

_MARKED = Marked()
_WRITTEN = frozenset({"header", "rich_text", "context"})
_HOME_PLACE = 9
"""Tells Home's list apart from those of messages."""


def home(overview: Reply, prefix: str = "") -> Json:
    """The view to publish. `overview` answers /brief."""
    blocks = [
        *_written(overview, prefix),
        _row([topic_select("Choose a country or theme", _value(Choose("brief", _HOME_PLACE)))]),
        _row(list(_steps(overview))),
        {"type": "divider"},
        header("How to ask"),
        rich_text(_how_to_ask(prefix)),
    ]
    return {"type": "home", "blocks": blocks[: limits.VIEW_BLOCKS]}


def _written(overview: Reply, prefix: str) -> list[dict[str, Any]]:
    """The words of the overview's first page, without what hangs on it."""
    payload = render(overview, ids=Values(Asked("brief")), prefix=prefix)
    return [dict(block) for block in payload.blocks if block["type"] in _WRITTEN]


def _steps(overview: Reply) -> list[Json]:
    steps = [
        button("Ask a question", "home-ask", f"{FORM_VALUE}ask", primary=True),
        button("Compare two", "home-compare", f"{FORM_VALUE}compare"),
        button("Scenarios", "home-scenarios", _value(Run(Asked("scenarios")))),
        button("Map", "home-map", _value(Run(Asked("map")))),
        button("Sources", "home-sources", _value(Run(Asked("about", "sources")))),
        button("What is stored", "home-privacy", _value(Run(Asked("about", "privacy")))),
    ]
    claims = overview.claims[: limits.CLAIMS]
    evidence = [button("Evidence", "home-evidence", _value(ShowEvidence(claims)))] if claims else []
    return [*evidence, *steps]


def _how_to_ask(prefix: str) -> str:
    """Each command with an example, then the other ways."""
    name, _ = shortcut()
    commands = [
        f"{_MARKED.code(prefixed(each.definition.example, prefix))}{_MARKED.text(f' – {each.description}')}"
        for each in slash_commands(prefix)
    ]
    ways = (
        "In any channel I am in: mention me and ask. Everybody there sees the answer.",
        "Here, under Messages: just ask. Only you see the answer.",
        f"On any message: More actions, then “{name}”.",
    )
    return "\n".join(_MARKED.item(each) for each in (*commands, *map(_MARKED.text, ways)))


def _row(elements: list[Json]) -> Json:
    return {"type": "actions", "elements": elements}


def _value(action: Action) -> str:
    """An action of ours as text; every one of these is short."""
    return Values(Asked("brief")).encode(action) or ""
