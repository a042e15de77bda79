"""What a day is about, in names that readers see."""

from briefings.claims import Frozen


class Heading(Frozen):
    """A day's name. `also`: topics too thin for a day of their own; `part`: the how-manieth of that name."""

    topics: tuple[str, ...]
    facet: str | None = None
    also: tuple[str, ...] = ()
    part: int = 1
    parts: int = 1
