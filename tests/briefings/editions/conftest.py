"""Two libraries, alone and together, and a month of editions from them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest

from briefings.answers.ask import Answerer
from briefings.briefing import Briefing
from briefings.editions.compose import Composed, plan_run
from briefings.editions.history import History
from briefings.editions.order import Order, Slot
from briefings.editions.sources import Sources
from briefings.library.index import Library
from briefings.library.load import load_path, load_shipped
from briefings.places import Gazetteer
from briefings.references import TopicRef
from briefings.themes import ThemeVocabulary
from briefings.topics import Topics

CORPUS = Path(__file__).parents[2] / "corpus" / "library"
Build = Callable[..., Sources]
Run = Callable[[Sources, Order], tuple[Composed, ...]]

ORDERS: Mapping[str, Order] = {
    "all": Order(),
    "India and China": Order(topics=(TopicRef("country", "IN"), TopicRef("country", "CN"))),
    "nuclear": Order(topics=(TopicRef("theme", "nuclear"),), style="thread"),
    "Japan in headlines": Order(topics=(TopicRef("country", "JP"),), style="headlines", empty="line"),
    "thin beside broad": Order(topics=(TopicRef("country", "AU"), TopicRef("theme", "regional-stability"))),
    "Greece": Order(topics=(TopicRef("country", "GR"),)),
    "India and Greece": Order(topics=(TopicRef("country", "IN"), TopicRef("country", "GR"))),
    "a group": Order(topics=(TopicRef("bloc", "east-asia"),)),
    "a broad country": Order(topics=(TopicRef("country", "KP"),)),
}


@pytest.fixture(scope="session")
def shipped() -> Briefing:
    """The shipped briefing."""
    return load_shipped()[0]


@pytest.fixture(scope="session")
def canal() -> Briefing:
    """A second briefing, of another article."""
    return load_path(CORPUS / "canal-tolls")


@pytest.fixture(scope="session")
def build() -> Build:
    """Makes what editions are composed from."""
    gazetteer, themes = Gazetteer.shipped(), ThemeVocabulary.shipped()

    def sources(*briefings: Briefing) -> Sources:
        library = Library(briefings)
        return Sources(
            library, Topics(library, gazetteer, themes), Answerer(library.briefings, gazetteer, themes)
        )

    return sources


@pytest.fixture(scope="session")
def libraries(build: Build, shipped: Briefing, canal: Briefing) -> dict[str, Sources]:
    """Each library alone, and both together."""
    return {"shipped": build(shipped), "canal": build(canal), "both": build(shipped, canal)}


@pytest.fixture(
    scope="session",
    params=[(library, order) for library in ("shipped", "canal", "both") for order in ORDERS],
    ids=lambda pair: f"{pair[0]}: {pair[1]}",
)
def round_of(
    request: pytest.FixtureRequest, libraries: dict[str, Sources]
) -> tuple[Sources, Order, list[Composed]]:
    """Everything that one channel is shown of one static library, in order."""
    library, name = request.param
    sources, order = libraries[library], ORDERS[name]
    run = plan_run(sources, order.model_copy(update={"empty": "skip"}), History(), slots())
    told: list[Composed] = []
    for found in run:
        if not isinstance(found, Composed):
            return sources, order, told
        told.append(found)
    raise AssertionError("a round has no end")


def slots(start: int = 0, limit: int = 60) -> Iterator[tuple[Slot, str]]:
    """Daily slots with their editions' ids."""
    first = date(2026, 3, 2)
    for number in count(start):
        if number == limit:
            return
        day = first + timedelta(days=number)
        yield Slot(date=day, time="08:30", zone="Asia/Kolkata"), f"d-{number:06d}"


def one_slot(number: int) -> tuple[Slot, str]:
    """The slot of that day and its edition's id."""
    return next(slots(number, number + 1))
