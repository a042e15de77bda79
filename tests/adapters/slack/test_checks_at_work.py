"""The checks of these tests find what they are there to find."""

from typing import Any

import pytest

from briefings.reply import ClaimLine, ClaimList, Outcome, Reply, Source
from tests.adapters.slack import rules
from tests.adapters.slack.checks import wrong_with
from tests.adapters.slack.reading import raw_markup

LINE = ClaimLine("first:C01", "Trade routes may shift.", "forecast: possible", (1,), "Nobody is named.")
REPLY = Reply(
    Outcome.ANSWER,
    "Title",
    (ClaimList((LINE,)),),
    (Source(1, "first:S1", "Lead, ¶1 s1 (S1)"),),
    ("Basis: one commentary.",),
    ("Views are their own.",),
)
SAID = "Trade routes may shift. [1] forecast: possible\nEditor's remark: Nobody is named."
FOOT = "Basis: one commentary.\nViews are their own."


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def _body(
    said: str = SAID, sources: str = "[1] Lead", foot: str = FOOT, run: dict[str, Any] | None = None
) -> dict[str, Any]:
    runs = [{"type": "text", "text": said}, *([run] if run else [])]
    section = {"type": "rich_text_section", "elements": runs}
    small = [{"type": "context", "elements": [_plain(text)]} for text in (sources, foot) if text]
    return {"text": "words", "blocks": [{"type": "rich_text", "elements": [section]}, *small]}


def test_a_page_that_keeps_everything_is_right() -> None:
    """The sound page that the others differ from."""
    assert wrong_with([_body()], REPLY) == []


@pytest.mark.parametrize(
    "body",
    [
        _body(said="Trade routes may shift. forecast: possible\nEditor's remark: Nobody is named."),
        _body(said="Trade routes may shift. [1]\nEditor's remark: Nobody is named."),
        _body(said="Trade routes may shift. [1] forecast: possible"),
        _body(said="Trade routes will shift. [1] forecast: possible"),
        _body(said=f"{SAID}\n{SAID}"),
        _body(sources=""),
        _body(foot=""),
        _body(foot="Basis: one commentary."),
        _body(run={"type": "broadcast", "range": "here"}),
        _body(run={"type": "text", "text": "<!here>"}),
        _body(run={"type": "text", "text": "@channel"}),
        _body(run={"type": "emoji", "name": "joy"}),
        _body(run={"type": "link", "url": "https://evil.example", "text": "evil.example"}),
        _body(run={"type": "text", "text": "x\x00"}),
        _body() | {"text": "<@U1> said"},
        _body() | {"text": "see https://evil.example"},
        _body() | {"text": "x" * 4_001},
        _body() | {"unfurl_links": True},
    ],
)
def test_each_loss_and_each_danger_is_found(body: dict[str, Any]) -> None:
    """Marks, level, remark, hedge, repeats, sources, basis, pings, emoji, links, markup and lengths."""
    assert wrong_with([body], REPLY)


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": _plain("x")},
        {"type": "header", "text": _plain("x" * 151)},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "context", "elements": [_plain("x" * 3_001)]},
        {"type": "context", "elements": []},
        {"type": "rich_text", "elements": []},
        {
            "type": "actions",
            "elements": [{"type": "button", "action_id": "a", "text": _plain("x"), "value": "x" * 2_001}],
        },
        {
            "type": "actions",
            "elements": [{"type": "button", "action_id": "a", "text": _plain("x" * 76), "value": "x"}],
        },
        {
            "type": "actions",
            "elements": [{"type": "button", "action_id": "a" * 256, "text": _plain("x"), "value": "x"}],
        },
        {
            "type": "actions",
            "elements": 2 * [{"type": "button", "action_id": "a", "text": _plain("x"), "value": "x"}],
        },
        {
            "type": "actions",
            "elements": [
                {
                    "type": "static_select",
                    "action_id": "a",
                    "placeholder": _plain("x"),
                    "options": [{"text": _plain("x"), "value": "x" * 76}],
                }
            ],
        },
    ],
)
def test_each_limit_is_found(block: dict[str, Any]) -> None:
    """Blocks beyond Slack's limits, or of a kind that we never use."""
    assert rules.violations({"blocks": [block]})


def test_a_message_beyond_the_cliff_is_found() -> None:
    """The sum over all blocks, each of which is within its own limits."""
    block = {"type": "context", "elements": [_plain("x" * 2_900)]}
    assert rules.violations({"blocks": [block] * 4}) == []
    assert rules.violations({"blocks": [block] * 5})


def test_entities_are_no_markup() -> None:
    """What is written as an entity is shown as a character."""
    assert raw_markup("a &lt;b&gt; &amp; c") == []
    assert raw_markup("a & b")
