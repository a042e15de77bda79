"""Names that are unclear, misspelt or not covered."""

import pytest

from bot.adapters.console.offers import offers
from bot.grammar import parse
from bot.handlers import Handlers
from briefings.reply import (
    Outcome,
    Remark,
    Suggest,
    words,
)
from briefings.service import BriefingService
from tests.briefings.replies.corpus import VERBS, ask, guesses
from tests.fakes.clock import SetClock
from tests.fakes.source_texts import SourceTextsInMemory


@pytest.mark.parametrize("verb", VERBS)
async def test_an_unclear_name_asks(service: BriefingService, verb: str) -> None:
    """The name Korea is asked back with both readings, and each reading offered answers when it is taken."""
    handlers = Handlers(service, SourceTextsInMemory(SetClock()))
    reply = ask(service, verb, "Korea")
    assert reply.reason == "ambiguous"
    names = [step.argument for step in reply.follow_ups if isinstance(step, Suggest)]
    assert set(names) == {"North Korea", "South Korea"}
    for offer, name in zip(offers(reply), names, strict=True):
        taken = await handlers.handle(parse(offer.line, service.topics))
        assert taken == ask(service, verb, name)
        assert taken.outcome is Outcome.ANSWER


async def test_an_unclear_side_of_a_comparison_asks(service: BriefingService) -> None:
    """Taking a reading puts it in the place of the unclear name, the rest of the comparison kept."""
    handlers = Handlers(service, SourceTextsInMemory(SetClock()))
    for a, b in (("Korea", "India"), ("India", "Korea")):
        reply = service.compare(a, b, "trade")
        assert reply.reason == "ambiguous"
        taken = await handlers.handle(parse(offers(reply)[0].line, service.topics))
        reading = taken.title.replace("India", "").replace(" and ", " ").split(" on ")[0].strip()
        assert reading in ("North Korea", "South Korea")
        assert taken.outcome is Outcome.ANSWER
        assert taken.title.endswith(" on Trade and supply chains")


@pytest.mark.parametrize(
    ("typed", "meant"), [("norht korea", "North Korea"), ("Venezeula", "Venezuela"), ("Inida", "India")]
)
def test_a_misspelt_name_is_read_and_said(service: BriefingService, typed: str, meant: str) -> None:
    """A recognised misspelling is answered as what it was read as, and that is said, whatever was asked."""
    other = "Iran"
    asked = {verb: ask(service, verb, typed) for verb in VERBS}
    asked["first"] = service.compare(typed, other, None)
    asked["second"] = service.compare(other, typed, "trade")
    asked["question"] = service.ask(f"What might {typed.title()} do?")
    assert {name for name, reply in asked.items() if meant not in guesses(reply)} == set()
    assert {name for name, reply in asked.items() if reply.outcome is Outcome.CLEAR_ERROR} == set()


def test_a_misspelt_theme_of_a_comparison_is_said(service: BriefingService) -> None:
    """The theme after “on” is read like any name."""
    reply = service.compare("India", "China", "nuclaer proliferation")
    assert reply.outcome is Outcome.ANSWER
    assert "nuclear" in guesses(reply).casefold()


def test_a_text_on_an_uncovered_theme_says_so(service: BriefingService) -> None:
    """A text that only speaks of a theme the library lacks is told which one."""
    reply = service.text("The sanctions were extended for another year.")
    assert reply.outcome is Outcome.ABSTAIN
    said = " ".join(words(block.inlines) for block in reply.blocks if isinstance(block, Remark))
    assert "anctions" in said
    assert "no country or theme we know" not in said


def test_an_unclear_theme_offers_only_what_can_be_taken(service: BriefingService) -> None:
    """A name that can be no theme is refused as such; no reading of it as a country is offered."""
    reply = service.compare("India", "China", "Korea")
    assert reply.outcome is Outcome.CLEAR_ERROR
    assert not [step for step in reply.follow_ups if step.kind == "suggest"]


def test_two_readings_of_one_country_are_not_offered(service: BriefingService) -> None:
    """Korea beside North Korea can only be the other one."""
    reply = service.compare("Korea", "North Korea", None)
    offered = [step.argument for step in reply.follow_ups if step.kind == "suggest"]
    assert offered == ["South Korea vs North Korea"]


def test_a_misspelling_in_small_letters_is_said(service: BriefingService) -> None:
    """A question answered on what a name was read as says so, and says nothing where the name was right."""
    for typed, meant in (("norht korea", "North Korea"), ("inida", "India")):
        assert meant in guesses(service.ask(f"What might {typed} do?"))
    for right in ("What might North Korea do?", "What might india do?", "What might Moscow’s ally do?"):
        assert not guesses(service.ask(right))


@pytest.mark.parametrize("text", ["Trains in Switzerland are late.", "Nothing to see here, really."])
def test_a_text_on_nothing_covered_offers_what_is(service: BriefingService, text: str) -> None:
    """As a name that is not covered does, so that the reader can go on."""
    assert ask(service, "brief", "Taiwan").follow_ups == service.text(text).follow_ups != ()
