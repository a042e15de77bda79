"""Checking payloads against the vendors' own schemas, where they are at hand.

Owns loading a document and finding the first thing wrong with a value. Which part of the document is meant is
the platform's business. A check costs several milliseconds: on in tests, off in benchmarks.
"""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

ADDRESS = "urn:document"
SPEC_FOLDER = Path(__file__).parents[3] / "shared" / "spec"
"""Where the vendors' documents lie; they do not ship with the project."""


class SchemaBook:
    """One document with schemas in it."""

    def __init__(self, document: Any) -> None:
        resource: Resource[Any] = DRAFT202012.create_resource(document)
        self._registry: Registry[Any] = Registry().with_resource(ADDRESS, resource)
        self._validators: dict[str, Draft202012Validator] = {}

    def problem(self, pointer: str, value: Any) -> tuple[tuple[str | int, ...], str] | None:
        """Where and how `value` breaks the schema at the JSON pointer; None when it does not."""
        if pointer not in self._validators:
            schema = {"$ref": f"{ADDRESS}#{pointer}"}
            self._validators[pointer] = Draft202012Validator(schema, registry=self._registry)
        error = best_match(self._validators[pointer].iter_errors(value))
        return None if error is None else (tuple(error.absolute_path), error.message[:300])


def load(name: str) -> Any | None:
    """The document called `name`, None where the folder is absent."""
    path = SPEC_FOLDER / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
