"""The edition's id, taken out of the stamp for platforms that mark their messages with it."""

import pytest

from briefings.editions.compose import Composed, plan_run
from briefings.editions.history import History
from briefings.editions.order import Order, Style
from briefings.editions.sources import Sources
from briefings.present.editions import present_edition
from briefings.present.stamps import without_id
from briefings.reply import Paragraph, Reply, words
from tests.briefings.editions.conftest import slots


def _words(reply: Reply) -> str:
    told = [words(block.inlines) for block in reply.blocks if isinstance(block, Paragraph)]
    return "\n".join((*told, *reply.basis))


@pytest.mark.parametrize("style", ["full", "headlines", "thread"])
def test_the_id_alone_is_left_out(libraries: dict[str, Sources], style: Style) -> None:
    """Without its id a reply still says its number and cut-off; with it, the id stands there once."""
    order = Order(style=style, empty="line")
    run = plan_run(libraries["canal"], order, History(), slots(limit=12))
    for found in run:
        if not isinstance(found, Composed):
            continue
        for reply in present_edition(found.edition):
            told, bare = _words(reply), _words(without_id(reply, found.edition.id))
            assert told.count(found.edition.id) == 1
            assert found.edition.id not in bare
            assert "as of " in bare
            assert len(told) - len(bare) == len(found.edition.id) + 3
