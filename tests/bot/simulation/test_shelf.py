"""A corrected version in a simulation: what is read of it is what it says now."""

from bot.simulation.shelf import Shelf
from briefings.library.index import Library
from briefings.library.load import load_shipped
from briefings.places import Gazetteer
from briefings.present.about import Program
from briefings.service import BriefingService
from briefings.themes import ThemeVocabulary


def test_every_way_to_a_corrected_claim_gives_its_new_words() -> None:
    """By its id, in the briefing's list and through the sources of editions: the statement as corrected."""
    library = Library(load_shipped())
    shelf = Shelf(
        BriefingService(library, Gazetteer.shipped(), ThemeVocabulary.shipped(), Program("simulation"))
    )
    before = {claim.id: claim.statement for each in library.briefings for claim in each.by_id.values()}
    shelf.correct()
    (briefing,) = shelf.sources.library.briefings
    changed = [claim for claim in briefing.claims if claim.statement != before[claim.id]]
    assert len(changed) == 1
    for claim in changed:
        assert briefing.claim(claim.id) == claim
        assert shelf.sources.claim(f"{claim.article}:{claim.id}") == claim


def test_a_copy_forgets_what_was_worked_out_of_the_original() -> None:
    """A copied briefing indexes its own claims, whether the original had been asked before or not."""
    (briefing,) = load_shipped()
    assert briefing.by_id
    copied = briefing.model_copy(update={"claims": briefing.claims[:3]})
    assert set(copied.by_id) == {claim.id for claim in briefing.claims[:3]}
    assert len(briefing.by_id) == len(briefing.claims)
