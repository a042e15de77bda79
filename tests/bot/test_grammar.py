"""Lines as people type them, against the shipped library."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.commands import (
    DEFINITIONS,
    About,
    Ask,
    Brief,
    BriefText,
    Command,
    Compare,
    Definition,
    Evidence,
    Gaps,
    Map,
    Option,
    Scenarios,
    Watch,
)
from bot.grammar import MAX_LINE, claim_ids, clean, page, parse, two_topics
from bot.printable import printable
from briefings.errors import BadInput
from briefings.library.index import Library
from briefings.library.load import load_shipped
from briefings.places import Gazetteer
from briefings.service import MAX_TEXT
from briefings.themes import ThemeVocabulary
from briefings.topics import Topics

TOPICS = Topics(Library(load_shipped()), Gazetteer.shipped(), ThemeVocabulary.shipped())

LINES: dict[str, Command] = {
    "/brief": Brief(),
    "brief": Brief(),
    "/brief India": Brief("India"),
    "  /BRIEF   India ": Brief("India"),
    "brief india": Brief("india"),
    "/brief 인도": Brief("인도"),
    "/brief norht korea": Brief("norht korea"),
    "/brief nuclear": Brief("nuclear"),
    "/brief “India”": Brief("India"),
    "brief me on India": Brief("India"),
    "india": Brief("india"),
    "India?": Brief("India"),
    "北朝鮮": Brief("北朝鮮"),
    "Taiwan": Brief("Taiwan"),
    "Korea": Brief("Korea"),
    "/ask Why would Japan rearm?": Ask("Why would Japan rearm?"),
    "ask Why would Japan rearm?": Ask("Why would Japan rearm?"),
    "Why would Japan rearm?": Ask("Why would Japan rearm?"),
    "brief history of the alliance, please?": Ask("brief history of the alliance, please?"),
    "watch out for what exactly?": Ask("watch out for what exactly?"),
    "/compare India China": Compare("India", "China"),
    "/compare india, china": Compare("india", "china"),
    "/compare india and china": Compare("india", "china"),
    "/compare India China on trade": Compare("India", "China", "trade"),
    '/compare "South Korea" "North Korea"': Compare("South Korea", "North Korea"),
    "South Korea vs North Korea on trade": Compare("South Korea", "North Korea", "trade"),
    "india versus china": Compare("india", "china"),
    "India/China": Compare("India", "China"),
    "/compare India/China on trade": Compare("India", "China", "trade"),
    "印度和中国": Compare("印度", "中国"),
    "/compare 인도와 중국": Compare("인도", "중국"),
    "norht korea vs irna": Compare("norht korea", "irna"),
    "Bosnia and Herzegovina": Brief("Bosnia and Herzegovina"),
    "中华人民共和国": Brief("中华人民共和国"),
    "/scenarios China": Scenarios("China"),
    "scenarios for China": Scenarios("China"),
    "/scenarios": Scenarios(),
    "/watch nuclear": Watch("nuclear"),
    "/gaps": Gaps(),
    "map of India": Map("India"),
    "evidence": Evidence(),
    "/evidence C07": Evidence(("C07",)),
    "evidence c7, C12 c07": Evidence(("C07", "C12")),
    "/evidence north-korea-russia:c01": Evidence(("north-korea-russia:C01",)),
    "/about sources": About("sources"),
    "about": About("help"),
    "help": About("help"),
    "/help": About("help"),
    "?": About("help"),
    "/?": About("help"),
    "/privacy": About("privacy"),
    "/text Tokyo and Seoul met today": BriefText("Tokyo and Seoul met today"),
    "brief me on this: Tokyo and Seoul met today": BriefText("Tokyo and Seoul met today"),
}

REFUSED = {
    "": "nothing to read",
    " \t\r\n ": "nothing to read",
    "\x00\x07\x1b[31m\x1b[0m": "nothing to read",
    "x" * 5_000: "5,000 characters",
    "/ask " + "x" * 5_000: "characters",
    "/breif india": "did you mean /brief?",
    "breif india": "did you mean /brief india?",
    "/India": "did you mean /brief India?",
    "/xyzzy": "/help lists the commands",
    "/": "after the slash",
    "/ask": "/ask Why would Japan rearm?",
    "/compare": "Name two topics",
    "/compare India": "Name two topics",
    "/compare " + "India " * 200: "Name two topics",
    "/evidence seven": "claim id",
    "/about everything": "help, sources, status or privacy",
    "/text": "/text Tokyo",
    "brief me on this:": "after the colon",
    "/text " + "x" * (MAX_TEXT + 1): "characters",
}


@pytest.mark.parametrize("line", LINES)
def test_lines_are_the_commands_they_read_as(line: str) -> None:
    """Slash or not, in any case or script, a line is the command that a person would expect."""
    assert parse(line, TOPICS) == LINES[line]


@pytest.mark.parametrize("line", REFUSED, ids=lambda line: line[:20])
def test_lines_that_cannot_be_used_are_told_what_would_work(line: str) -> None:
    """Each is refused in one short sentence that names the way out."""
    with pytest.raises(BadInput) as refused:
        parse(line, TOPICS)
    assert REFUSED[line] in str(refused.value)
    assert len(str(refused.value)) < 200
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda each: each.name)
def test_every_example_is_its_own_command(definition: Definition) -> None:
    """The example shown for a command parses to that command."""
    assert isinstance(parse(definition.example, TOPICS), definition.command)


@given(st.text(max_size=80) | st.text("/?:,\"'vsonbrief akCh0123", max_size=60))
@settings(max_examples=50, deadline=None)
@example("\ud800")
@example("/evidence ²")
@example("/\u202e")
def test_any_string_is_a_command_or_bad_input(line: str) -> None:
    """Nothing typed raises anything but BadInput, and no command carries control characters."""
    try:
        command = parse(line, TOPICS)
    except BadInput:
        return
    assert isinstance(command, Command)
    values = [value for value in vars_of(command) if isinstance(value, str)]
    assert all(value == printable(value) for value in values)


def vars_of(command: Command) -> list[object]:
    return [getattr(command, name) for name in command.__dataclass_fields__]


def test_a_topic_named_like_a_command_is_briefed() -> None:
    """Exact topic names win over reserved words: every covered topic's own name is a briefing."""
    library = Library(load_shipped())
    for topic in library.topics:
        name = TOPICS.name(topic)
        assert parse(name, TOPICS) == Brief(name)


