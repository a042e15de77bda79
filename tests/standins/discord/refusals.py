"""Saying no, as Discord says it: a status, a code, a message, and for a bad form where it is bad."""

from dataclasses import dataclass, field
from typing import Any

from tests.standins.calls import Answer

Path = tuple[str | int, ...]


class Refused(Exception):
    """The request is answered with an error."""

    def __init__(self, status: int, code: int, message: str, errors: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status} {code} {message} {errors or ''}".rstrip())
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def answer(self) -> Answer:
        """The error body."""
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors is not None:
            body["errors"] = self.errors
        return Answer(self.status, body)


@dataclass(slots=True)
class Form:
    """Collects what is wrong with a form."""

    wrong: list[tuple[Path, str, str]] = field(default_factory=list)

    def add(self, path: Path, code: str, message: str) -> None:
        """Note that the value at `path` breaks the rule `code`."""
        self.wrong.append((path, code, message))

    def longest(self, path: Path, value: object, limit: int, *, least: int = 0) -> None:
        """Note it when `value` is not text of `least` to `limit` characters; None passes if `least` is 0."""
        if value is None and not least:
            return
        if not isinstance(value, str):
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif len(value) < least or (least and not value.strip()):
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {limit} in length.")
        elif len(value) > limit:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")

    def most(self, path: Path, values: object, limit: int, *, least: int = 0) -> list[Any]:
        """The list at `path`, noting it when it holds fewer than `least` or more than `limit`."""
        if values is None and not least:
            return []
        if not isinstance(values, list):
            self.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if not least <= len(values) <= limit:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {limit} in length.")
        return values

    def refuse_if_wrong(self) -> None:
        """Raise 50035 with everything collected, if anything was."""
        if not self.wrong:
            return
        tree: dict[str, Any] = {}
        for path, code, message in self.wrong:
            place = tree
            for step in path:
                place = place.setdefault(str(step), {})
            place.setdefault("_errors", []).append({"code": code, "message": message})
        raise Refused(400, 50035, "Invalid Form Body", tree)


def unknown_account() -> Refused:
    """The token is wrong."""
    return Refused(401, 0, "401: Unauthorized")


def unknown_channel() -> Refused:
    """No such channel, or it is gone."""
    return Refused(404, 10003, "Unknown Channel")


def unknown_guild() -> Refused:
    """No such guild, or the bot is not in it."""
    return Refused(404, 10004, "Unknown Guild")


def unknown_message() -> Refused:
    """No such message, or it was deleted."""
    return Refused(404, 10008, "Unknown Message")


def unknown_webhook() -> Refused:
    """No interaction has this token, or none was answered yet."""
    return Refused(404, 10015, "Unknown Webhook")


def unknown_interaction() -> Refused:
    """No such interaction, or the three seconds are over."""
    return Refused(404, 10062, "Unknown interaction")


def missing_access() -> Refused:
    """The channel cannot be seen."""
    return Refused(403, 50001, "Missing Access")


def missing_permissions() -> Refused:
    """The channel can be seen, the action is not allowed."""
    return Refused(403, 50013, "Missing Permissions")


def empty_message() -> Refused:
    """Nothing to send."""
    return Refused(400, 50006, "Cannot send an empty message")


def too_large() -> Refused:
    """A file, or the request, is over the limit."""
    return Refused(413, 40005, "Request entity too large")


def archived() -> Refused:
    """The thread is archived."""
    return Refused(400, 50083, "Thread is archived")


def locked() -> Refused:
    """The thread is locked."""
    return Refused(403, 160005, "This thread is locked")
