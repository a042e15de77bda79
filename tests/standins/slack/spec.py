"""Messages and views against the schemas made from Slack's published Block Kit types.

The schemas know shapes, not limits: the hand-written rules hold besides.
"""

from functools import cache
from typing import Any

from tests.standins.schemas import SchemaBook, load
from tests.standins.slack.refusals import Refused

MESSAGE = "ChatPostMessage.schema.json"
BLOCKS = "MessageBlocks.schema.json"
VIEW = "AnyView.schema.json"


class Spec:
    """The three published schemas."""

    def __init__(self, documents: dict[str, Any]) -> None:
        self._books = {name: SchemaBook(document) for name, document in documents.items()}

    def check_blocks(self, blocks: Any) -> None:
        """Raise `Refused` when the blocks of a message do not fit."""
        self._check(BLOCKS, blocks, "invalid_blocks")

    def check_view(self, view: Any) -> None:
        """Raise `Refused` when a view does not fit."""
        self._check(VIEW, view, "invalid_arguments")

    def check_post(self, body: dict[str, Any]) -> None:
        """Raise `Refused` when the arguments of chat.postMessage do not fit."""
        known = {name: body[name] for name in ("channel", "text", "blocks", "thread_ts") if name in body}
        self._check(MESSAGE, known, "invalid_arguments")

    def _check(self, name: str, value: Any, error: str) -> None:
        problem = self._books[name].problem("", value)
        if problem is not None:
            place = "/".join(map(str, problem[0]))
            raise Refused(error, messages=(f"[ERROR] schema: {problem[1]} [json-pointer:/{place}]",))


@cache
def published() -> Spec | None:
    """The published schemas, None where they are not at hand; read once a process."""
    documents = {name: load(name) for name in (MESSAGE, BLOCKS, VIEW)}
    return None if None in documents.values() else Spec(documents)
