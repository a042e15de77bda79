"""The relationship picture as a PNG.

Owns the way in: `draw`. Refuses to import Pillow before a picture is asked for; everything else in
this package but `drawing` is pure and light.
"""

from typing import Literal

from briefings.reply import Picture

__all__ = ["draw"]


def draw(picture: Picture, *, theme: Literal["light", "dark"] = "light", width: int = 1200) -> bytes:
    """The picture as PNG bytes, `width` pixels wide and as high as its content needs.

    The same picture, theme and width give the same bytes. `Picture.alt` travels in the file's
    "Description" field. Raises ValueError for a width outside 320-4000 pixels, and for edges that
    name a party the picture does not have.
    """
    if not 320 <= width <= 4000:
        raise ValueError(f"a picture is 320 to 4000 pixels wide, not {width}")
    from bot.rendering.picture.drawing import png  # noqa: PLC0415  Pillow is heavy; most commands draw nothing

    return png(picture, theme, width)