def test_a_new_command_of_a_known_form_needs_no_change_here() -> None:
    """A definition with one option parses as soon as it is defined."""
    follow = Definition(
        "follow", Brief, "Follow a topic", "/follow India", (Option("topic", "topic", "A topic"),)
    )
    assert parse("/follow India", TOPICS, (*DEFINITIONS, follow)) == Brief("India")


@given(st.text(max_size=200))
@settings(max_examples=50)
def test_clean_text_is_one_printable_line(text: str) -> None:
    """What is left after cleaning is stable, short enough, and without line breaks."""
    try:
        tidy = clean(text)
    except BadInput:
        return
    assert tidy == clean(tidy)
    assert len(tidy) <= MAX_LINE
    assert "\n" not in tidy


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x9b31mred", "red"),
        ("a\u202eb\u202cc", "abc"),
        ("a\tb\nc", "a b c"),
        ("नेपाल\u200d", "नेपाल\u200d"),
        ("🇮🇳", "🇮🇳"),
        ("half \ud83d", "half \ufffd"),
    ],
)
def test_terminal_commands_are_taken_out_whole(text: str, shown: str) -> None:
    """Sequences, direction overrides and broken characters go; letters, joiners and flags stay."""
    assert printable(text) == shown


def test_the_parts_can_be_read_alone() -> None:
    """Ids, pages and pairs follow the same rules where a program hands them over in parts."""
    assert claim_ids(["c1", "C001", "c1"]) == ("C01", "C001")
    assert page("Sources") == "sources"
    assert two_topics("india vs china on trade", TOPICS) == Compare("india", "china", "trade")
    with pytest.raises(BadInput, match="C07"):
        claim_ids(["C"])
