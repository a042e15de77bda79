"""Short names of clocks, such as PST or IST, with places that go by them.

Owns what they are refused with: most stand for half a year of a place's clock, some for several places, and
a few of those are IANA names of clocks that never change. Places follow their clocks all year.
"""

from typing import Final

from briefings.errors import BadInput
from briefings.places.folding import fold

_EASTERN: Final = ("America/New_York", "America/Toronto", "America/Panama")
_CENTRAL: Final = ("America/Chicago", "America/Mexico_City", "America/Havana", "Asia/Shanghai")
_MOUNTAIN: Final = ("America/Denver", "America/Phoenix")
_PACIFIC: Final = ("America/Los_Angeles", "America/Vancouver")
_MIDDLE: Final = ("Europe/Berlin", "Europe/Paris", "Europe/Rome", "Europe/Madrid", "Africa/Algiers")
_EAST: Final = ("Europe/Kyiv", "Europe/Athens", "Europe/Helsinki", "Africa/Cairo")
_PLACES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("est", "edt", "est5edt"), _EASTERN),
    **dict.fromkeys(("cst", "cdt", "cst6cdt"), _CENTRAL),
    **dict.fromkeys(("mst", "mdt", "mst7mdt"), _MOUNTAIN),
    **dict.fromkeys(("pdt", "pst8pdt"), _PACIFIC),
    "pst": (*_PACIFIC, "Asia/Manila"),
    **dict.fromkeys(("akst", "akdt"), ("America/Anchorage",)),
    "hst": ("Pacific/Honolulu",),
    **dict.fromkeys(("ast", "adt"), ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh")),
    **dict.fromkeys(("nst", "ndt"), ("America/St_Johns",)),
    **dict.fromkeys(("brt", "brst"), ("America/Sao_Paulo",)),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "ist": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    **dict.fromkeys(("cet", "cest", "met", "mest"), _MIDDLE),
    **dict.fromkeys(("eet", "eest"), _EAST),
    **dict.fromkeys(("wet", "west"), ("Europe/Lisbon", "Atlantic/Canary")),
    "msk": ("Europe/Moscow",),
    "trt": ("Europe/Istanbul",),
    "gst": ("Asia/Dubai",),
    **dict.fromkeys(("irst", "irdt"), ("Asia/Tehran",)),
    "pkt": ("Asia/Karachi",),
    "npt": ("Asia/Kathmandu",),
    "ict": ("Asia/Bangkok", "Asia/Ho_Chi_Minh"),
    "wib": ("Asia/Jakarta",),
    "sgt": ("Asia/Singapore",),
    "hkt": ("Asia/Hong_Kong",),
    "pht": ("Asia/Manila",),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul", "Asia/Pyongyang"),
    "awst": ("Australia/Perth",),
    **dict.fromkeys(("acst", "acdt"), ("Australia/Adelaide", "Australia/Darwin")),
    **dict.fromkeys(("aest", "aedt"), ("Australia/Sydney", "Australia/Brisbane")),
    **dict.fromkeys(("nzst", "nzdt"), ("Pacific/Auckland",)),
    "sast": ("Africa/Johannesburg",),
    "eat": ("Africa/Nairobi",),
    "wat": ("Africa/Lagos",),
    "cat": ("Africa/Maputo",),
}


def places_of(typed: str) -> tuple[str, ...]:
    """IANA names of places that go by a short name, best known first; none for what is no short name."""
    return _PLACES.get(fold(typed.strip()), ())


def refuse_abbreviation(typed: str) -> None:
    """Raises BadInput with the places to choose from."""
    places = places_of(typed)
    if not places:
        return
    several = "choose the place that is meant" if len(places) > 1 else "write the place"
    raise BadInput(
        f"“{typed.strip()[:40]}” does not say whose clock it is, nor whether it changes in summer; "
        f"{several}: {', '.join(places)}."
    )


def remark_on(zone: str) -> tuple[str, ...]:
    """That a zone's short name may not be the clock that is meant, where it is one."""
    places = places_of(zone)
    return (
        (f"{zone} is read as zone data has it; for a place's clock write {', '.join(places)}.",)
        if places
        else ()
    )
