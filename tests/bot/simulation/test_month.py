"""Some days of a simulation, judged by what its channels hold."""

import io
import random
import re
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from bot.cli.entry import run
from bot.simulation.samples import START, Event, Said, script

DAYS = 5


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, Path]:
    """Exit code and output of one run, and where it wrote its digests."""
    folder, text = tmp_path_factory.mktemp("month"), io.StringIO()
    with redirect_stdout(text):
        code = run(["simulate", "--days", str(DAYS), "--out", str(folder / "out")])
    return code, text.getvalue(), folder / "out"


def test_no_limit_is_broken(told: tuple[int, str, Path]) -> None:
    """Everything that is rendered is taken by senders as strict as the platforms."""
    code, text, _ = told
    assert code == 0
    assert text.count("no limit broken") == 2


def test_each_slot_has_one_line(told: tuple[int, str, Path]) -> None:
    """Every date, time and channel stands in the list once, with its outcome in words."""
    _, text, _ = told
    lines = text.split("\nSubscriptions\n")[0].splitlines()
    counted = Counter(line[:32] for line in lines)
    assert set(counted.values()) == {1}
    assert len(lines) >= 4 * DAYS
    assert any("may or may not have been posted" in line for line in lines)
    assert any("not allowed to post" in line for line in lines)
    assert any("posted late" in line for line in lines)


def test_every_digest_is_written(told: tuple[int, str, Path]) -> None:
    """Each posted digest is a file that says its edition's id, no edition twice."""
    _, text, folder = told
    files = sorted(folder.rglob("*.md"))
    assert f"{len(files)} digests written" in text
    ids = [file.stem.rpartition(" ")[2] for file in files]
    assert len(set(ids)) == len(ids) > 2 * DAYS
    assert all(name in file.read_text(encoding="utf-8") for name, file in zip(ids, files, strict=True))


def test_owners_hear_of_trouble_once(told: tuple[int, str, Path]) -> None:
    """A lost permission and a lost reply are each told once."""
    _, text, _ = told
    for title in ("Digests are paused", "A digest may or may not have arrived"):
        assert text.count(f"was told: {title}") == 1


def test_followers_hear_of_a_correction_once(told: tuple[int, str, Path]) -> None:
    """Who follows the topic on either platform is told once, who unfollowed it is not."""
    _, text, _ = told
    assert [text.count(f"{person} was told: Corrected:") for person in ("tom", "ana", "kim")] == [1, 1, 0]


def test_people_go_through_the_real_handlers(told: tuple[int, str, Path]) -> None:
    """Digests are there since somebody saved them; who may not change them is refused."""
    _, text, _ = told
    assert text.count("→ Saved: s-") == 9
    assert "/digest pause → Only those who manage" in text
    assert "/digest snooze 3 days → Snoozed: s-" in text


def test_nothing_is_said_twice_in_a_channel(told: tuple[int, str, Path]) -> None:
    """No statement stands in two digests of a channel, unless it was corrected in between."""
    _, _, folder = told
    for channel in folder.iterdir():
        said = Counter(
            line
            for file in channel.glob("*.md")
            for line in set(_statements(file.read_text(encoding="utf-8")))
        )
        assert [line for line, count in said.items() if count > 1] == []
        assert len(said) > 2


def _statements(text: str) -> list[str]:
    """What is stated: the lines with a citation, without its number."""
    return [line.partition(" \\[")[0] for line in text.splitlines() if re.match(r"- [^\\].* \\\[\d", line)]


def test_the_script_is_in_order_and_about_the_samples() -> None:
    """All of it comes by moment, and events name channels or platforms that people use."""
    found = script(random.Random(7), "India")  # noqa: S311 - any month will do
    assert [each.at for each in found] == sorted(each.at for each in found)
    known = {each.who.channel for each in found if isinstance(each, Said)}
    named = {each.subject.partition(":")[0] for each in found if isinstance(each, Event)}
    assert named <= known | {"discord", "slack", "bot", "library"}
    assert all(each.at >= START for each in found)


@pytest.mark.parametrize("days", ["0", "367"])
def test_too_few_or_many_days_are_refused(days: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence says how many days there may be."""
    assert run(["simulate", "--days", days]) == 2
    assert "from 1 to 366" in capsys.readouterr().err
