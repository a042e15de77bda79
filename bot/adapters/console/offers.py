"""The follow-ups of a reply as lines that could be typed, numbered in reading order. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import assert_never

from briefings.reply import Choose, FollowUp, Reply, ShowEvidence, Suggest


@dataclass(frozen=True, slots=True)
class Offer:
    """One further step. `line`: what typing it in full would be; `group`: the list it belongs to."""

    number: int
    label: str
    line: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A further command to type in full. `choices`: what may stand in the place of its "…"."""

    label: str
    line: str
    choices: tuple[str, ...] = ()


def offers(reply: Reply) -> tuple[Offer, ...]:
    """The steps a reply offers, numbered from 1."""
    steps = (step for follow_up in reply.follow_ups for step in _steps(follow_up))
    return tuple(Offer(number, *step) for number, step in enumerate(steps, start=1))


def steps(every: Sequence[Offer], prefix: str) -> tuple[Step, ...]:
    """The offers as commands that begin with `prefix`, those of one list taken together."""
    groups: dict[object, list[Offer]] = {}
    for offer in every:
        groups.setdefault(offer.group or offer.number, []).append(offer)
    return tuple(_step(members, prefix) for members in groups.values())


def evidence_claims(reply: Reply) -> tuple[str, ...]:
    """The claims that "evidence" would be about after this reply."""
    for follow_up in reply.follow_ups:
        if isinstance(follow_up, ShowEvidence):
            return follow_up.claims
    return reply.claims


def _step(members: Sequence[Offer], prefix: str) -> Step:
    first = members[0]
    if len(members) == 1:
        label = f"{first.group}: {first.label}" if first.group else first.label
        return Step(label, prefix + first.line.removeprefix("/"))
    words = zip(*(member.line.removeprefix("/").split(" ") for member in members), strict=False)
    shared = takewhile(lambda column: len(set(column)) == 1, words)
    line = prefix + " ".join((*(column[0] for column in shared), "…"))
    return Step(first.group or first.label, line, tuple(member.label for member in members))


def _steps(follow_up: FollowUp) -> Iterator[tuple[str, str, str | None]]:
    match follow_up:
        case ShowEvidence():
            yield follow_up.label, f"/evidence {' '.join(follow_up.claims)}".strip(), None
        case Suggest():
            yield follow_up.label, f"/{follow_up.verb} {follow_up.argument}".strip(), None
        case Choose():
            for choice in follow_up.choices:
                yield choice.label, f"/{follow_up.verb} {choice.argument}", follow_up.label
        case _:
            assert_never(follow_up)
