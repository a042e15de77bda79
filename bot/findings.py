"""What an examination of the installation finds: a value, with what to do about it."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "problem"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    `check` names it, `message` says what is so, `remedy` what to click or type. A "problem" keeps
    something from working; a "warn" is worth knowing.
    """

    check: str
    level: Level
    message: str
    remedy: str | None = None


def fine(check: str, message: str) -> Finding:
    """Nothing to do here."""
    return Finding(check, "ok", message)


def doubtful(check: str, message: str, remedy: str) -> Finding:
    """Worth knowing."""
    return Finding(check, "warn", message, remedy)


def wrong(check: str, message: str, remedy: str) -> Finding:
    """Keeps something from working."""
    return Finding(check, "problem", message, remedy)
