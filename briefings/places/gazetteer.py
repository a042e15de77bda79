"""Countries and blocs by name: looking up one string, finding names in a text, naming a code in a language.

It refuses to guess between readings: a name with several is "ambiguous", a misspelling near two countries is
nothing.
"""

from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Self

from briefings.places.completion import complete
from briefings.places.display import DisplayNames
from briefings.places.folding import bare, compact, flag, fold, turned
from briefings.places.place import Place, PlaceMention
from briefings.places.spelling import Spelling
from briefings.places.tables import DATA, SortedLines

if TYPE_CHECKING:
    from briefings.places.running_text import Finder

NOTHING = "-"
LONGEST_NAME = 200


def readings(codes: str, prefer: Collection[str]) -> tuple[str, ...]:
    """The codes of one table entry, preferred ones first; "@" marks a bloc's key in the tables."""
    found = [code.removeprefix("@") for code in codes.split("|")]
    return tuple(sorted(found, key=lambda code: code not in prefer)) if len(found) > 1 else tuple(found)


class Gazetteer:
    """Names of countries and blocs. Unchanging once made; safe to share between threads."""

    def __init__(self, names: SortedLines, display: DisplayNames, aliases: Mapping[str, str]) -> None:
        self._names = names
        self._display = display
        self._aliases = {fold(name): _as_entry(code, display) for name, code in aliases.items()}

    @classmethod
    def shipped(cls, aliases: Mapping[str, str] | None = None) -> Self:
        """The shipped names, and an operator's `aliases` (name -> code or key of a bloc)."""
        return cls(SortedLines.read(DATA / "names.tsv"), DisplayNames(DATA / "display.tsv"), aliases or {})

    @cached_property
    def _spelling(self) -> Spelling:
        long_enough = {key: codes for key, codes in self._aliases.items() if len(key) > 4}
        return Spelling(DATA, long_enough)

    @cached_property
    def _finder(self) -> "Finder":
        from briefings.places.running_text import Finder  # noqa: PLC0415  (start-up must not pay for it)

        return Finder(DATA, self._names, self._aliases, lru_cache(maxsize=8192)(self.entry))

    def entry(self, key: str) -> tuple[str, str] | None:
        """The codes and the manner of one key of the tables, or None. An operator's aliases come first."""
        if key in self._aliases:
            return self._aliases[key], "a"
        payload = self._names.get(key)
        if payload is None:
            return None
        codes, _, manner = payload.partition("\t")
        return codes, manner

    def look_up(self, name: str, prefer: Collection[str] = ()) -> Place:
        """What the whole of `name` means; `prefer` (codes a library covers) orders ambiguous readings."""
        asked = name.strip()
        if not asked or len(asked) > LONGEST_NAME:
            return Place(asked, "none", ())
        found = self.exact(asked, prefer)
        if found is not None:
            return found
        codes = self._spelling.correct(fold((asked, *bare(asked))[-1]))
        if codes is not None:
            return self._place(asked, codes, prefer, corrected=True)
        return Place(asked, "none", ())

    def exact(self, name: str, prefer: Collection[str] = ()) -> Place | None:
        """As `look_up`, without correcting a misspelling; None where the name is in no table."""
        asked = name.strip()
        for variant in (asked, *bare(asked)):
            found = self._one_form(asked, variant, prefer)
            if found is not None:
                return found
        straight = turned(asked)
        for variant in (straight, *bare(straight)) if straight is not None else ():
            found = self._one_form(asked, variant, prefer)
            if found is not None:
                return found
        return self._same_twice(asked, prefer) if straight is not None else None

    def _one_form(self, asked: str, form: str, prefer: Collection[str]) -> Place | None:
        sign = flag(form)
        if sign is not None:
            return Place(asked, "country", (sign,)) if self.known(sign) == sign else Place(asked, "none", ())
        key = fold(form)
        found = self.entry("=" + form) if key not in self._aliases else None
        found = found or self.entry(key)
        if found is None:
            joined = compact(key)
            found = self.entry(joined) if joined != key and len(joined) > 6 else None
        if found is None:
            return None
        codes, manner = found
        if manner == "C" and not form[:1].isupper():
            return Place(asked, "none", ())
        return self._place(asked, codes, prefer, corrected=manner == "s")

    def _same_twice(self, asked: str, prefer: Collection[str]) -> Place | None:
        """Two names of one country are that country: "Seoul, South Korea", "Paris (France)"."""
        parts = asked.replace("(", ",").rstrip(")").split(",")
        places = [self._one_form(asked, part.strip(), prefer) for part in parts]
        first, second = places[0], places[-1]
        if first is not None and first == second and first.kind == "country":
            return first
        return None

    def _place(self, asked: str, codes: str, prefer: Collection[str], *, corrected: bool) -> Place:
        if codes == NOTHING:
            return Place(asked, "none", ())
        found = readings(codes, prefer)
        if len(found) > 1:
            return Place(asked, "ambiguous", found)
        suggestion = self.name(found[0]) if corrected else None
        return Place(asked, "bloc" if codes.startswith("@") else "country", found, suggestion)

    def find(self, text: str, prefer: Collection[str] = (), fuzzy: bool = False) -> tuple[PlaceMention, ...]:  # noqa: FBT001, FBT002
        """Places named in running `text`, in order, never overlapping, the longest name first at each point.

        Offsets count characters. With `fuzzy`, misspelt names are corrected too and marked as guessed. Guards
        keep out people ("Jordan said"), things ("china shop") and bodies of water ("Indian Ocean").
        """
        mentions = []
        for hit in self._finder.hits(text, self._spelling if fuzzy else None):
            place = self._place("", hit.codes, prefer, corrected=False)
            if place.kind != "none":
                surface = text[hit.start : hit.end]
                mentions.append(
                    PlaceMention(hit.start, hit.end, surface, place.kind, place.codes, hit.guessed)
                )
        return tuple(mentions)

    def known(self, code: str) -> str | None:
        """`code` as it is kept ("in" gives "IN", "NATO" gives "nato"), or None for a code of nothing."""
        return self._display.known(code)

    def name(self, code: str, locale: str = "en") -> str:
        """The name of `code` in `locale` ("ko", "zh-Hant"), else in English; raises KeyError if unknown."""
        return self._display.name(code, locale)

    def complete(
        self, prefix: str, limit: int = 25, locale: str = "en", among: Collection[str] | None = None
    ) -> tuple[tuple[str, str], ...]:
        """Up to `limit` of (name in `locale`, code) with a name in any language that begins like `prefix`."""
        keys = [(key, codes) for key, codes in self._aliases.items()]
        return complete(self._names, self._display, keys, prefix, limit, locale, among)


def _as_entry(code: str, display: DisplayNames) -> str:
    """A code as the tables write it: blocs marked with "@"; raises KeyError for an unknown code."""
    known = display.known(code)
    if known is None:
        raise KeyError(code)
    return "@" + known if known[0].islower() else known
