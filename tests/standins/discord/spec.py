"""Requests and answers against Discord's published OpenAPI document.

Owns finding the operation a request belongs to. The document is neither complete nor always right (it allows
4,000 characters of content): the hand-written rules hold besides.
"""

import re
from functools import cache
from typing import Any

from tests.standins.calls import JSON, Answer, Call
from tests.standins.discord.refusals import Form
from tests.standins.schemas import SchemaBook, load

DOCUMENT = "discord-openapi.json"
PARAMETER = re.compile(r"\{\w+\}")


class Spec:
    """The schemas of all operations: what they take and what they answer."""

    def __init__(self, document: dict[str, Any]) -> None:
        # The API takes ids as numbers too, and discord.py sends some of them so.
        snowflake = document["components"]["schemas"]["SnowflakeType"]
        document["components"]["schemas"]["SnowflakeType"] = {"anyOf": [snowflake, {"type": "integer"}]}
        self._book = SchemaBook(document)
        self._bodies: dict[tuple[str, str], str] = {}
        self._answers: dict[tuple[str, str, int], str] = {}
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                if isinstance(operation, dict):
                    self._note(method, path, operation)

    def _note(self, method: str, path: str, operation: dict[str, Any]) -> None:
        key = method.upper(), PARAMETER.sub("{}", path)
        place = f"/paths/{_escaped(path)}/{method}"
        if JSON in operation.get("requestBody", {}).get("content", {}):
            self._bodies[key] = f"{place}/requestBody/content/{_escaped(JSON)}/schema"
        for status, answer in operation["responses"].items():
            if JSON in answer.get("content", {}) and status.isdecimal():
                pointer = f"{place}/responses/{status}/content/{_escaped(JSON)}/schema"
                self._answers[*key, int(status)] = pointer

    def check(self, call: Call) -> None:
        """Raise `Refused` (50035) when the body does not fit the operation's schema."""
        pointer = self._bodies.get((call.method, _path(call)))
        if pointer is None or call.body is None:
            return
        problem = self._book.problem(pointer, call.body)
        if problem is not None:
            form = Form()
            form.add(problem[0], "OPENAPI", problem[1])
            form.refuse_if_wrong()

    def problem_of(self, call: Call, answer: Answer) -> str | None:
        """What is wrong with an answer; None when it fits, or when the document does not describe it."""
        pointer = self._answers.get((call.method, _path(call), answer.status))
        problem = None if pointer is None else self._book.problem(pointer, answer.body)
        return None if problem is None else f"{call.method} {call.route}: {problem[0]} {problem[1]}"


def _path(call: Call) -> str:
    path = call.route
    if path.endswith("/messages/{which}") and call.params["which"] == "@original":
        path = path.replace("{which}", "@original")
    return PARAMETER.sub("{}", path)


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")


@cache
def published() -> Spec | None:
    """The published document, None where it is not at hand; read once a process."""
    document = load(DOCUMENT)
    return None if document is None else Spec(document)
