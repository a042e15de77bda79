"""Theme names in many languages, to slugs and back.

Owns which name means which theme, whether or not a library covers it. It reads no claim.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from briefings.search.words import split, stem, tidy

_GUESS = 86.0
"""rapidfuzz ratio from which a whole name counts as misspelt: one slip in seven letters."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Theme:
    """Something articles are about."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class ThemeMention:
    """A theme touched in running text; `start` and `end` refer to the text as given."""

    start: int
    end: int
    surface: str
    slug: str


class ThemeVocabulary:
    """All themes the product knows by name."""

    def __init__(self, text: str) -> None:
        self.themes: tuple[Theme, ...] = ()
        self._names: dict[str, str] = {}
        self._spelt: dict[str, str] = {}
        for slug, label, names in _lines(text):
            self.themes = (*self.themes, Theme(slug, label))
            for name in (slug, label, *names):
                self._names.setdefault(_key(name), slug)
                self._spelt.setdefault(_plain(name), slug)
        self._labels = {theme.slug: theme.label for theme in self.themes}

    @classmethod
    @cache
    def shipped(cls) -> "ThemeVocabulary":
        """The vocabulary that comes with the product."""
        file = resources.files("briefings.themes") / "data" / "themes.txt"
        return cls(file.read_text(encoding="utf-8"))

    def look_up(self, name: str) -> tuple[str, str | None] | None:
        """The slug a whole string names, and the label where it was read as a misspelling.

        None when it names no theme, or two about equally well.
        """
        key = _key(name)
        if not key:
            return None
        slug = self._names.get(key) or self._names.get(key.removeprefix("the "))
        if slug is not None:
            return slug, None
        guess = self._guess(_plain(name))
        return None if guess is None else (guess, self._labels[guess])

    def find(self, text: str) -> tuple[ThemeMention, ...]:
        """Themes touched in running text, leftmost-longest, never overlapping."""
        words = [(match.start(), match.end(), match.group()) for match in re.finditer(r"[^\W_]+", text)]
        found: list[ThemeMention] = []
        place = 0
        while place < len(words):
            size, slug = self._longest(words, place)
            if slug:
                start, end = words[place][0], words[place + size - 1][1]
                found.append(ThemeMention(start, end, text[start:end], slug))
            else:
                found += self._unspaced(words[place][0], words[place][2])
            place += max(size, 1)
        return tuple(found)

    def label(self, slug: str) -> str:
        """The English label of a theme; raises KeyError."""
        return self._labels[slug]

    def complete(
        self, prefix: str, limit: int = 25, among: Collection[str] | None = None
    ) -> tuple[tuple[str, str], ...]:
        """Up to `limit` (label, slug) pairs whose names begin with `prefix`, labels first."""
        key = _key(prefix)
        open_themes = [theme for theme in self.themes if among is None or theme.slug in among]
        by_label = [t for t in open_themes if _key(t.label).startswith(key)]
        inside = [t for t in open_themes if any(w.startswith(key) for w in _key(t.label).split())]
        named = {slug for name, slug in self._names.items() if name.startswith(key)}
        ordered = dict.fromkeys([*by_label, *inside, *(t for t in open_themes if t.slug in named)])
        return tuple((theme.label, theme.slug) for theme in ordered)[:limit]

    @cached_property
    def _english(self) -> tuple[str, ...]:
        return tuple(name for name in self._spelt if name.isascii() and len(name) >= 4)

    @cached_property
    def _widest(self) -> int:
        return max(len(name.split()) for name in self._names)

    def _guess(self, key: str) -> str | None:
        if len(key) < 4 or not key.isascii():
            return None
        from rapidfuzz import fuzz, process  # noqa: PLC0415  (heavy, and few names are misspelt)

        near = process.extract(key, self._english, scorer=fuzz.ratio, limit=4, score_cutoff=_cutoff(key))
        slugs = [(self._spelt[name], score) for name, score, _ in near if name[0] == key[0] or score >= 90]
        if not slugs or any(slug != slugs[0][0] and slugs[0][1] - score < 3 for slug, score in slugs[1:]):
            return None
        return slugs[0][0]

    def _longest(self, words: list[tuple[int, int, str]], place: int) -> tuple[int, str]:
        for size in range(min(self._widest, len(words) - place), 0, -1):
            key = _key(" ".join(word[2] for word in words[place : place + size]))
            slug = self._names.get(key) if key else None
            if slug:
                return size, slug
        return 0, ""

    def _unspaced(self, start: int, run: str) -> Iterator[ThemeMention]:
        if not _UNSPACED.search(run):
            return
        place = 0
        while place < len(run):
            sizes = range(min(8, len(run) - place), 1, -1)
            size = next((n for n in sizes if run[place : place + n] in self._names), 0)
            if size:
                surface = run[place : place + size]
                yield ThemeMention(start + place, start + place + size, surface, self._names[surface])
            place += size or 1


def _cutoff(key: str) -> float:
    """Short names must fit better: one slip in four letters is another word."""
    return _GUESS if len(key) >= 7 else 88.0


def _plain(name: str) -> str:
    return " ".join(word.text for word in split(tidy(name)))


@cache
def _key(name: str) -> str:
    return " ".join(stem(word.text) for word in split(tidy(name)))


def _lines(text: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            slug, label, names = (part.strip() for part in line.split("|"))
            yield slug, label, tuple(name.strip() for name in names.split(","))
