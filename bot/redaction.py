"""Taking secrets, and what readers typed, out of whatever is about to be written down.

Owns what a secret looks like. Works on any value and returns plain ones; refuses to guess what a
text means: it finds secrets that it was told, shapes of credentials, and texts that it was told.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import quote, quote_plus

REDACTED = "[redacted]"
WITHHELD = "[text]"

_SHORTEST = 4
"""Characters. Anything shorter is found in innocent words."""
_DEEPEST = 6
"""Values inside values; what lies deeper is left out."""

_TOLD_NAMES = re.compile(
    r"(?i)(?:^|_)(?:token|secret|password|passwd|authorization|api_?key|credential|signature)s?$"
)
TEXT_NAMES = frozenset(
    {"text", "content", "question", "answer", "answer_text", "comment", "typed", "query", "words", "body"}
)
"""Names of fields that hold what somebody wrote."""

_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b[\w-]{23,30}\.[\w-]{6,7}\.[\w-]{27,}"), REDACTED),  # Discord bot token
    (re.compile(r"\b(?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w-]{4,}"), REDACTED),  # Slack tokens
    (re.compile(r"(?i)\b(bot|bearer|basic)\s+[\w.~+/=-]{20,}"), rf"\1 {REDACTED}"),
    (re.compile(r"(/(?:webhooks|interactions)/\d+)/[^/\s?\"']+"), rf"\1/{REDACTED}"),
    (re.compile(r"(://[^\s/:@\"']*):(?!\d{1,5}/)[^\s\"'<>]*@"), rf"\1:{REDACTED}@"),  # password in an address
    (
        re.compile(
            r"(?i)\b((?:access_|refresh_|bot_|app_)?token|secret|password|passwd|api_?key|authorization)"
            r"([\"']?\s*[=:]\s*[\"']?)(?!\[redacted\])[^\s\"',;&}\])]{4,}"
        ),
        rf"\1\2{REDACTED}",
    ),
)

_withheld: ContextVar[frozenset[str]] = ContextVar("withheld", default=frozenset())


@contextmanager
def withheld(*texts: str) -> Iterator[None]:
    """Within it, and in tasks started in it, these texts are not written down unless asked for."""
    named = {text.strip() for text in texts}
    token = _withheld.set(_withheld.get() | {text for text in named if len(text) >= _SHORTEST})
    try:
        yield
    finally:
        _withheld.reset(token)


class Redactor:
    """Knows the secrets of one program. `with_text`: what readers typed may be written down."""

    def __init__(self, secrets: Collection[str] = (), *, with_text: bool = False) -> None:
        self._secrets = _longest_first({form for secret in secrets for form in _forms(secret)})
        self._with_text = with_text

    def line(self, text: str) -> str:
        """`text` without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        for shape, instead in _SHAPES:
            text = shape.sub(instead, text)
        return text

    def free_text(self, text: str) -> str:
        """`text` without secrets and without what is withheld just now."""
        return self.line(self._without_withheld(text))

    def field(self, name: str, value: object) -> object:
        """A named value, made of plain ones, with nothing in it that must not be written down."""
        return self._named(name, value, 0)

    def _named(self, name: str, value: object, depth: int) -> object:
        if _TOLD_NAMES.search(name) and not isinstance(value, bool | int | float | None):
            return REDACTED
        if name in TEXT_NAMES and isinstance(value, str) and not self._with_text:
            return f"({len(value)} characters)"
        return self._plain(value, depth)

    def _plain(self, value: object, depth: int) -> object:
        match value:
            case None | bool() | int() | float():
                return value
            case str():
                return self.free_text(value)
            case bytes():
                return self.free_text(value.decode("utf-8", "replace"))
            case _ if depth >= _DEEPEST:
                return "…"
            case Mapping():
                return {
                    self.line(str(key)): self._named(str(key), each, depth + 1) for key, each in value.items()
                }
            case Sequence() | set() | frozenset():
                return [self._plain(each, depth + 1) for each in value]
            case _:
                return self.free_text(_shown(value))

    def _without_withheld(self, text: str) -> str:
        if self._with_text:
            return text
        for form in _longest_first({form for each in _withheld.get() for form in _forms(each)}):
            text = text.replace(form, WITHHELD)
        return text


def _forms(text: str) -> set[str]:
    """The ways in which `text` may stand inside another: as it is, quoted, escaped."""
    if len(text) < _SHORTEST:
        return set()
    whole = text.encode("utf-8", "replace").decode()
    return {
        text,
        quote(whole, safe=""),
        quote(whole),
        quote_plus(whole),
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
        repr(text)[1:-1],
        " ".join(text.split()),
    }


def _longest_first(texts: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted((text for text in texts if len(text) >= _SHORTEST), key=len, reverse=True))


def _shown(value: object) -> str:
    try:
        return str(value)
    except Exception as error:  # noqa: BLE001 - a log line must not fail over what it shows
        return f"<{type(value).__name__}: {type(error).__name__}>"
