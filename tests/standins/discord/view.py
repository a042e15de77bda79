"""What the channels hold, as a few lines of text for a person's eyes."""

from typing import Any

from tests.standins.discord.checks.components import BUTTON, SELECTS, TEXT, walk
from tests.standins.discord.world import Channel, Message

WIDTH = 100


def channel(one: Channel) -> str:
    """All messages of a channel, those for one reader alone marked so."""
    lines = [f"#{one.name}"]
    for each in one.log:
        lines += [f"  {line}" for line in message(each).splitlines()]
    return "\n".join(lines)


def message(one: Message) -> str:
    """One message: who, to whom, text, embeds, files, what can be pressed."""
    marks = [f"only {one.viewer.name} sees this"] if one.viewer else []
    marks += ["is thinking"] if one.loading else []
    marks += ["edited"] if one.edited else []
    marks += ["deleted"] if one.deleted else []
    marks += [f"pings {sorted(map(str, one.pings))}"] if one.pings else []
    lines = [f"{one.author.name}{' (' + ', '.join(marks) + ')' if marks else ''}:"]
    lines += [f"  {line}" for line in one.content.splitlines()]
    for embed in one.embeds:
        lines += [f"  | {line}" for line in _embed(embed).splitlines()]
    lines += [f"  [file {each.filename}, {len(each.data)} bytes]" for each in one.files]
    for _, each in walk(one.components):
        lines += [f"  {line}" for line in _component(each).splitlines()]
    return "\n".join(lines)


def _embed(embed: dict[str, Any]) -> str:
    parts = [embed.get("title"), embed.get("description")]
    parts += [f"{each['name']}: {each['value']}" for each in embed.get("fields") or []]
    parts.append((embed.get("footer") or {}).get("text"))
    return "\n".join(each for each in parts if each)


def _component(each: dict[str, Any]) -> str:
    kind = each.get("type")
    if kind == TEXT:
        return str(each["content"])
    if kind == BUTTON:
        return f"( {each.get('label') or each.get('emoji')} ) {each.get('custom_id') or each.get('url')}"
    if kind in SELECTS:
        options = ", ".join(one["label"] for one in each.get("options") or [])
        return f"[ {each.get('placeholder') or 'choose'}: {options} ]"[:WIDTH]
    return ""
