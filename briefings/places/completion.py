"""Which places a half-typed name may become. It ranks by what was typed, never by importance."""

from collections.abc import Collection, Iterable

from briefings.places.display import FALLBACK, DisplayNames, widening
from briefings.places.folding import fold
from briefings.places.tables import SortedLines

MOST_KEYS = 4000  # names looked through for one prefix; a letter has more, but its display names suffice


def complete(
    names: SortedLines,
    display: DisplayNames,
    aliases: Iterable[tuple[str, str]],
    prefix: str,
    limit: int,
    locale: str,
    among: Collection[str] | None,
) -> tuple[tuple[str, str], ...]:
    """See Gazetteer.complete. Order: shown name, English name, other names, a later word of a name.

    Within each, names of the reader's language come before those that are only known in English.
    """
    typed = fold(prefix)
    shown = display.all_names(locale)
    ranks: dict[str, int] = {}

    def offer(code: str, rank: int) -> None:
        if code in shown and (among is None or code in among) and rank < ranks.get(code, 9):
            ranks[code] = rank

    english = display.all_names(FALLBACK) if widening(locale)[0] != FALLBACK else {}
    foreign = {code for code, name in english.items() if shown[code] == name}
    for code, name in shown.items():
        if code not in foreign:
            offer(code, _rank_of_name(typed, fold(name), 0, 3))
    for code, name in display.all_names(FALLBACK).items():
        offer(code, _rank_of_name(typed, fold(name), 1, 4))
    if typed:
        for key, codes in (*_keys(names, typed), *(row for row in aliases if row[0].startswith(typed))):
            read = [code.removeprefix("@") for code in codes.split("|")]
            if among is not None and not set(read) <= set(among):
                continue  # one reading of an unclear name must not stand for another
            for code in read:
                offer(code, 0 if key == typed else 2)
    ordered = sorted(ranks, key=lambda code: (ranks[code], code in foreign, fold(shown[code]), code))
    return tuple((shown[code], code) for code in ordered[: max(limit, 0)])


def _rank_of_name(typed: str, name: str, at_start: int, within: int) -> int:
    if name.startswith(typed):
        return at_start
    return within if " " + typed in name else 9


def _keys(names: SortedLines, typed: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, payload in names.with_prefix(typed):
        found.append((key, payload.partition("\t")[0]))
        if len(found) == MOST_KEYS:
            break
    return found
