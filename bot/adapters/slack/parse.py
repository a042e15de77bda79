"""What Slack sends, read into our own values. Pure: plain mappings in, commands and presses out.

Owns the shape of slash commands, presses, events, shortcuts and requests for options; forms that are sent
are read in `submissions`. Refuses to know the SDK and to answer anything.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot import notices
from bot.adapters.slack.definitions import definition_of
from bot.adapters.slack.forms import FORM_KINDS, FORM_VALUE, FormKind
from bot.adapters.slack.layout import NUMBERS_MARK, PAGE_MARK
from bot.adapters.slack.limits import VALUE
from bot.adapters.slack.origin import Origin
from bot.adapters.slack.own_messages import shown_of
from bot.adapters.slack.spoken import lines_of, words_of
from bot.commands import BriefText, Command, OptionType
from bot.desk.action_text import Forged, Outdated, decode
from bot.desk.desk import Shown
from bot.desk.where import DIRECT, Where
from bot.grammar import clean, parse
from bot.rendering.actions import Action, Choose, TurnPage
from briefings.errors import BadInput
from briefings.service import MAX_TEXT
from briefings.topics import Topics

Payload = Mapping[str, Any]

_DIRECT_CHANNEL = "D"
"""What the id of a conversation of two begins with."""
_NAMELESS = frozenset({"directmessage", "privategroup", "mpdm"})
"""What Slack calls channels whose names it does not tell."""
_SELECTS = frozenset({"static_select", "external_select", "multi_external_select"})
_TYPED: Mapping[str, OptionType] = {"theme": "theme", "zone": "zone", "topics": "topics"}
"""What a list's id begins with, where it is not one of all topics."""
_CITED = re.compile(r"([\w.]+)=(\d{1,4})(?=,|$)", re.ASCII)
"""A passage and its citation number, in a button's id."""
_QUIET_SUBTYPES = frozenset({None, "file_share", "thread_broadcast"})
"""Messages that somebody wrote; the others tell of edits, deletions, arrivals, and of bots."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that was pressed, or a list that was `chosen` from.

    `form`: the form to open, where the press opens one. `ignore`: nothing is to be done, since the list
    stands in a form that is still being filled in. `trigger` opens a form, once and for three seconds.
    """

    action: Action | Outdated | Forged
    where: Where
    shown: Shown
    origin: Origin
    chosen: str | None = None
    trigger: str = ""
    page: TurnPage | None = None
    """Which page of what the message is, where its buttons say so: a private message is not at hand."""
    form: FormKind | None = None
    ignore: bool = False
    numbers: tuple[tuple[str, int], ...] = ()
    """Passages and their citation numbers in a digest's message, where its button says so."""


