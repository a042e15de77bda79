"""The edition: one digest's content, composed once and frozen, whatever becomes of the library.

Owns the value, its JSON form and its content hash. It holds facts (claims, passages, provenance), so
that wording and platforms come after it. The article's text is never in it.
"""

import hashlib
from typing import Annotated, Literal

from pydantic import Field

from briefings.article import Article
from briefings.claims import Claim, Frozen, Slug
from briefings.editions.changes import Mark
from briefings.editions.heading import Heading
from briefings.editions.history import Seen, canonical
from briefings.editions.order import EmptyPolicy, Slot, Style
from briefings.editions.reasons import Reason
from briefings.references import ClaimRef


class Item(Frozen):
    """A claim of an edition. `mark`: why it comes first; `was`: how it read before."""

    claim: Claim
    mark: Mark | None = None
    was: Seen | None = None

    @property
    def qualified(self) -> str:
        """`article:C07`."""
        return ClaimRef(self.claim.article, self.claim.id).qualified


class Case(Frozen):
    """A scenario, all of whose claims are among the edition's."""

    kind: Literal["case"] = "case"
    trigger: str
    explicit: bool
    claims: tuple[str, ...]
    """Qualified ids."""


class Indicator(Frozen):
    """A thing to watch, and the claims it rests on."""

    kind: Literal["indicator"] = "indicator"
    indicator: str
    signals: Literal["escalation", "de-escalation", "realignment"]
    origin: Literal["source", "editor"]
    claims: tuple[Claim, ...]


Outlook = Annotated[Case | Indicator, Field(discriminator="kind")]


class Day(Frozen):
    """Where an edition stands in the run through what the library holds."""

    number: int
    of: int


class Edition(Frozen):
    """One digest's content."""

    schema_version: Literal[1] = 1
    id: str = Field(min_length=3, max_length=24)
    """The visible short id, such as `d-7K3QF2`."""
    number: int = Field(ge=1)
    """Counted in the channel, whichever of its digests an edition is of."""
    slot: Slot
    style: Style
    empty: EmptyPolicy
    topics: tuple[str, ...] = ()
    """The channel's topics by name; none means the whole library."""
    several: bool
    """Whether the library held several articles, so that each must be named."""
    items: tuple[Item, ...] = ()
    """News first, then the day's claims, the leading one first. None: there is nothing to say."""
    gone: tuple[Seen, ...] = ()
    """What an earlier edition said and the library says no longer."""
    waiting: int = Field(default=0, ge=0)
    """News that found no room and comes with the next edition."""
    arrived: tuple[Slug, ...] = ()
    """Articles that the channel meets for the first time, after its first edition."""
    about: Heading | None = None
    """None where there is nothing to say."""
    news_on: tuple[str, ...] = ()
    """What the news is on, by name, where it stands beside a day of the run."""
    day: Day | None = None
    """None where it holds news alone."""
    following: Heading | None = None
    """What the digest's next edition is about, if nothing new arrives before; None where others of the
    channel are about to show some of what is left."""
    since: int = Field(default=0, ge=0)
    """The number of the last edition with something to say; 0 before there was one."""
    shown: int = Field(default=0, ge=0)
    """How many of the claims on its topics the channel has been shown with it."""
    elsewhere: int = Field(default=0, ge=0)
    """How many of those stood in other digests of the channel alone."""
    all_shown: bool = False
    """Whether with this edition the channel has been shown everything on its topics."""
    wider: tuple[str, ...] = ()
    """Topics near the channel's, offered when all is shown."""
    asks: str | None = None
    """A question that its leading claim answers; none that takes for granted what is only possible."""
    outlook: Outlook | None = None
    reason: Reason | None = None
    """Why this today, beside the news and the question."""
    shared: bool = False
    """Whether other digests of the channel go on too, so that nobody knows how many parts are to come."""
    question: str | None = None
    """Something to ask next that the library answers."""
    articles: tuple[Article, ...] = Field(min_length=1)
    """Provenance of what is told of, with the passages cited and no others."""

    @property
    def news(self) -> bool:
        """Whether anything in it is new, changed, corrected or withdrawn."""
        return bool(self.gone) or any(item.mark for item in self.items)

    def to_json(self) -> str:
        """The canonical JSON text, the same on every machine."""
        return canonical(self.model_dump(mode="json"))

    @classmethod
    def from_json(cls, text: str) -> "Edition":
        """The edition of a JSON text; raises pydantic's ValidationError, also for another schema version."""
        return cls.model_validate_json(text)

    @property
    def sha256(self) -> str:
        """Of the canonical JSON text, 64 hexadecimal digits."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


class NothingNew(Frozen):
    """Why nothing is to be posted."""

    reason: Literal["all-shown", "shown-elsewhere", "not-covered"]
    """All on the topics was shown, some of it by other digests of the channel alone; or the library holds
    nothing on them."""
