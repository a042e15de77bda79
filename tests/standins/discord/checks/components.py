"""The rules of components in messages: rows of buttons and selects, and the layout of Components V2.

Owns each component's own rules and those over a whole message: how many, unique custom ids, how much text.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from tests.standins.discord import limits
from tests.standins.discord.checks.embeds import check_address, check_media
from tests.standins.discord.refusals import Form, Path, Refused

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
ENTITY_SELECTS = frozenset({5, 6, 7, 8})
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
SELECTS = ENTITY_SELECTS | {STRING_SELECT}
LAYOUT = frozenset({SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER})
LINK_STYLE = 5

Component = dict[str, Any]


def walk(components: Any, path: Path = ("components",)) -> Iterator[tuple[Path, Component]]:
    """Every component with its place, outer ones first."""
    for index, each in enumerate(components if isinstance(components, list) else []):
        if not isinstance(each, dict):
            continue
        yield (*path, index), each
        yield from walk(each.get("components"), (*path, index, "components"))
        if isinstance(each.get("accessory"), dict):
            yield (*path, index, "accessory"), each["accessory"]


def check_components(form: Form, components: Any, filenames: Sequence[str], *, v2: bool) -> None:
    """Note every broken rule of a message's components.

    Raises `Refused` with 500 where the vendor's API fails instead of refusing: text over `limits.V2_BYTES`.
    """
    everything = list(walk(components))
    outer = form.most(("components",), components, limits.V2_COMPONENTS if v2 else limits.ROWS)
    allowed = LAYOUT | {ROW} if v2 else frozenset({ROW})
    for index, each in enumerate(outer):
        if not isinstance(each, dict) or each.get("type") not in allowed:
            _wrong_type(form, ("components", index), allowed)
    for path, each in everything:
        _check_one(form, path, each, filenames)
    _check_unique(form, everything)
    if v2:
        _check_sums(form, everything)


def _check_sums(form: Form, everything: list[tuple[Path, Component]]) -> None:
    if len(everything) > limits.V2_COMPONENTS:
        text = f"The total number of components cannot exceed {limits.V2_COMPONENTS}"
        form.add(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", text)
    texts = [str(each.get("content") or "") for _, each in everything if each.get("type") == TEXT]
    if sum(map(len, texts)) > limits.V2_TEXT:
        text = f"The total displayable text size cannot exceed {limits.V2_TEXT} characters"
        form.add(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", text)
    media = sum(len(each.get("items") or ()) or each.get("type") == THUMBNAIL for _, each in everything)
    size = sum(len(each.encode()) + limits.V2_BYTES_EACH for each in texts)
    if not form.wrong and (size > limits.V2_BYTES or media > limits.V2_MEDIA):
        raise Refused(500, 0, "500: Internal Server Error")


def _check_unique(form: Form, everything: list[tuple[Path, Component]]) -> None:
    seen: set[str] = set()
    for path, each in everything:
        custom_id = each.get("custom_id")
        if not isinstance(custom_id, str):
            continue
        if custom_id in seen:
            form.add(
                (*path, "custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            )
        seen.add(custom_id)


def _check_one(form: Form, path: Path, each: Component, filenames: Sequence[str]) -> None:
    match each.get("type"):
        case int(kind) if kind == ROW:
            _check_row(form, path, each)
        case int(kind) if kind == BUTTON:
            _check_button(form, path, each)
        case int(kind) if kind in SELECTS:
            check_select(form, path, each)
        case int(kind) if kind == SECTION:
            _check_section(form, path, each)
        case int(kind) if kind == TEXT:
            form.longest((*path, "content"), each.get("content"), limits.V2_TEXT, least=1)
        case int(kind) if kind in {THUMBNAIL, GALLERY, FILE}:
            _check_pictures(form, path, each, filenames)
        case int(kind) if kind == CONTAINER:
            _check_container(form, path, each)
        case int(kind) if kind == SEPARATOR:
            if each.get("spacing") not in {None, 1, 2}:
                form.add((*path, "spacing"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
        case _:
            form.add(
                (*path, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" is no component of a message.'
            )


def _check_row(form: Form, path: Path, row: Component) -> None:
    inner = form.most((*path, "components"), row.get("components"), limits.ROW_BUTTONS, least=1)
    kinds = [each.get("type") for each in inner if isinstance(each, dict)]
    for index, kind in enumerate(kinds):
        if kind not in SELECTS | {BUTTON}:
            _wrong_type(form, (*path, "components", index), SELECTS | {BUTTON})
    if len(kinds) > 1 and any(each in SELECTS for each in kinds):
        form.add(
            (*path, "components"),
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "A select takes the width of a whole row.",
        )


def _check_button(form: Form, path: Path, button: Component) -> None:
    style = button.get("style")
    if style not in {1, 2, 3, 4, LINK_STYLE}:
        form.add((*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5).")
    form.longest((*path, "label"), button.get("label"), limits.LABEL)
    if not button.get("label") and not button.get("emoji"):
        form.add(
            (*path, "label"),
            "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
            "A button needs a label or an emoji.",
        )
    if style == LINK_STYLE:
        if "custom_id" in button:
            form.add(
                (*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE", "A link has no custom id."
            )
        schemes = ("http", "https", "discord")
        check_address(form, (*path, "url"), button.get("url"), schemes=schemes, limit=limits.LINK)
        return
    if "url" in button:
        form.add((*path, "url"), "BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE", "Only a link has an address.")
    form.longest((*path, "custom_id"), button.get("custom_id"), limits.CUSTOM_ID, least=1)


def check_select(form: Form, path: Path, select: Component) -> None:
    """Note every broken rule of one select, in a message or a modal."""
    form.longest((*path, "custom_id"), select.get("custom_id"), limits.CUSTOM_ID, least=1)
    form.longest((*path, "placeholder"), select.get("placeholder"), limits.PLACEHOLDER)
    least, most = select.get("min_values"), select.get("max_values")
    least, most = (1 if least is None else least), (1 if most is None else most)
    if not (0 <= least <= limits.SELECT_OPTIONS and 1 <= most <= limits.SELECT_OPTIONS and least <= most):
        form.add((*path, "max_values"), "NUMBER_TYPE_MAX", "min_values and max_values do not fit each other.")
    if select["type"] != STRING_SELECT:
        return
    options = form.most((*path, "options"), select.get("options"), limits.SELECT_OPTIONS, least=1)
    if most > len(options):
        form.add((*path, "max_values"), "SELECT_COMPONENT_INVALID_MAX_VALUES", "More values than options.")
    _check_options(form, (*path, "options"), options)


def _check_options(form: Form, path: Path, options: list[Any]) -> None:
    seen = set()
    for index, option in enumerate(options):
        place = (*path, index)
        if not isinstance(option, dict):
            form.add(place, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            continue
        form.longest((*place, "label"), option.get("label"), limits.SELECT_TEXT, least=1)
        form.longest((*place, "value"), option.get("value"), limits.SELECT_TEXT, least=1)
        form.longest((*place, "description"), option.get("description"), limits.SELECT_TEXT)
        if option.get("value") in seen:
            form.add(
                (*place, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "Option values must be unique."
            )
        seen.add(option.get("value"))


def _check_section(form: Form, path: Path, section: Component) -> None:
    texts = form.most((*path, "components"), section.get("components"), limits.SECTION_TEXTS, least=1)
    for index, each in enumerate(texts):
        if not isinstance(each, dict) or each.get("type") != TEXT:
            _wrong_type(form, (*path, "components", index), {TEXT})
    accessory = section.get("accessory")
    if not isinstance(accessory, dict):
        form.add((*path, "accessory"), "BASE_TYPE_REQUIRED", "This field is required")
    elif accessory.get("type") not in {BUTTON, THUMBNAIL}:
        _wrong_type(form, (*path, "accessory"), {BUTTON, THUMBNAIL})


def _check_container(form: Form, path: Path, container: Component) -> None:
    allowed = LAYOUT - {CONTAINER} | {ROW}
    for index, each in enumerate(form.most((*path, "components"), container.get("components"), 40, least=1)):
        if not isinstance(each, dict) or each.get("type") not in allowed:
            _wrong_type(form, (*path, "components", index), allowed)


def _check_pictures(form: Form, path: Path, each: Component, filenames: Sequence[str]) -> None:
    if each["type"] == GALLERY:
        items = form.most((*path, "items"), each.get("items"), limits.GALLERY_ITEMS, least=1)
        for index, item in enumerate(items):
            _check_picture(form, (*path, "items", index, "media"), item.get("media"), filenames)
            form.longest(
                (*path, "items", index, "description"), item.get("description"), limits.FILE_DESCRIPTION
            )
        return
    name = "file" if each["type"] == FILE else "media"
    _check_picture(form, (*path, name), each.get(name), filenames)
    form.longest((*path, "description"), each.get("description"), limits.FILE_DESCRIPTION)


def _check_picture(form: Form, path: Path, media: Any, filenames: Sequence[str]) -> None:
    address = media.get("url") if isinstance(media, dict) else None
    check_media(form, (*path, "url"), address, filenames)


def _wrong_type(form: Form, path: Path, allowed: frozenset[int] | set[int]) -> None:
    text = f'Value of field "type" must be one of {tuple(sorted(allowed))}.'
    form.add((*path, "type"), "UNION_TYPE_CHOICES", text)
