"""Twenty questions and commands, answered on both chats: the same words, marks and labels in one order."""

import re
from collections.abc import Iterator, Sequence

import pytest

from bot.adapters.slack.render import NOT_SHOWN
from bot.grammar import parse
from bot.rendering.asked import Asked, asked
from bot.rendering.pages import YOU_ASKED
from bot.rendering.pieces import CONTINUED
from briefings.reply import Picture, Reply, claim_lines
from briefings.service import BriefingService
from tests.adapters.corpus.asked import reply_to
from tests.parity.platform import Page
from tests.parity.reading import discord, slack

LINES = (
    "/brief",
    "/brief India",
    "/brief norht korea",
    "/brief 인도",
    "/brief nuclear",
    "/brief Germany",
    "/compare India China",
    "/compare South Korea vs North Korea on trade",
    "/scenarios China",
    "/watch nuclear",
    "/gaps",
    "/map India",
    "/about sources",
    "/about help",
    "Why would Japan rearm?",
    "How many troops were sent?",
    "What did NATO say?",
    "Is it certain that China will back North Korea?",
    "What should India do about Russia?",
    "Who wrote this?",
    "What is the price of tea in Lima?",
    "/text Tokyo, Seoul and Delhi met to speak about trade.",
)
_PAGE = re.compile(r"Page \d+ of \d+")
_SOURCE = re.compile(r"\[(\d+)\] ([^·\[\]]*\([\w.]+\))(?= ·|$)")
_TURN = re.compile(r"‹ .*|.* ›")
_MORE = re.compile(r" \(\d+ more.*")


@pytest.mark.parametrize("form", discord.PLATFORM.forms)
@pytest.mark.parametrize("public", [False, True], ids=["private", "public"])
@pytest.mark.parametrize("line", LINES)
def test_both_chats_say_the_same(line: str, public: bool, form: str, service: BriefingService) -> None:
    """What is read on Discord, with its citations, is what is read on Slack, to the letter and in order.

    Where Slack cannot show a picture to one alone, it says once how to come by it, and nothing else differs.
    """
    command = parse(line, service.topics)
    reply, words = reply_to(service, command), asked(command, service.topics)
    ours = discord.PLATFORM.pages(reply, words, form, public=public)
    theirs = slack.PLATFORM.pages(reply, words, "blocks", public=public)
    said = _body(theirs, reply)
    if not public and any(isinstance(block, Picture) for block in reply.blocks):
        said.remove(NOT_SHOWN)  # once; any other place, and any second one, is a difference
    assert _body(ours, reply) == said
    assert _sources(ours) == _sources(theirs)
    assert {tuple(_foot(each, reply)) for each in (*ours, *theirs)} == {(*reply.basis, *reply.disclaimer)}
    assert _steps(ours, words) == _steps(theirs, words)


def test_what_is_compared_is_everything(service: BriefingService) -> None:
    """The comparison sees every statement with its marks and level, and every source; not a bare title."""
    command = parse("/brief India", service.topics)
    reply, words = reply_to(service, command), asked(command, service.topics)
    pages = slack.PLATFORM.pages(reply, words, "blocks", public=False)
    for line in claim_lines(reply.blocks):
        marks = "".join(f"[{number}]" for number in line.cites)
        assert f"{line.statement} {marks} {line.label}" in _body(pages, reply)
    assert [number for number, _ in _sources(pages)] == sorted(each.number for each in reply.sources)
    assert {"Evidence", "Share", "Wrong", "Unsupported", "Missing"} <= set(_steps(pages, words))


def _body(pages: Sequence[Page], reply: Reply) -> list[str]:
    """Title, question and all that is said, as one text would say it: what later pages repeat stands once."""
    foot = {*reply.basis, *reply.disclaimer}
    said: list[str] = []
    for number, page in enumerate(pages):
        lines = [line for each in page.text.split("\n") if (line := each.strip())]
        for place, line in enumerate(lines):
            again = line.endswith(CONTINUED) or (number and (place == 0 or line.startswith(YOU_ASKED)))
            if not again and line not in foot and not _PAGE.fullmatch(line) and not _SOURCE.search(line):
                said.append(line)
    return said


def _sources(pages: Sequence[Page]) -> list[tuple[int, str]]:
    """Every numbered source that is listed, by its number."""
    found = {
        (int(number), place)
        for page in pages
        for line in page.text.split("\n")
        for number, place in _SOURCE.findall(line)
    }
    return sorted(found)


def _foot(page: Page, reply: Reply) -> Iterator[str]:
    """Basis and disclaimer at the foot of one page, as they follow each other."""
    foot = {*reply.basis, *reply.disclaimer}
    found = [line for line in map(str.strip, page.text.split("\n")) if line in foot]
    yield from found[-len(foot) :]


def _steps(pages: Sequence[Page], words: Asked) -> list[str]:
    """What can be pressed, by its labels. Turning pages and a pasted text's Share are each platform's own."""
    labels = dict.fromkeys(_MORE.sub("", label) for page in pages for label, _ in page.steps)
    left = {"Share"} if words.argument is None else set()
    return [each for each in labels if not _TURN.fullmatch(each) and each not in left]
