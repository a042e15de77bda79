"""The library: all published briefings, and which claims cover a topic.

A value: a new version of a briefing means a new Library.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from briefings.article import ArticleStatus
from briefings.briefing import Briefing, Scenario, WatchItem
from briefings.claims import Claim
from briefings.errors import LibraryError
from briefings.references import ClaimRef, TopicRef

READABLE = frozenset({ArticleStatus.PUBLISHED, ArticleStatus.CORRECTED})


class Library:
    """Published and corrected briefings, in order of article id.

    Raises LibraryError when two briefings share an article id or none is published.
    """

    def __init__(self, briefings: Iterable[Briefing]) -> None:
        every = tuple(briefings)
        readable = [briefing for briefing in every if briefing.article.status in READABLE]
        self.withdrawn = frozenset(
            briefing.article.id for briefing in every if briefing.article.status is ArticleStatus.WITHDRAWN
        )
        """Ids of articles that it says are withdrawn."""
        self.briefings = tuple(sorted(readable, key=lambda briefing: briefing.article.id))
        self._by_article = {briefing.article.id: briefing for briefing in self.briefings}
        self._on: dict[tuple[TopicRef, str], tuple[Claim, ...]] = {}
        if len(self._by_article) != len(self.briefings):
            raise LibraryError("Two briefings have the same article id; give each article its own.")
        if not self.briefings:
            raise LibraryError("The library holds no published briefing; publish one first.")

    def briefing(self, article: str) -> Briefing:
        """The briefing of an article; raises KeyError."""
        return self._by_article[article]

    def claim(self, ref: ClaimRef) -> Claim:
        """The claim; raises KeyError."""
        return self._by_article[ref.article].claim(ref.claim)

    def find_claims(self, name: str) -> tuple[ClaimRef, ...]:
        """The claims a name stands for: `article:C07` for one; `C07` for one in each article that has it."""
        article, _, claim = name.strip().rpartition(":")
        return tuple(
            ClaimRef(briefing.article.id, claim.upper())
            for briefing in self.briefings
            if article in ("", briefing.article.id) and claim.upper() in briefing.by_id
        )

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Codes with an entry, most claims first."""
        return self._ranked("country", (e.code for b in self.briefings for e in b.countries))

    @cached_property
    def blocs(self) -> tuple[str, ...]:
        """Bloc keys with an entry, most claims first."""
        return self._ranked("bloc", (e.key for b in self.briefings for e in b.blocs))

    @cached_property
    def themes(self) -> tuple[str, ...]:
        """Theme slugs with an entry, most claims first."""
        return self._ranked("theme", (e.slug for b in self.briefings for e in b.themes))

    @cached_property
    def topics(self) -> tuple[TopicRef, ...]:
        """Every covered topic: countries, then themes, then blocs."""
        return (
            *(TopicRef("country", code) for code in self.countries),
            *(TopicRef("theme", slug) for slug in self.themes),
            *(TopicRef("bloc", key) for key in self.blocs),
        )

    @cached_property
    def _covered(self) -> frozenset[TopicRef]:
        return frozenset(self.topics)

    def covers(self, topic: TopicRef) -> bool:
        """Whether some briefing has an entry for it."""
        return topic in self._covered

    def claims_on(self, topic: TopicRef, briefing: Briefing) -> tuple[Claim, ...]:
        """The claims of a briefing that bear on a topic, its lead first.

        A country's entry gives its own order, the rest follows the article; themes and blocs follow
        the article after their first claim.
        """
        place = (topic, briefing.article.id)
        if place not in self._on:
            self._on[place] = tuple(map(briefing.claim, _ordered(topic, briefing)))
        return self._on[place]

    def scenarios_on(self, topic: TopicRef | None, briefing: Briefing) -> tuple[Scenario, ...]:
        """The scenarios whose parties or claims bear on a topic; all without one."""
        return tuple(
            scenario
            for scenario in briefing.scenarios
            if topic is None or self._bears(topic, briefing, scenario.affected, scenario.claims)
        )

    def watch_on(self, topic: TopicRef | None, briefing: Briefing) -> tuple[WatchItem, ...]:
        """The indicators about a topic; all without one."""
        return tuple(
            item
            for item in briefing.watch
            if topic is None or self._bears(topic, briefing, item.about, item.claims)
        )

    def _bears(
        self, topic: TopicRef, briefing: Briefing, parties: tuple[str, ...], claims: tuple[str, ...]
    ) -> bool:
        if topic.kind == "country" or topic.key in parties:
            return topic.key in parties
        on_topic = {claim.id for claim in self.claims_on(topic, briefing)}
        return not on_topic.isdisjoint(claims)

    def _ranked(self, kind: str, keys: Iterable[str]) -> tuple[str, ...]:
        found = dict.fromkeys(keys)
        return tuple(sorted(found, key=lambda key: (-self._weight(kind, key), key)))

    def _weight(self, kind: str, key: str) -> int:
        topic = TopicRef(kind, key)  # type: ignore[arg-type]  # the three callers pass literals
        return sum(len(self.claims_on(topic, briefing)) for briefing in self.briefings)


def _ordered(topic: TopicRef, briefing: Briefing) -> Iterable[str]:
    chosen = _entry_claims(topic, briefing)
    kept = chosen if topic.kind == "country" else chosen[:1]
    places = {passage.id: number for number, passage in enumerate(briefing.article.passages)}
    rest = {*chosen, *_tagged(topic, briefing)}.difference(kept)
    return (*kept, *sorted(rest, key=lambda name: (places[briefing.claim(name).passages[0]], name)))


def _entry_claims(topic: TopicRef, briefing: Briefing) -> tuple[str, ...]:
    match topic.kind:
        case "country":
            country = briefing.country(topic.key)
            return country.claims if country else ()
        case "bloc":
            bloc = briefing.bloc(topic.key)
            return bloc.claims if bloc else ()
        case "theme":
            theme = briefing.theme(topic.key)
            return theme.claims if theme else ()


def _tagged(topic: TopicRef, briefing: Briefing) -> Iterator[str]:
    if topic.kind == "country":
        yield from (claim.id for claim in briefing.claims if topic.key in claim.countries)
