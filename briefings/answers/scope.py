"""Messages that are no question about a library: orders to the bot, small talk, sums, code, links.

Owns the recognition of those. A real question with odd words in it passes.
"""

import re

from briefings.answers.patterns import pattern

_FILE = "scope.txt"
_ADDRESS = re.compile(r"\W*(?:https?://|www\.)\S+\W*")


def outside(lowered: str, *, topical: bool) -> bool:
    """Whether a lower-case message is none of the library's business.

    `topical`: it names something the library is about; then everyday topics alone do not rule it out.
    """
    if pattern(_FILE, "order").search(lowered) or _ADDRESS.fullmatch(lowered):
        return True
    if pattern(_FILE, "chat").match(lowered) or pattern(_FILE, "sum").match(lowered):
        return True
    return not topical and pattern(_FILE, "everyday").search(lowered) is not None
