"""What the console lacks of what other platforms offer, and why. Tests hold it against what is offered."""

from collections.abc import Mapping
from typing import Final

_ALONE: Final = "Nobody else sees what is printed in a terminal, so that there is nobody to share it with."
_WHOLE: Final = "A terminal scrolls, so that every answer is printed whole, on one page."
_JUDGED: Final = "Feedback is for operators to read, and who sits at the console is the operator."
_ONE_PLACE: Final = "The console is one place, where every line is a command or words to the bot."
_TYPED: Final = "A terminal has lines and no forms; a line that lacks words is answered with an example."
_CHANNELS: Final = "Digests belong to channels, follows to people of a chat; see `communique digest`."
_NO_PICTURE: Final = "Terminals show text alone; /save FILE.png writes the picture, whose words are printed."
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
    "button: turning pages": _WHOLE,
    "button: turning pages, on a pasted text": _WHOLE,
    "button: Share": _ALONE,
    "button: Share, on a pasted text": _ALONE,
    "button: Wrong": _JUDGED,
    "button: Unsupported": _JUDGED,
    "button: Missing": _JUDGED,
    "form: comment": _JUDGED,
    "form: ask": _TYPED,
    "form: compare": _TYPED,
    "form: digest": _TYPED,
    "drawn picture: in an answer for one": _NO_PICTURE,
    "drawn picture: in the open": _NO_PICTURE,
    "place: commands in a channel": _ONE_PLACE,
    "place: commands in a direct message": _ONE_PLACE,
    "place: commands in a thread": _ONE_PLACE,
    "place: a mention in a channel": _ONE_PLACE,
    "place: words in a direct message": _ONE_PLACE,
    "place: words in a thread without a mention": _ONE_PLACE,
    "place: a page of its own": _ONE_PLACE,
    "place: suggested questions": "Nobody opens a talk there; every answer ends with what could come next.",
    "completing: digest": _CHANNELS,
    "completing: days": _CHANNELS,
    "completing: times": _CHANNELS,
    "completing: zone": _CHANNELS,
    "completing: topics": _CHANNELS,
    "completing: style": _CHANNELS,
    "completing: empty": _CHANNELS,
    "completing: doubt": _CHANNELS,
    "completing: span": _CHANNELS,
}
