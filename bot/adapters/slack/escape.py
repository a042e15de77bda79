"""Texts as Slack shows them and nothing else: what could be taken for a mention is parted, once.

In rich text and plain text objects Slack reads no markup, so that nothing has to be escaped there; the
parting holds all the same, wherever such a text is copied to. A message's `text` is read for markup:
there `&`, `<` and `>` are written as entities, and addresses are parted, since Slack makes links of them.
"""

import re

from bot.rendering.plain_text import END_OF_ISOLATE, ISOLATE, isolated, one_line

PARTED = "\u200b"
"""Stands after "@" and "<" of what would be a mention, and after the colon of an address; seen by nobody."""

_MENTION = re.compile(r"@(?=everyone|here|channel|$)|<(?=[@#!])", re.IGNORECASE)
"""An "@" at the end could be finished by what stands next."""
_ADDRESS = re.compile(r":(?=//)")
_UNSEEN = re.compile(f"(?<=[@<:]){PARTED}|[{ISOLATE}{END_OF_ISOLATE}]")


def shown(text: str) -> str:
    """One line of text for rich text and plain text objects."""
    said = one_line(text)
    if "@" in said or "<" in said:
        said = _MENTION.sub(rf"\g<0>{PARTED}", said)
    return isolated(said)


def read(text: str) -> str:
    """The text that `shown` was given, as readers see it."""
    return _UNSEEN.sub("", text)


def entities(text: str) -> str:
    """Text already shown, for a place where Slack reads markup."""
    return _ADDRESS.sub(f":{PARTED}", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def from_entities(text: str) -> str:
    """The way back, for what Slack hands us."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
