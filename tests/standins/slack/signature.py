"""How requests to a receiver are signed, and every way they can be signed wrongly."""

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import Enum


class Flaw(Enum):
    """What is wrong with a request's headers. `refused` ones have to meet 401."""

    NONE = "good"
    ALMOST_STALE = "signed four minutes and fifty-nine seconds ago: still good"
    STALE = "signed six minutes ago"
    FUTURE = "signed six minutes ahead"
    WRONG_SECRET = "signed with another secret"  # noqa: S105 - a description
    WRONG_BODY = "signed for another body"
    NO_SIGNATURE = "no signature"
    NO_TIMESTAMP = "no timestamp"
    NEITHER = "neither"
    EMPTY_SIGNATURE = "an empty signature"
    EMPTY_TIMESTAMP = "an empty timestamp"
    WORDS_AS_TIMESTAMP = "a timestamp that is no number"
    FRACTION_AS_TIMESTAMP = "a timestamp with a fraction"
    HUGE_TIMESTAMP = "a timestamp of forty digits"
    FOREIGN_DIGITS = "a timestamp in digits of another script"
    OLD_VERSION = "a signature of version v1"
    NO_VERSION = "a signature without a version"
    FOREIGN_LETTERS = "a signature with letters beyond ASCII"
    CUT_SHORT = "half a signature"

    @property
    def refused(self) -> bool:
        """Whether it has to be refused."""
        return self not in {Flaw.NONE, Flaw.ALMOST_STALE}


SHIFTED = {
    Flaw.ALMOST_STALE: timedelta(minutes=-4, seconds=-59),
    Flaw.STALE: timedelta(minutes=-6),
    Flaw.FUTURE: timedelta(minutes=6),
}
TIMESTAMPS = {
    Flaw.EMPTY_TIMESTAMP: "",
    Flaw.WORDS_AS_TIMESTAMP: "yesterday",
    Flaw.FRACTION_AS_TIMESTAMP: "1.5e3",
    Flaw.HUGE_TIMESTAMP: "9" * 40,
    Flaw.FOREIGN_DIGITS: "١٢٣",
}


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The v0 signature."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def headers(secret: str, body: bytes, now: datetime, flaw: Flaw = Flaw.NONE) -> dict[str, str]:
    """The two headers of a request, with the `flaw` in them."""
    timestamp = str(int((now + SHIFTED.get(flaw, timedelta())).timestamp()))
    signature = sign(secret, timestamp, body)
    match flaw:
        case Flaw.WRONG_SECRET:
            signature = sign(secret + "x", timestamp, body)
        case Flaw.WRONG_BODY:
            signature = sign(secret, timestamp, body + b" ")
        case Flaw.EMPTY_SIGNATURE:
            signature = ""
        case Flaw.OLD_VERSION:
            signature = signature.replace("v0=", "v1=")
        case Flaw.NO_VERSION:
            signature = signature.removeprefix("v0=")
        case Flaw.FOREIGN_LETTERS:
            signature = signature[:-1] + "é"
        case Flaw.CUT_SHORT:
            signature = signature[: len(signature) // 2]
        case _:
            timestamp = TIMESTAMPS.get(flaw, timestamp)
    sent = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
    left_out = {
        Flaw.NO_SIGNATURE: {"X-Slack-Signature"},
        Flaw.NO_TIMESTAMP: {"X-Slack-Request-Timestamp"},
        Flaw.NEITHER: set(sent),
    }
    return {name: value for name, value in sent.items() if name not in left_out.get(flaw, set())}
