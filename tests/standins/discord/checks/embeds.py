"""The rules of embeds. Lengths count code points, after the trimming Discord does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tests.standins.discord import limits
from tests.standins.discord.refusals import Form, Path


def check_embeds(form: Form, embeds: Any, filenames: Sequence[str]) -> None:
    """Note every broken rule of the list of embeds; `filenames` are what "attachment://" may name."""
    listed = form.most(("embeds",), embeds, limits.EMBEDS)
    for index, embed in enumerate(listed):
        if isinstance(embed, dict):
            _check_embed(form, ("embeds", index), embed, filenames)
        else:
            form.add(("embeds", index), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    if sum(characters(each) for each in listed if isinstance(each, dict)) > limits.EMBED_SUM:
        form.add(
            ("embeds",), "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {limits.EMBED_SUM}"
        )


def characters(embed: dict[str, Any]) -> int:
    """The characters that count towards the sum over all embeds."""
    texts = [embed.get("title"), embed.get("description")]
    texts += [_part(embed, "footer").get("text"), _part(embed, "author").get("name")]
    for field in embed.get("fields") or []:
        if isinstance(field, dict):
            texts += [field.get("name"), field.get("value")]
    return sum(len(each) for each in texts if isinstance(each, str))


def is_empty(embed: dict[str, Any]) -> bool:
    """Whether nothing of the embed would be seen."""
    shown = ("title", "description", "fields", "footer", "author", "image", "thumbnail")
    return not any(embed.get(each) for each in shown)


def check_address(form: Form, path: Path, address: Any, *, schemes: tuple[str, ...], limit: int) -> None:
    """Note an address that is no text, too long, or of another scheme."""
    form.longest(path, address, limit, least=1)
    if not isinstance(address, str):
        return
    parts = urlsplit(address)
    if parts.scheme.lower() not in schemes:
        text = f'Scheme "{parts.scheme}" is not supported. Scheme must be one of {schemes}.'
        form.add(path, "URL_TYPE_INVALID_SCHEME", text)
    elif not parts.netloc or any(each.isspace() for each in address):
        form.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")


def check_media(form: Form, path: Path, address: Any, filenames: Sequence[str]) -> None:
    """Note a picture's address that is neither on the web nor an uploaded file."""
    if isinstance(address, str) and address.startswith("attachment://"):
        if address.removeprefix("attachment://") not in filenames:
            form.add(path, "REFERENCED_ATTACHMENT_NOT_FOUND", "The referenced attachment does not exist.")
        return
    check_address(form, path, address, schemes=("http", "https", "attachment"), limit=limits.EMBED_URL)


def _check_embed(form: Form, path: Path, embed: dict[str, Any], filenames: Sequence[str]) -> None:
    form.longest((*path, "title"), embed.get("title"), limits.EMBED_TITLE)
    form.longest((*path, "description"), embed.get("description"), limits.EMBED_DESCRIPTION)
    if embed.get("url") is not None:
        _check_link(form, (*path, "url"), embed["url"])
    _check_fields(form, path, embed.get("fields"))
    footer, author = _part(embed, "footer"), _part(embed, "author")
    if footer:
        form.longest((*path, "footer", "text"), footer.get("text"), limits.FOOTER_TEXT, least=1)
    if author:
        form.longest((*path, "author", "name"), author.get("name"), limits.AUTHOR_NAME, least=1)
        if author.get("url") is not None:
            _check_link(form, (*path, "author", "url"), author["url"])
    for name in ("image", "thumbnail"):
        if part := _part(embed, name):
            check_media(form, (*path, name, "url"), part.get("url"), filenames)
    _check_numbers(form, path, embed)


def _check_link(form: Form, path: Path, address: Any) -> None:
    check_address(form, path, address, schemes=("http", "https"), limit=limits.EMBED_URL)


def _check_fields(form: Form, path: Path, fields: Any) -> None:
    for index, field in enumerate(form.most((*path, "fields"), fields, limits.EMBED_FIELDS)):
        place = (*path, "fields", index)
        if not isinstance(field, dict):
            form.add(place, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            continue
        form.longest((*place, "name"), field.get("name"), limits.FIELD_NAME, least=1)
        form.longest((*place, "value"), field.get("value"), limits.FIELD_VALUE, least=1)


def _check_numbers(form: Form, path: Path, embed: dict[str, Any]) -> None:
    colour = embed.get("color")
    if colour is not None and not (isinstance(colour, int) and 0 <= colour <= 0xFFFFFF):
        form.add((*path, "color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.")
    moment = embed.get("timestamp")
    if moment is None:
        return
    try:
        datetime.fromisoformat(moment)
    except (TypeError, ValueError):
        form.add((*path, "timestamp"), "DATE_TIME_TYPE_PARSE", "Could not parse. Should be ISO8601.")


def _part(embed: dict[str, Any], name: str) -> dict[str, Any]:
    part = embed.get(name)
    return part if isinstance(part, dict) else {}
