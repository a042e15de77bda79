"""A conversation on the console: numbers, evidence of the last reply, saving the picture."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.console.offers import offers
from bot.adapters.console.session import Session, Turn
from bot.handlers import Handlers
from briefings.errors import StorageError
from briefings.reply import Evidence, Outcome, Picture
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.source_texts import SourceTextsInMemory


class Unreadable(SourceTextsInMemory):
    """A store that cannot be read."""

    async def wordings(self, article: str, sha256: str | None = None) -> Mapping[str, str]:
        """Never."""
        raise StorageError("The database cannot be read; check the data folder.")


def drawn(picture: Picture) -> bytes:
    return b"PNG of " + picture.title.encode()


def new_session(service: BriefingService, store: type[SourceTextsInMemory] = SourceTextsInMemory) -> Session:
    return Session(Handlers(service, store(SetClock())), drawn)


async def said(session: Session, *lines: str) -> Turn:
    """The last turn of several lines."""
    turn = None
    for line in lines:
        turn = await session.answer(line)
    assert turn is not None
    return turn


async def test_a_number_takes_the_step_it_stands_for(service: BriefingService) -> None:
    """After "korea", typing 1 gives the briefing of the first country offered."""
    turn = await said(new_session(service), "korea", "1")
    assert turn.reply.title == "North Korea"


async def test_a_number_out_of_range_says_which_there_are(service: BriefingService) -> None:
    """Numbers that nothing stands for are bad input, told with the range."""
    session = new_session(service)
    early = await said(session, "3")
    late = await said(session, "/brief India", "999")
    assert early.code == late.code == 2
    assert "no list" in str(early.sentence)
    assert "1 to " in str(late.sentence)


def claims_shown(turn: Turn) -> list[str]:
    """The claims whose evidence a turn shows."""
    return [block.line.claim for block in turn.reply.blocks if isinstance(block, Evidence)]


@pytest.mark.parametrize("between", [(), ("/breif",), ("/brief narnia",), ("/brief korea",), ("/help", "99")])
async def test_evidence_is_about_the_last_reply(service: BriefingService, between: tuple[str, ...]) -> None:
    """A bare "evidence" shows the claims said last, also after lines that failed or said none."""
    session = new_session(service)
    brief = await said(session, "/brief Iran")
    turn = await said(session, *between, "evidence")
    assert claims_shown(turn) == list(brief.reply.claims)
    assert brief.reply.claims


@pytest.mark.parametrize("between", [(), ("/brief narnia",), ("/help",), ("evidence",)])
async def test_evidence_keeps_the_numbers_of_the_last_reply(
    service: BriefingService, between: tuple[str, ...]
) -> None:
    """A sentence has the number there that it had in the reply, whatever came between."""
    session = new_session(service)
    brief = await said(session, "/brief Iran")
    turn = await said(session, *between, "evidence")
    given = {source.passage: source.number for source in brief.reply.sources}
    parts = [p for block in turn.reply.blocks if isinstance(block, Evidence) for p in block.parts]
    assert [part.number for part in parts] == [given[part.passage] for part in parts]


async def test_evidence_of_nothing_said_has_no_numbers(service: BriefingService) -> None:
    """Claims named at the start, or after a reply without any, have no number to keep."""
    for before in ((), ("/brief Iran", "/brief Taiwan")):
        turn = await said(new_session(service), *before, "evidence C07")
        parts = [p for block in turn.reply.blocks if isinstance(block, Evidence) for p in block.parts]
        assert {part.number for part in parts} == {None}


async def test_evidence_after_an_abstention_is_its_own(service: BriefingService) -> None:
    """An abstention rests on what it says itself, never on the reply before."""
    session = new_session(service)
    abstained = await said(session, "/brief Iran", "/brief Taiwan")
    assert claims_shown(await said(session, "evidence")) == list(abstained.reply.claims)


async def test_a_list_that_asks_back_can_be_chosen_from(service: BriefingService) -> None:
    """What a failed line offers can be taken by number, and does not touch what evidence is about."""
    session = new_session(service)
    brief = await said(session, "/brief Iran", "/brief narnia")
    assert offers(brief.reply)
    taken = await said(session, "1")
    assert taken.reply.outcome is Outcome.ANSWER
    assert claims_shown(await said(session, "evidence")) == list(taken.reply.claims)


async def test_evidence_before_any_reply_is_told(service: BriefingService) -> None:
    """With nothing said yet there is nothing to show evidence of."""
    turn = await said(new_session(service), "evidence")
    assert (turn.code, turn.reply.outcome) == (2, Outcome.CLEAR_ERROR)


@pytest.mark.parametrize("between", [(), ("/brief narnia",), ("/brief Iran", "/breif")])
async def test_a_picture_is_saved_under_the_name_given(
    service: BriefingService, tmp_path: Path, between: tuple[str, ...]
) -> None:
    """After a map, /save writes the picture of that map and says where, whatever came between."""
    target = tmp_path / "india map.png"
    turn = await said(new_session(service), "/map India", *between, f"/save {target}")
    assert turn.code == 0
    assert str(target) in str(turn.sentence)
    assert target.read_bytes() == b"PNG of Relationships: India"


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        (("/save a.png",), "no picture"),
        (("/brief India", "/save a.png"), "no picture"),
        (("/map", "/save"), "Name a file"),
        (("/map", "/save a.jpg"), "ends in .png"),
        (("/map", "/save /nowhere/at/all.png"), "no folder"),
    ],
)
async def test_a_picture_that_cannot_be_saved_is_told(
    service: BriefingService, lines: tuple[str, ...], part: str
) -> None:
    """No picture, no name, the wrong kind of name or no such folder: one sentence each, code 2."""
    turn = await said(new_session(service), *lines)
    assert turn.code == 2
    assert part in str(turn.sentence)


@pytest.mark.parametrize("word", ["quit", "exit", "/quit", "/exit", "QUIT", " quit "])
async def test_leaving(service: BriefingService, word: str) -> None:
    """Each way of leaving leaves."""
    assert await new_session(service).answer(word) is None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("/brief India", 0),
        ("/brief Taiwan", 0),
        ("/brief Korea", 2),
        ("/brief Narnia", 2),
        ("/breif", 2),
        ("", 2),
    ],
)
async def test_the_code_says_what_became_of_a_line(service: BriefingService, line: str, code: int) -> None:
    """Replies and abstentions earn 0, what cannot be used earns 2."""
    assert (await said(new_session(service), line)).code == code


async def test_a_store_that_cannot_be_read_is_told(service: BriefingService) -> None:
    """Trouble with the database is one sentence and code 3, and the conversation goes on."""
    session = new_session(service, Unreadable)
    turn = await said(session, "/evidence C01")
    assert (turn.code, turn.sentence) == (3, "The database cannot be read; check the data folder.")
    assert (await said(session, "/brief India")).code == 0


@given(line=st.text(max_size=60))
@settings(max_examples=40, deadline=None)
async def test_any_line_is_answered(service: BriefingService, line: str) -> None:
    """Nothing typed raises anything; each line gets a turn or leaves."""
    turn = await new_session(service).answer(line)
    assert turn is None or turn.code in (0, 2)
