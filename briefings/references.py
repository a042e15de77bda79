"""Names for things in the library: a claim of an article, a topic."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ClaimRef:
    """A claim of one article of the library."""

    article: str
    claim: str

    @property
    def qualified(self) -> str:
        """`article:C07`."""
        return f"{self.article}:{self.claim}"


@dataclass(frozen=True, slots=True)
class TopicRef:
    """A topic: a country code, a bloc key or a theme slug. It need not be covered."""

    kind: Literal["country", "bloc", "theme"]
    key: str

    @classmethod
    def of_party(cls, key: str) -> "TopicRef":
        """The topic of a party: country codes are in upper case, bloc keys never are."""
        return cls("country" if key.isupper() else "bloc", key)
