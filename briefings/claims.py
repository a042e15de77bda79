"""Claims: one statement of ours each, how sure its source is, and where it rests.

Owns the modality ceiling. Refuses percentages and likelihood scales: "may" and "could" are on
neither ICD 203 nor the PHIA yardstick, so a number would be invented.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

PASSAGE_ID = r"^S\d+\.\d+\.\d+$"
SHA256 = r"^[0-9a-f]{64}$"
COUNTRY_CODE = r"^[A-Z]{2}$"

PassageId = Annotated[str, Field(pattern=PASSAGE_ID)]
Sha256 = Annotated[str, Field(pattern=SHA256)]
CountryCode = Annotated[str, Field(pattern=COUNTRY_CODE)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
ClaimId = Annotated[str, Field(pattern=r"^C\d{2,4}$")]


class Frozen(BaseModel):
    """A value of the model: immutable, and refusing fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, without what was worked out of the original and kept there."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


class Modality(StrEnum):
    """How strongly a clause of the source, or a claim of ours, puts what it says."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    LIKELY = "likely"
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"
    RECOMMENDED = "recommended"


class ClaimKind(StrEnum):
    """What sort of statement it is."""

    FACT = "fact-claim"
    JUDGEMENT = "judgement"
    FORECAST = "forecast"
    RECOMMENDATION = "recommendation"
    META = "meta"


CEILING: Mapping[Modality, frozenset[Modality]] = {
    Modality.ASSERTED: frozenset({Modality.ASSERTED, Modality.REPORTED, Modality.LIKELY, Modality.POSSIBLE}),
    Modality.REPORTED: frozenset({Modality.REPORTED, Modality.POSSIBLE}),
    Modality.LIKELY: frozenset({Modality.LIKELY, Modality.POSSIBLE}),
    Modality.POSSIBLE: frozenset({Modality.POSSIBLE, Modality.CONDITIONAL}),
    Modality.CONDITIONAL: frozenset({Modality.CONDITIONAL}),
    Modality.RECOMMENDED: frozenset({Modality.RECOMMENDED}),
}
"""What a claim may say, given the clause it rests on."""


class Anchor(Frozen):
    """Where a claim rests: a passage, and the clause of it where the sentence mixes levels."""

    passage: PassageId
    modality: Modality
    """The modality of the clause (or, without one, of the whole sentence)."""
    sha256: Sha256
    """Of the sentence as `briefings.article.normalise` leaves it."""
    clause: int | None = Field(default=None, ge=1)
    quote: str | None = Field(default=None, min_length=2, max_length=80)
    """A few words of the source that carry a hedge or a contested phrase; an exact substring."""


class Review(Frozen):
    """A reviewer's sign-off of one statement; `sha256` is of the statement signed."""

    role: str = Field(min_length=2, max_length=40)
    date: date
    sha256: Sha256


class Claim(Frozen):
    """One statement in our own words, resting on at least one numbered sentence."""

    id: ClaimId
    article: Slug
    statement: str = Field(min_length=15, max_length=320)
    kind: ClaimKind
    modality: Modality
    condition: str | None = None
    outcome: str | None = None
    polarity: Literal["positive", "negative", "neutral", "mixed"]
    actors: tuple[CountryCode, ...] = ()
    affected: tuple[CountryCode, ...] = ()
    themes: tuple[Slug, ...] = Field(min_length=1)
    anchors: tuple[Anchor, ...] = Field(min_length=1)
    contested: str | None = None
    """An editor's remark that must be shown with the statement."""
    note: str | None = None
    review: Review | None = None

    @property
    def countries(self) -> tuple[str, ...]:
        """Actors, then affected, without repeats."""
        return tuple(dict.fromkeys((*self.actors, *self.affected)))

    @property
    def passages(self) -> tuple[str, ...]:
        """The passages it rests on, in order, without repeats."""
        return tuple(dict.fromkeys(anchor.passage for anchor in self.anchors))
