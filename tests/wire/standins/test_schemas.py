"""The validator that is quick and the one that says what is wrong are of one mind."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from tests.standins.discord.spec import DOCUMENT
from tests.standins.schemas import SchemaBook, load
from tests.standins.slack.spec import BLOCKS

ODD: tuple[Any, ...] = (None, True, -1, 10**30, 0.5, "", "x" * 5_000, [], {}, [{"type": 99}])
_BUTTON = {"type": 2, "style": 1, "label": "Evidence", "custom_id": "c1"}
_DISCORD = {
    "content": "One line.",
    "nonce": "abc",
    "enforce_nonce": True,
    "allowed_mentions": {"parse": []},
    "embeds": [{"title": "India", "description": "A line.", "fields": [{"name": "n", "value": "v"}]}],
    "components": [{"type": 1, "components": [_BUTTON]}],
}
_SLACK = [
    {"type": "header", "text": {"type": "plain_text", "text": "India"}},
    {"type": "section", "text": {"type": "mrkdwn", "text": "A line."}},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "a1",
                "text": {"type": "plain_text", "text": "Evidence"},
                "value": "v",
            }
        ],
    },
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "Small print."}]},
]


def _places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*before, step)
        yield from _places(inner, (*before, step))


def _changed(value: Any) -> Iterator[Any]:
    """The value without, or with something odd at, each of its places."""
    for *way, last in _places(value):
        for odd in (..., *ODD):
            copy = deepcopy(value)
            inner = copy
            for step in way:
                inner = inner[step]
            if odd is ...:
                del inner[last]
            else:
                inner[last] = odd
            yield copy


@pytest.mark.parametrize(
    ("document", "pointer", "value"),
    [(DOCUMENT, "/components/schemas/MessageCreateRequest", _DISCORD), (BLOCKS, "", _SLACK)],
    ids=["Discord", "Slack"],
)
def test_both_say_the_same(document: str, pointer: str, value: Any) -> None:
    """What is right is right for both, and so is whatever is wrong in one place."""
    found = load(document)
    if found is None:
        pytest.skip(f"../shared/spec/{document} is not here; it does not ship with the project")
    book, wrong = SchemaBook(found), 0
    assert book.fits(pointer, value)
    for changed in list(_changed(value))[::5]:
        fits = book.fits(pointer, changed)
        assert fits is (book.thorough_problem(pointer, changed) is None), changed
        wrong += not fits
    assert wrong > 20
