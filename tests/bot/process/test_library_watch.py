"""The library of a running program: loaded anew when its files change or somebody asks."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import App, build
from bot.process.library import LibraryWatch
from bot.settings import Settings
from briefings.errors import CommuniqueError


@pytest_asyncio.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    """A program with a library folder of its own, still empty."""
    folder = tmp_path / "library"
    folder.mkdir()
    made = build(Settings(data_folder=tmp_path / "data", library=folder))
    yield made
    await made.close()


async def test_nothing_changes_while_nothing_is_changed(app: App) -> None:
    """Looking again and again loads nothing anew."""
    watch = LibraryWatch(app)
    service = app.handlers.service
    assert await watch.look(first=True) == 0
    assert await watch.look(first=False) == 0
    assert app.handlers.service is service


async def test_a_reload_that_was_asked_for_is_done_once(app: App) -> None:
    """For every program on the database."""
    watch, service = LibraryWatch(app), app.handlers.service
    await watch.look(first=True)
    await app.notes.put("library.reload", "2026-03-02T08:00")
    await watch.look(first=False)
    changed = app.handlers.service
    assert changed is not service
    await watch.look(first=False)
    assert app.handlers.service is changed


async def test_a_broken_library_leaves_the_one_in_use(app: App) -> None:
    """What cannot be used is refused, and answers go on."""
    watch, service = LibraryWatch(app), app.handlers.service
    await watch.look(first=True)
    folder = app.settings.library
    assert folder is not None
    broken = folder / "broken"
    broken.mkdir()
    (broken / "briefing.yaml").write_text("no: briefing", encoding="utf-8")
    with pytest.raises(CommuniqueError):
        await watch.look(first=False)
    assert app.handlers.service is service
    shutil.rmtree(broken)
    await watch.look(first=False)
    assert len(app.library.briefings) == 1
