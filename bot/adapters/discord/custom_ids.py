"""Actions as Discord's custom ids and back: `bot.desk.action_text` in at most 100 characters. Pure."""

from bot.desk import action_text
from bot.desk.action_text import ActionTexts, Forged, Outdated
from bot.rendering.actions import Action
from bot.rendering.asked import Asked

__all__ = ["LONGEST", "CustomIds", "Forged", "Outdated", "decode", "encode"]

LONGEST = 100
"""Characters of a custom id (LIMITS: legacy components and Components V2 alike)."""


def CustomIds(asked: Asked) -> ActionTexts:  # noqa: N802 - makes a value, as a class would
    """Writes the actions of the reply to `asked`."""
    return ActionTexts(asked, LONGEST)


def encode(action: Action) -> str | None:
    """The action as a custom id; None where it does not fit or holds what no id can carry."""
    return action_text.encode(action, LONGEST)


def decode(custom_id: str) -> Action | Outdated | Forged:
    """What a custom id stands for."""
    return action_text.decode(custom_id, LONGEST)
