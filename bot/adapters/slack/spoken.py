"""Words as Slack writes them, back to words as readers typed them. Pure.

Names of people and groups are taken out, and channels with them: what is asked about is never a person
of the workspace, and no name travels further than it must.
"""

import re

from bot.adapters.slack.escape import from_entities

_TAG = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def words_of(text: str) -> str:
    """What was typed, on one line: tags by what they show, entities by their characters."""
    return " ".join(from_entities(_TAG.sub(_shown, text)).split())


def lines_of(text: str) -> str:
    """The same, line breaks kept: for texts to be read as a whole."""
    return from_entities(_TAG.sub(_shown, text)).strip()


def _shown(tag: re.Match[str]) -> str:
    if tag["sign"] in {"@", "#"}:
        return " "
    if tag["sign"] == "!":
        dated = tag["target"].startswith("date^")
        return f" {tag['label'] or ''} " if dated else " "
    return tag["label"] or tag["target"].removeprefix("mailto:")
