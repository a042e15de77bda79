"""The pages say what happens: each of their examples is run."""

import codecs
import re
import shlex
import shutil
import sys
from io import StringIO

import pytest

from bot.cli import run
from bot.cli.codes import BAD_INPUT, CHECK_FAILED, CONFIGURATION, INTERRUPTED, OK, OUR_FAULT
from tests.stories.communique import ROOT, Program

PAGE = ROOT / "docs" / "cli.md"
PAGES = (PAGE, ROOT / "README.md")
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)

_SIMPLE = re.compile(
    r"""(?:(?P<by>echo|printf)\ (?P<quote>['"])(?P<typed>[^$`]*?)(?P=quote)\ \|\ )?
        (?:(?P<setting>[A-Z_]+)=(?P<value>[\w/.]+)\ )?
        communique\ (?P<words>[^|;&<>$`]*?)(?P<told>;\ echo\ "exit\ \$\?")?""",
    re.VERBOSE,
)


def examples() -> list[tuple[str, str]]:
    """Each command of the pages with the output it is said to give."""
    found = []
    for block in (block for page in PAGES for block in _BLOCK.findall(page.read_text(encoding="utf-8"))):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def pattern(output: str) -> str:
    """The output as a pattern: "…" alone on a line is any lines, within a line any characters."""
    parts = []
    for line in output.splitlines():
        if line == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*".join(re.escape(piece) for piece in line.split("…")) + r"\n")
    return "".join(parts)


def simply(command: str, communique: Program, monkeypatch: pytest.MonkeyPatch) -> str | None:
    """What a command gives that needs no shell: words for the program, perhaps something piped into it.

    None for every other, and for the roles of a running program, which change the process they run in.
    """
    found = _SIMPLE.fullmatch(command)
    if found is None or found["words"].startswith("run"):
        return None
    for name, value in communique.environment().items():
        monkeypatch.setenv(name, value)
    if found["setting"]:
        monkeypatch.setenv(found["setting"], found["value"])
    written = StringIO()
    typed = codecs.decode(found["typed"] or "", "unicode_escape") + ("\n" if found["by"] == "echo" else "")
    monkeypatch.setattr(sys, "stdin", StringIO(typed))
    monkeypatch.setattr(sys, "stdout", written)
    monkeypatch.setattr(sys, "stderr", written)
    monkeypatch.chdir(communique.folder)
    code = run(shlex.split(found["words"]))
    return written.getvalue() + (f"exit {code}\n" if found["told"] else "")


@pytest.mark.parametrize(("command", "output"), examples(), ids=[command for command, _ in examples()])
def test_an_example_gives_what_the_page_says(
    communique: Program, monkeypatch: pytest.MonkeyPatch, command: str, output: str
) -> None:
    """The command gives the output shown: in this process where it is simple, else in a shell."""
    shutil.copy(ROOT / "LICENSE", communique.folder)
    given = simply(command, communique, monkeypatch)
    if given is None:
        given = communique.shell(command).out
    assert re.fullmatch(pattern(output), given), f"the page says:\n{output}\nbut it is:\n{given}"


def test_the_page_lists_every_exit_code() -> None:
    """Each exit code there is stands in the table."""
    listed = {
        int(code) for code in re.findall(r"^\| (\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert listed == {OK, CHECK_FAILED, BAD_INPUT, CONFIGURATION, OUR_FAULT, INTERRUPTED}


def test_a_pattern_is_not_satisfied_by_anything() -> None:
    """The comparison itself tells right from wrong."""
    assert re.fullmatch(pattern("a … c\n…\nlast\n"), "a b c\nx\ny\nlast\n")
    assert not re.fullmatch(pattern("a … c\n…\nlast\n"), "a b c\nx\ny\n")
    assert not re.fullmatch(pattern("exit 2\n"), "exit 0\n")
