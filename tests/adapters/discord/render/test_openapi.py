"""Payloads against Discord's own description of its API."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import pytest

from bot.adapters.discord.render import Style
from tests.adapters.corpus import generated
from tests.adapters.corpus.asked import Case
from tests.adapters.discord.render.checks import bodies

Check = Callable[[str, dict[str, Any]], list[str]]


@pytest.fixture(scope="module")
def check(shared: Path) -> Check:
    """The errors of a body against one of Discord's schemas."""
    path = shared / "spec" / "discord-openapi.json"
    if not path.is_file():
        pytest.skip("../shared/spec/discord-openapi.json is not here; it does not ship with the project")
    spec = json.loads(path.read_text(encoding="utf-8"))

    def errors(name: str, body: dict[str, Any]) -> list[str]:
        schema = {**spec, "$ref": f"#/components/schemas/{name}"}
        return [error.message[:300] for error in jsonschema.Draft202012Validator(schema).iter_errors(body)]

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
