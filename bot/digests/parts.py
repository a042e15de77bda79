"""What managing digests is made of, and what it asks of the platforms."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.delivery.composing import EditionComposer
from bot.delivery.ports import Ledger, Render
from bot.digests.ports import Limits, Subscriptions
from bot.digests.reading import Reader
from bot.subscriptions import Channel
from briefings.topics import Topics


class Posting(Protocol):
    """What managing asks of the platforms that digests go to."""

    async def lacking(self, channel: Channel, *, thread: bool) -> tuple[str, ...] | None:
        """What is missing for posting there, as phrases to act on; None where nobody could be asked."""

    def render(self, platform: str) -> Render:
        """How that platform writes an edition's parts. Pure."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What managing is made of. `new_id`: six letters that no other id has."""

    subscriptions: Subscriptions
    ledger: Ledger
    composer: EditionComposer
    posting: Posting
    reader: Callable[[], Reader]
    topics: Callable[[], Topics]
    new_id: Callable[[], str]
    limits: Limits = field(default_factory=Limits)
