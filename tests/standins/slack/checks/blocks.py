"""Blocks: each kind's own rules, and those over all blocks of a surface."""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any, Final

from tests.standins.slack import limits
from tests.standins.slack.checks import elements
from tests.standins.slack.checks.texts import EITHER, address, known, mapping, optional, text_object
from tests.standins.slack.refusals import Path, Problems
from tests.standins.slack.world import HeldFile

Block = Mapping[str, Any]


class Surface(Enum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


class BlockChecks:
    """Checks blocks. `files` may be named in them once they are `ready`."""

    def __init__(self, files: Mapping[str, HeldFile], ready: Callable[[HeldFile], bool]) -> None:
        self._files = files
        self._ready = ready
        self._kinds: Final[dict[str, Callable[[Problems, Path, Block], None]]] = {
            "section": self._section,
            "divider": self._divider,
            "header": self._header,
            "context": self._context,
            "actions": self._actions,
            "context_actions": self._context_actions,
            "image": self._image,
            "markdown": self._markdown,
            "input": self._input,
            "rich_text": self._rich_text,
            "table": self._table,
            "video": self._unchecked,
        }

    def check(self, problems: Problems, value: object, surface: Surface) -> list[dict[str, Any]]:
        """Note everything wrong with `value` as the blocks of `surface`; gives the blocks."""
        most = limits.MESSAGE_BLOCKS if surface is Surface.MESSAGE else limits.VIEW_BLOCKS
        blocks = problems.items(("blocks",), value, most, least=0)
        for index, each in enumerate(blocks):
            self._block(problems, ("blocks", index), each, surface)
        found = [each for each in blocks if isinstance(each, dict)]
        _unlike(problems, "block_id", [each.get("block_id") for each in found])
        _unlike(problems, "action_id", [each.get("action_id") for each in interactive(found)])
        written = sum(len(str(each.get("text", ""))) for each in found if each.get("type") == "markdown")
        if written > limits.MARKDOWN_TEXT:
            problems.add(
                ("blocks",),
                f"markdown blocks must be less than {limits.MARKDOWN_TEXT + 1} characters together",
            )
        return found

    def _block(self, problems: Problems, path: Path, value: object, surface: Surface) -> None:
        block = mapping(problems, path, value)
        if block is None:
            return
        check = self._kinds.get(str(block.get("type")))
        if check is None or not _shown(str(block["type"]), surface):
            problems.add((*path, "type"), f"unsupported type: {block.get('type')}")
            return
        if block.get("block_id") is not None:
            problems.text((*path, "block_id"), block["block_id"], limits.BLOCK_ID)
        check(problems, path, block)

    def _section(self, problems: Problems, path: Path, block: Block) -> None:
        known(problems, path, block, "block_id", "text", "fields", "accessory", "expand")
        if block.get("text") is None and not block.get("fields"):
            problems.add(path, "must define either `text` or `fields`")
        if block.get("text") is not None:
            text_object(problems, (*path, "text"), block["text"], limits.SECTION_TEXT, EITHER)
        if block.get("fields") is not None:
            for index, each in enumerate(problems.items((*path, "fields"), block["fields"], limits.FIELDS)):
                text_object(problems, (*path, "fields", index), each, limits.FIELD_TEXT, EITHER)
        if block.get("accessory") is not None:
            self._element(problems, (*path, "accessory"), block["accessory"], elements.ACCESSORIES)

    def _divider(self, problems: Problems, path: Path, block: Block) -> None:
        known(problems, path, block, "block_id")

    def _header(self, problems: Problems, path: Path, block: Block) -> None:
        known(problems, path, block, "block_id", "text", "level")
        text_object(problems, (*path, "text"), block.get("text"), limits.HEADER_TEXT)

    def _context(self, problems: Problems, path: Path, block: Block) -> None:
        known(problems, path, block, "block_id", "elements")
        listed = problems.items((*path, "elements"), block.get("elements"), limits.CONTEXT_ELEMENTS)
        for index, each in enumerate(listed):
            place = (*path, "elements", index)
            if isinstance(each, Mapping) and each.get("type") == "image":
                self._picture(problems, place, each)
            else:
                text_object(problems, place, each, limits.SECTION_TEXT, EITHER)

    def _actions(self, problems: Problems, path: Path, block: Block) -> None:
        known(problems, path, block, "block_id", "elements")
        listed = problems.items((*path, "elements"), block.get("elements"), limits.ACTIONS)
        for index, each in enumerate(listed):
            self._element(problems, (*path, "elements", index), each, elements.ACTIONS)

    def _context_actions(self, problems: Problems, path: Path, block: Block) -> None:
        known(problems, path, block, "block_id", "elements")
        listed = problems.items((*path, "elements"), block.get("elements"), limits.CONTEXT_ACTIONS)
        allowed = frozenset({"feedback_buttons", "icon_button"})
        for index, each in enumerate(listed):
            self._element(problems, (*path, "elements", index), each, allowed)

    def _image(self, problems: Problems, path: Path, block: Block) -> None:
        known(problems, path, block, "block_id", "image_url", "slack_file", "alt_text", "title")
        self._picture(problems, path, block)
        optional(problems, path, block, "title", limits.IMAGE_TITLE)

    def _picture(self, problems: Problems, path: Path, value: Block) -> None:
        problems.text((*path, "alt_text"), value.get("alt_text"), limits.ALT_TEXT)
        if ("image_url" in value) == ("slack_file" in value):
            problems.add(path, "must define either `image_url` or `slack_file`")
        elif "image_url" in value:
            address(problems, (*path, "image_url"), value["image_url"], limits.IMAGE_URL)
        else:
            held = self._files.get(str((value["slack_file"] or {}).get("id")))
            if held is None or not self._ready(held):
                problems.add((*path, "slack_file"), "invalid slack file")

    def _markdown(self, problems: Problems, path: Path, block: Block) -> None:
        known(problems, path, block, "block_id", "text")
        problems.text((*path, "text"), block.get("text"), limits.MARKDOWN_TEXT)

    def _input(self, problems: Problems, path: Path, block: Block) -> None:
        known(problems, path, block, "block_id", "label", "element", "hint", "optional", "dispatch_action")
        text_object(problems, (*path, "label"), block.get("label"), limits.LABEL)
        optional(problems, path, block, "hint", limits.HINT)
        self._element(problems, (*path, "element"), block.get("element"), elements.INPUTS)

    def _rich_text(self, problems: Problems, path: Path, block: Block) -> None:
        known(problems, path, block, "block_id", "elements")
        kinds = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
        listed = problems.items((*path, "elements"), block.get("elements"), 10_000, least=0)
        for index, each in enumerate(listed):
            if not isinstance(each, Mapping) or each.get("type") not in kinds:
                problems.add((*path, "elements", index), "unsupported type")
        for each in rich_leaves(block):
            if each.get("type") == "text" and not each.get("text"):
                problems.add((*path, "elements"), "text must be more than 0 characters")
            if each.get("type") == "link":
                address(problems, (*path, "elements", "link"), each.get("url"))

    def _table(self, problems: Problems, path: Path, block: Block) -> None:
        for index, each in enumerate(problems.items((*path, "rows"), block.get("rows"), limits.TABLE_ROWS)):
            problems.items((*path, "rows", index), each, limits.TABLE_CELLS)

    def _unchecked(self, problems: Problems, path: Path, block: Block) -> None:
        """Nothing further is known of it."""

    def _element(self, problems: Problems, path: Path, value: object, allowed: frozenset[str]) -> None:
        if isinstance(value, Mapping) and value.get("type") == "image" and "image" in allowed:
            self._picture(problems, path, value)
        else:
            elements.element(problems, path, value, allowed)


def _shown(kind: str, surface: Surface) -> bool:
    if kind in {"markdown", "table", "context_actions"}:
        return surface is Surface.MESSAGE
    return True


def _unlike(problems: Problems, name: str, values: list[Any]) -> None:
    given = [each for each in values if each]
    for each in sorted({str(one) for one in given if given.count(one) > 1}):
        problems.add(("blocks",), f"`{name}` {each!r} already exists")


def interactive(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every element of the blocks that sends an action or holds a value, with its `block_id` not added."""
    for block in blocks:
        found = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
        if block.get("type") in {"actions", "section", "input", "context_actions"}:
            yield from (each for each in found if isinstance(each, dict) and each.get("type") != "image")


def rich_leaves(value: Any) -> Iterator[Mapping[str, Any]]:
    """The innermost parts of a rich text: texts, links, mentions."""
    inner = value.get("elements") if isinstance(value, Mapping) else None
    if isinstance(inner, list):
        for each in inner:
            yield from rich_leaves(each)
    elif isinstance(value, Mapping):
        yield value
