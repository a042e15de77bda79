"""What is new, changed, corrected or withdrawn in the library since a channel's last edition.

Owns the comparison. A claim that only got another id is no news, and neither is a new wording of a
claim that the channel was never shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from briefings.article import ArticleStatus
from briefings.briefing import Briefing
from briefings.claims import Claim, ClaimKind, Modality
from briefings.editions.history import History, Seen, contents, holders, on_topics
from briefings.library.index import Library
from briefings.references import TopicRef

Mark = Literal["corrected", "changed", "new"]
ORDER: tuple[Mark, ...] = ("corrected", "changed", "new")
"""What matters most to somebody who relied on an earlier edition comes first."""


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that is news. `was`: how it read before."""

    claim: Claim
    mark: Mark
    was: Seen | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All news of a channel, most important first, and what was shown and is said no longer."""

    items: tuple[Change, ...]
    gone: tuple[Seen, ...]


def changes(history: History, library: Library, topics: tuple[TopicRef, ...]) -> Changes:
    """Everything that is news on the topics.

    For a digest that has had no edition yet: what others of its channel showed and reads otherwise now.
    """
    past = _Past(history, library)
    found = [news for briefing, claim in on_topics(library, topics) if (news := past.news(briefing, claim))]
    ranks = weights(library)
    found.sort(key=lambda each: (ORDER.index(each.mark), each.claim.article, ranks[ref(each.claim)]))
    return Changes(tuple(found), tuple(past.gone(library)))


def unseen(history: History, library: Library, topics: tuple[TopicRef, ...]) -> tuple[Claim, ...]:
    """The claims on the topics that are no news and that the channel was never shown: what a run is for."""
    past = _Past(history, library)
    return tuple(
        claim
        for briefing, claim in on_topics(library, topics)
        if not past.shown(claim) and past.news(briefing, claim) is None
    )


def settled(history: History, library: Library) -> History:
    """The history with claims that only got another id under their new one."""
    hashes, held = contents(library), holders(library)
    moved: dict[str, Seen] = {}
    for seen in history.seen:
        now = held.get((seen.article, seen.sha256))
        same = now is None or hashes.get(seen.qualified) == seen.sha256
        settling = seen if same else seen.model_copy(update={"claim": now})
        moved[settling.qualified] = settling
    kept = tuple(moved.values())
    return history if kept == history.seen else history.model_copy(update={"seen": kept})


def ref(claim: Claim) -> str:
    """`article:C07`."""
    return f"{claim.article}:{claim.id}"


def weighty(claim: Claim) -> bool:
    """Whether a claim is a consequence or a judgement: no background, no advice, no mere expectation."""
    expects = claim.kind is ClaimKind.FORECAST and claim.modality is Modality.ASSERTED
    return claim.kind in (ClaimKind.JUDGEMENT, ClaimKind.FORECAST) and not expects


def weights(library: Library) -> dict[str, int]:
    """Ranks within each article: bottom line, key judgements, the countries' leads, the rest in order."""
    ranks: dict[str, int] = {}
    for briefing in library.briefings:
        leads = (entry.lead for entry in briefing.countries)
        first = dict.fromkeys((briefing.bottom_line, *briefing.key_judgements, *leads, *briefing.by_id))
        ranks.update((f"{briefing.article.id}:{name}", rank) for rank, name in enumerate(first))
    return ranks


class _Past:
    """A history, indexed."""

    def __init__(self, history: History, library: Library) -> None:
        self._hashes = contents(library)
        self._seen = {each.qualified: each for each in history.seen}
        self._contents = {(each.article, each.sha256) for each in history.seen}
        self._known = {each.article: frozenset(each.claims) for each in history.known or ()}
        self._begun = history.known is not None

    def shown(self, claim: Claim) -> bool:
        """Whether the channel was shown just this."""
        return (claim.article, self._hashes[ref(claim)]) in self._contents

    def news(self, briefing: Briefing, claim: Claim) -> Change | None:
        """Why a claim is news, if it is."""
        if claim.kind is ClaimKind.META or self.shown(claim):
            return None
        was = self._seen.get(f"{claim.article}:{claim.id}")
        if was is not None:
            corrected = briefing.article.status is ArticleStatus.CORRECTED
            return Change(claim, "corrected" if corrected else "changed", was)
        if not self._begun or claim.id in self._known.get(claim.article, frozenset()):
            return None
        return Change(claim, "new")

    def gone(self, library: Library) -> Iterator[Seen]:
        """What was shown and is in the library no longer."""
        held = {f"{each.article.id}:{name}" for each in library.briefings for name in each.by_id}
        yield from (seen for name, seen in self._seen.items() if name not in held)
