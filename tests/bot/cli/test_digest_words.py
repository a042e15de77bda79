"""The words of `communique digest`: nothing is said that is not so in a shell, ids can be handed back."""

import json
from pathlib import Path

import pytest

from bot.cli.entry import run

AT = ["--platform", "discord", "--place", "111", "--channel", "222", "--owner", "333"]
WHEN = ["--schedule", "weekdays 08:30", "--zone", "Germany"]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of its own, and no token."""
    monkeypatch.setenv("COMMUNIQUE_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def _said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert run(["digest", *arguments]) == code
    told = capsys.readouterr()
    return told.err if code else told.out


def _made(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, str]:
    _said(capsys, "add", *AT, *WHEN, *more)
    made: dict[str, str] = json.loads(_said(capsys, "list", "--json"))[-1]
    return made


def test_saving_and_a_dry_run_say_each_what_they_did(capsys: pytest.CaptureFixture[str]) -> None:
    """Saved is said once and nothing of confirming; a dry run says that nothing was saved."""
    dry = _said(capsys, "add", *AT, *WHEN, "--dry-run")
    saved = _said(capsys, "add", *AT, *WHEN)
    assert "Nothing was saved" in dry
    assert "Nothing was saved" not in saved
    for told in (dry, saved):
        assert "“Germany” was read as Europe/Berlin." in told
        assert "confirm" not in told
        assert "Nothing is saved yet" not in told


def test_what_list_shows_can_be_handed_back(capsys: pytest.CaptureFixture[str]) -> None:
    """The channel by the id that --channel takes, and the name that was given."""
    made = _made(capsys, "--channel-name", "briefings")
    _said(capsys, "add", *AT[:5], "999", *AT[6:], *WHEN)
    only = json.loads(_said(capsys, "list", "--json", "--channel", made["channel"], "--place", made["place"]))
    assert [each["id"] for each in only] == [made["id"]]
    line = _said(capsys, "list", "--channel", "222")
    assert "discord 111 222 (#briefings)" in line
    assert "on weekdays at 08:30, Europe/Berlin time; all; active" in line
    assert "no platform of that name" in _said(capsys, "list", "--platform", "teams", code=2)


def test_removing_names_what_it_would_remove(capsys: pytest.CaptureFixture[str]) -> None:
    """What and where, before --yes is added; afterwards it is gone."""
    made = _made(capsys, "--channel-name", "briefings")
    told = _said(capsys, "remove", made["id"], code=2)
    assert "Nothing was removed" in told
    assert f"{made['id']} posts to #briefings (discord, channel 222 of 111) on weekdays at 08:30" in told
    assert "--yes" in told
    assert "Nothing of it is posted any more" in _said(capsys, "remove", made["id"], "--yes")
    assert _said(capsys, "list") == "There are no digests.\n"


def test_days_and_times_can_be_changed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """The rest stays; without a change the sentence shows one that can be typed."""
    made = _made(capsys)
    assert "on weekdays at 09:15" in _said(capsys, "edit", made["id"], "--time", "09:15")
    assert "on Mondays and Thursdays at 09:15" in _said(capsys, "edit", made["id"], "--days", "mon,thu")
    assert "--time 09:00" in _said(capsys, "edit", made["id"], code=2)


def test_sending_does_not_ask_first(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody could answer."""
    told = _said(capsys, "send-now", _made(capsys)["id"])
    assert "On its way" in told
    assert "?" not in told


def test_a_digest_is_explained_as_a_schedule_is(capsys: pytest.CaptureFixture[str]) -> None:
    """From a moment, so many of them, as JSON; without that in the words of a chat."""
    name = _made(capsys)["id"]
    found = json.loads(_said(capsys, "explain", name, "--from", "2027-03-26", "--count", "2", "--json"))
    assert [each["local"] for each in found["slots"]] == [
        "2027-03-26T08:30:00+01:00",
        "2027-03-29T08:30:00+02:00",
    ]
    assert "Fri 26 Mar 2027  08:30" in _said(capsys, "explain", name, "--from", "2027-03-26", "--count", "1")
    assert "The next 10" in _said(capsys, "explain", name)


def test_what_is_done_about_a_lost_reply_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    """For a new digest and for one there is; never twice unless it is said so."""
    made = _made(capsys)
    assert made["on_doubt"] == "never-double"
    assert "may stand there twice" in _said(capsys, "edit", made["id"], "--on-doubt", "never-lose")
    assert json.loads(_said(capsys, "list", "--json"))[0]["on_doubt"] == "never-lose"
    assert _made(capsys, "--on-doubt", "never-lose")["on_doubt"] == "never-lose"
    assert "never-double or never-lose" in _said(capsys, "edit", made["id"], "--on-doubt", "maybe", code=2)
