r"""Discord's markdown: every text escaped exactly once, and the way back.

Escaped are `\ * _ ~ | [ ] <` and backticks wherever they stand, what begins a quote, heading or list at
the start of a line, "(" there and after "]", `:name:` that would become an emoji, and the colon or slash
without which an address is none. A mention is parted after its "@" by a zero-width space: a backslash
would not stop it. Text from right to left is isolated.
"""

import re

from bot.rendering.address import HOST, host_of, safe_address
from bot.rendering.plain_text import END_OF_ISOLATE, ISOLATE, isolated, one_line

PARTED = "\u200b"
"""Stands after the "@" of what would be a mention; seen by nobody."""

_SPECIAL = re.compile(r"[\\*_~|`\[\]<]")
_LEADING = re.compile(r"^( ?)(#|>|-|\+|\()")
_NUMBERED = re.compile(r"^( ?\d+)([.)])")
_EMOJI = re.compile(r":(?=[\w+-]+:)")
_ADDRESS = re.compile(r":(?=//)")
_INVITE = re.compile(r"(?<=\.gg)/|(?<=discord\.com)/|(?<=discordapp\.com)/|(?<=discord\.me)/", re.IGNORECASE)
_MENTION = re.compile(r"@(?=everyone|here|[!&]?(?:\d|$))", re.IGNORECASE)
"""One at the end could be finished by what stands next."""
_ANY = re.compile(r"[\\*_~|`\[\]<:@/]|^ ?(?:[#>+(-]|\d+[.)])")
"""What any of the above begins with; most texts hold none of it."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BRACKET = re.compile(r"[\[\]]")
"""Discord reads no escapes in the label of a link."""


def escape(text: str) -> str:
    """One line of text as markdown that shows it and nothing else."""
    said = one_line(text)
    if not _ANY.search(said):
        return isolated(said)
    said = _parted(said)
    said = _SPECIAL.sub(r"\\\g<0>", said).replace("](", r"]\(")
    for pattern in (_EMOJI, _ADDRESS, _INVITE):
        said = pattern.sub(r"\\\g<0>", said)
    said = _LEADING.sub(r"\1\\\2", said)
    return isolated(_NUMBERED.sub(r"\1\\\2", said))


def unescape(markdown: str) -> str:
    """The text that `escape` was given, as readers see it."""
    shown = markdown.replace(f"@{PARTED}", "@").replace(ISOLATE, "").replace(END_OF_ISOLATE, "")
    return _ESCAPED.sub(r"\1", shown)


def plain(text: str) -> str:
    """One line of text for a place without markdown."""
    return isolated(_parted(one_line(text)))


def code(text: str) -> str:
    """Something to type. A text with backticks is escaped instead: no fence holds every one of them."""
    said = one_line(text).strip()
    return f"`{_parted(said)}`" if said and "`" not in said and "\\" not in said else escape(text)


def link(label: str, url: str) -> str:
    """A masked link that shows its host; words alone where the address is none that we would cite."""
    address = safe_address(url)
    if address is None:
        return escape(f"{label} ({url})" if label else url)
    host = host_of(address)
    if not label.strip() or label.strip() == url:
        return f"<{address}>"
    if HOST.search(label) or _BRACKET.search(label):
        return f"{escape(label)} (<{address}>)"
    return f"[{escape(label)}](<{address}>) ({escape(host)})"


def _parted(text: str) -> str:
    return _MENTION.sub(f"@{PARTED}", text)
