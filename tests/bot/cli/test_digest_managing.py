"""Digests and follows from the command line: what an operator types, what is said, which code."""

import json
from pathlib import Path

import pytest

from bot.cli.entry import run

AT = ["--platform", "discord", "--place", "111", "--channel", "222", "--owner", "333"]
WHEN = ["--schedule", "weekdays 08:30", "--zone", "London", "--topics", "India, China"]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of its own, and no token."""
    monkeypatch.setenv("COMMUNIQUE_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def _listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    capsys.readouterr()
    assert run(["digest", "list", "--json"]) == 0
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)
    return found


def test_the_life_of_a_digest(capsys: pytest.CaptureFixture[str]) -> None:
    """Begun, looked at, changed, sent, removed; ids in whatever capitals."""
    assert run(["digest", "add", *AT, *WHEN, "--dry-run"]) == 0
    assert _listed(capsys) == []
    assert run(["digest", "add", *AT, *WHEN]) == 0
    [made] = _listed(capsys)
    assert (made["zone"], made["topics"], made["owner"]) == ("Europe/London", "India, China", "333")
    name = made["id"].lower()
    for line, said in (
        (["explain", name], "The next 10"),
        (["history", name], "Nothing was due yet"),
        (["pause", name], "Nothing is posted"),
        (["resume", name], "Next: "),
        (["edit", name, "--zone", "Tokyo", "--style", "headlines"], "Asia/Tokyo"),
        (["preview", name], "Nothing has been posted"),
        (["snooze", name, "2", "days"], "snoozed until"),
        (["send-now", name], "On its way"),
        (["history", name], "by hand: is being prepared"),
    ):
        assert run(["digest", *line]) == 0, line
        assert said in capsys.readouterr().out, line
    assert run(["digest", "remove", name]) == 2
    assert "--yes" in capsys.readouterr().err
    assert run(["digest", "remove", name, "--yes"]) == 0
    assert _listed(capsys) == []
    assert run(["digest", "history", name]) == 2


def test_a_preview_as_json_is_what_the_platform_would_be_sent(capsys: pytest.CaptureFixture[str]) -> None:
    """Twice the same bytes, with the edition's id on the message."""
    assert run(["digest", "add", *AT, *WHEN]) == 0
    [made] = _listed(capsys)
    shown = []
    for _ in range(2):
        assert run(["digest", "preview", made["id"], "--json"]) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1]
    [slot] = json.loads(shown[0])
    assert slot["edition"] in json.dumps(slot["parts"])


@pytest.mark.parametrize(
    "line",
    [
        ["digest", "add", *AT, "--schedule", "sometimes", "--zone", "London"],
        ["digest", "add", "--platform", "irc", *AT[2:], *WHEN],
        ["digest", "pause", "s-000000"],
        ["digest", "explain", "s-000000", "--zone", "UTC"],
        ["digest", "explain"],
        ["follow", "Narnia", "--platform", "discord", "--person", "1"],
    ],
)
def test_bad_input_is_one_sentence_and_code_2(capsys: pytest.CaptureFixture[str], line: list[str]) -> None:
    """Nothing but the sentence is written, to the standard error."""
    assert run(line) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1


def test_follows_of_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    """Begun, listed and ended by an operator."""
    person = ["--platform", "slack", "--person", "U123"]
    assert run(["follow", "India", *person]) == 0
    assert run(["follow", *person]) == 0
    assert "India" in capsys.readouterr().out
    assert run(["unfollow", "India", *person]) == 0
    assert "not told of India any more" in capsys.readouterr().out


def test_a_reload_is_asked_for_and_says_whether_the_library_is_sound(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Running programs are told by the database they share."""
    assert run(["library", "reload"]) == 0
    assert "sound (1 article)" in capsys.readouterr().out
