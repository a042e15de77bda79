"""One Discord message as a frozen value, ready to be sent as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.rendering.unseen import in_words
from briefings.reply import Picture

EPHEMERAL = 1 << 6
IS_COMPONENTS_V2 = 1 << 15
GALLERY = 12
CONTAINER = 17

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture to draw and send along. `alt` is what stands for it where it is not seen."""

    name: str
    alt: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class Payload:
    """What is sent. `page` of `pages`, counted from 0. Nothing in it may ping anybody."""

    embeds: tuple[Json, ...] = ()
    components: tuple[Json, ...] = ()
    flags: int = 0
    attachments: tuple[Attachment, ...] = ()
    content: str | None = None
    page: int = 0
    pages: int = 1

    @property
    def private(self) -> bool:
        """Whether only the person who asked may see it."""
        return bool(self.flags & EPHEMERAL)

    def json(self) -> dict[str, Any]:
        """The body of a request that sends or edits this message. Attachments are named, not held."""
        body: dict[str, Any] = {
            "components": list(self.components),
            "allowed_mentions": {"parse": [], "replied_user": False},
            "attachments": [
                {"id": str(number), "filename": each.name, "description": each.alt}
                for number, each in enumerate(self.attachments)
            ],
            "flags": self.flags,
        }
        if not self.flags & IS_COMPONENTS_V2:
            body |= {"content": self.content, "embeds": list(self.embeds)}
        return body

    def without_pictures(self) -> "Payload":
        """The same in words alone, for when a picture cannot be drawn or sent."""
        pictures = [each.picture for each in self.attachments]
        embeds = [{name: each[name] for name in each if name != "image"} for each in self.embeds]
        components = map(_without_gallery, self.components)
        return replace(
            self,
            embeds=in_words(tuple(embeds), pictures),
            components=in_words(tuple(components), pictures),
            attachments=(),
        )


def _without_gallery(component: Json) -> Json:
    if component["type"] != CONTAINER:
        return component
    return {**component, "components": [each for each in component["components"] if each["type"] != GALLERY]}
