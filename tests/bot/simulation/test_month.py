"""Some days of a simulation, judged by what its channels hold."""

import io
import random
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from bot.cli.entry import run
from bot.simulation.samples import START, samples, script

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


def test_the_script_is_in_order_and_about_the_samples() -> None:
    """Events come by moment and name channels, platforms or subscriptions that there are."""
    events = script(random.Random(7))  # noqa: S311 - any month will do
    assert [each.at for each in events] == sorted(each.at for each in events)
    known = {each.channel_name for each in samples()} | {each.id for each in samples()}
    named = {each.subject.partition(":")[0] for each in events}
    assert named <= known | {"discord", "slack", "bot"}
    assert all(each.at >= START for each in events)


@pytest.mark.parametrize("days", ["0", "367"])
def test_too_few_or_many_days_are_refused(days: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence says how many days there may be."""
    assert run(["simulate", "--days", days]) == 2
    assert "from 1 to 366" in capsys.readouterr().err
