"""Hand-written files of names: their lines, the forms in a cell, the keys a form is kept under."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from briefings.places.folding import fold


def lines(path: Path) -> Iterator[list[str]]:
    """The tab-separated fields of a hand-written file, without comments."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def forms(cell: str) -> list[str]:
    """The forms in one cell, separated by semicolons."""
    return [form.strip() for form in cell.split(";") if form.strip()]


def latin(text: str) -> bool:
    """Whether every letter is a Latin one."""
    return all(unicodedata.name(sign, "LATIN").startswith("LATIN") for sign in text if sign.isalpha())


def spellings(form: str) -> set[str]:
    """The keys under which one form is kept: folded, and with apostrophes and dots read as spaces."""
    keys = {fold(form), fold(form.replace("'", " ").replace("’", " "))}
    if "." in form:
        keys.add(fold(form.replace(".", " ")))
    return {key for key in keys if key}
