"""Every limit of a first response: forms, choices, deferrals."""

from typing import Any

import pytest

from tests.standins.discord.standin import DiscordStandIn
from tests.wire.standins.cases import (
    BAD,
    HUNDRED,
    LENGTH,
    LONG,
    V2,
    Case,
    button,
    refused_at,
    row,
    select,
    text,
)
from tests.wire.standins.conftest import Api
from tests.wire.standins.test_command_limits import CHOICES, LONG_CHOICES, command, option


def modal(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A modal as a first response."""
    return {"type": 9, "data": {"custom_id": "m", "title": "T", "components": list(components), **more}}


def field_of(number: int = 0, **more: Any) -> dict[str, Any]:
    """A row with one text input."""
    return row({"type": 4, "custom_id": f"i{number}", "label": "L", "style": 1, **more})


def labelled(inner: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A field with its label, in the newer form."""
    return {"type": 18, "label": "L", "component": inner, **more}


def message(**data: Any) -> dict[str, Any]:
    """A message as a first response."""
    return {"type": 4, "data": data}


RESPONSES = [
    Case("title", modal(field_of(), title="x" * 45), modal(field_of(), title="x" * 46), "data.title", LENGTH),
    Case(
        "fields",
        modal(*(field_of(number) for number in range(5))),
        modal(*(field_of(number) for number in range(6))),
        "data.components",
        BAD,
    ),
    Case(
        "label of a field",
        modal(field_of(label="x" * 45)),
        modal(field_of(label="x" * 46)),
        "data.components.0.components.0.label",
        LENGTH,
    ),
    Case(
        "length of a field",
        modal(field_of(max_length=4_000)),
        modal(field_of(max_length=4_001)),
        "data.components.0.components.0.max_length",
        "NUMBER_TYPE_MAX",
    ),
    Case(
        "a labelled field",
        modal(labelled(select(25))),
        modal(labelled(select(26))),
        "data.components.0.component.options",
        BAD,
    ),
    Case(
        "label and description",
        modal(labelled(select(), label="x" * 45, description=HUNDRED)),
        modal(labelled(select(), label="x" * 46, description=LONG)),
        "data.components.0.description",
        LENGTH,
    ),
    Case(
        "text in a form",
        modal(text("x"), field_of()),
        modal(text(""), field_of()),
        "data.components.0.content",
        BAD,
    ),
    Case(
        "what a form holds",
        modal(field_of()),
        modal(row(button()), {"type": 14}),
        "data.components.1.type",
        "UNION_TYPE_CHOICES",
    ),
    Case(
        "fields are unique",
        modal(field_of(1), field_of(2)),
        modal(field_of(1), field_of(1)),
        "data.components.1.components.0.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    Case(
        "style of a field",
        modal(field_of(style=2)),
        modal(field_of(style=3)),
        "data.components.0.components.0.style",
        "BASE_TYPE_CHOICES",
    ),
    Case("content", message(content="x" * 2_000), message(content="x" * 2_001), "content", LENGTH),
    Case(
        "deferral",
        {"type": 5, "data": {"flags": 64}},
        {"type": 5, "data": {"flags": V2}},
        "data.flags",
        "MESSAGE_FLAGS_INVALID",
    ),
    Case("kind of response", {"type": 5}, {"type": 7, "data": {"content": "x"}}, "type", "BASE_TYPE_CHOICES"),
    Case(
        "choices for a command",
        {"type": 5},
        {"type": 8, "data": {"choices": []}},
        "type",
        "BASE_TYPE_CHOICES",
    ),
]


@pytest.mark.parametrize("case", RESPONSES, ids=lambda case: case.name)
async def test_a_response_at_its_limit(plain: DiscordStandIn, ask: Api, case: Case) -> None:
    """A refused response is none: the right one is still taken afterwards."""
    path = f"/applications/{plain.state.application_id}/commands"
    await ask("POST", path, command())
    asked = plain.user("Mira").slash("brief")
    callback = f"/interactions/{asked.id}/{asked.token}/callback"
    status, said = await ask("POST", callback, case.refused)
    assert (status, said["code"]) == (400, 50035)
    assert case.rule in refused_at(said, case.where)
    assert asked.response is None
    assert (await ask("POST", callback, case.taken))[0] == 204
    assert asked.response == case.taken["type"]


async def test_choices_at_their_limit(plain: DiscordStandIn, ask: Api) -> None:
    """25 choices of 100 characters; one more, or one character more, is refused."""
    path = f"/applications/{plain.state.application_id}/commands"
    await ask("POST", path, command(option(autocomplete=True)))
    for choices, status in [
        (CHOICES, 400),
        ([{"name": LONG, "value": "v"}], 400),
        ([{"name": "n", "value": LONG}], 400),
        (LONG_CHOICES, 204),
    ]:
        typed = plain.user("Mira").autocomplete("brief", {"topic": "x"})
        callback = f"/interactions/{typed.id}/{typed.token}/callback"
        assert (await ask("POST", callback, {"type": 8, "data": {"choices": choices}}))[0] == status
