"""Later versions of a briefing, for tests: claims corrected, taken away, added, renumbered."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from briefings.briefing import Briefing


def revised(
    briefing: Briefing,
    *,
    status: str = "corrected",
    changed: Mapping[str, Mapping[str, Any]] | None = None,
    without: Sequence[str] = (),
    added: Mapping[str, tuple[str, str]] | None = None,
) -> Briefing:
    """The next version. `changed`: fields by claim id; `added`: id to (model, statement)."""
    data = json.loads(briefing.model_dump_json())
    data["article"]["status"] = status
    data["article"]["version"] += 1
    held = {claim["id"]: claim for claim in data["claims"]}
    for name, fields in (changed or {}).items():
        held[name].update(fields)
    for name, (model, statement) in (added or {}).items():
        held[name] = {**held[model], "id": name, "statement": statement}
    data["claims"] = list(held.values())
    return Briefing.model_validate(_without(data, frozenset(without)))


def renumbered(briefing: Briefing, names: Mapping[str, str]) -> Briefing:
    """The next version, in which claims only have other ids."""
    data = json.loads(briefing.model_dump_json())
    data["article"]["version"] += 1
    return Briefing.model_validate(_replaced(data, names))


def _without(data: Any, names: frozenset[str]) -> Any:
    """The data without those claims; what would be left with no claim goes as well."""
    if isinstance(data, list):
        return [_without(each, names) for each in data if not _gone(each, names)]
    if isinstance(data, dict):
        return {key: _without(value, names) for key, value in data.items()}
    return data


def _gone(each: Any, names: frozenset[str]) -> bool:
    if isinstance(each, dict):
        claims = each.get("claims") or ["none"]
        return bool(names.intersection((each.get("id"), each.get("lead")))) or names.issuperset(claims)
    return isinstance(each, str) and each in names


def _replaced(data: Any, names: Mapping[str, str]) -> Any:
    if isinstance(data, list):
        return [_replaced(each, names) for each in data]
    if isinstance(data, dict):
        return {key: _replaced(value, names) for key, value in data.items()}
    return names.get(data, data) if isinstance(data, str) else data
