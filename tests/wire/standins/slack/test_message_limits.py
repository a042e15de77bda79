"""Every limit of a message's blocks: at it, and one past it."""

from typing import Any

import pytest

from tests.standins.slack import spec
from tests.standins.slack.checks.messages import size
from tests.standins.slack.refusals import Refused
from tests.standins.slack.standin import SlackStandIn
from tests.wire.standins.slack.cases import (
    Case,
    actions,
    button,
    confirm,
    entry,
    external,
    fields,
    image,
    markdown,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    rich,
    section,
    select,
)
from tests.wire.standins.slack.conftest import Api

DIVIDER = {"type": "divider"}
WEB = "https://example.org/"

BLOCKS = [
    Case("blocks", [DIVIDER] * 50, [DIVIDER] * 51, "/blocks]"),
    Case("section", section(mrkdwn("x" * 3_000)), section(mrkdwn("x" * 3_001)), "/blocks/0/text/text"),
    Case("empty section", section(mrkdwn("x")), section(mrkdwn(" ")), "/blocks/0/text/text"),
    Case("nothing in a section", section(), [{"type": "section"}], "/blocks/0]"),
    Case("fields", fields(*["x"] * 10), fields(*["x"] * 11), "/blocks/0/fields"),
    Case("field", fields("x" * 2_000), fields("x" * 2_001), "/blocks/0/fields/0/text"),
    Case("empty field", fields("x"), fields(""), "/blocks/0/fields/0/text"),
    Case(
        "header",
        [{"type": "header", "text": plain("x" * 150)}],
        [{"type": "header", "text": plain("x" * 151)}],
        "/blocks/0/text/text",
    ),
    Case(
        "header of mrkdwn",
        [{"type": "header", "text": plain()}],
        [{"type": "header", "text": mrkdwn()}],
        "/text/type",
    ),
    Case(
        "context",
        [{"type": "context", "elements": [mrkdwn()] * 10}],
        [{"type": "context", "elements": [mrkdwn()] * 11}],
        "/blocks/0/elements",
    ),
    Case("button", actions(button("x" * 75)), actions(button("x" * 76)), "/elements/0/text/text"),
    Case(
        "value", actions(button(value="x" * 2_000)), actions(button(value="x" * 2_001)), "/elements/0/value"
    ),
    Case("style", actions(button(style="danger")), actions(button(style="default")), "/elements/0/style"),
    Case("address", actions(button(url=WEB)), actions(button(url="javascript:alert(1)")), "/elements/0/url"),
    Case(
        "long address",
        actions(button(url=WEB + "x" * 2_980)),
        actions(button(url=WEB + "x" * 2_981)),
        "/0/url",
    ),
    Case(
        "actions",
        actions(*(button(action_id=f"a{n}") for n in range(25))),
        actions(*(button(action_id=f"a{n}") for n in range(26))),
        "/blocks/0/elements",
    ),
    Case("no actions", actions(button()), actions(), "/blocks/0/elements"),
    Case(
        "action_id",
        actions(button(action_id="x" * 255)),
        actions(button(action_id="x" * 256)),
        "/0/action_id",
    ),
    Case(
        "the same action_id",
        actions(button(action_id="a"), button(action_id="b")),
        actions(button(action_id="a"), button(action_id="a")),
        "already exists",
    ),
    Case(
        "the same block_id",
        [{**DIVIDER, "block_id": "a"}, {**DIVIDER, "block_id": "b"}],
        [{**DIVIDER, "block_id": "a"}] * 2,
        "already exists",
    ),
    Case("block_id", [{**DIVIDER, "block_id": "x" * 255}], [{**DIVIDER, "block_id": "x" * 256}], "/block_id"),
    Case("options", actions(select(options(100))), actions(select(options(101))), "/elements/0/options"),
    Case("no options", actions(select(options(1))), actions(select([])), "/elements/0/options"),
    Case(
        "option text",
        actions(select([option("x" * 75)])),
        actions(select([option("x" * 76)])),
        "/options/0/text",
    ),
    Case(
        "option value",
        actions(select([option(value="x" * 150)])),
        actions(select([option(value="x" * 151)])),
        "/options/0/value",
    ),
    Case(
        "the same option value",
        actions(select([option("a", "1"), option("b", "2")])),
        actions(select([option("a", "1"), option("b", "1")])),
        "/elements/0/options",
    ),
    Case(
        "initial option",
        actions(select([option()], initial_option=option())),
        actions(select([option()], initial_option=option(value="other"))),
        "/initial_option",
    ),
    Case(
        "placeholder",
        actions(external(placeholder=plain("x" * 150))),
        actions(external(placeholder=plain("x" * 151))),
        "/placeholder/text",
    ),
    Case(
        "query",
        actions(external(min_query_length=0)),
        actions(external(min_query_length=-1)),
        "/min_query_length",
    ),
    Case(
        "overflow",
        actions({"type": "overflow", "options": options(5)}),
        actions({"type": "overflow", "options": options(6)}),
        "/elements/0/options",
    ),
    Case("confirm title", actions(confirm("x" * 100)), actions(confirm("x" * 101)), "/confirm/title/text"),
    Case(
        "confirm text",
        actions(confirm(text="x" * 300)),
        actions(confirm(text="x" * 301)),
        "/confirm/text/text",
    ),
    Case(
        "confirm button",
        actions(confirm(yes="x" * 30)),
        actions(confirm(yes="x" * 31)),
        "/confirm/confirm/text",
    ),
    Case(
        "confirm denial", actions(confirm(no="x" * 30)), actions(confirm(no="x" * 31)), "/confirm/deny/text"
    ),
    Case("markdown", markdown(12_000), markdown(12_001), "/blocks/0/text"),
    Case("markdown together", markdown(6_000, 6_000), markdown(6_000, 6_001), "/blocks]"),
    Case("picture", image(), image(image_url="data:image/png;base64,x"), "/blocks/0/image_url"),
    Case("alt text", image(alt_text="x" * 2_000), image(alt_text="x" * 2_001), "/blocks/0/alt_text"),
    Case("no alt text", image(), image(alt_text=""), "/blocks/0/alt_text"),
    Case("unknown block", [DIVIDER], [{"type": "carousel_of_doom"}], "/blocks/0/type"),
    Case("unknown property", section(), section(colour="red"), "/blocks/0/colour"),
    Case(
        "unknown file",
        image(),
        [{"type": "image", "alt_text": "x", "slack_file": {"id": "F1"}}],
        "/slack_file",
    ),
    Case(
        "rich text",
        rich({"type": "text", "text": "x"}),
        rich({"type": "text", "text": ""}),
        "/blocks/0/elements",
    ),
    Case(
        "rich link",
        rich({"type": "link", "url": WEB}),
        rich({"type": "link", "url": "javascript:alert(1)"}),
        "/elements/link",
    ),
    Case(
        "accessory",
        section(accessory=button()),
        section(accessory={"type": "plain_text_input"}),
        "/blocks/0/accessory/type",
    ),
    Case("input in a message", [entry()], [entry(label=plain(""))], "/blocks/0/label/text"),
]


