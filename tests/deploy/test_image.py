"""The image: built by developers' commands, from the files it is given, without what builds it."""

import json
import re
import shutil
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.settings import load_settings
from bot.variables import PREFIX
from tests.deploy.commands import ROOT, accepted, instructions, pip_commands

INSTALL, WHEEL, OURS, AWAY = pip_commands()


def said(name: str) -> list[str]:
    """Everything that instructions of that name say."""
    return [words for each, words in instructions() if each == name]


def test_what_is_built_is_what_developers_install() -> None:
    """The pinned list is installed by the very command of the Makefile, hashes and all."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"$(BIN)/python {INSTALL}\n" in makefile
    assert "--require-hashes -r requirements.lock" in INSTALL


def test_the_pinned_list_can_be_installed_as_it_is() -> None:
    """Pip takes the list by that command; here everything of it is installed already."""
    command = [sys.executable, *INSTALL.split(), "--dry-run", "--no-index"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if "No matching distribution" in ran.stderr:
        pytest.skip("this environment does not hold the versions of requirements.lock")
    assert ran.returncode == 0, ran.stderr


def test_what_is_copied_is_enough(tmp_path: Path) -> None:
    """From the files that the Dockerfile names and nothing else comes a package that answers."""
    source, wheels, installed = (tmp_path / name for name in ("source", "wheels", "installed"))
    source.mkdir()
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for words in (each for each in said("COPY") if not each.startswith("--from")):
        *names, target = words.split()
        for name in names:
            assert f"!{name}" in ignored
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, source / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, source / target)
    python = [sys.executable]
    for command, folder in ((WHEEL, source), (f"{OURS} --no-compile --target {installed}", source)):
        subprocess.run([*python, *command.split()], cwd=folder, capture_output=True, check=True)
    assert not wheels.exists()
    ran = subprocess.run(
        [*python, "-m", "bot", "brief", "nuclear"],
        cwd=tmp_path, env={"PYTHONPATH": str(installed), "PATH": "", "HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "The source does not say" in ran.stdout


def needed(name: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """The packages that one needs, directly or not, on this machine."""
    found: set[str] = set()
    waiting = [(name, extras)]
    while waiting:
        each, wanted = waiting.pop()
        for line in requires(each) or ():
            requirement = Requirement(line)
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in (*wanted, "")):
                key = canonicalize_name(requirement.name)
                if key not in found or requirement.extras:
                    new = key not in found
                    found.add(key)
                    if new or requirement.extras:
                        waiting.append((key, frozenset(requirement.extras)))
    return found


def test_what_only_building_needs_is_not_in_the_image() -> None:
    """Taken out are exactly the packages that the extra `build` brings and nothing else needs, and pip."""
    *_, names = AWAY.partition("--yes ")
    running = needed("communique")
    building = needed("hatchling") | {"hatchling", "editables"}
    assert set(names.split()) == (building - running) | {"pip"}


def test_it_runs_without_privileges_and_by_our_own_commands() -> None:
    """An account of its own by number; the start and the health check are commands there are."""
    (user,), (entry,), (command,), (check,) = (
        said(name) for name in ("USER", "ENTRYPOINT", "CMD", "HEALTHCHECK")
    )
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    (made,) = (each for each in said("RUN") if each.startswith("useradd"))
    assert f"--uid {user.split(':')[0]} " in made
    assert json.loads(entry) == ["communique"]
    assert accepted(json.loads(command))
    program, *words = json.loads(check.partition("CMD ")[2])
    assert program == "communique"
    assert accepted(words)


def test_what_it_sets_are_settings() -> None:
    """The image's settings are read as the program reads them, and tell its health."""
    given = dict(pair.split("=", 1) for words in said("ENV") for pair in words.split())
    settings = load_settings({name: value for name, value in given.items() if name.startswith(PREFIX)})
    assert settings.health_port is not None
    assert str(settings.data_dir) == said("WORKDIR")[-1] == said("VOLUME")[0]


def test_both_stages_are_the_same_python() -> None:
    """What is installed in one stage runs in the other."""
    build, run = said("FROM")
    assert build == f"{run} AS build"
    assert re.fullmatch(r"python:3\.\d+-slim", run)
