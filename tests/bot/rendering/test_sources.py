"""The sources at the foot of a page, and the way back from them to their numbers."""

import pytest

from bot.adapters.discord.dialect import Markdown
from bot.rendering.dialect import Dialect
from bot.rendering.pages import paginate
from bot.rendering.sources import numbers_in
from briefings.service import BriefingService
from tests.bot.rendering.test_pages import LIMITS, Bare


@pytest.mark.parametrize("dialect", [Bare(), Markdown()])
def test_numbers_are_read_back_from_every_page(service: BriefingService, dialect: Dialect) -> None:
    """What a page says of its sources gives each passage its number again, and no other passage one."""
    names = [service.topics.name(topic) for topic in service.library.topics]
    replies = [service.brief(None), service.gaps(None), *map(service.brief, names)]
    for reply in (*replies, service.ask("Why would Japan rearm?"), service.map(None)):
        numbers = {source.passage.partition(":")[2]: source.number for source in reply.sources}
        found: dict[str, int] = {}
        for page in paginate(reply, LIMITS, dialect):
            shown = numbers_in(f"{page.body}\n{page.sources}")
            assert all(numbers[passage] == number for passage, number in shown)
            found.update(shown)
        assert found == numbers or "more source" in str(paginate(reply, LIMITS, dialect))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("-# The ports: [3] ¶1 s3 (S1.1.3) · [12] ¶2 s1 (S1.2.1)", (("S1.1.3", 3), ("S1.2.1", 12))),
        (r"The ports: \[3\] ¶1 s3 (S1.1.3)", (("S1.1.3", 3),)),
        ("Tolls may rise. [1][2] forecast: possible", ()),
        ("[1] a remark (in brackets) that goes on", ()),
        ("", ()),
    ],
)
def test_only_sources_are_read(text: str, numbers: tuple[tuple[str, int], ...]) -> None:
    """A mark is read together with its passage's id at the end of an item; statements give nothing."""
    assert numbers_in(text) == numbers
