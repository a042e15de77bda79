"""What a run of the checks found: findings, which checks ran, and how much was looked at.

Owns the values only. It refuses to judge: a verdict without findings is all that `ok` means.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the check's code, where it is, and what to do about it."""

    code: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.code} {self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of `check`. `ran` and `skipped` hold codes of checks, in their order."""

    ran: tuple[str, ...]
    skipped: tuple[str, ...]
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    """How many of each thing were looked at; `verified` counts claims without a finding."""

    @property
    def ok(self) -> bool:
        """Whether nothing was found by the checks that ran."""
        return not self.findings