@pytest.mark.parametrize("case", BLOCKS, ids=lambda each: each.name)
async def test_a_limit_of_blocks(plain: SlackStandIn, api: Api, case: Case) -> None:
    """What is at the limit is held by the channel; one past it is refused with rule and place."""
    told = await api("chat.postMessage", channel=plain.channel.id, text="x", blocks=case.bad)
    assert told["error"] == "invalid_blocks"
    assert any(case.place in each for each in told["response_metadata"]["messages"]), told
    assert plain.channel.log == []
    told = await api("chat.postMessage", channel=plain.channel.id, text="x", blocks=case.good)
    assert told["ok"], told
    [held] = plain.channel.messages
    told = await api("chat.update", channel=plain.channel.id, ts=held.ts, text="x", blocks=case.bad)
    assert told["error"] == "invalid_blocks"
    assert held.edited is None
    assert [each.error for each in plain.refusals] == ["invalid_blocks"] * 2


def test_what_is_taken_fits_the_published_schemas() -> None:
    """No hand-written rule takes what the vendor's own schema refuses."""
    published = spec.published()
    if published is None:
        pytest.skip("../shared/spec is not here; it does not ship with the project")
    for case in BLOCKS:
        published.check_blocks(case.good)
    for view in VIEWS:
        published.check_view(view.good)
    with pytest.raises(Refused, match="invalid_blocks"):
        published.check_blocks([{"type": "section", "text": {"type": "html", "text": "x"}}])


