"""`communique doctor` and `communique manifest` on the command line."""

import json
import sys
from io import StringIO
from pathlib import Path

import pytest

from bot.cli import run
from bot.cli.codes import BAD_INPUT, CHECK_FAILED, OK


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMMUNIQUE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "stdin", StringIO())


def test_a_fresh_installation_is_healthy(capsys: pytest.CaptureFixture[str]) -> None:
    """Without any setting nothing is a problem, and that no platform is set up is said."""
    assert run(["doctor"]) == OK
    shown = capsys.readouterr().out
    assert shown.endswith("no problems, 1 warning.\n")
    assert "COMMUNIQUE_DISCORD_TOKEN" in shown


def test_what_is_wrong_is_the_exit_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A problem is code 1, in words and as JSON."""
    (tmp_path / "data").write_text("", encoding="utf-8")
    assert run(["doctor", "--offline"]) == CHECK_FAILED
    assert "PROBLEM data folder" in capsys.readouterr().out
    assert run(["doctor", "--offline", "--json"]) == CHECK_FAILED
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert {each["check"] for each in told["findings"] if each["level"] == "problem"} == {
        "data folder",
        "database",
    }


def test_a_setting_that_cannot_be_used_is_a_finding(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The doctor is who one asks when nothing starts: it does not fail over what it is there to find."""
    monkeypatch.setenv("COMMUNIQUE_LOG_LEVEL", "hunter2")
    assert run(["doctor"]) == CHECK_FAILED
    shown = capsys.readouterr().out
    assert "PROBLEM settings: COMMUNIQUE_LOG_LEVEL" in shown
    assert "hunter2" not in shown


def test_the_manifest_in_both_forms(capsys: pytest.CaptureFixture[str]) -> None:
    """The same link in words and as JSON, for the application given."""
    given = ["manifest", "discord", "--application", "123456789012345678"]
    assert run(given) == OK
    shown = capsys.readouterr().out
    assert run([*given, "--json"]) == OK
    made = json.loads(capsys.readouterr().out)
    assert made["install_link"] in shown
    assert "client_id=123456789012345678" in made["install_link"]


@pytest.mark.parametrize(
    "arguments",
    [["manifest"], ["manifest", "irc"], ["manifest", "discord", "--application", "x"], ["doctor", "all"]],
)
def test_what_cannot_be_used_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, code 2."""
    assert run(arguments) == BAD_INPUT
    shown = capsys.readouterr()
    assert shown.err.count("\n") == 1
    assert shown.out == ""
