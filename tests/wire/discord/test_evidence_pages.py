"""Evidence of several pages on Discord: each passage keeps the number it had in the answer."""

import re

import pytest

from bot.handlers import Handlers
from bot.rendering.sources import numbers_in
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.source_texts import SourceTextsInMemory
from tests.standins.discord.readers import Reader
from tests.wire.discord.conftest import Bot, Parts, Start
from tests.wire.discord.test_commands import text_of

_NUMBERED = re.compile(r"\[(\d+)\][^\n]*?\((S[\d.]+)\)")


class _LongTexts(SourceTextsInMemory):
    """Holds a long wording of every sentence, whatever article it is of."""

    async def wordings(self, article: str, sha256: str | None = None) -> dict[str, str]:
        """As many words as fill pages."""
        return {f"S{a}.{b}.{c}": "Words of ours. " * 25 for a in range(9) for b in range(9) for c in range(9)}


@pytest.fixture
def parts(service: BriefingService) -> Parts:
    """An operator who holds a long text."""
    return Parts(Handlers(service, _LongTexts(SetClock())))


def numbered(text: str) -> dict[str, int]:
    """Passages with the numbers that stand before them."""
    return {passage: int(number) for number, passage in _NUMBERED.findall(text.replace("\\", ""))}


async def test_every_page_of_evidence_has_the_numbers_of_its_answer(
    start: Start, parts: Parts, mira: Reader
) -> None:
    """The second page as the first, also when it is shared, and after a restart."""
    bot: Bot = await start()
    brief = await mira.slash("brief", {"topic": "India"}).message()
    cited = dict(numbers_in(text_of(brief)))
    evidence = await mira.press(brief, "Evidence").message()
    first = numbered(text_of(evidence))
    assert first
    assert all(cited[passage] == number for passage, number in first.items())
    await bot.leave()
    await start()
    await mira.press(evidence, "2/2 ›").first_response()
    second = numbered(text_of(evidence))
    assert second
    assert second != first
    assert all(cited[passage] == number for passage, number in second.items())
    shared = await mira.press(evidence, "Share").message()
    assert numbered(text_of(shared)) == second
