"""What a channel was shown by all of its digests together.

Owns how the histories of one channel are read as one: what any of them showed is shown, the latest
reading counts, and what one said is withdrawn is not said again. What is news stays each digest's own.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from briefings.editions.changes import settled
from briefings.editions.history import History, Known, Seen, Withdrawn, contents, holders
from briefings.library.index import Library


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The other digests of a channel: what each has shown, and the number of the channel's last edition."""

    going_on: tuple[History, ...] = ()
    last: int = 0
    """0 where no edition is counted that the histories do not count."""
    ended: tuple[History, ...] = ()
    """Of digests that show nothing any more."""

    @property
    def histories(self) -> tuple[History, ...]:
        """All that they have shown."""
        return (*self.going_on, *self.ended)


ALONE = Neighbours()
"""A digest that has its channel for itself."""


def together(own: History, neighbours: Neighbours, library: Library) -> History:
    """A digest's history as if all that its channel was shown had stood in it; `own` comes settled.

    Of what only others showed and the library no longer holds, they tell: it may be off this one's topics.
    """
    every = (own, *(settled(each, library) for each in neighbours.histories))
    told = tuple(gone for each in every for gone in each.withdrawn)
    hashes, held = contents(library), holders(library)
    mine = {seen.qualified for seen in own.seen}
    read = _latest(seen for each in every for seen in each.seen if not _withdrawn(seen, told, held))
    seen = {name: each for name, each in read.items() if name in mine or name in hashes}
    return own.model_copy(
        update={
            "editions": max(neighbours.last, *(each.editions for each in every)),
            "seen": tuple(seen.values()),
            "known": own.known and tuple(_still_known(own.known, told, seen)),
            "days": tuple(sorted((day for each in every for day in each.days), key=lambda day: day.edition)),
            "offered": tuple(dict.fromkeys(name for each in every for name in each.offered)),
        }
    )


def _latest(every: Iterable[Seen]) -> dict[str, Seen]:
    """Each content once and each id once, as the channel read it last."""
    by_content: dict[tuple[str, str], Seen] = {}
    for seen in sorted(every, key=lambda each: each.edition):
        by_content.pop((seen.article, seen.sha256), None)  # the later reading comes later, also of the same
        by_content[seen.article, seen.sha256] = seen
    return {seen.qualified: seen for seen in by_content.values()}


def _withdrawn(seen: Seen, told: Iterable[Withdrawn], held: Collection[tuple[str, str]]) -> bool:
    """Whether readers were told since that this is said no longer, in these words or in later ones."""
    here = (seen.article, seen.sha256) in held
    return any(
        seen.edition < gone.edition
        and seen.article == gone.article
        and (seen.sha256 == gone.sha256 or (seen.claim == gone.claim and not here))
        for gone in told
    )


def _still_known(known: Iterable[Known], told: Iterable[Withdrawn], seen: Collection[str]) -> Iterator[Known]:
    """Without what was withdrawn: should it come back, it is news."""
    gone = {each.qualified for each in told} - set(seen)
    for each in known:
        claims = tuple(name for name in each.claims if f"{each.article}:{name}" not in gone)
        yield each.model_copy(update={"claims": claims})
