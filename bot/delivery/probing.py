"""Being told of each named step of a delivery, for tests and campaigns that break in there."""

from typing import Protocol

from bot.delivery.states import Step
from bot.subscriptions import Channel


class Probe(Protocol):
    """Is told of each named step as it is reached."""

    async def __call__(self, step: Step, channel: Channel) -> None:
        """The step is about to be taken."""


async def unwatched(step: Step, channel: Channel) -> None:
    """Nobody watches."""
