"""Places left, in memory, for tests that need the port and not the database."""

from collections.abc import Collection

from bot.leaving.ports import Departure, Departures, OfPlace
from briefings.ports import Clock
from tests.fakes.clock import SetClock


class DeparturesInMemory(Departures):
    """Remembers as long as it lives. `held`: places of which something is kept, and all that ever left."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SetClock()
        self.held: set[OfPlace] = set()
        self.away: dict[OfPlace, Departure] = {}
        self.told: set[str] = set()

    async def left(self, whose: OfPlace) -> bool:
        """Write it down."""
        if whose in self.away:
            return False
        self.held.add(whose)
        self.away[whose] = Departure(whose, self._clock.now())
        return True

    async def returned(self, platform: str, places: Collection[str]) -> tuple[str, ...]:
        """Strike it out."""
        self.held |= {OfPlace(platform, place) for place in places}
        back = sorted(place for place in places if self.away.pop(OfPlace(platform, place), None))
        return tuple(back)

    async def places(self, platform: str) -> frozenset[str]:
        """Of which something is kept."""
        return frozenset(each.place for each in self.held if each.platform == platform)

    async def gone(self) -> tuple[Departure, ...]:
        """The places left."""
        return tuple(sorted(self.away.values(), key=lambda each: each.left_at))

    def hear(self, platform: str) -> None:
        """It has said where the bot is."""
        self.told.add(platform)

    def heard(self) -> frozenset[str]:
        """Those that have."""
        return frozenset(self.told)
