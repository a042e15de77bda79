"""The arguments of a Web API call, however they were sent: query, form or JSON."""

import json
from typing import Any

from tests.standins.calls import Call
from tests.standins.slack.refusals import Refused

STRUCTURED = frozenset({"blocks", "attachments", "metadata", "view", "files", "prompts"})
"""Arguments that are JSON inside a form."""


class Arguments:
    """Reads the arguments of one call, each as what it should be."""

    def __init__(self, call: Call) -> None:
        body = call.body if isinstance(call.body, dict) else {}
        self._values: dict[str, Any] = {**call.query, **body}

    @property
    def all(self) -> dict[str, Any]:
        """Everything given, structured arguments parsed."""
        return {name: self.get(name) for name in self._values}

    def get(self, name: str) -> Any:
        """The value, parsed where the argument is structured and came as text; None when it is not given."""
        value = self._values.get(name)
        if name not in STRUCTURED or not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            problem = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
            raise Refused(problem, messages=(f"[ERROR] not JSON [json-pointer:/{name}]",)) from None

    def text(self, name: str) -> str:
        """The value as text; empty when it is not given."""
        value = self._values.get(name)
        return "" if value is None else str(value)

    def needed(self, name: str) -> str:
        """The value as text; `Refused` when it is not given."""
        value = self.text(name)
        if not value:
            raise Refused("invalid_arguments", messages=(f"[ERROR] missing required field: {name}",))
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """The value as yes or no."""
        value = self._values.get(name)
        return default if value is None else str(value).lower() in {"1", "true"}

    def number(self, name: str, default: int, most: int) -> int:
        """The value as a whole number from 1 to `most`."""
        value = self.text(name) or str(default)
        if not value.isascii() or not value.isdecimal() or not 1 <= int(value) <= most:
            raise Refused("invalid_limit")
        return int(value)
