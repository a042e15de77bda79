"""Payloads against Discord's own description of its API."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from bot.adapters.discord.render import Style
from tests.adapters.corpus import generated
from tests.adapters.corpus.asked import Case
from tests.adapters.discord.render.checks import bodies
from tests.standins.discord.spec import DOCUMENT
from tests.standins.schemas import SchemaBook, load

Check = Callable[[str, dict[str, Any]], list[str]]


@pytest.fixture(scope="module")
def check() -> Check:
    """The errors of a body against one of Discord's schemas."""
    spec = load(DOCUMENT)
    if spec is None:
        pytest.skip(f"../shared/spec/{DOCUMENT} is not here; it does not ship with the project")
    book = SchemaBook(spec)

    def errors(name: str, body: dict[str, Any]) -> list[str]:
        problem = book.problem(f"/components/schemas/{name}", body)
        return [] if problem is None else [problem[1]]

    return errors


def test_the_check_refuses_what_discord_refuses(check: Check) -> None:
    """The schema is read as meant: a button without a style is refused."""
    assert check("MessageCreateRequest", {"components": [{"type": 1, "components": [{"type": 2}]}]})


@pytest.mark.parametrize("style", ["embeds", "components"])
def test_messages_of_the_corpus_are_as_discord_describes_them(
    corpus: tuple[Case, ...], check: Check, style: Style
) -> None:
    """As a message, and as the first answer to a command."""
    for asked, reply in corpus[::9]:
        body = bodies(reply, asked, style)[0]
        assert not check("MessageCreateRequest", body)
        assert not check("CreateMessageInteractionCallbackRequest", {"type": 4, "data": body})


@pytest.mark.parametrize("style", ["embeds", "components"])
def test_generated_messages_are_as_discord_describes_them(check: Check, style: Style) -> None:
    """The same for replies that nobody would write."""
    for seed in range(25):
        rng = Random(seed)  # noqa: S311 - chance, not a secret
        body = bodies(generated.reply(rng), generated.asked(rng), style)[0]
        assert not check("MessageCreateRequest", body)
