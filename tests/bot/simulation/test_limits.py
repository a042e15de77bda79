"""What the simulation refuses on behalf of the platforms."""

from typing import Any

import pytest

from bot.simulation.limits import discord_breaks, slack_breaks

PINGLESS: dict[str, Any] = {"allowed_mentions": {"parse": []}}
QUIET = {"unfurl_links": False, "unfurl_media": False}


def _discord(**more: Any) -> dict[str, Any]:
    return {"message": {**PINGLESS, **more}}


def _button(**more: Any) -> dict[str, Any]:
    return {"type": 1, "components": [{"type": 2, **more}]}


@pytest.mark.parametrize(
    ("payload", "broken"),
    [
        (_discord(content="x" * 2_000), ""),
        (_discord(content="x" * 2_001), "content: 2001 of 2000"),
        (_discord(embeds=[{"title": "x" * 257}]), "title: 257 of 256"),
        (_discord(embeds=[{"description": "x" * 4_097}]), "description: 4097 of 4096"),
        (_discord(embeds=[{"footer": {"text": "x" * 2_049}}]), "footer: 2049 of 2048"),
        (_discord(embeds=[{"description": "x" * 3_001}] * 2), "characters over all embeds: 6002 of 6000"),
        (_discord(embeds=[{"title": "x"}] * 11), "embeds: 11 of 10"),
        (_discord(components=[_button()] * 6), "rows: 6 of 5"),
        (_discord(components=[_button(label="x" * 81)]), "label: 81 of 80"),
        (_discord(components=[_button(custom_id="x" * 101)]), "custom_id: 101 of 100"),
        ({"message": {"content": "x"}}, "mentions that may ping: 1 of 0"),
        ({**_discord(), "thread": "x" * 101}, "name of a thread: 101 of 100"),
    ],
)
def test_discord_refuses_what_is_over(payload: dict[str, Any], broken: str) -> None:
    """At the limit it is taken, one above it is refused and named."""
    assert discord_breaks(payload, "k" * 25) == ((broken,) if broken else ())


def test_discord_refuses_a_long_nonce() -> None:
    """A nonce has 25 characters at the most."""
    assert discord_breaks(_discord(), "k" * 26) == ("nonce: 26 of 25",)


def _text(length: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * length}


@pytest.mark.parametrize(
    ("message", "broken"),
    [
        ({"text": "x" * 4_000}, ""),
        ({"text": "x" * 4_001}, "text: 4001 of 4000"),
        ({"blocks": [{"type": "divider"}] * 51}, "blocks: 51 of 50"),
        ({"blocks": [{"type": "header", "text": _text(151)}]}, "header: 151 of 150"),
        ({"blocks": [{"type": "section", "text": _text(3_001)}]}, "section: 3001 of 3000"),
        ({"blocks": [{"type": "rich_text", "elements": [_text(13_201)]}]}, "characters over all blocks"),
        ({"blocks": [{"type": "actions", "elements": [{}] * 26}]}, "elements of actions: 26 of 25"),
        ({"blocks": [{"type": "context", "elements": [{}] * 11}]}, "elements of a context: 11 of 10"),
        (
            {"blocks": [{"type": "actions", "elements": [{"type": "button", "text": _text(76)}]}]},
            "text of a button: 76 of 75",
        ),
        ({"unfurl_links": True}, "links unfurled: 1 of 0"),
    ],
)
def test_slack_refuses_what_is_over(message: dict[str, Any], broken: str) -> None:
    """At the limit it is taken, one above it is refused and named."""
    found = slack_breaks({"message": {**QUIET, **message}}, "k")
    assert len(found) == bool(broken)
    assert not broken or found[0].startswith(broken)
