"""Unusual words and ids, looked for in everything that is written down: tables, copies, files, the log."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot import logs
from bot.delivery.composing import EditionComposer
from bot.delivery.pacing import Pacing, Rhythm
from bot.delivery.ports import Outlet
from bot.delivery.rounds import Rounds
from bot.delivery.worker import Worker
from bot.storage.copying import TABLES, export
from bot.storage.database import Database
from bot.storage.departures import SqlDepartures
from bot.storage.erasing import SqlErasure
from bot.storage.events import SqlSeenEvents, SqlThreadTopics
from bot.storage.feedback import SqlFeedbackStore
from bot.storage.moments import ClockMoments
from bot.storage.notes import SqlNotes
from tests.fakes.office import Office

TYPED = {
    "question": "why would zqquestion rearm near India",
    "topic": "zqtopic of nowhere",
    "said": "what would zqmention do to China",
    "direct": "what of zqdirect and Japan",
    "others": "zqothers met in Seoul and spoke of Japan",
}
"""What readers type, and others' words that a reader chose; none of it may be kept or logged."""
COMMENT = "zqcomment was left out"
ABOUT = "zqreported about India"
"""What a reader writes on purpose, and what they asked and then gave feedback on."""


def stores(office: Office) -> dict[str, Any]:
    """Every store of a running bot, on one database."""
    database, clock = office.database, office.clock
    return {
        "notes": SqlNotes(database, clock),
        "feedback": SqlFeedbackStore(database),
        "events": SqlSeenEvents(database, clock),
        "departures": SqlDepartures(database, ClockMoments(clock)),
    }


def threads(office: Office) -> SqlThreadTopics:
    """What threads are about."""
    return SqlThreadTopics(office.database, office.clock)


def erasure(office: Office) -> SqlErasure:
    """What erases."""
    moments = ClockMoments(office.clock)
    return SqlErasure(office.database, moments, SqlDepartures(office.database, moments))


def rounds(office: Office, outlet: Outlet) -> Rounds:
    """A worker that posts what is due, for real."""
    pacings = {outlet.platform: Pacing(Rhythm(0, 0, 0), lambda: 0.0)}
    composer = EditionComposer(lambda: office.service.sources)
    return Rounds(Worker(office.ledger, composer, {outlet.platform: outlet}, pacings, "one"))


async def found(database: Database, canaries: Mapping[str, str]) -> dict[str, set[str]]:
    """In which columns each canary stands, by its name; those that stand nowhere are left out."""
    columns: dict[str, set[str]] = {}
    async with database.writing() as connection:
        for table in TABLES:
            for row in await connection.execute(select(table)):
                for column, value in zip(table.columns, row, strict=True):
                    for name, canary in canaries.items():
                        if canary.casefold() in str(value).casefold():
                            columns.setdefault(name, set()).add(f"{table.name}.{column.name}")
    return columns


async def copied(database: Database) -> str:
    """All that a copy of the database holds."""
    return "\n".join([line async for line in export(database)])


def held(folder: Path, canaries: Mapping[str, str]) -> list[str]:
    """The canaries that stand in any file of a folder."""
    contents = [each.read_bytes() for each in folder.iterdir() if each.is_file()]
    return [name for name, each in canaries.items() if any(each.encode() in one for one in contents)]


@contextmanager
def logged(*secrets: str) -> Iterator[StringIO]:
    """All that is logged within, as a running program logs it at its most talkative."""
    root = logging.getLogger()
    handlers, level, ours = list(root.handlers), root.level, logging.getLogger(logs.OURS).level
    stream = StringIO()
    logs.configure("debug", secrets=secrets, stream=stream)
    try:
        yield stream
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.getLogger(logs.OURS).setLevel(ours)
        logging.captureWarnings(capture=False)
