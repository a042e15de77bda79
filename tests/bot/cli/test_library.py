"""What editors and operators do with the library, in one process."""

import json
import shutil
from pathlib import Path

import pytest

from bot.cli import run

CANAL = Path(__file__).parents[2] / "corpus" / "library" / "canal-tolls"


@pytest.fixture(autouse=True)
def _own_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COMMUNIQUE_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def canal(tmp_path: Path) -> Path:
    """A copy of the small briefing, to be changed."""
    return Path(shutil.copytree(CANAL, tmp_path / "canal-tolls"))


def test_the_library_in_use_passes(capsys: pytest.CaptureFixture[str]) -> None:
    """Counts, what ran, what was skipped and why, and the verdict."""
    assert run(["library", "check"]) == 0
    shown = capsys.readouterr().out
    assert "holds" in shown
    assert "ran      L1." in shown
    assert "They need the article's text" in shown
    assert shown.endswith(" claims verified\n")
    assert all(len(line) <= 96 for line in shown.splitlines())


def test_the_text_runs_every_check(capsys: pytest.CaptureFixture[str]) -> None:
    """With the source nothing is skipped."""
    assert run(["library", "check", str(CANAL), "--source", str(CANAL / "article.txt")]) == 0
    shown = capsys.readouterr().out
    assert "canal-tolls, version" in shown
    assert "skipped" not in shown


def test_findings_earn_code_1(capsys: pytest.CaptureFixture[str], canal: Path) -> None:
    """A statement changed after its review is found, named, and not counted as verified."""
    file = canal / "briefing.json"
    briefing = json.loads(file.read_text(encoding="utf-8"))
    claim = briefing["claims"][0]
    claim["statement"] = f"{claim['statement'].rstrip('.')} after all."
    file.write_text(json.dumps(briefing), encoding="utf-8")
    assert run(["library", "check", str(canal)]) == 1
    shown = capsys.readouterr().out
    total = len(briefing["claims"])
    assert f"L9.sign-off claim {claim['id']}: " in shown
    assert f"{total - 1}/{total} claims verified, 1 finding\n" in shown
    assert run(["library", "check", str(canal), "--json"]) == 1
    verdict = json.loads(capsys.readouterr().out)
    assert verdict["ok"] is False
    (article,) = verdict["articles"]
    assert article["verified"] == article["claims"] - 1
    assert article["findings"][0]["code"] == "L9.sign-off"


def test_an_altered_text_is_refused(capsys: pytest.CaptureFixture[str], canal: Path) -> None:
    """One word more, and the text is not the article that was briefed."""
    text = canal / "article.txt"
    text.write_text(text.read_text(encoding="utf-8").replace(" the ", " the very ", 1), encoding="utf-8")
    assert run(["library", "check", str(canal), "--source", str(text)]) == 2
    assert "not the article that was briefed" in capsys.readouterr().err


def test_attached_texts_are_checked_listed_and_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After attaching, the list says so, every check runs, and evidence shows the wording."""
    monkeypatch.setenv("COMMUNIQUE_LIBRARY", str(CANAL.parent))
    assert run(["library", "attach", str(CANAL / "article.txt")]) == 0
    assert "of canal-tolls match" in capsys.readouterr().out
    assert run(["library", "list", "--json"]) == 0
    attached = {row["article"]: row["attached"] for row in json.loads(capsys.readouterr().out)}
    assert attached["canal-tolls"]
    assert attached["north-korea-russia"] is None
    assert run(["library", "check", "--json"]) == 0
    skipped = {each["article"]: each["skipped"] for each in json.loads(capsys.readouterr().out)["articles"]}
    assert skipped["canal-tolls"] == []
    assert skipped["north-korea-russia"]
    assert run(["evidence", "canal-tolls:C01"]) == 0
    assert "Wording: “" in capsys.readouterr().out


def test_a_text_of_no_article_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With several articles, a text that is none of them is told as such."""
    monkeypatch.setenv("COMMUNIQUE_LIBRARY", str(CANAL.parent))
    assert run(["library", "attach", __file__]) == 2
    assert "none of the library's articles" in capsys.readouterr().err


def test_the_list_is_a_line_per_article(capsys: pytest.CaptureFixture[str]) -> None:
    """Id, version, status, claims, and whether the text is attached."""
    assert run(["library", "list"]) == 0
    assert capsys.readouterr().out.startswith("north-korea-russia: version 1, published, ")


def test_a_folder_that_cannot_be_written_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Attaching where nothing can be stored is one sentence and code 3."""
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("COMMUNIQUE_LIBRARY", str(CANAL.parent))
    monkeypatch.setenv("COMMUNIQUE_DATA_DIR", str(blocked / "data"))
    assert run(["library", "attach", str(CANAL / "article.txt")]) == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_a_file_too_long_for_an_article_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Nobody's log file is read to its end."""
    file = tmp_path / "long.txt"
    file.write_bytes(b"x" * 2_000_001)
    assert run(["library", "attach", str(file)]) == 2
    assert "longer than an article" in capsys.readouterr().err
