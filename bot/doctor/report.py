"""How findings are told: lines for a person, JSON for a program."""

from collections.abc import Sequence
from typing import Any

from bot.findings import Finding
from bot.printable import printable

_MARK = {"ok": "ok      ", "warn": "warning ", "problem": "PROBLEM "}


def healthy(findings: Sequence[Finding]) -> bool:
    """Whether nothing keeps anything from working."""
    return all(finding.level != "problem" for finding in findings)


def lines(findings: Sequence[Finding]) -> str:
    """One line each, what to do below it, and the sum."""
    shown = []
    for each in findings:
        shown.append(_MARK[each.level] + printable(f"{each.check}: {each.message}."))
        if each.remedy is not None:
            shown.append("        → " + printable(each.remedy[0].upper() + each.remedy[1:]))
    problems = sum(each.level == "problem" for each in findings)
    warnings = sum(each.level == "warn" for each in findings)
    return "\n".join([*shown, "", f"{_number(problems, 'problem')}, {_number(warnings, 'warning')}."])


def as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """For programs. Keys are only ever added."""
    return {
        "ok": healthy(findings),
        "findings": [
            {"check": each.check, "level": each.level, "message": each.message, "remedy": each.remedy}
            for each in findings
        ],
    }


def _number(count: int, thing: str) -> str:
    return f"{count or 'no'} {thing}{'' if count == 1 else 's'}"
