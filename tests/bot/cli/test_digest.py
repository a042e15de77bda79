"""`communique digest explain`, for one schedule and by line."""

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.cli import run

EXPLAIN = ("digest", "explain")


@pytest.fixture(autouse=True)
def _data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COMMUNIQUE_DATA_DIR", str(tmp_path))


class Program:
    """Runs the command in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: str, lines: tuple[object, ...] = ()) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        given = (line if isinstance(line, str) else json.dumps(line) for line in lines)
        self._monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in given)))
        code = run([*EXPLAIN, *arguments])
        written = self._capsys.readouterr()
        return code, written.out, written.err

    def by_line(self, *lines: object) -> tuple[int, list[dict[str, Any]]]:
        """Exit code and what comes of the lines."""
        code, out, _ = self("--jsonl", lines=lines)
        return code, [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def explain(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program."""
    return Program(capsys, monkeypatch)


def asked(**more: object) -> dict[str, object]:
    """A line that is in order, but for what is said."""
    return {"schedule": "weekdays 08:30", "zone": "Europe/London", "from": "2026-03-27T00:00Z", **more}


def test_the_issues_own_example(explain: Program) -> None:
    """Ten weekdays, with the offset that changes on the way."""
    code, out, _ = explain(
        *("--schedule", "weekdays 08:30", "--zone", "Europe/London"),
        *("--from", "2026-03-27T00:00Z", "--count", "10", "--json"),
    )
    found = json.loads(out)
    assert code == 0
    assert len(found["slots"]) == 10
    assert found["slots"][1] == {
        "date": "2026-03-30",
        "time": "08:30",
        "local": "2026-03-30T08:30:00+01:00",
        "utc": "2026-03-30T07:30:00+00:00",
        "note": None,
    }
    assert found["words"] == "on weekdays at 08:30, Europe/London time"


def test_in_words_a_gap_and_an_overlap_are_explained(explain: Program) -> None:
    """Each with what is done about it."""
    arguments = ("--schedule", "every day 01:30", "--zone", "London", "--count", "1", "--from")
    _, gap, _ = explain(*arguments, "2026-03-29")
    assert gap.startswith("Every day at 01:30, Europe/London time.\n")
    assert "skip 01:30 that day: sent at 02:00" in gap
    _, twice, _ = explain(*arguments, "2026-10-25")
    assert "show 01:30 twice that day: sent the first time" in twice
    _, missing, _ = explain("--schedule", "daily 9am", "--zone", "Pacific/Apia", "--from", "2011-12-30")
    assert "sent on Sat 31 Dec 2011 at 00:00" in missing


def test_without_from_it_starts_now(explain: Program) -> None:
    """Ten slots, none in the past of this run."""
    code, out, _ = explain("--schedule", "every day 08:30", "--zone", "UTC", "--json")
    assert code == 0
    assert len(json.loads(out)["slots"]) == 10


def test_each_line_gives_a_line_and_a_broken_one_costs_only_itself(explain: Program) -> None:
    """In order; what cannot be used has a sentence, and the rest is as if it were not there."""
    broken: tuple[object, ...] = (
        "nope",
        [],
        {"zone": "UTC"},
        asked(zone=None),
        asked(zone="Europe/Lodnon"),
        asked(schedule="whenever"),
        asked(schedule=5),
        asked(count=0),
        asked(count=20_001),
        asked(count=1.5),
        asked(count=True),
        asked(**{"from": "tomorrow"}),
        asked(**{"from": "2026-03-27T00:00"}),
        asked(**{"from": "9999-12-31T23:59-12:00"}),
        asked(**{"from": "0001-01-01"}),
        asked(**{"from": 5}),
    )
    code, lines = explain.by_line(*(line for each in broken for line in (each, asked(count=1))))
    assert code == 2
    assert all(list(line) == ["error"] and line["error"] for line in lines[::2])
    assert len(lines[::2]) == len(broken)
    assert all([slot["date"] for slot in line["slots"]] == ["2026-03-27"] for line in lines[1::2])


def test_from_is_compared_with_the_instant_and_included(explain: Program) -> None:
    """Whatever its offset; a date begins in the schedule's zone."""
    starts = ("2026-03-30T07:30Z", "2026-03-30T13:00:00+05:30", "2026-03-30T07:30:01Z", "2026-03-30")
    code, lines = explain.by_line(*(asked(**{"from": start, "count": 1}) for start in starts))
    assert code == 0
    assert [line["slots"][0]["date"][-2:] for line in lines] == ["30", "30", "31", "30"]


def test_a_schedule_may_have_a_long_answer(explain: Program) -> None:
    """The most slots that one line may ask for."""
    _, lines = explain.by_line(asked(schedule="cron */15 * * * *", count=20_000))
    assert len(lines[0]["slots"]) == 20_000


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Give a schedule and a zone"),
        (("--schedule", "daily 9am"), "Give a schedule and a zone"),
        (("--schedule", "mon 9", "--zone", "UTC"), "morning or evening"),
        (("--schedule", "daily 9am", "--zone", "Kolkatta"), "Asia/Kolkata"),
        (("--schedule", "daily 9am", "--zone", "UTC", "--count", "0"), "1 to 20,000"),
        (("--jsonl", "--zone", "UTC"), "not both"),
    ],
)
def test_bad_input_is_one_sentence(explain: Program, arguments: tuple[str, ...], sentence: str) -> None:
    """On the standard error, with code 2."""
    code, out, error = explain(*arguments)
    assert (code, out) == (2, "")
    assert sentence in error
