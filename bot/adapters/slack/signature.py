"""Whether a request over HTTP was signed by Slack, just now. Pure.

Owns the check, which comes before the SDK: that fails with a server error on malformed headers, and
servers that fail too often are switched off by Slack. Refuses to say which part was wrong.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime

from bot.secret import Secret

TIMESTAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"
STALE = 300
"""Seconds by which a request may be older or younger than now (LIMITS: signature)."""

_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNED = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


def signed_by_slack(
    timestamps: Sequence[str], signatures: Sequence[str], body: bytes, secret: Secret, now: datetime
) -> bool:
    """Whether the signature is right and fresh. Each header must have come exactly once. Never raises."""
    if len(timestamps) != 1 or len(signatures) != 1:
        return False
    (timestamp,), (signature,) = timestamps, signatures
    if not _SECONDS.fullmatch(timestamp) or not _SIGNED.fullmatch(signature):
        return False
    if abs(now.timestamp() - int(timestamp)) > STALE:
        return False
    return hmac.compare_digest(signature_of(timestamp, body, secret), signature)


def signature_of(timestamp: str, body: bytes, secret: Secret) -> str:
    """The signature that Slack's version 0 puts on a body sent at `timestamp`, in seconds since 1970."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.reveal().encode(), signed, hashlib.sha256).hexdigest()
