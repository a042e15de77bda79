"""Buttons with the texts that stand for them, for platforms to lay out: evidence in parts, each step once.

Owns how the claims of a page are shared out over Evidence buttons, and what has to be said where an
action fits on no button.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.rendering.actions import Action, Ids, Run, ShowEvidence, TurnPage
from bot.rendering.asked import Asked
from bot.rendering.controls import Button

NO_PAGES = "The other pages cannot be opened from here; ask for less at a time."
NO_EVIDENCE = "The evidence for some of this cannot be opened from here."
_FAR = 99
"""A page further back than evidence for one button goes."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A button with the text that stands for its action; None where it fits into none."""

    label: str
    text: str | None
    action: Action
    typed: str | None = None

    @property
    def first(self) -> bool:
        """Whether it is what most will press: evidence, or yes to what was echoed."""
        return isinstance(self.action, ShowEvidence) or _agrees(self.action)


def _agrees(action: Action) -> bool:
    said = action.asked if isinstance(action, Run) else None
    return said is not None and said.verb == "digest" and (said.argument or "").startswith("confirm ")


def placed(buttons: Iterable[Button], ids: Ids, most_claims: int) -> Iterator[Placed]:
    """The buttons; Evidence as often as it takes to reach every claim, `most_claims` at a time."""
    for button in buttons:
        if not isinstance(button.action, ShowEvidence):
            yield Placed(button.label, ids.encode(button.action), button.action, button.typed)
            continue
        parts = list(_parts(button.action.claims, ids, most_claims))
        for number, (text, part) in enumerate(parts, start=1):
            label = button.label if len(parts) == 1 else f"{button.label} {number}"
            yield Placed(label, text, part)


def distinct(buttons: Iterable[Placed]) -> list[Placed]:
    """Those that stand for something, each of it once; the first of its kind stays."""
    return list({each.text: each for each in reversed(list(buttons)) if each.text}.values())[::-1]


def _parts(claims: Sequence[str], ids: Ids, most: int) -> Iterator[tuple[str | None, ShowEvidence]]:
    """The claims in as few buttons as hold them; no text for a claim that none holds."""
    rest = tuple(claims)
    while rest:
        longest = min(len(rest), most)
        end = next((end for end in range(longest, 0, -1) if _can_be_read(rest[:end], ids)), 0)
        part = ShowEvidence(rest[: end or 1])
        yield (ids.encode(part) if end else None), part
        rest = rest[end or 1 :]


def _can_be_read(claims: tuple[str, ...], ids: Ids) -> bool:
    """Whether a button can ask for their evidence, and the evidence can be turned to its last page."""
    last = TurnPage(Asked("evidence", " ".join(claims)), _FAR)
    return ids.encode(ShowEvidence(claims)) is not None and ids.encode(last) is not None
