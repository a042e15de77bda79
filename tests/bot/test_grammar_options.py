"""Options of every kind are read, or refused in a sentence."""

from typing import get_args

import pytest

from bot.commands import Definition, Option, OptionType
from bot.digest_commands import DigestPause
from bot.grammar import parse
from briefings.errors import BadInput
from briefings.service import BriefingService

READ: frozenset[OptionType] = frozenset({"topic", "theme", "text", "claims"})
"""Kinds that a command may have as its one option."""


@pytest.mark.parametrize("kind", get_args(OptionType))
def test_an_option_of_any_kind_gives_a_command_or_a_sentence(
    service: BriefingService, kind: OptionType
) -> None:
    """Also one of a kind that is else read with the whole of its command."""
    definition = Definition("frob", DigestPause, "", "/frob x", (Option("digest", kind, ""),))
    if kind in READ:
        assert isinstance(parse("/frob C07", service.topics, (definition,)), DigestPause)
    else:
        with pytest.raises(BadInput, match=r"/frob x|choose"):
            parse("/frob C07", service.topics, (definition,))
