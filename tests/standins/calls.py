"""What a request is and what an answer is, before any platform gives them meaning."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart body."""

    field: str
    filename: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it arrived, matched to a route.

    `body` is the parsed JSON (or form) value, `raw` the bytes of a body that is not multipart. `route` is the
    template ("/channels/{channel_id}/messages"), `params` its values.
    """

    method: str
    path: str
    route: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    raw: bytes
    uploads: tuple[Upload, ...]
    at: datetime

    def id(self, name: str) -> int:
        """The parameter `name` as a number; 0 when it is none."""
        value = self.params.get(name, "")
        return int(value) if value.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back. `body` goes out as JSON unless `raw` is given; neither means no body."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    content_type: str = JSON

    def encoded(self) -> bytes:
        """The body's bytes."""
        if self.raw is not None:
            return self.raw
        if self.body is None:
            return b""
        return json.dumps(self.body, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass(slots=True)
class Exchange:
    """A request and what became of it: `answer` is None while it hangs or when the connection was cut."""

    call: Call
    answer: Answer | None = None
    fault: str | None = None

    @property
    def status(self) -> int | None:
        """The status sent, None when nothing was."""
        return self.answer.status if self.answer else None
