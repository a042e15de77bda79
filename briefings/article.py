"""Articles and their numbered, hashed passages, and matching a text to them.

Owns normalisation and hashing. It never stores a file and never splits a new text into sentences.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from pydantic import Field

from briefings.claims import ClaimKind, CountryCode, Frozen, Modality, PassageId, Sha256, Slug
from briefings.errors import SourceMismatch

_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"'})
_SPACE = re.compile(r"\s+")

Origin = Literal["stated", "metadata", "feed", "disclaimer", "none"]


def normalise(text: str) -> str:
    """The form that is hashed: NFC, straight quotes, single spaces, case kept."""
    composed = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    return _SPACE.sub(" ", composed.translate(_QUOTES)).strip()


def text_sha256(text: str) -> str:
    """SHA-256 of the normalised text, 64 hexadecimal digits."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()


class PassageKind(StrEnum):
    """A sentence can carry claims; a heading never does."""

    SENTENCE = "sentence"
    HEADING = "heading"
    DISCLAIMER = "disclaimer"


class ArticleStatus(StrEnum):
    """Where an article stands between an editor's desk and the readers."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Clause(Frozen):
    """One clause of a sentence that mixes levels. `cue`: a few words of it, to recognise it by."""

    number: int = Field(ge=1)
    modality: Modality
    kind: ClaimKind
    cue: str = Field(min_length=2, max_length=80)


class Mention(Frozen):
    """A country as the passage names it."""

    code: CountryCode
    surface: str
    how: Literal["direct", "demonym", "metonym", "anaphora"]


class Passage(Frozen):
    """One numbered sentence, `S<section>.<paragraph>.<sentence>`; headings are `S<n>.0.0`."""

    id: PassageId
    section: int = Field(ge=0)
    section_title: str | None
    paragraph: int = Field(ge=0)
    sentence: int = Field(ge=0)
    kind: PassageKind
    sha256: Sha256
    length: int = Field(ge=1)
    """Characters of the normalised sentence."""
    modality: Modality | None
    claim_type: ClaimKind | None
    hedges: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    mentions: tuple[Mention, ...] = ()
    blocs: tuple[Slug, ...] = ()
    themes: tuple[Slug, ...] = ()
    text: str | None = None

    @property
    def mixed(self) -> bool:
        """Whether its clauses stand at different levels, so that an anchor must name one."""
        return len({clause.modality for clause in self.clauses}) > 1

    def clause(self, number: int) -> Clause | None:
        """The clause of that number, or None."""
        return next((clause for clause in self.clauses if clause.number == number), None)


class Limitation(Frozen):
    """Something missing or awkward in the source, shown to readers."""

    code: Slug
    text: str = Field(min_length=10, max_length=320)
    passages: tuple[PassageId, ...] = ()


class Article(Frozen):
    """What was retrieved: its provenance and its passages, without their text unless attached."""

    id: Slug
    title: str | None
    title_origin: Origin
    publisher: str | None
    publisher_origin: Origin
    author: str | None
    published: str | None
    """ISO 8601 date, where known."""
    published_origin: Origin
    url: str | None
    lang: str
    genre: str
    sha256: Sha256
    """Of the whole normalised text."""
    disclaimer: str | None
    """The source's disclaimer in our own words; readers see it on every reply."""
    passages: tuple[Passage, ...] = Field(min_length=1)
    limitations: tuple[Limitation, ...] = ()
    not_used: Mapping[PassageId, str] = {}
    status: ArticleStatus
    version: int = Field(ge=1)

    def passage(self, passage_id: str) -> Passage | None:
        """The passage of that id, or None."""
        return next((passage for passage in self.passages if passage.id == passage_id), None)


def match_text(article: Article, text: str) -> dict[str, str]:
    """The normalised wording of every passage of `article`, by passage id.

    Walks the text passage by passage, so line breaks and typographic quotes do not matter.
    Raises SourceMismatch, naming the first passage that differs.
    """
    rest = normalise(text)
    if not rest:
        raise SourceMismatch("This text is empty; give the article that was briefed.")
    found: dict[str, str] = {}
    for passage in article.passages:
        wording, rest = rest[: passage.length], rest[passage.length :].removeprefix(" ")
        if text_sha256(wording) != passage.sha256:
            raise SourceMismatch(
                f"This text is not the article that was briefed: it differs at {passage.id}. "
                "Use the unaltered article."
            )
        found[passage.id] = wording
    if rest:
        raise SourceMismatch(
            "This text goes on after the last sentence of the article that was briefed. "
            "Use the unaltered article."
        )
    return found
