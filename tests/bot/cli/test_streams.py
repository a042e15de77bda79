"""JSON Lines in and out, in one process."""

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import run
from bot.cli.streams import MAX_JSON_LINE

CANAL = Path(__file__).parents[2] / "corpus" / "library"


class Lines:
    """Feeds lines to the program and reads what it writes."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.code = 0

    def __call__(self, command: str, *lines: str) -> list[dict[str, Any]]:
        """What comes of the lines; `code` holds the exit code."""
        self._monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in lines)))
        self.code = run([command, "--jsonl"])
        return [json.loads(line) for line in self._capsys.readouterr().out.splitlines()]


@pytest.fixture
def feed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Lines:
    """The program with a data folder of its own."""
    monkeypatch.setenv("COMMUNIQUE_DATA_DIR", str(tmp_path))
    return Lines(capsys, monkeypatch)


def asked(question: str, given_id: object = 1) -> str:
    """A line with a question."""
    return json.dumps({"id": given_id, "question": question})


def test_each_question_gives_a_line(feed: Lines) -> None:
    """In order, with the ids given, in the documented shape, content without marks or basis line."""
    lines = feed("ask", asked("Why would Japan rearm?", "a"), asked("How many soldiers died?", None), "")
    assert feed.code == 0
    assert [line["id"] for line in lines] == ["a", None]
    assert [line["outcome"] for line in lines] == ["answer", "abstain"]
    for line in lines:
        assert list(line) == ["id", "outcome", "text", "reason", "nearest", "citations", "claims"]
        assert "[1]" not in line["text"]
        assert "Basis" not in line["text"]
    assert all(cited.startswith("S") for cited in lines[0]["citations"])
    assert all(claim.startswith("C") for claim in lines[0]["claims"])
    assert lines[1]["reason"] == "figure"


BROKEN = {
    "why?": None,
    "[]": None,
    "7": None,
    "null": None,
    '{"id": 1}': 1,
    '{"id": 2, "question": 7}': 2,
    '{"id": 3': None,
    "[" * 5_000: None,
}


def test_a_broken_line_costs_only_itself(feed: Lines) -> None:
    """Each gives a clear error with the id as far as there is one; the next is answered; code 2."""
    *told, answered = feed("ask", *BROKEN, asked("Why would Japan rearm?", 9))
    assert feed.code == 2
    assert [line["id"] for line in told] == list(BROKEN.values())
    assert {line["outcome"] for line in told} == {"clear-error"}
    assert all("JSON object" in line["text"] for line in told)
    assert answered["outcome"] == "answer"


@pytest.mark.parametrize("beyond", [1, 7, MAX_JSON_LINE, MAX_JSON_LINE + 1])
def test_a_line_that_is_too_long_costs_only_itself(feed: Lines, beyond: int) -> None:
    """However long a line is, it gives one clear error; the line after it is read from its beginning."""
    told, answered = feed("places", "x" * (MAX_JSON_LINE + beyond), json.dumps({"name": "Chad"}))
    assert "longer than 1,000,000 characters" in told["error"]
    assert answered["codes"] == ["TD"]
    assert feed.code == 2


def test_a_line_of_the_greatest_length_is_read(feed: Lines) -> None:
    """The limit itself is allowed, with and without a line after it."""
    line = json.dumps({"name": "Chad"}).ljust(MAX_JSON_LINE)
    assert [each["codes"] for each in feed("places", line, line)] == [["TD"], ["TD"]]
    assert feed.code == 0


def test_a_mark_before_the_first_line_is_no_part_of_it(feed: Lines) -> None:
    """A byte order mark is overlooked at the very beginning, and nowhere else."""
    line = json.dumps({"name": "Chad"})
    first, second = feed("places", f"\ufeff{line}", f"\ufeff{line}")
    assert first["codes"] == ["TD"]
    assert "JSON object" in second["error"]


def test_a_question_that_cannot_be_read_is_not_a_broken_line(feed: Lines) -> None:
    """It is told as a clear error, and the code stays 0: the line itself was as agreed."""
    lines = feed("ask", *map(asked, ["", "   ", "x" * 5_000, "\x1b[31m", "😀"]))
    assert feed.code == 0
    assert [line["outcome"] for line in lines] == ["clear-error"] * 5


def test_ids_carry_their_article_where_there_are_several(
    feed: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a second article in the library, passages and claims say whose they are."""
    monkeypatch.setenv("COMMUNIQUE_LIBRARY", str(CANAL))
    (line,) = feed("ask", asked("Why would Japan rearm?"))
    assert line["citations"]
    assert all(cited.startswith("north-korea-russia:S") for cited in line["citations"])
    assert all(claim.startswith("north-korea-russia:C") for claim in line["claims"])


@pytest.mark.parametrize(
    ("name", "kind", "codes", "suggestion"),
    [
        ("India", "country", ["IN"], None),
        ("भारत", "country", ["IN"], None),
        ("Norht Korea", "country", ["KP"], "North Korea"),
        ("Korea", "ambiguous", ["KP", "KR"], None),
        ("NATO", "bloc", ["nato"], None),
        ("Narnia", "none", [], None),
        ("", "none", [], None),
    ],
)
def test_each_name_gives_a_line(
    feed: Lines, name: str, kind: str, codes: list[str], suggestion: str | None
) -> None:
    """The whole string is looked up, and the line has the documented shape."""
    (line,) = feed("places", json.dumps({"name": name}))
    assert line == {"name": name, "kind": kind, "codes": codes, "suggestion": suggestion}
    assert feed.code == 0


def test_a_broken_name_costs_only_itself(feed: Lines) -> None:
    """It is told in the line, the next is looked up, and the code is 2."""
    lines = feed("places", "Chad", json.dumps({"name": "Chad"}))
    assert "JSON object" in lines[0]["error"]
    assert lines[1]["codes"] == ["TD"]
    assert feed.code == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("India", "India: India (IN)"),
        ("Norht Korea", "Norht Korea: North Korea (KP), read as a misspelling"),
        ("Korea", "Korea: ambiguous: North Korea (KP) or South Korea (KR)"),
        ("Narnia", "Narnia: no place we know"),
    ],
)
def test_one_name_is_told_in_a_sentence(
    feed: Lines, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    """Without --jsonl a person reads what a name means."""
    assert run(["places", name]) == 0
    assert capsys.readouterr().out == f"{said}\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=4))
@settings(max_examples=25, deadline=None)
def test_every_line_that_holds_something_gives_one_line(lines: list[str]) -> None:
    """Whatever is fed, one JSON object comes out for each line that is not blank."""
    fed = "\n".join(lines)
    out = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", StringIO(fed))
        patch.setattr(sys, "stdout", out)
        assert run(["places", "--jsonl"]) in (0, 2)
    wanted = [line for line in StringIO(fed.removeprefix("\ufeff")) if line.strip()]
    given_back = out.getvalue().splitlines()
    assert len([json.loads(line) for line in given_back]) == len(wanted)
