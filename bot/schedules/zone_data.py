"""Time zone data: the pinned `tzdata` package, and nothing else.

Every copy of the program computes the same slots, whatever the age of its machine's own tables. It
refuses to fall back on those; finding a zone by city or country is for `bot.schedules.zones`.
"""

from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

_PACKAGE = "tzdata"


@cache
def zone_names() -> tuple[str, ...]:
    """Every IANA name there is data for, links such as "Asia/Calcutta" included, sorted."""
    return tuple(sorted(table("zones").split()))


@cache
def _spelt() -> dict[str, str]:
    return {name.casefold(): name for name in zone_names()}


def spelt(name: str) -> str | None:
    """The IANA name that differs from `name` in capitals at most; None where there is none."""
    return _spelt().get(name.casefold())


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that exact IANA name. Raises KeyError where there is none."""
    if _spelt().get(name.casefold()) != name:
        raise KeyError(name)
    with (resources.files(_PACKAGE) / "zoneinfo" / name).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def table(name: str) -> str:
    """One of the package's tables, by its path in it."""
    return (resources.files(_PACKAGE) / name).read_text(encoding="utf-8")
