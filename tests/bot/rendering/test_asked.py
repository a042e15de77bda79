"""Commands in words, and back."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.commands import About, Ask, Brief, BriefText, Command, Compare, Evidence, Gaps, Map, Scenarios, Watch
from bot.grammar import parse
from bot.rendering.asked import Asked, asked
from briefings.library.index import Library
from briefings.service import BriefingService

PRIVATE = {"zanzibar42", "xavier", "boss", "secret", "quits"}
WORDS = (
    *PRIVATE,
    "Tokyo",
    "Delhi",
    "Georgia",
    "nuclear",
    "sanctions,",
    "Norht",
    "Koreans",
    ".",
    "Guinea;",
    "and",
)


def _there_and_back(command: Command, service: BriefingService) -> Command:
    line = asked(command).line
    assert line is not None
    return parse(line, service.topics)


def test_every_command_on_every_topic_comes_back(service: BriefingService, library: Library) -> None:
    """What a button says is read as the command that it stands for."""
    names = [service.topics.name(topic) for topic in library.topics]
    for topic in (None, *names):
        for make in (Brief, Scenarios, Watch, Gaps, Map):
            assert _there_and_back(make(topic), service) == make(topic)
    for command in (Ask("Why would Japan rearm?"), About("sources"), Evidence(("north-korea-russia:C07",))):
        assert _there_and_back(command, service) == command


def test_every_comparison_comes_back_to_the_same_topics(service: BriefingService, library: Library) -> None:
    """Two names and a theme in one line are read as those two and that theme."""
    names = [service.topics.name(topic) for topic in library.topics]
    themes = [service.topics.name(topic) for topic in library.topics if topic.kind == "theme"]
    read = service.topics.read
    lost = []
    for number, a in enumerate(names):
        b, theme = names[(number + 5) % len(names)], themes[number % len(themes)]
        for command in (Compare(a, b), Compare(a, b, theme)):
            back = _there_and_back(command, service)
            assert isinstance(back, Compare)
            same = (read(back.a), read(back.b), read(back.theme)) == (read(a), read(b), read(command.theme))
            lost += [] if same else [command]
    assert not lost


def test_a_text_becomes_what_it_mentions(service: BriefingService) -> None:
    """A pasted text is carried as names that give the same briefing; where they would not, not at all."""
    text = "Tokyo and Seoul met, and Delhi watched; a private remark stays private. " * 20
    carried = asked(BriefText(text), service.topics)
    assert carried.argument is not None
    assert "private" not in carried.argument
    assert service.text(carried.argument) == service.text(text)
    assert asked(BriefText("Nothing here."), service.topics) == Asked("text", None)


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_no_word_of_a_text_travels_but_names_of_topics(service: BriefingService, said: list[str]) -> None:
    """Whatever somebody wrote, what buttons carry of it is the names of topics and nothing else."""
    carried = asked(BriefText(" ".join(said)), service.topics).argument or ""
    assert not set(re.findall(r"\w+", carried.casefold())) & PRIVATE


def test_commands_are_carried_on_one_line() -> None:
    """Breaks and control characters do not travel."""
    assert asked(Ask("why\n\x00 now")) == Asked("ask", "why now")
    assert Asked("ask", None).line is None
    assert Asked("brief").line == "/brief"
