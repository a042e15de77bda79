"""Scores the answerer on questions with gold: outcomes, citations, and by kind.

    python scripts/evaluate.py FILE.jsonl [--verbose] [--scorer score.py]

Each line of FILE: id, question, kind, gold_sentences, acceptable_sentences, expect_any (and the
patterns a scorer needs). `--scorer` loads a module with `score(item, text, cited, outcome)`.
"""

import argparse
import importlib.util
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import mean, median
from types import ModuleType
from typing import Any

from briefings.answers.ask import Answerer
from briefings.answers.outcome import Abstention, Answer, FalsePremise, Result
from briefings.library.load import load_shipped
from briefings.places import Gazetteer
from briefings.themes import ThemeVocabulary

Item = dict[str, Any]


def outcome(result: Result) -> str:
    """The word for an outcome in the gold."""
    if isinstance(result, Answer):
        return "answer"
    if isinstance(result, FalsePremise):
        return "false-premise"
    return "abstain" if isinstance(result, Abstention) else "clear-error"


def load_scorer(path: Path) -> ModuleType:
    """The scorer module at `path`."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is not a Python module.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Evaluation:
    """Runs items through the answerer and keeps what came of each."""

    def __init__(self, scorer: ModuleType | None) -> None:
        self._scorer = scorer
        self._briefings = load_shipped()
        started = time.perf_counter()
        self._answerer = Answerer(self._briefings, Gazetteer.shipped(), ThemeVocabulary.shipped())
        self._answerer.answer("What is this about?")
        self.cold = time.perf_counter() - started
        self.rows: list[dict[str, Any]] = []
        self.times: list[float] = []

    def run(self, item: Item) -> dict[str, Any]:
        """Scores one item."""
        started = time.perf_counter()
        result = self._answerer.answer(item["question"])
        self.times.append(time.perf_counter() - started)
        refs = () if not hasattr(result, "claims") else result.claims
        claims = [self._briefings[0].claim(ref.claim) for ref in refs]
        cited = {passage for claim in claims for passage in claim.passages}
        gold, fine = set(item["gold_sentences"]), set(item["acceptable_sentences"])
        row: dict[str, Any] = {"item": item, "result": result, "outcome": outcome(result)}
        row["right"] = row["outcome"] in item["expect_any"]
        answered = row["outcome"] in ("answer", "false-premise")
        row["recall"] = len(gold & cited) / len(gold) if gold and answered else None
        row["precision"] = len(cited & fine) / len(cited) if cited and gold and answered else None
        row["passed"] = self._passed(item, row["outcome"], cited, [c.statement for c in claims])
        self.rows.append(row)
        return row

    def _passed(self, item: Item, got: str, cited: set[str], statements: list[str]) -> dict[str, Any] | None:
        if self._scorer is None:
            return None
        text = " ".join(statements)
        if got != "answer":
            text = "The article does not say this. " + text
        scored: dict[str, Any] = self._scorer.score(item, text, sorted(cited), got)
        return scored


def report(evaluation: Evaluation) -> None:
    """Prints totals and a line per kind."""
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in evaluation.rows:
        kinds[row["item"]["kind"]].append(row)
        kinds["all"].append(row)
    for kind, rows in sorted(kinds.items(), key=lambda pair: (pair[0] == "all", pair[0])):
        right = mean(row["right"] for row in rows)
        recall = [row["recall"] for row in rows if row["recall"] is not None]
        precision = [row["precision"] for row in rows if row["precision"] is not None]
        passed = [row["passed"]["passed"] for row in rows if row["passed"]]
        print(
            f"{kind:14} {len(rows):4}  outcome {right:.3f}  recall {mean(recall) if recall else 0:.3f}  "
            f"precision {mean(precision) if precision else 0:.3f}"
            + (f"  passed {mean(passed):.3f}" if passed else "")
        )
    times = sorted(evaluation.times)
    print(
        f"first answer {evaluation.cold * 1e3:.0f} ms, "
        f"then p50 {median(times) * 1e3:.1f} ms, max {times[-1] * 1e3:.1f} ms"
    )


def explain(row: dict[str, Any]) -> None:
    """Prints one item that went wrong."""
    item, result = row["item"], row["result"]
    marks = [name for name in ("right",) if not row[name]]
    marks += [f"recall {row['recall']:.2f}"] if row["recall"] is not None and row["recall"] < 1 else []
    marks += (
        [f"precision {row['precision']:.2f}"] if row["precision"] is not None and row["precision"] < 1 else []
    )
    if row["passed"]:
        marks += [f"missing {row['passed']['missing']}"] if row["passed"]["missing"] else []
        marks += [f"forbidden {row['passed']['forbidden']}"] if row["passed"]["forbidden"] else []
    if marks:
        claims = [ref.claim for ref in getattr(result, "claims", ())]
        why = getattr(result, "absence", getattr(result, "why", ""))
        print(f"{item['id']} [{item['kind']}] {item['question']}")
        print(f"    want {item['expect_any']} {item['gold_sentences']}")
        print(
            f"    got {row['outcome']} {why} {claims} "
            f"pair={getattr(result, 'pair', None)}: {'; '.join(marks)}"
        )


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--verbose", action="store_true", help="list what went wrong")
    parser.add_argument("--scorer", type=Path, help="a module with score(item, text, cited, outcome)")
    options = parser.parse_args()
    evaluation = Evaluation(load_scorer(options.scorer) if options.scorer else None)
    for line in options.file.read_text(encoding="utf-8").splitlines():
        row = evaluation.run(json.loads(line))
        if options.verbose:
            explain(row)
    report(evaluation)
    return 0


if __name__ == "__main__":
    sys.exit(main())
