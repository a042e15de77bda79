"""What a channel ordered, and the slot an edition is for. Values handed in; no clock is read here."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, field_validator

from briefings.claims import Frozen
from briefings.references import TopicRef

Style = Literal["headlines", "full", "thread"]
"""A line for each claim; everything; a card in the channel with the details in its thread."""
EmptyPolicy = Literal["skip", "line"]
"""What is posted when there is nothing to say: nothing, or one line that says so."""


class Order(Frozen):
    """The lasting wishes of one channel. No topics: the whole library."""

    topics: tuple[TopicRef, ...] = ()
    style: Style = "full"
    empty: EmptyPolicy = "skip"

    @field_validator("topics")
    @classmethod
    def _once(cls, topics: tuple[TopicRef, ...]) -> tuple[TopicRef, ...]:
        """Each topic once, where it first stands."""
        return tuple(dict.fromkeys(topics))


class Slot(Frozen):
    """The local date and time an edition is for, which is also the time up to which it counts."""

    date: dt.date
    time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    zone: Annotated[str, Field(min_length=1, max_length=64)]
    """IANA name."""
