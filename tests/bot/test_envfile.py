"""The file `.env`: the same values that a shell or Docker Compose reads from it."""

import os
import subprocess
from pathlib import Path

import pytest

from bot import envfile
from bot.settings import Settings, load_settings
from bot.variables import PREFIX
from briefings.errors import ConfigurationError
from tests.bot.storage.copies import NOBODY

SECRET = "hunter2"  # noqa: S105 - looked for in messages, and opens nothing


def written(folder: Path, text: str) -> Path:
    file = folder / ".env"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("COMMUNIQUE_A=plain", "plain"),
        ("  export COMMUNIQUE_A=plain  ", "plain"),
        ("COMMUNIQUE_A='single # quoted'", "single # quoted"),
        ("COMMUNIQUE_A=\"double 'quoted'\" # remark", "double 'quoted'"),
        ("COMMUNIQUE_A=with # remark", "with"),
        ("COMMUNIQUE_A=a#b", "a#b"),
        ("COMMUNIQUE_A=a=b==", "a=b=="),
        ("COMMUNIQUE_A=", ""),
        ("COMMUNIQUE_A=one\nCOMMUNIQUE_A=two", "two"),
        ("\ufeffCOMMUNIQUE_A=after a mark", "after a mark"),
        ("COMMUNIQUE_A=plain\r\nOTHER=x\r\n", "plain"),
    ],
)
def test_a_line_means_what_it_means_elsewhere(tmp_path: Path, line: str, value: str) -> None:
    """Quotes, remarks and `export` are read as one expects."""
    written(tmp_path, line)
    assert envfile.read(tmp_path, PREFIX) == {"COMMUNIQUE_A": value}


def test_lines_of_others_are_passed_over(tmp_path: Path) -> None:
    """A file that serves several programs may hold what it likes under other names."""
    written(tmp_path, "# COMMUNIQUE_A=no\nOTHER='unclosed\nnot a line\n\nPREFIX_COMMUNIQUE_A=no\n")
    assert envfile.read(tmp_path, PREFIX) == {}


@pytest.mark.parametrize("line", ["COMMUNIQUE_A", f"COMMUNIQUE_A='{SECRET}", f"COMMUNIQUE_A {SECRET}=1"])
def test_a_line_of_ours_in_another_form_is_refused(tmp_path: Path, line: str) -> None:
    """The sentence names the line and repeats nothing of it."""
    written(tmp_path, f"\n{line}\n")
    with pytest.raises(ConfigurationError, match=r"Line 2 of \.env") as caught:
        envfile.read(tmp_path, PREFIX)
    assert SECRET not in f"{caught.value}"


def test_no_file_is_no_settings(tmp_path: Path) -> None:
    """Without a file, with a folder of that name, or without the folder there is nothing to read."""
    assert envfile.read(tmp_path, PREFIX) == {}
    assert envfile.read(tmp_path / "gone", PREFIX) == {}
    (tmp_path / ".env").mkdir()
    assert envfile.read(tmp_path, PREFIX) == {}


@pytest.mark.parametrize("content", [b"COMMUNIQUE_A=\xff\xfe\n", b"x" * 200_000])
def test_a_file_that_is_no_settings_is_refused(tmp_path: Path, content: bytes) -> None:
    """Other encodings and huge files are told in a sentence."""
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"\.env"):
        envfile.read(tmp_path, PREFIX)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_somebody_elses_file_is_refused(tmp_path: Path) -> None:
    """A file that another account left in the folder cannot send our token elsewhere."""
    os.chown(written(tmp_path, "COMMUNIQUE_DISCORD_API_URL=https://example.org"), NOBODY, NOBODY)
    with pytest.raises(ConfigurationError, match="another account"):
        envfile.read(tmp_path, PREFIX)


def test_it_adds_to_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment sets wins; what it leaves unset or empty comes from the file."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "COMMUNIQUE_LOG_LEVEL=debug\nCOMMUNIQUE_DEBUG=1\nCOMMUNIQUE_LOG_TEXT=1\n")
    monkeypatch.setenv("COMMUNIQUE_LOG_LEVEL", "error")
    monkeypatch.setenv("COMMUNIQUE_DEBUG", "")
    assert load_settings() == Settings(log_level="error", debug=True, log_text=True)
    assert load_settings({}) == Settings()


def test_a_misspelt_name_in_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is held to the same rules as the environment."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "COMMUNIQUE_LOG_LEVLE=debug\n")
    with pytest.raises(ConfigurationError, match="COMMUNIQUE_LOG_LEVEL"):
        load_settings()


def test_the_shell_agrees(tmp_path: Path) -> None:
    """A shell that takes in the same file has the same values."""
    file = written(
        tmp_path,
        "COMMUNIQUE_A=plain # remark\nexport COMMUNIQUE_B='a # b'\nCOMMUNIQUE_C=\"d e\"\nCOMMUNIQUE_D=a#b\n",
    )
    ran = subprocess.run(
        ["/bin/sh", "-c", f"set -a; . '{file}'; env"], capture_output=True, text=True, check=True
    )
    shell = dict(line.split("=", 1) for line in ran.stdout.splitlines() if line.startswith(PREFIX))
    ours = envfile.read(tmp_path, PREFIX)
    assert ours == {name: shell[name] for name in ours}
    assert len(ours) == 4
