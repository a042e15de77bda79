"""What Slack lacks of what other platforms offer, and why. Tests hold it against what is offered."""

from collections.abc import Mapping
from typing import Final

_NO_COMPLETION: Final = (
    "Slack completes nothing after a slash command and gives it no fields; the form of /digest shows an "
    "example in words, and what cannot be read is answered with one."
)
_NOT_CARRIED: Final = (
    "Slack does not hand back a private message that is pressed on, and words of third persons are carried "
    "on no button; the answer says so, and asking where the others are shows it to all."
)

LACKS: Final[Mapping[str, str]] = {
    "button: Share, on a pasted text": _NOT_CARRIED,
    "button: turning pages, on a pasted text": _NOT_CARRIED,
    "drawn picture: in an answer for one": (
        "Slack shows no uploaded file to one person alone; a private /map is words, "
        "and has its picture once it is shared."
    ),
    "place: commands in a thread": (
        "Slack runs no slash command of an app inside a thread; there the bot is mentioned instead."
    ),
    "place: words in a thread without a mention": (
        "Reading whole channels takes a scope that we do not ask for; in a thread the bot answers when "
        "mentioned, and remembers what the thread is about."
    ),
    "completing: page": (
        "Slack completes nothing after a slash command; a wrong page is answered with those there are."
    ),
    "completing: digest": _NO_COMPLETION,
    "completing: days": _NO_COMPLETION,
    "completing: times": _NO_COMPLETION,
    "completing: span": _NO_COMPLETION,
}
