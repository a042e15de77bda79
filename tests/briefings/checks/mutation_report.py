"""Prints what the checks catch of the mutants, and writes it to docs/checks.md.

Run as `python -m tests.briefings.checks.mutation_report`.
"""

import sys
from collections.abc import Iterable

from pydantic import ValidationError

from briefings.checks import CHECKS, check
from tests.briefings.checks.corpus import FOLDERS, ROOT, briefing, data, text
from tests.briefings.checks.measure import WAYS, Outcome, measured
from tests.briefings.checks.structural import MODEL, MUTANTS, Mutant

PAGE = ROOT / "docs" / "checks.md"

_INTRODUCTION = """# What the checks check, and what they miss

Made by `make mutation-report`; do not edit. `communique library check` runs the checks and says which ran.
The letter of a code says what the check needs: **L** the briefing alone (these run at every load),
**P** the names of places, **T** the article's text as well. The number is that of the check it belongs to.

| code | what must hold |
|---|---|
"""


def caught(mutant: Mutant, article: str) -> bool:
    """Whether a structural mutant is refused, by the model or by the check meant for it."""
    spoilt = data(article)
    mutant.change(spoilt)
    try:
        verdict = check(briefing(spoilt), sign_off=False)
    except ValidationError:
        return mutant.code == MODEL
    return mutant.code in {finding.code for finding in verdict.findings}


def page() -> str:
    """The whole page, in Markdown."""
    checks = "".join(f"| `{one.code}` | {one.says} |\n" for one in CHECKS)
    return f"{_INTRODUCTION}{checks}\n{_structure()}\n{_meaning(measured())}"


def _structure() -> str:
    lines = [
        f"| {article} | {sum(caught(mutant, article) for mutant in MUTANTS)} of {len(MUTANTS)} |"
        for article in FOLDERS
    ]
    return (
        "## Faults of structure\n\n"
        "One fault each, in two briefings, by the briefing alone and without the reviewer's sign-off:\n"
        "refused by the check that is meant for it.\n\n"
        "| briefing | caught |\n|---|---|\n" + "\n".join(lines) + "\n"
    )


def _meaning(outcomes: tuple[Outcome, ...]) -> str:
    first, fresh = ([one for one in outcomes if one.twist.fresh is new] for new in (False, True))
    head = "".join(f" {way} |" for way in WAYS)
    rows = [_row("first set", first), _row("second set", fresh), _row("both", outcomes)]
    kinds = dict.fromkeys(one.twist.kind for one in outcomes)
    rows += [_row(kind, [one for one in outcomes if one.twist.kind == kind]) for kind in kinds]
    missed = [one.twist for one in outcomes if not one.caught("all three")]
    return (
        "## Changes of meaning\n\n"
        "One statement each says something else than its source; nothing else changes. The first set was\n"
        "written before the list of opposites was widened, the second when the checks were finished. The\n"
        "first four columns leave the reviewer's sign-off out; with it, a statement changed since it was\n"
        "signed is always refused.\n\n"
        f"| |{head}\n|---|{'---|' * len(WAYS)}\n"
        + "\n".join(rows)
        + "\n\n## Missed without the sign-off\n\n"
        + "\n".join(f"- {twist.kind}: “{twist.old}” became “{twist.new}”" for twist in missed)
        + "\n"
    )


def _row(name: str, outcomes: Iterable[Outcome]) -> str:
    outcomes = tuple(outcomes)
    cells = (f" {sum(one.caught(way) for one in outcomes)} of {len(outcomes)} |" for way in WAYS)
    return f"| {name} |{''.join(cells)}"


def main() -> int:
    """Prints the page and writes it. 2: an article's text is missing, so there is nothing to measure by."""
    if not all(map(text, FOLDERS)):
        sys.stderr.write("The first article's text is not at hand, so its rate cannot be measured.\n")
        return 2
    made = page()
    sys.stdout.write(made)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
