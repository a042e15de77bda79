"""Checking payloads against the vendors' own schemas, where they are at hand.

Owns loading a document and finding the first thing wrong with a value. Which part of the document is meant is
the platform's business. A quick validator says whether something is wrong, a thorough one what it is.
"""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs as quick
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

ADDRESS = "urn:document"
Problem = tuple[tuple[str | int, ...], str]
"""Where it is, and what it is."""
SPEC_FOLDER = Path(__file__).parents[3] / "shared" / "spec"
"""Where the vendors' documents lie; they do not ship with the project."""


class SchemaBook:
    """One document with schemas in it."""

    def __init__(self, document: Any) -> None:
        resource: Resource[Any] = DRAFT202012.create_resource(document)
        self._registry: Registry[Any] = Registry().with_resource(ADDRESS, resource)
        self._validators: dict[str, Draft202012Validator] = {}
        self._quick_registry = quick.Registry([(ADDRESS, document)], draft=quick.Draft202012)
        self._quick: dict[str, quick.Draft202012Validator] = {}

    def problem(self, pointer: str, value: Any) -> Problem | None:
        """Where and how `value` breaks the schema at the JSON pointer; None when it does not."""
        return None if self.fits(pointer, value) else self.thorough_problem(pointer, value)

    def fits(self, pointer: str, value: Any) -> bool:
        """Whether the quick validator finds nothing wrong."""
        if pointer not in self._quick:
            self._quick[pointer] = quick.Draft202012Validator(_at(pointer), registry=self._quick_registry)
        return self._quick[pointer].is_valid(value)

    def thorough_problem(self, pointer: str, value: Any) -> Problem | None:
        """What the thorough validator finds; it takes several milliseconds."""
        if pointer not in self._validators:
            self._validators[pointer] = Draft202012Validator(_at(pointer), registry=self._registry)
        error = best_match(self._validators[pointer].iter_errors(value))
        return None if error is None else (tuple(error.absolute_path), error.message[:300])


def _at(pointer: str) -> dict[str, str]:
    return {"$ref": f"{ADDRESS}#{pointer}"}


def load(name: str) -> Any | None:
    """The document called `name`, None where the folder is absent."""
    path = SPEC_FOLDER / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
