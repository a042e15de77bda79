"""What Discord lacks of what other platforms offer, and why. Tests hold it against what is offered."""

from collections.abc import Mapping
from typing import Final

_ASKS_ITSELF: Final = (
    "Discord asks for a command's required options itself, before it sends the command to us."
)
_NO_TAB: Final = "Discord gives an app no page of its own inside a server; /brief and /about say the same."

LACKS: Final[Mapping[str, str]] = {
    "button: turning pages, on a pasted text": (
        "Words of third persons are carried on no button, and 100 characters would not hold them; "
        "such an answer is fitted on as few pages as can be and says what cannot be opened."
    ),
    "form: ask": _ASKS_ITSELF,
    "form: compare": _ASKS_ITSELF,
    "place: words in a thread without a mention": (
        "Discord shows an app only what mentions it unless a privileged intent is switched on; "
        "we ask for none, so that follow-ups in threads need a mention."
    ),
    "place: a page of its own": _NO_TAB,
    "place: suggested questions": "Discord has no prompts for a conversation; /about help shows examples.",
}
