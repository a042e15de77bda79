"""The four rules, as far as a machine can hold them."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLATFORM_WORDS = re.compile(
    r"\b(discord|slack|guild|guilds|mrkdwn|block kit|ephemeral|embed|webhook|apscheduler)\b", re.IGNORECASE
)
CORE = sorted((ROOT / "briefings").rglob("*.py"))
OURS = sorted([*CORE, *(ROOT / "bot").rglob("*.py")])


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git of the machine
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: the list of project files is unknown")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_the_core_speaks_no_platforms_words() -> None:
    """The core's code and comments hold no word that belongs to a platform."""
    found = {
        str(path.relative_to(ROOT)): match.group()
        for path in CORE
        if (match := PLATFORM_WORDS.search(path.read_text(encoding="utf-8")))
    }
    assert not found


def test_the_core_reads_no_clock_and_no_environment() -> None:
    """Time and environment are passed in."""
    reads = re.compile(r"os\.environ|os\.getenv|datetime\.now|time\.time\(|utcnow|date\.today")
    found = [str(path) for path in CORE if reads.search(path.read_text(encoding="utf-8"))]
    assert not found


def test_only_settings_read_the_environment() -> None:
    """One module reads the environment, so that every setting is documented in one place."""
    readers = {
        str(path.relative_to(ROOT))
        for path in OURS
        if re.search(r"os\.environ|os\.getenv|\benviron\b", path.read_text(encoding="utf-8"))
    }
    assert readers <= {"bot/settings.py"}


def test_modules_fit_in_the_head() -> None:
    """No module of the product passes 400 lines."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in OURS
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


def test_every_module_says_what_it_owns() -> None:
    """Every module of the product opens with a docstring."""
    bare = [
        str(path)
        for path in OURS
        if not path.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))
    ]
    assert not bare


def test_no_registry_address_and_no_machine_path_is_tracked() -> None:
    """The project names no package registry and no path of one machine."""
    bad = re.compile(r"--(extra-)?index-url|files\.pythonhosted|" + re.escape(f"{ROOT}/"))
    here = Path(__file__)
    found = []
    for path in _tracked():
        if path.suffix in {".png", ".ttf", ".otf", ".woff2", ".bin"} or path == here:
            continue
        if bad.search(path.read_text(encoding="utf-8", errors="ignore")):
            found.append(str(path.relative_to(ROOT)))
    assert not found


def test_the_articles_sentences_are_not_in_the_project() -> None:
    """No file shares a run of nine words with the first article."""
    article = ROOT.parent / "shared" / "seed" / "article.txt"
    if not article.exists():
        pytest.skip("the first article's text is not here; it does not ship with the project")
    source = _runs(_words(article.read_text(encoding="utf-8")))
    shared = {}
    for path in _tracked():
        try:
            words = _words(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
        common = source & _runs(words)
        if common:
            shared[str(path.relative_to(ROOT))] = " ".join(next(iter(common)))
    assert not shared


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def _runs(words: list[str], length: int = 9) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def test_every_pin_has_a_hash_and_no_address() -> None:
    """Both lock files pin exactly, with hashes, and every declared dependency is pinned."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = (re.split(r"[\[><=;! ]", name)[0] for name in project["project"]["dependencies"])
    declared = {name.lower().replace(".", "-") for name in named}
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        entries = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)(.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        assert entries
        assert all("--hash=sha256:" in rest for _, _, rest in entries)
        assert "://" not in text
        assert declared <= {pinned.lower() for pinned, _, _ in entries}
