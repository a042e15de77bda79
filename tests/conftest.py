"""What many tests share: the shipped library and a service on it, and where their files lie."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from bot.handlers import usages
from briefings.library.index import Library
from briefings.library.load import load_shipped
from briefings.places import Gazetteer
from briefings.present.about import Program
from briefings.service import BriefingService
from briefings.themes import ThemeVocabulary

ROOT = Path(__file__).parents[1]
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own there
ROOM = 2 << 30
"""Bytes that must be free there; a run takes a tenth of it."""

# The default run is the same every time and short; campaigns look further, with seeds of their own.
settings.register_profile("default", derandomize=True, deadline=None, max_examples=25)
settings.load_profile("default")


def _in_memory() -> bool:
    """Whether files of tests may lie in memory: there is room, and programs may be started from there."""
    if not os.access(IN_MEMORY, os.W_OK | os.X_OK):
        return False
    found = os.statvfs(IN_MEMORY)
    return found.f_bavail * found.f_frsize > ROOM and not found.f_flag & os.ST_NOEXEC


# A database waits for the disk at every commit, which takes a thousand times as long as the rest of it.
if _in_memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


def _program() -> Program:
    return Program("0", usages())


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped library."""
    return Library(load_shipped())


@pytest.fixture(scope="session")
def service(library: Library) -> BriefingService:
    """The facade on the shipped library."""
    return BriefingService(library, Gazetteer.shipped(), ThemeVocabulary.shipped(), _program())


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the first article's text and the sample questions; skips where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here; it does not ship with the project")
    return folder
