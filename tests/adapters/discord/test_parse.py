"""Reading what Discord sends: commands, texts, mentions, forms."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.definitions import menu_name
from bot.adapters.discord.parse import (
    MANAGE_GUILD,
    SEND_MESSAGES,
    SEND_MESSAGES_IN_THREADS,
    addressed,
    command_of,
    comment_of,
    shown_text,
    typed_texts,
    where_of,
)
from bot.commands import DEFINITIONS, About, Ask, Brief, BriefText, Compare
from bot.grammar import MAX_LINE
from briefings.errors import BadInput

BOT = 1_234_567


def slash(name: str, **options: str) -> dict[str, Any]:
    """The data of a slash command."""
    given_ = [{"name": each, "type": 3, "value": value} for each, value in options.items()]
    return {"type": 1, "name": name, "options": given_}


def menu(message: dict[str, Any]) -> dict[str, Any]:
    """The data of the message menu, used on this message."""
    name = next(menu_name(each) for each in DEFINITIONS if each.form == "message")
    return {"type": 3, "name": name, "target_id": "9", "resolved": {"messages": {"9": message}}}


@pytest.mark.parametrize(
    ("data", "command"),
    [
        (slash("brief"), Brief()),
        (slash("brief", topic="  South\n Korea "), Brief("South Korea")),
        (slash("ask", question="Why \x07now?"), Ask("Why now?")),
        (slash("compare", b="China", a="India"), Compare("India", "China")),
        (slash("compare", a="India", b="China", theme="trade"), Compare("India", "China", "trade")),
        (slash("about"), About("help")),
        (slash("about", page="privacy"), About("privacy")),
        (slash("brief", topic="India", colour="blue"), Brief("India")),
        (menu({"content": "Tokyo met\nSeoul"}), BriefText("Tokyo met Seoul")),
        (
            menu({"content": "", "embeds": [{"title": "News", "description": "Delhi"}]}),
            BriefText("News Delhi"),
        ),
    ],
)
def test_commands_are_read(data: dict[str, Any], command: object) -> None:
    """Options of any order, with control characters or unknown names, give the command that was meant."""
    assert command_of(data) == command


@pytest.mark.parametrize(
    "data",
    [
        slash("digests"),
        {"name": "digest", "options": [{"type": 1, "name": "confirm"}]},
        {"name": "digest", "options": [{"type": 1, "name": "add"}]},
        slash("evidence"),
        slash("ask"),
        slash("ask", question="\u202e \x00"),
        slash("ask", question="x" * (MAX_LINE + 1)),
        slash("compare", a="India"),
        slash("about", page="everything"),
        menu({"content": ""}),
        {"type": 3, "name": "Another action"},
        {"type": 2, "name": "brief"},
        {},
    ],
)
def test_what_is_no_command_is_a_sentence(data: dict[str, Any]) -> None:
    """Outdated commands, missing and unusable values are refused with a sentence."""
    with pytest.raises(BadInput, match=r"^[^\n]{10,200}$"):
        command_of(data)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"<@{BOT}> brief India", "brief India"),
        (f"brief <@!{BOT}> India", "brief India"),
        (f"<@{BOT}>", ""),
        (f"<@{BOT}> <a:wave:99> what of <@55> and <@&66> in <#77>?", "wave what of and in ?"),
        ("no mention", "no mention"),
    ],
)
def test_only_what_is_meant_for_the_bot_is_left(content: str, said: str) -> None:
    """Names of bots, people, roles and channels go; emoji keep their names."""
    assert addressed(content, BOT) == said


@given(st.text())
def test_no_mention_survives(content: str) -> None:
    """Whatever is said, no part of it still names the bot, and it stands on one line."""
    said = addressed(f"{content}<@{BOT}>{content}", BOT)
    assert "\n" not in said
    assert said.strip() == said


@pytest.mark.parametrize("comment", ["It forgets Peru.", None])
def test_comments_are_found_in_both_kinds_of_form(comment: str | None) -> None:
    """A labelled field and one in a row are the same comment."""
    field = {"type": 4, "custom_id": "comment", "value": comment or " "}
    assert comment_of({"components": [{"type": 18, "component": field}]}) == comment
    assert comment_of({"components": [{"type": 1, "components": [field]}]}) == comment


def test_a_message_is_read_whole() -> None:
    """Content, embeds with their fields, and texts of components are all that a message shows."""
    message = {
        "content": "one",
        "embeds": [{"title": "two", "description": "three", "fields": [{"name": "four", "value": "five"}]}],
        "components": [{"type": 17, "components": [{"type": 10, "content": "six"}]}],
    }
    assert shown_text(message).split() == ["one", "two", "three", "four", "five", "six"]


def test_typed_texts_are_known_for_the_log() -> None:
    """What readers typed is found wherever it stands, so that the log can leave it out."""
    field = {"type": 4, "custom_id": "comment", "value": "a secret thought"}
    assert typed_texts(slash("ask", question="why?")) == ("why?",)
    assert "a secret thought" in typed_texts({"components": [{"type": 18, "component": field}]})


@pytest.mark.parametrize(
    ("server", "permissions", "thread", "writes", "manages"),
    [
        (None, 0, False, True, False),
        ("7", 0, False, False, False),
        ("7", SEND_MESSAGES, False, True, False),
        ("7", SEND_MESSAGES, True, False, False),
        ("7", SEND_MESSAGES_IN_THREADS, True, True, False),
        ("7", MANAGE_GUILD, False, False, True),
        ("7", 1 << 3, False, True, True),
    ],
)
def test_permissions_are_read_from_the_bits(
    server: str | None, permissions: int, thread: bool, writes: bool, manages: bool
) -> None:
    """Writing takes the bit for where one is; managing takes Manage Server; administrators may both."""
    where = where_of("1", server, permissions, thread=thread, locale="en")
    assert where.direct is (server is None)
    assert (where.writes, where.manages) == (writes, manages)
