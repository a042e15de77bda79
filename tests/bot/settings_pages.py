"""The pages generated from the settings. Run as a program to write them anew.

`docs/settings.md` keeps its prose; only what lies between the two marks is generated.
"""

from pathlib import Path
from textwrap import fill

from bot.variables import IN_FILE, VARIABLES, Variable

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "settings.md"
EXAMPLE = ROOT / ".env.example"
START = "<!-- generated from bot/variables.py -->\n"
END = "<!-- end of the generated part -->\n"


def _meaning(variable: Variable) -> str:
    if not variable.secret:
        return variable.meaning
    return f"{variable.meaning} `{variable.full_name}{IN_FILE}` names a file that holds it instead."


def _wrapped(text: str) -> str:
    return fill(text, 98, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False) + "\n"


def table() -> str:
    """The settings as a Markdown table."""
    rows = (
        f"| `{variable.full_name}` | {_meaning(variable)} | {variable.default} | `{variable.example}` |\n"
        for variable in VARIABLES
    )
    return "".join(("| variable | meaning | when not set | example |\n", "|---|---|---|---|\n", *rows))


def example() -> str:
    """The settings as a file of environment variables, all commented out."""
    head = (
        "# Settings of Communiqué; every one may stay unset. Copy this file to .env and take away the #\n"
        "# before those you set. Communiqué reads .env in the folder in which it is run.\n"
    )
    entries = (
        f"\n{_wrapped(_meaning(variable))}# When not set: {variable.default}.\n"
        f"#{variable.full_name}={variable.example}\n"
        for variable in VARIABLES
    )
    return "".join((head, *entries))


def documented() -> str:
    """`docs/settings.md` with its generated part as it should be."""
    before, _, rest = DOCS.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}{table()}{END}{after}"


if __name__ == "__main__":
    DOCS.write_text(documented(), encoding="utf-8")
    EXAMPLE.write_text(example(), encoding="utf-8")
