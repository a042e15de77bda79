"""What owners are told, as lines that can be summed up: several that wait become one message.

Owns the lines, how they are kept as a notice's content, and the wording of one line and of several.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final

from briefings.reply import Block, Code, Inline, Outcome, Paragraph, Remark, Reply, Text

MOST_LINES: Final = 10
"""Lines of one message; of more, the newest are told."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to tell. `typed`: the command that the text ends with."""

    key: str
    """Tells it apart from every other, so that summing up twice tells it once."""
    title: str
    text: str
    typed: str

    def inlines(self) -> tuple[Inline, ...]:
        """The sentence."""
        return (Text(f"{self.text} "), Code(self.typed), Text("."))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Digests of one subscription that were too late to be posted. `why`: half sentences."""

    key: str
    subscription: str
    channel: str
    slots: tuple[str, ...]
    """Local dates and times, oldest first, in the order of their letters: "2026-03-26 08:30"."""
    why: tuple[str, ...]
    typed: str = ""
    """The command that the text ends with; none where it was kept before that stood here."""

    @property
    def title(self) -> str:
        """How a message about it alone is headed."""
        return "A digest was not posted" if len(self.slots) == 1 else "Digests were missed"

    def inlines(self) -> tuple[Inline, ...]:
        """The sentence."""
        count, why = len(self.slots), " and ".join(self.why)
        what, were = ("The digest", "was") if count == 1 else (f"The {count} digests", "were")
        first, last = when(self.slots[0]), when(self.slots[-1])
        span = f"of {first}" if count == 1 else f"from {first} to {last}"
        text = (
            f"{what} {span} for {self.channel} {were} not posted: {why}, and afterwards it was too late. "
            "The next one comes as planned. All of them are listed by "
        )
        return (Text(text), Code(self.typed or f"/digest history {self.subscription}"), Text("."))


Told = Line | LeftOut


def when(slot: str) -> str:
    """A local date and time as people read it: "Thu 26 Mar 2026 at 08:30"."""
    at = datetime.fromisoformat(slot)
    return f"{at:%a} {at.day} {at:%b %Y} at {at:%H:%M}"


def to_json(lines: Sequence[Told]) -> str:
    """As a notice's content."""
    return json.dumps([asdict(each) for each in lines], ensure_ascii=False)


def from_json(content: str) -> tuple[Told, ...] | None:
    """As it was kept; None for a content that holds no lines."""
    try:
        found = json.loads(content)
    except ValueError:
        return None
    return tuple(_line(each) for each in found) if isinstance(found, list) else None


def _line(kept: Mapping[str, Any]) -> Told:
    if "slots" in kept:
        return LeftOut(**{**kept, "slots": tuple(kept["slots"]), "why": tuple(kept["why"])})
    return Line(**kept)


def together(lines: Iterable[Told]) -> tuple[Told, ...]:
    """Each once, in their order; what was left out of one subscription in one line."""
    found: dict[str, Told] = {}
    for each in lines:
        if isinstance(each, LeftOut):
            name = f"left out {each.subscription}"
            known = found.get(name)
            found[name] = _joined(known if isinstance(known, LeftOut) else each, each)
        else:
            found.setdefault(each.key, each)
    return tuple(found.values())


def _joined(one: LeftOut, other: LeftOut) -> LeftOut:
    return replace(
        other,
        slots=tuple(sorted({*one.slots, *other.slots})),
        why=tuple(dict.fromkeys((*one.why, *other.why))),
    )


def reply(lines: Sequence[Told]) -> Reply:
    """One message that tells all of them."""
    if len(lines) == 1:
        return Reply(Outcome.CLEAR_ERROR, lines[0].title, (Paragraph(lines[0].inlines()),))
    told = lines[-MOST_LINES:]
    blocks: tuple[Block, ...] = tuple(Paragraph(each.inlines()) for each in told)
    if len(told) < len(lines):
        left = len(lines) - len(told)
        blocks = (*blocks, Remark((Text(f"{left} older messages of this kind were left out."),)))
    titles = {each.title for each in lines}
    title = titles.pop() if len(titles) == 1 else f"{len(lines)} things about your digests"
    return Reply(Outcome.CLEAR_ERROR, title, blocks)
