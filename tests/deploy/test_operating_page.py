"""docs/operating.md: each command is run or read by what it is for, each figure is one that is exported."""

import re
import string
from collections.abc import Callable
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.cli import run
from bot.cli.codes import OK
from bot.health.metrics import written
from bot.health.server import LIVE, METRICS, READY
from bot.health.tally import Tally
from bot.health.vitals import RoleState, Vitals
from bot.settings import load_settings
from tests.deploy.commands import (
    BOTS,
    ROOT,
    accepted,
    composed,
    instructions,
    pip_commands,
    shell_lines,
    without_settings,
)
from tests.servers.databases import running_server
from tests.stories.communique import Program

PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
ADDRESS = "postgresql://communique:password@db.example:5432/communique"
_COMPOSE = {"build", "up", "ps", "logs", "stop", "run", "cp"}
_SYSTEM = {"chmod", "cp", "git", "install", "journalctl", "systemctl", "systemd-run", "useradd"}
"""Programs of the machine; what they are given is checked as far as it is ours."""


def section(heading: str) -> str:
    """The part of the page below a heading."""
    _, _, rest = PAGE.partition(f"\n## {heading}\n")
    assert rest
    return rest.partition("\n## ")[0]


def _of_compose(words: list[str]) -> None:
    """Files, profile, services and our own command are there."""
    files = [words[place + 1] for place, each in enumerate(words) if each == "-f"]
    assert all((ROOT / each).is_file() for each in files)
    rest = [each for each in words if each != "-f" and each not in files]
    if rest[0] == "--profile":
        assert any(rest[1] in each.get("profiles", ()) for each in composed()["services"].values())
        rest = rest[2:]
    verb, *given = rest
    assert verb in _COMPOSE
    named = [each for each in given if not each.startswith("-")]
    scaled = [name for name in (each.partition("=")[0] for each in given if "=" in each) if name[0] != "-"]
    services = {"run": named[:1], "stop": named, "logs": named}.get(verb, scaled)
    assert set(services) <= set(composed()["services"])
    if verb == "run":
        assert services[0] in BOTS
        assert accepted(given[given.index(services[0]) + 1 :])
    if verb == "cp":
        assert named[0].partition(":")[0] in BOTS


def _of_python(words: list[str]) -> None:
    """As in the image."""
    said = [words for _, words in instructions()]
    assert " ".join(words) in {*pip_commands(), *(each.removeprefix("python ") for each in said)}


def _of_make(words: list[str]) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{each}:", makefile, re.MULTILINE) for each in words)


def _of_us(words: list[str]) -> None:
    assert accepted(words)


_READERS: dict[str, Callable[[list[str]], None]] = {
    "communique": _of_us,
    "python": _of_python,
    "python3": _of_python,
    "make": _of_make,
}


@pytest.mark.parametrize("line", sorted(set(shell_lines(PAGE))))
def test_a_command_is_one_there_is(line: str) -> None:
    """Ours are taken by our command line, Docker's name services there are, pip's are those of the image."""
    settings, words = without_settings(line.removeprefix("export "))
    load_settings(settings)
    if not words:
        assert settings
        return
    name, *rest = words
    if (name, rest[:1]) == ("docker", ["compose"]):
        _of_compose(rest[1:])
    elif Path(name).name in _READERS:
        _READERS[Path(name).name](rest)
    else:
        assert name in _SYSTEM
        ours = [each for each in rest if each.startswith(("deploy/", ".env."))]
        assert all((ROOT / each).is_file() for each in ours)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a database that is empty but for its tables."""
    for name, value in Program(tmp_path).environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    assert run(["db", "upgrade"]) == OK
    return tmp_path


def play(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs a line of the page with our program; an `export` lasts."""
    settings, words = without_settings(line.removeprefix("export "))
    if not words:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        return
    assert words[0] == "communique"
    with monkeypatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        assert run(words[1:]) == OK


def test_backing_up_rolling_back_and_restoring(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of these sections, in their order, run: each copy is taken in by an empty database."""
    done = 0
    for heading in ("Upgrade", "Roll back", "Back up", "Restore"):
        for line in shell_lines(section(heading)):
            if "communique db" in line:
                play(line.replace("/var/lib/", f"{folder}/"), monkeypatch)
                done += 1
    assert done == 7
    assert {each.name for each in folder.glob("*.jsonl")} == {"before-upgrade.jsonl", "backup.jsonl"}


@pytest.mark.usefixtures("folder")
def test_moving_to_a_server(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The section's commands run as they stand, but for the server's address: the checksum stays the same."""
    address = running_server().fresh("template1").address.reveal()
    for line in shell_lines(section("Move from SQLite to PostgreSQL, or back")):
        play(line.replace(ADDRESS, address), monkeypatch)
    found = re.findall(r"sha256:? ([0-9a-f]{64})", capsys.readouterr().out)
    assert len(found) == 4
    assert len(set(found)) == 1


def exported() -> set[str]:
    """The names of all our figures, as they are described: counters with `_total`."""
    vitals = Vitals()
    vitals.role("one", RoleState.PLAYING)
    vitals.acknowledged("somewhere", 0.1)
    vitals.refused("somewhere")
    tally = Tally({("digest", "sent", "on-time"): 1}, {"digest": 1}, 1.0, 1, {("active", ""): 1})
    families = text_string_to_metric_families(written("1", vitals, tally).decode())
    return {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in families
        if family.name.startswith("communique_")
    }


def test_every_figure_is_described_and_no_other() -> None:
    """The table holds the names that are exported."""
    listed = re.findall(r"^\| `(communique_\w+)` \|", section("Watching"), re.MULTILINE)
    assert sorted(listed) == sorted(exported())


def test_alarms_are_about_figures_there_are() -> None:
    """Each name in a rule is exported, a histogram's with what Prometheus adds to it."""
    _, _, alarms = section("Watching").partition("### Alarms")
    named = set(re.findall(r"communique_[a-z_]+", alarms))
    assert len(named) > 6
    assert {each.removesuffix("_bucket") for each in named} <= exported()


def test_the_addresses_are_those_that_answer() -> None:
    """The table of addresses names the three there are."""
    assert re.findall(r"^\| `(/\w+)` \|", section("Watching"), re.MULTILINE) == [LIVE, READY, METRICS]


def test_links_within_the_page_lead_somewhere() -> None:
    """Each link to a section names a heading."""
    kept = string.ascii_lowercase + string.digits + " -"
    headings = re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    anchors = {"".join(each for each in head.lower() if each in kept).replace(" ", "-") for head in headings}
    assert set(re.findall(r"\]\(#([\w-]+)\)", PAGE)) <= anchors
