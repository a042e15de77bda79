"""A message as it would look on a phone, roughly: for reading our own messages before others do.

    python -m scripts.phone_view OUT.png brief India [--page 2] [--components]
    python -m scripts.phone_view OUT.png brief India --slack [--public]
    python -m scripts.phone_view OUT.png --slack --view home

Owns no rule of the product. Fonts are those of the picture; emoji and scripts beyond Latin show as boxes.
"""

import argparse
import asyncio
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from PIL import Image, ImageDraw, ImageFont

from bot.adapters.discord.custom_ids import CustomIds
from bot.adapters.discord.escape import unescape
from bot.adapters.discord.render import Style, render
from bot.adapters.slack import render as slack
from bot.adapters.slack.forms import feedback_form, form
from bot.adapters.slack.home import home
from bot.adapters.slack.origin import Origin
from bot.adapters.slack.render import Values
from bot.app import build
from bot.clock import SystemClock
from bot.commands import Command
from bot.grammar import parse
from bot.handlers import Handlers
from bot.rendering.asked import asked
from bot.rendering.picture import draw
from bot.settings import load_settings
from briefings.reply import Reply
from briefings.service import BriefingService
from scripts import phone_slack
from tests.fakes.source_texts import SourceTextsInMemory

FONTS = Path(__file__).parents[1] / "bot/rendering/picture/fonts"
SCALE, WIDTH, EDGE = 2, 390, 14
BACK, CARD, INK, QUIET, BLUE, KEY = "#313338", "#2b2d31", "#dbdee1", "#949ba4", "#5865f2", "#4e5058"
_RUN = re.compile(r"(\*\*.+?(?<!\\)\*\*|__.+?(?<!\\)__|\*.+?(?<!\\)\*|`[^`]+`)")


@dataclass(slots=True)
class Phone:
    """A long screen that is written from top to bottom."""

    image: Image.Image
    y: int = EDGE

    def words(self, text: str, *, x: int, size: int = 15, ink: str = INK, strong: bool = False) -> None:
        """Markdown runs, wrapped."""
        pen, left = ImageDraw.Draw(self.image), x
        for run in filter(None, _RUN.split(text)):
            heavy = strong or run.startswith("**")
            shade = QUIET if re.match(r"\*[^*]", run) else ink
            shown = unescape(re.sub(r"^(\*\*|__|\*|`)(.*)\1$", r"\2", run))
            face = _font(size, strong=heavy)
            for word in re.findall(r"\S+\s*|\s+", shown):
                wide = face.getlength(word.rstrip()) / SCALE
                if left + wide > WIDTH - EDGE - 10 and left > x:
                    left, self.y = x, self.y + round(size * 1.35)
                pen.text((left * SCALE, self.y * SCALE), word, fill=shade, font=face)
                left += round(face.getlength(word) / SCALE)
        self.y += round(size * 1.35) + 2

    def line(self, text: str, x: int) -> None:
        """One line of markdown, by what it begins with."""
        if not text.strip():
            self.y += 7
        elif text.startswith("-# "):
            self.words(text[3:], x=x, size=12, ink=QUIET)
        elif text.startswith("### "):
            self.words(text[4:], x=x, size=17, strong=True)
        elif text.startswith("> "):
            self.words(text[2:], x=x + 10, ink="#b5bac1")
        elif text.startswith("- "):
            self.words("•", x=x + 2)
            self.y -= round(15 * 1.35) + 2
            self.words(text[2:], x=x + 14)
        else:
            self.words(text, x=x + (14 if text.startswith("  ") else 0))

    def paste(self, png: bytes, x: int) -> None:
        """A picture at the width of the card."""
        picture = Image.open(BytesIO(png)).convert("RGB")
        width = (WIDTH - EDGE - 10 - x) * SCALE
        small = picture.resize((width, round(picture.height * width / picture.width)))
        self.image.paste(small, (x * SCALE, self.y * SCALE))
        self.y += small.height // SCALE + 8

    def keys(self, row: dict[str, Any]) -> None:
        """A row of buttons or a menu."""
        pen, left = ImageDraw.Draw(self.image), EDGE
        for each in row["components"]:
            label = each.get("label") or f"{each['placeholder']}  ⌄ {len(each['options'])}"
            wide = round(_font(14).getlength(label) / SCALE) + 28 if each["type"] == 2 else WIDTH - 2 * EDGE
            if left + wide > WIDTH - EDGE and left > EDGE:
                left, self.y = EDGE, self.y + 40
            box = [left * SCALE, self.y * SCALE, (left + wide) * SCALE, (self.y + 34) * SCALE]
            fill = BLUE if each.get("style") == 1 else KEY if each["type"] == 2 else "#1e1f22"
            pen.rounded_rectangle(box, 8 * SCALE, fill=fill)
            pen.text(((left + 14) * SCALE, (self.y + 8) * SCALE), label, fill="white", font=_font(14))
            left += wide + 8
        self.y += 42