@dataclass(frozen=True, slots=True)
class Typing:
    """A topic that is being typed. `others`: what the form's other lists hold so far."""

    kind: OptionType
    typed: str
    others: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Said:
    """Words said to the bot. `thread`: where to answer, None for beside the words; `ts`: their own time."""

    text: str
    where: Where
    channel: str
    thread: str | None
    ts: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event, delivered perhaps more than once under the same `id`."""

    id: str
    type: str
    team: str
    event: Payload


def command_of(payload: Payload, topics: Topics, prefix: str = "") -> Command | FormKind:
    """A slash command, or the form to open where it was used without its words. Raises BadInput."""
    definition = definition_of(str(payload.get("command") or ""), prefix)
    if definition is None:
        raise BadInput(notices.UNKNOWN_COMMAND)
    text = words_of(str(payload.get("text") or ""))
    if not text and definition.name in FORM_KINDS:
        return "ask" if definition.name == "ask" else "compare"
    return parse(f"/{definition.name} {text}".rstrip(), topics)


def where_of(payload: Payload) -> Where:
    """Who did something, and where: of a slash command, press, form, shortcut or request for options.

    Whoever can use a command in a channel can write there. A slash command says not whether a
    conversation of two is the one with the bot, so that its answer stays private there as well.
    """
    user = payload.get("user") or {}
    team = payload.get("team") or {}
    channel = str(payload.get("channel_id") or (payload.get("channel") or {}).get("id") or "")
    direct = _is_direct(payload, channel)
    place = str(payload.get("team_id") or team.get("id") or user.get("team_id") or "")
    reader = str(payload.get("user_id") or user.get("id") or "")
    name = str(payload.get("channel_name") or (payload.get("channel") or {}).get("name") or "")
    named = "" if name in _NAMELESS else name
    return Where(
        reader, DIRECT if direct else place, channel, direct, manages=False, writes=True, channel_name=named
    )


def origin_of(payload: Payload) -> Origin:
    """Where a form would be opened from."""
    where = where_of(payload)
    container, message = payload.get("container") or {}, payload.get("message") or {}
    pressed = _action_in(payload)
    return Origin(
        where.channel,
        where.reader,
        str(payload.get("response_url") or ""),
        str(container.get("message_ts") or ""),
        str(container.get("thread_ts") or message.get("thread_ts") or ""),
        private=_is_private(payload),
        direct=where.direct,
        action=str(pressed.get("value") or ""),
        page=found.page if (found := _page_of(pressed)) else 0,
        channel_name=where.channel_name,
    )


def pressed_of(payload: Payload) -> Pressed:
    """A press on one of our messages, in a modal or on the Home tab."""
    pressed = _action_in(payload)
    value = str(pressed.get("value") or "")
    origin, listed = origin_of(payload), pressed.get("type") in _SELECTS
    chosen = str((pressed.get("selected_option") or {}).get("value") or "") or None
    form = value.removeprefix(FORM_VALUE) if value.startswith(FORM_VALUE) else ""
    action = decode(str(pressed.get("action_id") or "") if listed else value, VALUE)
    return Pressed(
        action,
        where_of(payload),
        shown_of(payload.get("message"), origin.channel, origin.message_ts, private=origin.private),
        origin,
        chosen,
        str(payload.get("trigger_id") or ""),
        _page_of(pressed),
        next((each for each in FORM_KINDS if each == form), None),
        ignore=listed and not isinstance(action, Choose) and _surface(payload) == "modal",
        numbers=tuple((found[1], int(found[2])) for found in _CITED.finditer(_marked(pressed)[1])),
    )


def suggestion_of(payload: Payload) -> Typing:
    """What is being typed into a list of topics, on Home or in a form."""
    action_id = str(payload.get("action_id") or "")
    named = action_id.partition(":")[0]
    kind = _TYPED.get(named, "topic")
    held = tuple(
        chosen
        for name, field in fields_of(payload.get("view") or {})
        if name != payload.get("block_id") and (chosen := value_of(field)) and "selected_option" in field
    )
    return Typing(kind, str(payload.get("value") or ""), held, where_of(payload))


def shortcut_of(payload: Payload) -> BriefText:
    """The text of the message that the shortcut was used on. Raises BadInput when there is none."""
    message = payload.get("message") or {}
    text = "\n".join(each for each in _texts(message) if each)[:MAX_TEXT]
    if not text.strip():
        raise BadInput(notices.NOTHING_TO_READ)
    return BriefText(clean(text, MAX_TEXT))


def mention_of(event: Payload, bot_user: str) -> Said | None:
    """Words said to the bot, in a channel or in a direct message; None for words that nobody said to it."""
    user = str(event.get("user") or "")
    if not user or user == bot_user or event.get("bot_id") or event.get("subtype") not in _QUIET_SUBTYPES:
        return None
    channel, ts = str(event.get("channel") or ""), str(event.get("ts") or "")
    direct = event.get("channel_type") == "im"
    thread = str(event.get("thread_ts") or "") or (None if direct else ts)
    place = DIRECT if direct else str(event.get("team") or "")
    where = Where(user, place, channel, direct, manages=False, writes=True)
    return Said(words_of(str(event.get("text") or "")), where, channel, thread, ts)


def event_of(payload: Payload) -> Event:
    """The event in an envelope of the Events API."""
    event = payload.get("event") or {}
    return Event(
        str(payload.get("event_id") or ""),
        str(event.get("type") or ""),
        str(payload.get("team_id") or ""),
        event,
    )


def fields_of(view: Payload) -> Iterator[tuple[str, Payload]]:
    """The fields of a form as they are filled in, by the names of their blocks."""
    for name, block in ((view.get("state") or {}).get("values") or {}).items():
        for field in block.values():
            yield str(name), field


def value_of(field: Payload) -> str:
    """What a field holds, several choices with commas; empty where it holds nothing."""
    chosen = field.get("selected_options") or (field.get("selected_option") or {},)
    return str(field.get("value") or ", ".join(str(each.get("value") or "") for each in chosen)).strip()


def typed_texts(payload: Payload) -> tuple[str, ...]:
    """What the reader typed, chose or pointed at, for keeping it out of the log."""
    event, message = payload.get("event") or {}, payload.get("message") or {}
    pressed = tuple(payload.get("actions") or ())
    found = (
        payload.get("text"),
        payload.get("value"),
        event.get("text"),
        *_texts(message),
        *(value_of(field) for _, field in fields_of(payload.get("view") or {})),
        *(value_of(each) for each in pressed),
        *(page.asked.argument for each in pressed if (page := _page_of(each))),
    )
    return tuple(each for each in found if isinstance(each, str) and each)


def _action_in(payload: Payload) -> Payload:
    """What was pressed; a payload holds one."""
    for each in payload.get("actions") or ():
        found: Payload = each
        return found
    return {}


def _page_of(pressed: Payload) -> TurnPage | None:
    """The page that a button's id names."""
    found = decode(_marked(pressed)[0], VALUE)
    return found if isinstance(found, TurnPage) else None


def _marked(pressed: Payload) -> tuple[str, str]:
    """The page and the citation numbers in a button's id."""
    page, _, numbers = str(pressed.get("action_id") or "").partition(PAGE_MARK)[2].partition(NUMBERS_MARK)
    return page, numbers


def _texts(message: Payload) -> Iterator[str]:
    """The words of a message and of what hangs on it."""
    yield lines_of(str(message.get("text") or ""))
    for each in message.get("attachments") or ():
        yield from (lines_of(str(each.get(name) or "")) for name in ("pretext", "title", "text"))


def _surface(payload: Payload) -> str:
    """Where something was pressed: "message", "home" or "modal"."""
    return str((payload.get("view") or {}).get("type") or "message")


def _is_private(payload: Payload) -> bool:
    container = payload.get("container") or {}
    return bool(container.get("is_ephemeral")) or _surface(payload) != "message"


def _is_direct(payload: Payload, channel: str) -> bool:
    """Whether nobody else reads along: Home, a modal, or a message that stays in a conversation of two."""
    if payload.get("view"):
        return not channel
    return channel.startswith(_DIRECT_CHANNEL) and bool(payload.get("container")) and not _is_private(payload)
