"""What the checks look at: a briefing, its sources' wording where known, and look-ups over both.

Owns finding the wording (a text handed over, or texts kept with the passages). It never judges.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from briefings.article import Passage, match_text, normalise
from briefings.briefing import Briefing
from briefings.claims import Anchor, Claim, Modality
from briefings.errors import SourceMismatch

Problems = Iterator[tuple[str, str]]
"""What a check yields: where, and a plain message."""


class FoundPlace(Protocol):
    """A place found in running text, as `briefings.places` reports it."""

    @property
    def surface(self) -> str:
        """The name as written."""
        ...

    @property
    def codes(self) -> tuple[str, ...]:
        """Country codes or a bloc key; several where the name is ambiguous."""
        ...


class FindsPlaces(Protocol):
    """Whatever finds countries and blocs in running text; `briefings.places.Gazetteer` does."""

    def find(self, text: str, /) -> Sequence[FoundPlace]:
        """Places named in `text`, in order."""
        ...


class Subject:
    """A briefing under check. Look-ups are computed once, on first use."""

    def __init__(
        self, briefing: Briefing, text: str | None = None, places: FindsPlaces | None = None
    ) -> None:
        """`text`: the whole article; without it, the texts kept with the passages are used."""
        self.briefing = briefing
        self.finder = places
        self.mismatch: str | None = None
        self._text = text

    @cached_property
    def passages(self) -> Mapping[str, Passage]:
        """Passages by id; of repeated ids the first."""
        return {passage.id: passage for passage in reversed(self.briefing.article.passages)}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id; of repeated ids the first."""
        return {claim.id: claim for claim in reversed(self.briefing.claims)}

    @cached_property
    def wordings(self) -> Mapping[str, str]:
        """The normalised wording of every passage by id, or nothing where it is not all at hand."""
        article = self.briefing.article
        if self._text is not None:
            try:
                return match_text(article, self._text)
            except SourceMismatch as error:
                self.mismatch = str(error)
                return {}
        texts = {
            passage.id: normalise(passage.text) for passage in article.passages if passage.text is not None
        }
        return texts if len(texts) == len(article.passages) else {}

    @cached_property
    def surfaces(self) -> tuple[re.Pattern[str] | None, Mapping[str, frozenset[str]]]:
        """The article's own names for countries: a pattern, longest name first, and their codes."""
        codes: dict[str, set[str]] = {}
        for passage in self.briefing.article.passages:
            for mention in passage.mentions:
                if mention.how != "anaphora":
                    codes.setdefault(normalise(mention.surface), set()).add(mention.code)
        if not codes:
            return None, {}
        longest = sorted(codes, key=lambda surface: (-len(surface), surface))
        pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"
        return re.compile(pattern), {surface: frozenset(found) for surface, found in codes.items()}

    def named(self, text: str) -> Iterator[tuple[str, frozenset[str]]]:
        """Countries that `text` calls by a name the article uses: the name, and its codes."""
        pattern, codes = self.surfaces
        if pattern is not None:
            for found in pattern.finditer(normalise(text)):
                yield found[0], codes[found[0]]

    def places(self, text: str) -> Sequence[FoundPlace]:
        """Countries and blocs that `text` names, by any name; nothing without a finder."""
        return self.finder.find(text) if self.finder is not None else ()

    def mentioned(self, claim: Claim) -> frozenset[str]:
        """Codes of the countries mentioned in the passages a claim rests on."""
        passages = (self.passages.get(anchor.passage) for anchor in claim.anchors)
        return frozenset(mention.code for passage in passages if passage for mention in passage.mentions)

    def source(self, claim: Claim) -> str:
        """The wording a claim rests on, passages joined by spaces; empty where it is not at hand."""
        return " ".join(self.wordings[passage] for passage in claim.passages if passage in self.wordings)

    def source_modality(self, anchor: Anchor) -> Modality | None:
        """How strongly the anchored clause (or, without one, the sentence) is put; None if unknown."""
        passage = self.passages.get(anchor.passage)
        if passage is None:
            return None
        if anchor.clause is None:
            return passage.modality
        clause = passage.clause(anchor.clause)
        return clause.modality if clause else None
