"""What a file lacks of what other platforms offer, and why. Tests hold it against what is offered."""

from collections.abc import Mapping
from typing import Final

_NOTHING_MOVES: Final = "A file is read and not pressed on: what could come next is written out to be copied."
_ONE_PAGE: Final = "A file has no end that a reader could notice, so that every answer is one page."
_OPEN: Final = "A file is seen by whoever may read it, and nobody is told of it."
_NOT_ASKED: Final = "A file is written in an editor, which knows nothing of our commands."
_WORDS: Final = "The file is text alone, so that it can be mailed; the picture's words are in it."
_CHANNELS: Final = "Digests belong to channels and follows to people; a file has neither."
_DIGESTS: Final = (
    "command: /digest add",
    "command: /digest list",
    "command: /digest preview",
    "command: /digest pause",
    "command: /digest resume",
    "command: /digest snooze",
    "command: /digest edit",
    "command: /digest remove",
    "command: /digest explain",
    "command: /digest history",
    "command: /digest send-now",
    "command: /digest confirm",
    "command: /digest cancel",
    "command: /follow",
    "command: /unfollow",
)

LACKS: Final[Mapping[str, str]] = {
    **dict.fromkeys(_DIGESTS, _CHANNELS),
    **dict.fromkeys(("button: turning pages", "button: turning pages, on a pasted text"), _ONE_PAGE),
    **dict.fromkeys(("button: Share", "button: Share, on a pasted text"), _OPEN),
    **dict.fromkeys(("button: Wrong", "button: Unsupported", "button: Missing"), _NOTHING_MOVES),
    **dict.fromkeys(("form: comment", "form: ask", "form: compare", "form: digest"), _NOTHING_MOVES),
    **dict.fromkeys(("drawn picture: in an answer for one", "drawn picture: in the open"), _WORDS),
    "place: commands in a channel": _OPEN,
    "place: commands in a direct message": _OPEN,
    "place: commands in a thread": _OPEN,
    "place: a mention in a channel": _OPEN,
    "place: words in a direct message": _OPEN,
    "place: words in a thread without a mention": _OPEN,
    "place: a page of its own": _OPEN,
    "place: suggested questions": _NOTHING_MOVES,
    "completing: topic": _NOT_ASKED,
    "completing: theme": _NOT_ASKED,
    "completing: page": _NOT_ASKED,
    "completing: digest": _NOT_ASKED,
    "completing: days": _NOT_ASKED,
    "completing: times": _NOT_ASKED,
    "completing: zone": _NOT_ASKED,
    "completing: topics": _NOT_ASKED,
    "completing: style": _NOT_ASKED,
    "completing: empty": _NOT_ASKED,
    "completing: doubt": _NOT_ASKED,
    "completing: span": _NOT_ASKED,
}
