"""Names to topics: one name, two names in one text, and a theme after `on`.

Owns the order of reading: exact topic names win over reserved words, exact names over guesses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from briefings.library.index import Library
from briefings.places import Gazetteer
from briefings.references import TopicRef
from briefings.themes import ThemeVocabulary

OVERVIEW_WORDS = frozenset({"all", "everything", "overview", "the article", "article"})
"""Reserved words that stand for the whole library, unless a topic has that name."""

_AGAINST = r"vs?\.?|versus|बनाम"
_JOINING = r"against|and|with|to|or|und|gegen|et|contre|y|e|contra|и|против|और|대|&|\+|–|—|-"
_MARKS = r"\s*[,;/，；／、](?:\s*and\s+|\s*)"
_ATTACHED = r"(?<=[^\W\d_])(?:[和与與と](?=[^\W\d_])|[와과]\s+)"
BETWEEN = re.compile(rf"{_MARKS}|{_ATTACHED}|\s+(?:{_AGAINST}|{_JOINING})\s+", re.IGNORECASE)
"""What may stand between two topics: marks, words for and, with and against, in several languages."""
AGAINST = re.compile(rf"\s(?:{_AGAINST})\s", re.IGNORECASE)
"""Those of them that nobody writes but to compare."""
MAX_PAIR = 200
"""Characters beyond which no text is two names; the longest two and a theme have some 120."""
MOST_OFFERED = 25
"""Topics offered at once; the smallest platform limit we serve."""
_AS_A_NAME = {"us": "US"}
"""Everyday words that are a country where nothing but a name is asked for."""
_ON = re.compile(r"\s+on\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A topic the library covers. `guess`: the name it was read as, where it was misspelt."""

    topic: TopicRef
    guess: str | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole library."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A name with several readings, those the library holds first."""

    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotCovered:
    """A country, bloc or theme we know of, on which the library has nothing."""

    topic: TopicRef
    guess: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not a topic we know."""


Reading = Found | Overview | Unclear | NotCovered | Unknown


class Topics:
    """Reads names of topics against the library, the gazetteer and the theme vocabulary."""

    def __init__(self, library: Library, gazetteer: Gazetteer, themes: ThemeVocabulary) -> None:
        self._library = library
        self._gazetteer = gazetteer
        self._themes = themes

    def read(self, name: str | None) -> Reading:
        """What one name stands for; nothing at all stands for the whole library."""
        wanted = " ".join((name or "").split())
        if not wanted:
            return Overview()
        guesses: list[Reading] = []
        for reading in self._readings(wanted):  # an exact name saves looking for guesses
            if not _guessed(reading):
                return reading
            guesses.append(reading)
        if wanted.casefold() in OVERVIEW_WORDS:
            return Overview()
        return guesses[0] if guesses else Unknown()

    def read_two(self, text: str) -> tuple[str, str, str | None] | None:
        """Two topic names in one text, and a theme after `on`; None when there are not two."""
        wanted = " ".join(text.split())
        if len(wanted) > MAX_PAIR:
            return None
        for cut in reversed(list(_ON.finditer(wanted))):
            theme = wanted[cut.end() :]
            pair = self._pair(wanted[: cut.start()])
            if pair and self._is_theme(theme):
                return (*pair, theme)
        pair = self._pair(wanted)
        return (*pair, None) if pair else None

    def mentioned(self, text: str) -> tuple[TopicRef, ...]:
        """The places, then the themes, that a running text speaks of, in order, without repeats."""
        places = (
            TopicRef("country" if mention.kind == "country" else "bloc", mention.codes[0])
            for mention in self._gazetteer.find(text, prefer=self._library.countries)
            if mention.kind != "ambiguous"
        )
        themes = (TopicRef("theme", mention.slug) for mention in self._themes.find(text))
        return tuple(dict.fromkeys((*places, *themes)))

    def ambiguous(self, text: str) -> tuple[Unclear, ...]:
        """The names in a running text that could mean several countries."""
        found = self._gazetteer.find(text, prefer=self._library.countries)
        unclear = (Unclear(each.surface, each.codes) for each in found if each.kind == "ambiguous")
        return tuple(dict.fromkeys(unclear))

    def name(self, topic: TopicRef, locale: str = "en") -> str:
        """How readers see a topic."""
        match topic.kind:
            case "country":
                return self._gazetteer.name(topic.key, locale)
            case "bloc":
                return self._own_label("bloc", topic.key) or self._gazetteer.name(topic.key, locale)
            case "theme":
                return self._own_label("theme", topic.key) or self._themes.label(topic.key)

    def complete(
        self, prefix: str, kind: Literal["topic", "theme"], locale: str = "en"
    ) -> tuple[tuple[str, str], ...]:
        """Topics to offer for what was typed, as (name shown, name to type), best first; at most 25.

        With nothing typed: countries, themes, blocs, the most covered first. Otherwise the topic of
        exactly that name, covered or not, then the covered ones that begin like `prefix`.
        """
        if not prefix.strip():
            wanted = (topic for topic in self._library.topics if kind in ("topic", topic.kind))
            return tuple(dict.fromkeys(self._offered(topic, locale) for topic in wanted))[:MOST_OFFERED]
        themes = self._themes.complete(prefix, among=self._library.themes)
        found = [(label, self.name(TopicRef("theme", slug))) for label, slug in themes]
        if kind == "topic":
            keys = {*self._library.countries, *self._library.blocs}
            places = self._gazetteer.complete(prefix, locale=locale, among=keys)
            found = [(shown, self._gazetteer.name(key)) for shown, key in places] + found
        exact = self._exactly(prefix, kind)
        first = [self._offered(exact, locale)] if exact else []
        offers: dict[str, str] = {}
        for shown, typed in (*first, *found):
            offers.setdefault(typed, shown)
        return tuple((shown, typed) for typed, shown in offers.items())[:MOST_OFFERED]

    def _exactly(self, name: str, kind: Literal["topic", "theme"]) -> TopicRef | None:
        if name.upper() in self._library.countries and kind == "topic":
            return TopicRef("country", name.upper())
        match self.read(name):
            case Found(topic, None) | NotCovered(topic, None) if kind in ("topic", topic.kind):
                return topic
            case _:
                return None

    def _offered(self, topic: TopicRef, locale: str) -> tuple[str, str]:
        if topic.kind == "theme":
            return self.name(topic), self.name(topic)
        return self._gazetteer.name(topic.key, locale), self._gazetteer.name(topic.key)

    def _own_label(self, kind: Literal["bloc", "theme"], key: str) -> str | None:
        for briefing in self._library.briefings:
            entry = briefing.bloc(key) if kind == "bloc" else briefing.theme(key)
            if entry:
                return entry.label
        return None

    def _readings(self, name: str) -> Iterator[Reading]:
        label = self._labelled(name)
        if label:
            yield Found(label)
        place = self._gazetteer.look_up(_AS_A_NAME.get(name, name), prefer=self._library.countries)
        if place.kind == "ambiguous":
            yield Unclear(name, place.codes)
        elif place.kind != "none":
            kind: Literal["country", "bloc"] = "country" if place.kind == "country" else "bloc"
            yield self._covered(TopicRef(kind, place.codes[0]), place.suggestion)
        theme = self._themes.look_up(name)
        if theme:
            yield self._covered(TopicRef("theme", theme[0]), theme[1])

    def _labelled(self, name: str) -> TopicRef | None:
        """A topic by the very label or key a briefing gives it."""
        wanted = name.casefold()
        for topic in self._library.topics:
            if topic.kind != "country" and wanted in (topic.key, self.name(topic).casefold()):
                return topic
        return None

    def _covered(self, topic: TopicRef, guess: str | None) -> Reading:
        return Found(topic, guess) if self._library.covers(topic) else NotCovered(topic, guess)

    def _is_theme(self, name: str) -> bool:
        match self.read(name):
            case Found(topic) | NotCovered(topic):
                return topic.kind == "theme"
            case Unclear() | Unknown() | Overview():
                return False

    def _pair(self, text: str) -> tuple[str, str] | None:
        """The best cut into two names: both exact before guesses, separators before spaces."""
        cuts = [(m.start(), m.end()) for m in BETWEEN.finditer(text)]
        spaces = [(m.start(), m.end()) for m in re.finditer(r"\s+", text)]
        candidates = [(text[:a].strip(), text[b:].strip()) for a, b in (*cuts, *reversed(spaces))]
        scored = [(self._quality(a) + self._quality(b), a, b) for a, b in candidates if self._both(a, b)]
        if not scored:
            return None
        _, first, second = max(scored, key=lambda item: item[0])
        return first, second

    def _both(self, a: str, b: str) -> bool:
        return self._quality(a) > 0 and self._quality(b) > 0

    def _quality(self, name: str) -> int:
        match self.read(name) if name else Unknown():
            case Found(_, None):
                return 4
            case NotCovered(_, None) | Unclear():
                return 3
            case Found() | NotCovered():
                return 1
            case Overview() | Unknown():
                return 0


def _guessed(reading: Reading) -> bool:
    return isinstance(reading, Found | NotCovered) and reading.guess is not None
