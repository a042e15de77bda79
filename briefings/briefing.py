"""The briefing: the structured form of one version of one article.

Design rule: no prose without a claim id. Entries only order claims; a reader sees claim statements
or fixed interface text. Labels, triggers and indicators are short names bound to claims.
"""

from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import Field

from briefings.article import Article
from briefings.claims import Claim, ClaimId, CountryCode, Frozen, Modality, Slug

Party = str
"""A country code or a bloc key."""


class CountryEntry(Frozen):
    """What a briefing holds about one country."""

    code: CountryCode
    role: Literal["actor", "affected", "mentioned"]
    lead: ClaimId
    exposure: tuple[ClaimId, ...] = ()
    options: tuple[ClaimId, ...] = ()
    watch: tuple[Slug, ...] = ()

    @property
    def claims(self) -> tuple[str, ...]:
        """Lead, exposure and options, without repeats."""
        return tuple(dict.fromkeys((self.lead, *self.exposure, *self.options)))


class BlocEntry(Frozen):
    """A group of countries or a region as the source speaks of it; no member list is invented."""

    key: Slug
    label: str
    role: Literal["actor", "affected-bloc", "place"]
    claims: tuple[ClaimId, ...] = Field(min_length=1)


class ThemeEntry(Frozen):
    """A theme the source touches. `iptc`: IPTC media topic codes, where known."""

    slug: Slug
    label: str
    claims: tuple[ClaimId, ...] = Field(min_length=1)
    iptc: tuple[str, ...] = ()


class Relationship(Frozen):
    """An edge of the relationship picture, no stronger than its claims."""

    source: Party
    target: Party
    kind: Slug
    directed: bool
    modality: Modality
    claims: tuple[ClaimId, ...] = Field(min_length=1)


class Scenario(Frozen):
    """If `trigger`, then its claims. `explicit`: the author states the condition as one."""

    id: Slug
    trigger: str = Field(min_length=5, max_length=160)
    claims: tuple[ClaimId, ...] = Field(min_length=1)
    explicit: bool
    affected: tuple[Party, ...] = ()
    watch: tuple[Slug, ...] = ()


class WatchItem(Frozen):
    """An indicator to look out for, and who named it."""

    id: Slug
    indicator: str = Field(min_length=5, max_length=160)
    claims: tuple[ClaimId, ...] = Field(min_length=1)
    about: tuple[Party, ...] = ()
    signals: Literal["escalation", "de-escalation", "realignment"]
    origin: Literal["source", "editor"]


class Absence(StrEnum):
    """What an article lacks that a question asks for."""

    FIGURE = "figure"
    PROBABILITY = "probability"
    DATE = "date"
    DURATION = "duration"
    PERSON = "person"
    PLACE = "place"
    DETAIL = "detail"
    """A named thing or a particular: which weapon, which treaty, what terms."""
    REACTION = "reaction"
    """What somebody said or did in response."""
    CAUSE = "cause"
    SOURCE = "source"
    AUTHOR = "author"
    TITLE = "title"
    COUNTRY = "country"
    """A country or bloc the library does not cover."""
    TOPIC = "topic"
    OPINION = "opinion"
    """A view, a prediction or advice beyond what the author gives."""
    OUTSIDE = "outside"
    """Not a question about the library at all."""


class QAPair(Frozen):
    """A curated answer: ways of asking, what comes of it, and the claims it rests on.

    For an abstention `claims` are the nearest things the article does say; for a false premise
    they are what it says instead.
    """

    id: Slug
    questions: tuple[str, ...] = Field(min_length=1)
    outcome: Literal["answer", "abstain", "false-premise"]
    claims: tuple[ClaimId, ...] = ()
    absence: Absence | None = None
    about: tuple[str, ...] = ()
    """Country codes and theme slugs it is filed under."""


class Briefing(Frozen):
    """Everything the product may say about one version of one article."""

    article: Article
    bottom_line: ClaimId
    key_judgements: tuple[ClaimId, ...] = Field(min_length=1)
    claims: tuple[Claim, ...] = Field(min_length=1)
    countries: tuple[CountryEntry, ...] = ()
    blocs: tuple[BlocEntry, ...] = ()
    themes: tuple[ThemeEntry, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    watch: tuple[WatchItem, ...] = ()
    answers: tuple[QAPair, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.claims}

    def claim(self, claim_id: str) -> Claim:
        """The claim of that id; raises KeyError."""
        return self.by_id[claim_id]

    def country(self, code: str) -> CountryEntry | None:
        """The entry of a country, or None."""
        return next((entry for entry in self.countries if entry.code == code), None)

    def bloc(self, key: str) -> BlocEntry | None:
        """The entry of a bloc, or None."""
        return next((entry for entry in self.blocs if entry.key == key), None)

    def theme(self, slug: str) -> ThemeEntry | None:
        """The entry of a theme, or None."""
        return next((entry for entry in self.themes if entry.slug == slug), None)
