"""Text that is safe to show: one line, no control characters, no terminal commands.

Owns what counts as harmful in a terminal or a chat; refuses to judge what the words mean.
"""

import re

_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])|\x9b[0-?]*[ -/]*[@-~]"
)
"""Whole terminal sequences, so that no "[31m" stays behind."""
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Control characters, overrides of the writing direction, invisible tags."""
_BROKEN = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no stream can carry."""


def printable(text: str) -> str:
    """`text` on one line: sequences and control characters gone, every run of white space one space."""
    bare = _DROPPED.sub("", _ESCAPES.sub("", text))
    return " ".join(_BROKEN.sub("\ufffd", bare).split())
