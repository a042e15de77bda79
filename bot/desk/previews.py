"""A preview as messages: a line that says what it is, then the very messages that would be posted.

Owns which of them are shown where a platform shows one person only so many, and that what is left out is
said. What would be posted is worked out in `bot.digests`, how it looks was frozen by the outlet. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.delivery.records import Part
from bot.digests.previewing import Preview
from briefings.reply import Remark, Reply, Text


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is said of one slot, and those of its messages that are shown, as the outlet would send them."""

    intro: Reply
    messages: tuple[Mapping[str, Any], ...]


def sheets(previews: Sequence[Preview], most: int) -> tuple[Sheet, ...]:
    """What to show of previews in at most `most` messages; what does not fit is named."""
    made: list[Sheet] = []
    left = most
    for number, each in enumerate(previews):
        parts = () if each.edition is None else each.edition.parts
        if number and left < 1 + min(1, len(parts)):
            rest = "; ".join(other.when for other in previews[number:])
            made[0] = replace(made[0], intro=_saying(made[0].intro, f"Not shown here: {rest}."))
            break
        shown = parts[: left - 1]
        sentence = _counted(parts, len(shown))
        intro = _saying(each.intro, sentence) if sentence else each.intro
        made.append(Sheet(intro, tuple(part.payload["message"] for part in shown)))
        left -= 1 + len(shown)
    return tuple(made)


def _counted(parts: Sequence[Part], shown: int) -> str:
    """How many messages follow, and where each would stand; nothing where there is none."""
    if not parts:
        return ""
    count = len(parts)
    if count == 1:
        return "The message below is as it would be posted."
    below = sum(part.in_thread for part in parts)
    where = ": the first in the channel, the others in its thread" if below == count - 1 else ""
    if shown == count:
        return f"The {count} messages below are as they would be posted{where}."
    return (
        f"It would be {count} messages{where}. The first {shown} are below as they would be posted; "
        f"{count - shown} more are left out here."
    )


def _saying(reply: Reply, sentence: str) -> Reply:
    return replace(reply, blocks=(*reply.blocks, Remark((Text(sentence),))))
