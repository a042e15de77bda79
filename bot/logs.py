"""The log: structured lines without secrets, and without what readers typed unless that is asked for.

Owns how lines look: JSON where a program reads them, `key=value` in a terminal. Lines of libraries go
the same way as ours. Refuses to be set up by anything but the program that runs.
"""

import logging
import random
import sys
from collections.abc import Callable, Collection, Mapping, MutableMapping
from typing import Any, TextIO

from bot.memory import without
from bot.printable import printable
from bot.redaction import Redactor

with without("rich"):  # for colourful traces, which we do not write: 5 MB of every running process
    import structlog
    from structlog.typing import EventDict, Processor

OURS = "bot"
"""The logger above all of ours."""
LEVELS = ("debug", "info", "warning", "error")

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and capitals that are not taken for one another when read aloud."""
_INCIDENT_LENGTH = 5
_TALKATIVE = ("apscheduler", "sqlalchemy", "aiosqlite", "alembic", "asyncio", "PIL", "matplotlib")
"""Libraries of which only warnings are of use; below them stand statements and their values."""
_FIRST = ("timestamp", "level", "event", "logger", "exception")


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger for the module of that name; its lines go where the program was told to write them.

    What readers typed belongs into fields named as in `bot.redaction.TEXT_NAMES`, or is announced by
    `bot.redaction.withheld`.
    """
    bound: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    return bound


def incident_id(random_source: random.Random | None = None) -> str:
    """A short id such as "7F3K2", to find a log line by. One in 24 million; not a secret."""
    source = random_source or random.SystemRandom()
    return "".join(source.choices(_ALPHABET, k=_INCIDENT_LENGTH))


def incident(log: structlog.stdlib.BoundLogger, event: str, error: BaseException, **fields: object) -> str:
    """Writes down what failed, with its trace, and returns the id that finds it."""
    name = incident_id()
    log.error(event, incident=name, exc_info=error, **fields)
    return name


def handler(
    stream: TextIO, *, secrets: Collection[str] = (), with_text: bool = False, as_json: bool | None = None
) -> logging.Handler:
    """A handler that writes lines to `stream`: JSON unless it is a terminal, or as `as_json` says."""
    redactor = Redactor(secrets, with_text=with_text)
    render = _json if (not stream.isatty() if as_json is None else as_json) else _pairs
    made = logging.StreamHandler(stream)
    made.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
                structlog.processors.StackInfoRenderer(),
                _redacting(redactor),
                render,
                _last_look(redactor),
            ],
        )
    )
    return made


def configure(
    level: str = "info",
    *,
    secrets: Collection[str] = (),
    with_text: bool = False,
    stream: TextIO | None = None,
) -> None:
    """Sends every line of this process, ours and the libraries', to `stream`, by default standard error.

    `level`: one of `LEVELS`, for our lines. Libraries say nothing below "info" unless texts are wanted
    too: their finer lines are what readers and servers sent.
    """
    ours = getattr(logging, level.upper())
    root = logging.getLogger()
    for old in tuple(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler(stream or sys.stderr, secrets=secrets, with_text=with_text))
    root.setLevel(ours if with_text else max(ours, logging.INFO))
    logging.getLogger(OURS).setLevel(ours)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(ours, logging.WARNING))
    logging.captureWarnings(capture=True)


def _redacting(redactor: Redactor) -> Processor:
    """Leaves plain values that may be written down, the usual fields first."""

    def redact(_: Any, __: str, event: EventDict) -> Mapping[str, Any]:
        own = event.pop("_from_structlog", False)
        event.pop("_record", None)
        said = str(event.get("event", ""))
        clean: dict[str, Any] = {name: event.pop(name) for name in _FIRST if name in event}
        clean["event"] = redactor.line(said) if own else redactor.free_text(said)
        if "exception" in clean:
            clean["exception"] = redactor.free_text(str(clean["exception"]))
        for name, value in event.items():
            clean[name] = redactor.field(name, value)
        return clean

    return redact


def _last_look(redactor: Redactor) -> Callable[[Any, str, Any], str]:
    """Goes over the finished line once more: a secret may have been pieced together by then."""

    def look(_: Any, __: str, line: Any) -> str:
        return redactor.line(line)

    return look


_as_json = structlog.processors.JSONRenderer()


def _json(log: Any, name: str, event: MutableMapping[str, Any]) -> str:
    line = _as_json(log, name, event)
    return line if isinstance(line, str) else line.decode()


def _pairs(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
    """One line for a person, a trace below it; nothing in it commands a terminal."""
    trace = event.pop("exception", None)
    head = f"{event.pop('timestamp', '')} {event.pop('level', ''):7} {printable(str(event.pop('event', '')))}"
    pairs = "".join(f" {printable(name)}={_quoted(value)}" for name, value in event.items())
    below = "" if trace is None else "".join(f"\n  {_indented(line)}" for line in str(trace).splitlines())
    return f"{head}{pairs}{below}"


def _quoted(value: object) -> str:
    shown = printable(str(value))
    plain = shown and not any(each in shown for each in ' "=')
    return shown if plain else '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _indented(line: str) -> str:
    return " " * (len(line) - len(line.lstrip())) + printable(line)
