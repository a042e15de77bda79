"""Saying no, as Slack says it: `ok` false and a word, nearly always with status 200."""

from dataclasses import dataclass, field
from typing import Any, Final

from tests.standins.calls import Answer
from tests.standins.faults import Effect, Fail

JSON_UTF8: Final = "application/json; charset=utf-8"
Path = tuple[str | int, ...]

OURS: Final = frozenset(
    {
        "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "no_text", "msg_too_long",
        "metadata_too_large", "invalid_metadata_format", "invalid_arguments", "invalid_arg_name",
        "invalid_json", "view_too_large", "invalid_response", "invalid_options", "push_limit_reached",
        "duplicate_external_id", "unknown_method", "invalid_types", "invalid_limit", "invalid_cursor",
    }
)  # fmt: skip
"""Errors that say the request was made wrongly: a well-behaved app never meets one."""


class Refused(Exception):
    """The request is answered with an error."""

    def __init__(
        self,
        error: str,
        *,
        status: int = 200,
        messages: tuple[str, ...] = (),
        extra: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{error} {' '.join(messages)}".rstrip())
        self.error = error
        self.status = status
        self.messages = messages
        self.extra = extra or {}
        self.headers = headers or {}

    @property
    def ours(self) -> bool:
        """Whether the request was made wrongly, other than forbidden or come too late."""
        return self.error in OURS

    def answer(self) -> Answer:
        """The error body."""
        body: dict[str, Any] = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            body["errors"] = [each.removeprefix("[ERROR] ") for each in self.messages]
            body["response_metadata"] = {"messages": list(self.messages)}
        return Answer(self.status, body, self.headers, content_type=JSON_UTF8)


@dataclass(slots=True)
class Problems:
    """Collects what is wrong with blocks or a view."""

    wrong: list[tuple[Path, str]] = field(default_factory=list)

    def add(self, path: Path, message: str) -> None:
        """Note that the value at `path` breaks a rule."""
        self.wrong.append((path, message))

    def text(self, path: Path, value: object, limit: int, *, least: int = 1) -> str:
        """The string at `path`, noting it when it is none of `least` to `limit` characters."""
        if not isinstance(value, str):
            self.add(path, "must be a string")
            return ""
        if len(value) < least or (least and not value.strip()):
            self.add(path, f"must be more than {least - 1} characters" if value else "must not be empty")
        elif len(value) > limit:
            self.add(path, f"must be less than {limit + 1} characters")
        return value

    def items(self, path: Path, value: object, limit: int, *, least: int = 1) -> list[Any]:
        """The list at `path`, noting it when it has not `least` to `limit` entries."""
        if not isinstance(value, list):
            self.add(path, "must be an array")
            return []
        if len(value) < least:
            self.add(path, f"no less than {least} items allowed")
        elif len(value) > limit:
            self.add(path, f"no more than {limit} items allowed")
        return value

    def refuse_if_wrong(self, error: str) -> None:
        """Raise `Refused` with everything collected, if anything was."""
        if self.wrong:
            lines = [
                f"[ERROR] {message} [json-pointer:/{'/'.join(map(str, path))}]"
                for path, message in self.wrong
            ]
            raise Refused(error, messages=tuple(lines))


def missing_scope(needed: str, provided: frozenset[str]) -> Refused:
    """The token lacks a scope."""
    told = ",".join(sorted(provided))
    return Refused("missing_scope", extra={"needed": needed, "provided": told})


def ratelimited(seconds: int) -> Answer:
    """Too many requests: come back in so many seconds."""
    body = {"ok": False, "error": "ratelimited"}
    return Answer(429, body, {"Retry-After": str(seconds)}, content_type=JSON_UTF8)


def slack_error(error: str, effect: Effect = Effect.REFUSED, status: int = 200, **extra: Any) -> Fail:
    """A fault: any of Slack's errors, whether or not the request took effect."""
    return Fail(Answer(status, {"ok": False, "error": error, **extra}, content_type=JSON_UTF8), effect)


def server_page(status: int = 503, effect: Effect = Effect.REFUSED) -> Fail:
    """A fault: a 5xx with a page instead of JSON, as a proxy in front sends it."""
    page = f"<html><head><title>{status}</title></head><body>Server Error</body></html>".encode()
    return Fail(Answer(status, raw=page, content_type="text/html"), effect)


def limited(seconds: int = 1, effect: Effect = Effect.REFUSED) -> Fail:
    """A fault: one request meets a rate limit."""
    return Fail(ratelimited(seconds), effect)
