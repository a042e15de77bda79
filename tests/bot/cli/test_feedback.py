"""`communique feedback`: what readers thought of answers, as it was stored."""

import asyncio
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO
from pathlib import Path

import pytest

from bot.cli import run
from bot.cli.codes import BAD_INPUT, OK
from bot.cli.feedback import MOST_LINES, _lines, _plain
from bot.ports import FEEDBACK_KINDS, Feedback
from bot.settings import load_settings
from bot.storage.database import Database
from bot.storage.feedback import SqlFeedbackStore
from bot.storage.place import Place

NOON = datetime(2030, 1, 7, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMMUNIQUE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "stdin", StringIO())


def _given(number: int) -> Feedback:
    return Feedback(
        at=(NOON + timedelta(hours=number)).astimezone(timezone(timedelta(hours=5, minutes=30))),
        platform=("discord", "slack")[number % 2],
        place=f"place-{number}",
        question=f"/ask question {number}",
        answer_text="Tolls may rise.\n[1]\x1b[31m" + "x" * 500,
        claims=("canal:C01", "canal:C02"),
        kind=FEEDBACK_KINDS[number % 3],
        comment=f"comment {number}" if number % 2 else None,
    )


def _store(count: int) -> None:
    async def add() -> None:
        settings = load_settings()
        database = Database(Place(settings.database_file, settings.database_variable))
        store = SqlFeedbackStore(database)
        for number in range(count):
            await store.add(_given(number))
        await database.close()

    asyncio.run(add())


def test_where_there_is_none_it_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Nothing stored is one sentence, an empty list or no line; and nothing is created by looking."""
    assert run(["feedback", "list"]) == OK
    assert run(["feedback", "list", "--platform", "slack"]) == OK
    assert run(["feedback", "list", "--json"]) == OK
    assert run(["feedback", "export"]) == OK
    shown = capsys.readouterr().out
    assert shown == "No feedback is stored.\nNo feedback from slack is stored.\n[]\n"
    assert not (tmp_path / "data").exists()


def test_the_newest_come_first(capsys: pytest.CaptureFixture[str]) -> None:
    """As many as asked for, newest first, in UTC, each thing said after its name, nothing harmful in it."""
    _store(5)
    assert run(["feedback", "list", "--limit", "2"]) == OK
    shown = capsys.readouterr().out
    assert shown.startswith(
        "2030-01-07 16:00 UTC · unsupported · discord place-4\n  asked: /ask question 4\n"
    )
    assert [line for line in shown.splitlines() if "asked:" in line] == [
        "  asked: /ask question 4",
        "  asked: /ask question 3",
    ]
    assert "  claims: canal:C01 canal:C02\n  comment: comment 3\n" in shown
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) < 300


def test_a_platform_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """The limit counts what is shown, not what is passed over."""
    _store(5)
    assert run(["feedback", "list", "--platform", "Slack", "--limit", "2", "--json"]) == OK
    assert [each["place"] for each in json.loads(capsys.readouterr().out)] == ["place-3", "place-1"]


def test_everything_is_exported_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object a line, every text to its end."""
    _store(30)
    assert run(["feedback", "export"]) == OK
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 30
    assert rows[0] == {
        "at": "2030-01-08T17:00:00+00:00",
        "platform": "slack",
        "place": "place-29",
        "kind": _given(29).kind,
        "question": "/ask question 29",
        "answer": _given(29).answer_text,
        "claims": ["canal:C01", "canal:C02"],
        "comment": "comment 29",
    }


def test_a_limit_below_one_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused in one sentence."""
    assert run(["feedback", "list", "--limit", "0"]) == BAD_INPUT
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("marked", "read"),
    [
        ("**India**", "India"),
        ("-# [1] Lead, ¶1 s2 (S0.1.2)", "[1] Lead, ¶1 s2 (S0.1.2)"),
        ("- It may *hold*. \\[1\\]", "- It may hold. [1]"),
        ("> You said: 3 \\* 4 \\_ 5", "You said: 3 * 4 _ 5"),
        ("## Key judgements", "Key judgements"),
        ("a_name_of_three and 2 - 1 > 0", "a_name_of_three and 2 - 1 > 0"),
        ("see [the page](https://example.org/a)", "see the page"),
    ],
)
def test_the_list_is_in_plain_words(marked: str, read: str) -> None:
    """Marks of layout are left out, what a reader saw as a character stays."""
    assert _plain(marked) == read


def test_an_answer_is_listed_line_by_line() -> None:
    """Each line of an answer stands on its own; of a long one the first, and how many follow."""
    long = replace(_given(1), answer_text="\n".join(f"line {n}" for n in range(MOST_LINES + 3)))
    shown = list(_lines(long))
    assert "  answer: line 0" in shown
    assert f"    line {MOST_LINES - 1}" in shown
    assert f"    line {MOST_LINES}" not in shown
    assert "    … 3 more lines" in shown
