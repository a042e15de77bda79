"""What becomes of a slot and of a part, as closed sets of words that the ledger keeps.

Owns the words and what each means; how readers are told is worded elsewhere.
"""

from typing import Final, Literal

Step = Literal["plan", "claim", "compose", "freeze", "connect", "sent", "reply", "record", "next part"]
"""The named steps of one delivery, in order. `sent`: the request is out and no reply has come."""
STEPS: tuple[Step, ...] = (
    "plan",
    "claim",
    "compose",
    "freeze",
    "connect",
    "sent",
    "reply",
    "record",
    "next part",
)

OpenState = Literal["due", "frozen"]
Ended = Literal["sent", "empty", "late", "skipped", "unknown", "refused", "failed"]
SlotState = OpenState | Ended
OPEN: tuple[OpenState, ...] = ("due", "frozen")
SHOWN: tuple[Ended, ...] = ("sent", "unknown")
"""Ends after which readers have, or may have, seen the edition."""

SlotReason = Literal[
    "on-time",
    "caught-up",
    "all-shown",
    "shown-elsewhere",
    "not-covered",
    "late",
    "outage",
    "no-database",
    "merged",
    "paused",
    "snoozed",
    "edited",
    "removed",
    "uncertain",
    "channel-gone",
    "message-gone",
    "no-access",
    "no-permission",
    "direct-messages-closed",
    "wrong-channel",
    "thread-closed",
    "revoked",
    "left",
    "poison",
]
"""Why a slot ended as it did. `merged`: a later slot of the same subscription stands for it; of a notice: the
next one to the same person tells both. `shown-elsewhere`: some of what was shown stood in other digests of
the channel. `not-covered`: the library holds nothing on its topics. `late`: nobody was there to post it;
`outage`, `revoked`, `no-database`: somebody was, and that was in the way."""

LEFT: Final = "left"
"""Why a slot ended or a digest is paused where the bot was removed; the pause ends when the bot is back."""

PartState = Literal["waiting", "tried", "sent", "unknown", "refused"]
"""`tried`: an attempt was begun and its outcome is not known."""
