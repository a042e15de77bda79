"""Slack's blocks as a phone would show them, roughly, for `scripts.phone_view`. No rule of the product."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parents[1] / "bot/rendering/picture/fonts"
SCALE, WIDTH, EDGE = 2, 390, 16
BACK, INK, QUIET, LINK, PRIMARY, CODE = "#ffffff", "#1d1c1d", "#616061", "#1264a3", "#007a5a", "#b03060"
Run = tuple[str, dict[str, bool], str]
"""Words, their style, their colour."""


@dataclass(slots=True)
class Screen:
    """A long screen that is written from top to bottom."""

    image: Image.Image
    y: int = EDGE

    def runs(self, runs: Iterable[Run], *, x: int = EDGE, size: int = 15) -> None:
        """Words, wrapped at the edge and at line breaks. Words in italics lean by being grey."""
        left = float(x)
        for text, style, colour in runs:
            face = _font(size, strong=bool(style.get("bold")))
            shade = QUIET if style.get("italic") and not style.get("bold") else colour
            for piece in re.findall(r"\n|[^\S\n]+|\S+", text):
                wide = 0 if piece == "\n" else face.getlength(piece) / SCALE
                if piece == "\n" or (left + wide > WIDTH - EDGE and left > x and not piece.isspace()):
                    left, self.y = x, self.y + round(size * 1.4)
                if piece == "\n":
                    continue
                ImageDraw.Draw(self.image).text((left * SCALE, self.y * SCALE), piece, fill=shade, font=face)
                left += wide
        self.y += round(size * 1.4)

    def rich(self, part: dict[str, Any]) -> None:
        """One part of a rich text."""
        match part["type"]:
            case "rich_text_list":
                for item in part["elements"]:
                    pen = ImageDraw.Draw(self.image)
                    pen.text(((EDGE + 4) * SCALE, self.y * SCALE), "•", fill=INK, font=_font(15))
                    self.runs(_runs(item), x=EDGE + 20)
                    self.y += 2
            case "rich_text_quote":
                top = self.y
                self.runs(_runs(part), x=EDGE + 14)
                box = [EDGE * SCALE, top * SCALE, (EDGE + 4) * SCALE, self.y * SCALE]
                ImageDraw.Draw(self.image).rectangle(box, fill="#dddddd")
                self.y += 4
            case _:
                self.runs(_runs(part))

    def keys(self, elements: Sequence[dict[str, Any]]) -> None:
        """Buttons side by side; lists over the whole width."""
        left = EDGE
        for each in elements:
            button = each["type"] == "button"
            label = each["text"]["text"] if button else f"{each['placeholder']['text']}  ⌄"
            label += f"  ({len(each['options'])})" if "options" in each else ""
            wide = round(_font(14, strong=True).getlength(label) / SCALE) + 26 if button else WIDTH - 2 * EDGE
            if left + wide > WIDTH - EDGE and left > EDGE:
                left, self.y = EDGE, self.y + 42
            filled = each.get("style") == "primary"
            box = [left * SCALE, self.y * SCALE, (left + wide) * SCALE, (self.y + 36) * SCALE]
            pen = ImageDraw.Draw(self.image)
            pen.rounded_rectangle(
                box, 6 * SCALE, fill=PRIMARY if filled else BACK, outline="#bbbbbb", width=2
            )
            at = ((left + 13) * SCALE, (self.y + 9) * SCALE)
            pen.text(at, label, fill="white" if filled else INK, font=_font(14, strong=True))
            left += wide + 8
        self.y += 46

    def paste(self, png: bytes) -> None:
        """A picture at the width of the screen."""
        picture = Image.open(BytesIO(png)).convert("RGB")
        width = (WIDTH - 2 * EDGE) * SCALE
        small = picture.resize((width, round(picture.height * width / picture.width)))
        self.image.paste(small, (EDGE * SCALE, self.y * SCALE))
        self.y += small.height // SCALE + 8


def view(shown: dict[str, Any], pictures: Sequence[bytes] = ()) -> Image.Image:
    """A message, a modal or the Home tab as a picture."""
    screen = Screen(Image.new("RGB", (WIDTH * SCALE, 8000 * SCALE), BACK))
    left = list(pictures)
    if "title" in shown:
        screen.runs([(f"✕   {shown['title']['text']}", {"bold": True}, INK)], size=16)
        screen.y += 10
    for block in shown["blocks"]:
        _block(screen, block, left)
    if "submit" in shown:
        screen.keys([{"type": "button", "text": shown["submit"], "style": "primary"}])
    return screen.image.crop((0, 0, WIDTH * SCALE, (screen.y + EDGE) * SCALE))


def _block(screen: Screen, block: dict[str, Any], pictures: list[bytes]) -> None:
    match block["type"]:
        case "header":
            screen.runs([(block["text"]["text"], {"bold": True}, INK)], size=18)
        case "rich_text":
            for part in block["elements"]:
                screen.rich(part)
        case "context":
            for each in block["elements"]:
                screen.runs([(each["text"], {}, QUIET)], size=12)
        case "actions":
            screen.keys(block["elements"])
        case "image" if pictures:
            screen.paste(pictures.pop(0))
        case "divider":
            ImageDraw.Draw(screen.image).line(
                [EDGE * SCALE, screen.y * SCALE, (WIDTH - EDGE) * SCALE, screen.y * SCALE],
                fill="#dddddd",
                width=2,
            )
        case "input":
            _field(screen, block)
        case _:
            pass
    screen.y += 8


def _field(screen: Screen, block: dict[str, Any]) -> None:
    label = block["label"]["text"] + (" (optional)" if block.get("optional") else "")
    screen.runs([(label, {"bold": True}, INK)])
    tall = 90 if block["element"].get("multiline") else 40
    box = [EDGE * SCALE, screen.y * SCALE, (WIDTH - EDGE) * SCALE, (screen.y + tall) * SCALE]
    ImageDraw.Draw(screen.image).rounded_rectangle(box, 6 * SCALE, outline="#999999", width=2)
    held, told = _held(block["element"]), block["element"].get("placeholder", {}).get("text", "")
    at = ((EDGE + 10) * SCALE, (screen.y + 10) * SCALE)
    ImageDraw.Draw(screen.image).text(at, held or told, fill=INK if held else QUIET, font=_font(15))
    screen.y += tall + 4
    if "hint" in block:
        screen.runs([(block["hint"]["text"], {}, QUIET)], size=12)


def _held(element: dict[str, Any]) -> str:
    """What a field holds from the start."""
    chosen = [*element.get("initial_options", ()), element.get("initial_option")]
    return str(element.get("initial_value") or ", ".join(each["text"]["text"] for each in chosen if each))


def _runs(part: dict[str, Any]) -> list[Run]:
    return [
        (
            each["text"],
            each.get("style", {}),
            LINK if each["type"] == "link" else CODE if each.get("style", {}).get("code") else INK,
        )
        for each in part["elements"]
    ]


@cache
def _font(size: int, *, strong: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / ("strong.ttf" if strong else "regular.ttf")), size * SCALE)
