"""Reading the commands of deployment files and pages, without running them."""

import re
import shlex
from pathlib import Path
from typing import Any

import yaml
from typer.main import get_command

from bot.cli.program import app
from bot.process.roles import OFFERS

ROOT = Path(__file__).parents[2]
BOTS = ("bot", "digests")
"""The services of docker-compose.yml that run Communiqué."""


def accepted(words: list[str]) -> bool:
    """Whether our command line takes these words behind `communique`: commands, options, names of roles.

    Raises what the parser raises where it does not.
    """
    command: Any = get_command(app)
    context = command.make_context("communique", list(words))
    while hasattr(command, "resolve_command"):
        rest = [*context._protected_args, *context.args]
        name, command, rest = command.resolve_command(context, rest)
        context = command.make_context(name, rest, parent=context)
    roles = {offer.name for offer in OFFERS}
    return words[:1] != ["run"] or set(context.params["roles"] or ()) <= roles


def instructions() -> list[tuple[str, str]]:
    """Those of the Dockerfile, each with what it says on one line."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [(name, said) for name, _, said in (line.partition(" ") for line in lines if line)]


def pip_commands() -> list[str]:
    """What the Dockerfile has pip do, as typed behind `python`."""
    return [said.removeprefix("python ") for name, said in instructions() if said.startswith("python -m pip")]


def composed(file: str = "docker-compose.yml") -> dict[str, Any]:
    """A file of Docker Compose."""
    read: dict[str, Any] = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))
    return read


def shell_lines(page: str) -> list[str]:
    """The lines of the blocks of shell on a page."""
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def without_settings(line: str) -> tuple[dict[str, str], list[str]]:
    """The settings before a command, and its words."""
    words = shlex.split(line)
    settings: dict[str, str] = {}
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        name, _, value = words.pop(0).partition("=")
        settings[name] = value
    return settings, words
