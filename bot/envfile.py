"""The file `.env`: settings written down beside the program, as Docker Compose and shells read them.

Owns its form: `NAME=value` by line, `export` before it or not, quotes around the value or not, `#`
for remarks. Looks only at names with our prefix, since such a file may serve several programs.
"""

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from briefings.errors import ConfigurationError

NAME = ".env"
_LARGEST = 100_000
"""Bytes; a longer file is something else."""

_LINE = re.compile(r"\s*(?:export\s+)?(?P<name>\w+)\s*=\s*(?P<value>.*?)\s*")
_QUOTED = re.compile(r"(?P<quote>['\"])(?P<value>.*?)(?P=quote)\s*(?:#.*)?")
_REMARK = re.compile(r"(?:^|\s)#.*")


def read(folder: Path, prefix: str) -> Mapping[str, str]:
    """The variables with `prefix` in the folder's `.env`; none where there is no such file.

    Raises ConfigurationError on a file that cannot be read, that belongs to another account, or that
    has a line of ours in another form. Never repeats a value.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(_lines(folder / NAME), start=1):
        said = line.strip().removeprefix("export ").lstrip()
        if not said.upper().startswith(prefix):
            continue
        pair = _LINE.fullmatch(line)
        value = None if pair is None else _value(pair["value"])
        if pair is None or value is None:
            raise ConfigurationError(
                f"Line {number} of {NAME} cannot be read; write it as {prefix}NAME=value."
            )
        found[pair["name"]] = value
    return found


def _lines(file: Path) -> list[str]:
    try:
        with file.open("rb") as opened:
            state = os.fstat(opened.fileno())
            _refuse_strange(state)
            return opened.read(_LARGEST).decode("utf-8-sig").splitlines()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return []
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(
            f"The file {NAME} in this folder cannot be read; make it a UTF-8 text that this account may read."
        ) from None


def _refuse_strange(state: os.stat_result) -> None:
    """Somebody else's file must not decide where our token is sent."""
    if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST:
        raise ConfigurationError(f"{NAME} in this folder is not a file of settings; move it away.")
    if hasattr(os, "geteuid") and state.st_uid not in {0, os.geteuid()}:
        raise ConfigurationError(
            f"The file {NAME} in this folder belongs to another account; make it your own, or move it away."
        )


def _value(written: str) -> str | None:
    """The value without its quotes or remark; None where a quote has no end."""
    if written[:1] in {"'", '"'}:
        quoted = _QUOTED.fullmatch(written)
        return None if quoted is None else quoted["value"]
    return _REMARK.sub("", written).strip()
