"""How commands are given where somebody asks, for sentences that show one.

Owns those few examples. What is shown can be given as it stands; in a shell with the ids of who is meant.
"""

from typing import Final, Literal, assert_never

Way = Literal["typed", "options", "shell"]
"""Typed after the command as text; chosen as options; typed in an operator's shell."""


_WITH_OPTIONS: Final = frozenset({"discord"})
"""Platforms where a command's options are chosen one by one; on the others they are typed after it."""


def way_on(platform: str) -> Way:
    """How commands are given on a platform."""
    return "options" if platform in _WITH_OPTIONS else "typed"


def command(way: Way, verb: str, digest: str = "") -> str:
    """A command about digests, for one of them where its id is given."""
    match way:
        case "typed":
            return f"/digest {verb} {digest}".rstrip()
        case "options":
            return f"/digest {verb} digest:{digest}" if digest else f"/digest {verb}"
        case "shell":
            return f"communique digest {verb} {digest}".rstrip()
        case _:
            assert_never(way)


def beginning(way: Way) -> str:
    """How a digest is begun."""
    match way:
        case "typed":
            return "/digest add weekdays 08:30 Europe/London"
        case "options":
            return "/digest add days:weekdays time:08:30 zone:Europe/London"
        case "shell":
            return "communique digest add --help"
        case _:
            assert_never(way)


def topical(way: Way, verb: str, topic: str) -> str:
    """How a topic is followed, or followed no longer."""
    match way:
        case "typed":
            return f"/{verb} {topic}"
        case "options":
            return f"/{verb} topic:{topic}"
        case "shell":
            return f"communique {verb} {topic}"
        case _:
            assert_never(way)


def editing(way: Way, digest: str) -> str:
    """How a digest's time is changed."""
    match way:
        case "typed":
            return f"/digest edit {digest} time 09:00"
        case "options":
            return f"/digest edit digest:{digest} time:09:00"
        case "shell":
            return f"communique digest edit {digest} --time 09:00"
        case _:
            assert_never(way)
