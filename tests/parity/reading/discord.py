"""Discord's messages and commands, read back."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.adapters.discord import definitions, desk, digest_form, lacks, parse
from bot.adapters.discord.completion import choices, typed
from bot.adapters.discord.custom_ids import CustomIds, decode
from bot.adapters.discord.gateway import INTENTS
from bot.adapters.discord.render import Style, Visibility, render_all
from bot.commands import DEFINITIONS, Command, Definition, OptionType, each_one
from bot.desk.action_text import Forged, Outdated
from bot.desk.forms import DigestForm
from bot.desk.where import Where
from bot.digest_commands import DigestEdit
from bot.digests.asker import Asker
from bot.rendering.actions import Action, Feedback
from bot.rendering.asked import Asked
from briefings.reply import Reply
from briefings.topics import Topics
from tests.adapters.discord.render.checks import seen_of
from tests.adapters.discord.render.markdown import RAW_PINGS
from tests.adapters.discord.render.rules import walk
from tests.parity.platform import Page

_STYLES: dict[str, Style] = {"embeds": "embeds", "components": "components"}
_MESSAGE = {"target_id": "1"}
_BUTTON, _SELECT = 2, 3


class Discord:
    """Discord as the suite sees it."""

    name = "discord"
    title = "Discord"
    lacks = lacks.LACKS
    forms = tuple(_STYLES)

    def pages(self, reply: Reply, asked: Asked, form: str, *, public: bool) -> list[Page]:
        """The messages."""
        seen: Visibility = "public" if public else "private"
        made = render_all(reply, ids=CustomIds(asked), style=_STYLES[form], visibility=seen)
        return [_read(each.json(), len(each.attachments)) for each in made]

    def said(self, sentence: str) -> Page:
        """A message of one sentence."""
        body = desk.said(sentence).json()
        page = _read({**body, "embeds": [{"description": body["content"]}]}, 0)
        page.sent = body
        return page

    def used(self, path: str, definition: Definition, given: Mapping[str, str], topics: Topics) -> Command:
        """The command as an interaction."""
        name, _, sub = path.partition(" ")
        if definition.form == "message":
            registered = _registered(definitions.ON_MESSAGE, definitions.menu_name(definition))
            message = {"messages": {"1": {"content": given["text"]}}}
            return parse.command_of({**registered, **_MESSAGE, "resolved": message})
        registered = _registered(definitions.CHAT, name)
        options = {each["name"]: each for each in registered["options"]}
        inner = {each["name"]: each for each in options[sub]["options"]} if sub else options
        filled = [{"name": inner[each]["name"], "value": text, "type": 3} for each, text in given.items()]
        data = {"name": name, "type": definitions.CHAT, "options": filled}
        if sub:
            data["options"] = [{"name": sub, "type": definitions.SUB_COMMAND, "options": filled}]
        return parse.command_of(data)

    def asker(self) -> Asker | None:
        """A manager in a channel."""
        return Where("1", "2", "3", manages=True).asker(self.name)

    def completes(self, topics: Topics) -> frozenset[OptionType]:
        """What Discord asks us for while it is typed, and what it lists by itself."""
        return frozenset(_completed(topics))

    def dialogs(self) -> frozenset[str]:
        """The comment's form and the one for a digest, both read back."""
        made = desk.form(Feedback("wrong", Asked("brief", "India")))
        field = made["components"][0]["component"]
        sent = {"components": [{"type": 18, "component": {**field, "value": "It is so."}}]}
        kept = parse.comment_of(sent) == "It is so."
        edited = digest_form.digest_form(
            DigestForm("s-7K3QF2", {"schedule": "weekdays 08:30", "zone": "UTC"})
        )
        asked = digest_form.digest_asked(_filled_in(edited))
        again = isinstance(asked, DigestEdit) and (asked.schedule, asked.zone) == ("weekdays 08:30", "UTC")
        return frozenset({*({"comment"} if kept else ()), *({"digest"} if again else ())})

    def surfaces(self) -> frozenset[str]:
        """By what is registered and listened to."""
        every = [set(each["contexts"]) for each in definitions.command_payloads()]
        thread = parse.where_of("1", "2", parse.SEND_MESSAGES_IN_THREADS, thread=True, locale="en")
        offered = {
            "commands in a channel": all(0 in each for each in every),
            "commands in a direct message": all(1 in each for each in every),
            "commands in a thread": thread.writes,
            "a mention in a channel": INTENTS.guild_messages and parse.addressed("<@9> hi", 9) == "hi",
            "words in a direct message": INTENTS.dm_messages,
            "words in a thread without a mention": INTENTS.message_content,
        }
        return frozenset(name for name, holds in offered.items() if holds)


def _filled_in(form: dict[str, Any]) -> dict[str, Any]:
    """A form as Discord hands it back that is sent as it opened."""
    labelled = [{"type": 18, "component": each["component"]} for each in form["components"]]
    return {"custom_id": form["custom_id"], "components": labelled}


def _registered(kind: int, name: str) -> dict[str, Any]:
    every = {(each["type"], each["name"]): each for each in definitions.command_payloads()}
    return every[kind, name]


def _read(body: dict[str, Any], pictures: int) -> Page:
    found = seen_of(body)
    pings = [*found.pings, *(text for text in _strings(body) if RAW_PINGS.search(text))]
    return Page(
        found.text, found.links, pings, found.specials, found.labels, list(_steps(body)), pictures, body
    )


def _strings(body: dict[str, Any]) -> Iterator[str]:
    for embed in body.get("embeds", ()):
        yield str(embed.get("footer", {}).get("text", ""))


def _steps(body: dict[str, Any]) -> Iterator[tuple[str, Action]]:
    for each in walk(body["components"]):
        if each["type"] not in {_BUTTON, _SELECT}:
            continue
        action = decode(each["custom_id"])
        assert not isinstance(action, Outdated | Forged)
        yield str(each.get("label") or each.get("placeholder")), action


def _completed(topics: Topics) -> Iterator[OptionType]:
    payloads = {each["name"]: each for each in definitions.command_payloads()}
    for top in DEFINITIONS:
        for definition in each_one((top,)):
            registered = payloads.get(top.name, {})
            inner = {each["name"]: each for each in registered.get("options", ())}
            options = inner.get(definition.name, {}).get("options", ()) if top.subs else inner.values()
            shown = {each["name"]: each for each in options}
            for option in definition.options:
                asked = shown.get(option.name, {})
                if asked.get("choices") or (
                    asked.get("autocomplete") and _answered(top, definition, option.name, topics)
                ):
                    yield option.type


def _answered(top: Definition, definition: Definition, option: str, topics: Topics) -> bool:
    """Whether a request for choices is understood and, where the library knows them, answered."""
    focus: list[dict[str, Any]] = [{"name": option, "value": "", "focused": True, "type": 3}]
    data: dict[str, Any] = {"name": top.name, "type": definitions.CHAT, "options": focus}
    if definition is not top:
        data["options"] = [{"name": definition.name, "type": definitions.SUB_COMMAND, "options": focus}]
    found = typed(data)
    if found is None:
        return False
    return bool(choices(data, topics, "en")) if found.kind in {"topic", "theme"} else True


PLATFORM = Discord()
