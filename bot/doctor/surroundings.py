"""What the machine has to offer: time zones, folders, room, files that others can read."""

import shutil
import stat
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot import envfile
from bot.findings import Finding, doubtful, fine, wrong

LITTLE_ROOM = 100_000_000
"""Bytes; the database of a busy year stays below a tenth of it."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_FACTS: tuple[tuple[str, datetime, timedelta, str], ...] = (
    ("Europe/London", datetime(2026, 7, 1, tzinfo=UTC), timedelta(hours=1), "1996"),
    ("Asia/Almaty", datetime(2024, 7, 1, tzinfo=UTC), timedelta(hours=5), "2024a"),
    ("America/Asuncion", datetime(2025, 7, 1, tzinfo=UTC), timedelta(hours=-3), "2025a"),
)
"""Zones whose offset at a moment shows which release of the data is there; from IANA's announcements."""

_UPDATE_ZONES = "install the package tzdata: pip install --upgrade tzdata"


def time_zones(facts: Sequence[tuple[str, datetime, timedelta, str]] = _FACTS) -> Finding:
    """Whether the zones are there, and as they are today."""
    check = "time zones"
    for name, moment, offset, release in facts:
        try:
            found = moment.astimezone(ZoneInfo(name)).utcoffset()
        except (ZoneInfoNotFoundError, OSError):
            return wrong(check, f"there is no data for {name}", _UPDATE_ZONES)
        if found != offset:
            return doubtful(
                check, f"the data is older than {release}: {name} has moved its clocks since", _UPDATE_ZONES
            )
    return fine(check, f"{len(available_timezones())} zones{_release()}")


def _release() -> str:
    """The release of the data in use, where it says so."""
    for folder in TZPATH:
        try:
            first = Path(folder, "tzdata.zi").read_text(encoding="utf-8").partition("\n")[0]
        except (OSError, UnicodeDecodeError):
            continue
        return f", release {first.removeprefix('# version ')}"
    if any(Path(folder).is_dir() for folder in TZPATH):
        return ""
    try:
        return f", tzdata {version('tzdata')}"
    except PackageNotFoundError:
        return ""


def folder(path: Path, variable: str) -> Finding:
    """Whether something can be kept there; makes nothing that stays."""
    check = "data folder"
    elsewhere = f"let this account write there, or name another folder in {variable}"
    if not path.exists():
        above = next(parent for parent in path.parents if parent.exists())
        if _takes_files(above):
            return fine(check, f"{path} is not there yet and will be made when something is stored")
        return wrong(check, f"{path} is not there and cannot be made", elsewhere)
    if not _takes_files(path):
        return wrong(check, f"{path} cannot be written", elsewhere)
    room = shutil.disk_usage(path).free
    mode = path.stat().st_mode
    if room < LITTLE_ROOM:
        return doubtful(check, f"{path} has {room // 1_000_000} MB left", "make room on that disk")
    if mode & _OTHERS:
        return doubtful(check, f"other accounts may look into {path}", f"type: chmod 700 '{path}'")
    return fine(check, f"{path} can be written, {room / 1e9:.1f} GB left")


def _takes_files(folder: Path) -> bool:
    """Whether a file can be made there. Tried, not asked: permission bits do not bind every account."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def env_file(folder_run_in: Path) -> Finding | None:
    """Whether others can read the settings written down there; None where there are none."""
    file = folder_run_in / envfile.NAME
    try:
        mode = file.stat().st_mode
    except OSError:
        return None
    if mode & _OTHERS:
        return doubtful(".env", f"other accounts may read {file}", f"type: chmod 600 '{file}'")
    return fine(".env", f"{file} is read, and is its owner's alone")