def view(body: dict[str, Any], pictures: list[bytes]) -> Image.Image:
    """The message as a picture."""
    phone = Phone(Image.new("RGB", (WIDTH * SCALE, 6000 * SCALE), BACK))
    top, x = phone.y, EDGE + 12
    phone.y += 10
    colour = 0
    for embed in body.get("embeds", ()):
        colour = embed["color"]
        phone.words(embed.get("title", ""), x=x, size=16, strong=True)
        phone.y += 3
        for text in embed.get("description", "").split("\n"):
            phone.line(text, x)
        for png in pictures if "image" in embed else ():
            phone.paste(png, x)
        phone.y += 4
        for text in embed.get("footer", {}).get("text", "").split("\n"):
            phone.words(text.replace("*", "\\*"), x=x, size=12, ink=QUIET)
    for container in (each for each in body["components"] if each["type"] == 17):
        colour = container["accent_color"]
        for part in container["components"]:
            for text in part.get("content", "").split("\n"):
                phone.line(text, x)
            for png in pictures if part["type"] == 12 else ():
                phone.paste(png, x)
            phone.y += 6
    pen = ImageDraw.Draw(phone.image)
    pen.rectangle([EDGE * SCALE, top * SCALE, (EDGE + 4) * SCALE, phone.y * SCALE], fill=f"#{colour:06x}")
    phone.y += 10
    for row in (each for each in body["components"] if each["type"] == 1):
        phone.keys(row)
    return phone.image.crop((0, 0, WIDTH * SCALE, (phone.y + EDGE) * SCALE))


def _font(size: int, *, strong: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / ("strong.ttf" if strong else "regular.ttf")), size * SCALE)


def main() -> None:
    """Renders one line as a page of a payload, or a view of Slack's, and writes it as PNG."""
    options = argparse.ArgumentParser(description="A reply as on a phone")
    options.add_argument("out", type=Path)
    options.add_argument("line", nargs="*")
    options.add_argument("--page", type=int, default=1)
    options.add_argument("--components", action="store_true")
    options.add_argument("--slack", action="store_true")
    options.add_argument("--public", action="store_true", help="Slack: as others see it, with its picture")
    options.add_argument("--view", choices=("home", "feedback", "ask", "compare"), help="a view of Slack's")
    given = options.parse_args()
    service = build(load_settings()).handlers.service
    if given.view:
        phone_slack.view(_slack_view(service, given.view)).save(given.out)
        return
    command = parse(f"/{' '.join(given.line)}", service.topics)
    reply = _answer(service, command)
    if given.slack:
        _save_slack(reply, Values(asked(command, service.topics)), given)
        return
    style: Style = "components" if given.components else "embeds"
    payload = render(reply, ids=CustomIds(asked(command)), page=given.page - 1, style=style)
    view(payload.json(), [draw(each.picture, theme="dark") for each in payload.attachments]).save(given.out)
    print(f"{given.out}: page {payload.page + 1} of {payload.pages}")


def _save_slack(reply: Reply, ids: Values, given: argparse.Namespace) -> None:
    """The same on Slack."""
    visibility: Literal["private", "public"] = "public" if given.public else "private"
    payload = slack.render(reply, ids=ids, page=given.page - 1, visibility=visibility)
    shown = payload.with_pictures([str(number) for number, _ in enumerate(payload.pictures)])
    phone_slack.view(shown.response(), [draw(each.picture) for each in payload.pictures]).save(given.out)
    print(f"{given.out}: page {payload.page + 1} of {payload.pages}")


def _slack_view(service: BriefingService, name: str) -> dict[str, Any]:
    """The Home tab, or a form."""
    match name:
        case "home":
            return home(service.brief(None))
        case "feedback":
            return feedback_form("wrong", Origin())
        case _:
            return form("ask" if name == "ask" else "compare", Origin())


def _answer(service: BriefingService, command: Command) -> Reply:
    """The reply to a command; evidence without the operator's texts."""
    return asyncio.run(Handlers(service, SourceTextsInMemory(SystemClock())).handle(command))


if __name__ == "__main__":
    main()