async def test_the_cliff_over_all_blocks(plain: SlackStandIn, api: Api) -> None:
    """Blocks of more than 13,200 characters as compact JSON are refused, whatever each of them holds."""
    padding = 13_200 - size(section(mrkdwn("x" * 2_999)) * 4) - size(section(mrkdwn(""))) - 1 + 2
    blocks = section(mrkdwn("x" * 2_999)) * 4 + section(mrkdwn("x" * padding))
    assert size(blocks) in {13_200, 13_199}
    assert (await api("chat.postMessage", channel=plain.channel.id, text="x", blocks=blocks))["ok"]
    longer = [*blocks, DIVIDER]
    told = await api("chat.postMessage", channel=plain.channel.id, text="x", blocks=longer)
    assert told["error"] == "msg_blocks_too_long"


async def test_text_and_metadata(plain: SlackStandIn, api: Api) -> None:
    """No text is refused, too much is cut off; metadata needs a type and has a limit."""
    where = {"channel": plain.channel.id}
    assert (await api("chat.postMessage", **where))["error"] == "no_text"
    assert (await api("chat.postMessage", **where, text="  "))["error"] == "no_text"
    assert (await api("chat.postMessage", **where, blocks={"type": "divider"}))[
        "error"
    ] == "invalid_blocks_format"
    await api("chat.postMessage", **where, text="x" * 40_001)
    assert (len(plain.channel.messages[0].text), plain.channel.messages[0].truncated) == (40_000, True)
    for metadata, error in (
        ({"event_payload": {}}, "invalid_metadata_format"),
        ({"event_type": "digest", "event_payload": {"x": "x" * 17_000}}, "metadata_too_large"),
    ):
        assert (await api("chat.postMessage", **where, text="x", metadata=metadata))["error"] == error
    assert (await api("chat.postMessage", **where, text="x", colour="red"))["error"] == "invalid_arg_name"


VIEWS = [
    Case("title", modal(title=plain("x" * 24)), modal(title=plain("x" * 25)), "/view/title/text"),
    Case("submit", modal(submit=plain("x" * 24)), modal(submit=plain("x" * 25)), "/view/submit/text"),
    Case("close", modal(close=plain("x" * 24)), modal(close=plain("x" * 25)), "/view/close/text"),
    Case(
        "metadata",
        modal(private_metadata="x" * 3_000),
        modal(private_metadata="x" * 3_001),
        "/private_metadata",
    ),
    Case("callback_id", modal(callback_id="x" * 255), modal(callback_id="x" * 256), "/view/callback_id"),
    Case("blocks", modal(*[DIVIDER] * 100), modal(*[DIVIDER] * 101), "/blocks]"),
    Case("input without submit", modal(entry()), {**modal(entry()), "submit": None}, "/view/submit"),
    Case(
        "label", modal(entry(label=plain("x" * 2_000))), modal(entry(label=plain("x" * 2_001))), "/label/text"
    ),
    Case("hint", modal(entry(hint=plain("x" * 2_000))), modal(entry(hint=plain("x" * 2_001))), "/hint/text"),
    Case("element", modal(entry()), modal(entry(element=button())), "/blocks/0/element/type"),
    Case(
        "typed length",
        modal(entry(element={"type": "plain_text_input", "max_length": 3_000})),
        modal(entry(element={"type": "plain_text_input", "max_length": 3_001})),
        "/element/max_length",
    ),
    Case("markdown", modal(), modal(*markdown(1)), "/blocks/0/type"),
]


@pytest.mark.parametrize("case", VIEWS, ids=lambda each: each.name)
async def test_a_limit_of_views(plain: SlackStandIn, api: Api, case: Case) -> None:
    """A view at the limit opens; one past it is refused by rule and place, and uses up no trigger."""
    asked: Any = plain.user("Mira").slash("brief")
    told = await api("views.open", trigger_id=asked.trigger_id, view=case.bad)
    assert told["error"] == "invalid_arguments"
    assert any(case.place in each for each in told["response_metadata"]["messages"]), told
    told = await api("views.open", trigger_id=asked.trigger_id, view=case.good)
    assert told["ok"], told
    assert plain.user("Mira").modal.id == told["view"]["id"]
