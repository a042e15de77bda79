"""What is due in an office, posted by the real worker through a platform's outlet."""

import random
from datetime import datetime

from bot.delivery.composing import EditionComposer
from bot.delivery.pacing import Pacing, Rhythm
from bot.delivery.ports import Outlet
from bot.delivery.rounds import Rounds
from bot.delivery.worker import Worker
from tests.fakes.office import Office


async def posted(office: Office, outlet: Outlet, at: datetime) -> None:
    """Wind the office's clock to that moment, and post what is due until nothing is left."""
    office.clock.moment = at
    composer = EditionComposer(lambda: office.service.sources)
    pacings = {outlet.platform: Pacing(Rhythm(0, 0, 0), lambda: 0.0)}
    chance = random.Random(1)  # noqa: S311 - the same each time
    worker = Worker(office.ledger, composer, {outlet.platform: outlet}, pacings, "one", chance=chance)
    await Rounds(worker).settle()
