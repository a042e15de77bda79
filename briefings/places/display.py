"""The name of a place in a reader's language. It knows no other names of a place than the one to show."""

from functools import lru_cache
from pathlib import Path

from briefings.places.tables import SortedLines

FALLBACK = "en"


class DisplayNames:
    """Names by locale and code, read when the first one is asked for. Lines are "locale:code TAB name"."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines: SortedLines | None = None
        self._one = lru_cache(maxsize=8192)(self._look_up)
        self.all_names = lru_cache(maxsize=8)(self._all_names)

    @property
    def lines(self) -> SortedLines:
        """The table itself."""
        if self._lines is None:
            self._lines = SortedLines.read(self._path)
        return self._lines

    def known(self, code: str) -> str | None:
        """`code` as it is kept, or None: countries in capitals, keys of blocs in small letters."""
        for spelt in (code.strip().upper(), code.strip().lower()):
            if spelt and self._one(FALLBACK, spelt) is not None:
                return spelt
        return None

    def name(self, code: str, locale: str) -> str:
        """The name of `code` in `locale`, a wider locale, at last English; raises KeyError if unknown."""
        for candidate in widening(locale):
            found = self._one(candidate, code)
            if found is not None:
                return found
        raise KeyError(code)

    def _look_up(self, locale: str, code: str) -> str | None:
        return self.lines.get(f"{locale}:{code}")

    def _all_names(self, locale: str) -> dict[str, str]:
        """Every code with its name in `locale`."""
        codes = [key.partition(":")[2] for key, _ in self.lines.with_prefix(FALLBACK + ":")]
        return {code: self.name(code, locale) for code in codes}


def widening(locale: str) -> tuple[str, ...]:
    """A locale and the wider ones to try after it: "pt-BR" gives "pt_BR", "pt", "en".

    Chinese of Taiwan, Hong Kong and Macao is traditional.
    """
    parts = locale.replace("-", "_").split("_")
    if parts[0] == "zh" and parts[-1].upper() in ("TW", "HK", "MO") and "Hant" not in parts:
        parts.insert(1, "Hant")
    return (*("_".join(parts[:size]) for size in range(len(parts), 0, -1)), FALLBACK)
