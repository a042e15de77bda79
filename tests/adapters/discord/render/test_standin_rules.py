"""Payloads against the stand-in's rules: a second set of limits, written by another hand."""

from random import Random
from typing import Any

import pytest

from bot.adapters.discord.render import Style
from tests.adapters.corpus import generated
from tests.adapters.corpus.asked import Case
from tests.adapters.discord.render.checks import bodies
from tests.standins.calls import Upload
from tests.standins.discord.checks.messages import Sending, check_message
from tests.standins.discord.refusals import Refused

STYLES: tuple[Style, ...] = ("embeds", "components")


def _refusal(body: dict[str, Any], style: Style) -> str | None:
    names = [each["filename"] for each in body["attachments"]]
    uploads = [Upload(f"files[{n}]", name, "image/png", b"png") for n, name in enumerate(names)]
    try:
        check_message(body, uploads, Sending.BY_INTERACTION, names, v2=style == "components")
    except Refused as refused:
        return str(refused)
    return None


@pytest.mark.parametrize("style", STYLES)
def test_the_stand_in_takes_every_page_of_the_corpus(corpus: tuple[Case, ...], style: Style) -> None:
    """Nothing we say of the shipped library is refused."""
    pages = [body for asked, reply in corpus for body in bodies(reply, asked, style)]
    assert [found for body in pages if (found := _refusal(body, style))] == []


@pytest.mark.parametrize("style", STYLES)
def test_the_stand_in_takes_replies_nobody_would_write(style: Style) -> None:
    """Nor is anything generated."""
    for seed in range(150):
        rng = Random(seed)  # noqa: S311 - chance that can be repeated, not a secret
        for body in bodies(generated.reply(rng), generated.asked(rng), style):
            assert _refusal(body, style) is None


def test_the_stand_in_would_refuse() -> None:
    """The rules are at work: a description one character too long is refused."""
    body = {"embeds": [{"description": "x" * 4097}], "attachments": []}
    assert _refusal(body, "embeds")
