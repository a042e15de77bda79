"""What the channels hold, as a few lines of text for a person's eyes."""

from typing import Any

from tests.standins.slack.world import Channel, Message, Pane, View

WIDTH = 100


def channel(one: Channel) -> str:
    """All messages of a channel, those for one reader alone marked so."""
    lines = [f"#{one.name}"]
    for each in one.log:
        lines += [f"  {line}" for line in message(each).splitlines()]
    return "\n".join(lines)


def message(one: Message) -> str:
    """One message: who, to whom, blocks (or text), files, what can be pressed."""
    marks = [f"only {one.viewer.name} sees this"] if one.viewer else []
    marks += ["in a thread"] if one.thread_ts else []
    marks += ["edited"] if one.edited else []
    marks += ["deleted"] if one.deleted else []
    marks += [f"pings {sorted(one.pings)}"] if one.pings else []
    lines = [f"{one.author.name}{' (' + ', '.join(marks) + ')' if marks else ''}:"]
    lines += [f"  {line}" for line in (blocks(one.blocks) or one.text).splitlines()]
    lines += [f"  [file {each.name}, {len(each.held)} bytes]" for each in one.files]
    return "\n".join(lines)


def view(one: View) -> str:
    """A modal or Home tab."""
    lines = [f"[{one.title or one.kind}]", *(f"  {line}" for line in blocks(one.blocks).splitlines())]
    lines += [f"  ! {name}: {text}" for name, text in one.errors.items()]
    return "\n".join(lines)


def pane(one: Pane) -> str:
    """A thread of the assistant pane: its title, status and prompts."""
    offered = "".join(f"\n  > {each['title']}" for each in one.prompts)
    return f"[assistant {one.title}] {one.status}{offered}"


def blocks(listed: list[dict[str, Any]]) -> str:
    """Blocks, one or more lines each."""
    return "\n".join(line for each in listed for line in _block(each))


def _block(block: dict[str, Any]) -> list[str]:
    lines = []
    match block["type"]:
        case "divider":
            lines.append("---")
        case "header":
            lines.append(f"# {_text(block['text'])}")
        case "input":
            lines.append(f"{_text(block['label'])}: {_element(block['element'])}")
        case "image":
            lines.append(f"[picture: {block['alt_text']}]")
        case _:
            lines += [_text(block["text"])] if block.get("text") else []
            lines += [f"| {_text(each)}" for each in block.get("fields") or []]
            lines += [_element(each) for each in block.get("elements") or []]
            lines += [_element(block["accessory"])] if block.get("accessory") else []
    return lines


def _element(element: dict[str, Any]) -> str:
    kind = element.get("type", "")
    if kind == "button":
        return f"( {_text(element['text'])} ) {element.get('action_id')}"
    if kind in {"text", "plain_text", "mrkdwn"}:
        return _text(element)
    if kind.startswith("rich_text") or kind in {"link", "user", "broadcast", "emoji"}:
        return _rich(element)
    shown = ", ".join(_text(each["text"]) for each in element.get("options") or [])
    return f"[ {_text(element.get('placeholder') or {}) or kind}: {shown} ]"[:WIDTH]


def _rich(element: dict[str, Any]) -> str:
    if "elements" in element:
        separator = "\n" if element["type"] == "rich_text_list" else ""
        bullet = "- " if separator else ""
        return separator.join(bullet + _rich(each) for each in element["elements"])
    return str(
        element.get("text")
        or element.get("url")
        or f"<{element.get('user_id') or element.get('range') or ''}>"
    )


def _text(value: Any) -> str:
    return str(value.get("text", "")) if isinstance(value, dict) else str(value)
