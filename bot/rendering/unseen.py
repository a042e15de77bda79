"""A message whose picture is not there: it must not go on speaking of one. Pure.

Owns what is said instead. The relationships stand in the message in words already.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from briefings.present.wording import picture_text
from briefings.reply import Picture

NO_PICTURE: Final = "No picture could be shown; in words:"
"""No longer than what it stands for, so that a message that fitted still fits."""


def in_words(written: Any, pictures: Iterable[Picture]) -> Any:
    """Texts, at any depth of what a platform is sent, with no word of these pictures."""
    for each in pictures:
        written = _without(written, picture_text(each))
    return written


def _without(written: Any, caption: str) -> Any:
    match written:
        case str():
            return written.replace(caption, NO_PICTURE)
        case Mapping():
            return {name: _without(value, caption) for name, value in written.items()}
        case list() | tuple():
            return type(written)(_without(each, caption) for each in written)
        case _:
            return written
