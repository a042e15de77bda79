"""docs/privacy.md lists what is stored: all of it, and nothing else."""

import re
from pathlib import Path

from bot.storage.delivery_tables import subscription

metadata = subscription.metadata
PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
_ROW = re.compile(r"^\| (?P<what>[^|]+) \| tables? (?P<tables>[^|]+) \|", re.MULTILINE)
_OF_THE_COLUMNS = {
    "at": "when",
    "platform": "the platform",
    "place": "the server's or workspace's id",
    "question": "the question",
    "answer_text": "the answer",
    "claims": "the claims it said",
    "kind": "Wrong, Unsupported or Missing",
    "comment": "the comment",
}
"""How the page names each column that readers have a part in."""


def rows() -> dict[str, str]:
    """What is kept, by table."""
    found = {}
    for row in _ROW.finditer(PAGE.read_text(encoding="utf-8")):
        for table in re.findall(r"`(\w+)`", row["tables"]):
            found[table] = row["what"]
    return found


def test_every_table_is_listed() -> None:
    """No table is kept that the page does not name, and none is named that is not kept."""
    assert set(rows()) == set(metadata.tables)


def test_every_column_of_feedback_is_named() -> None:
    """What is stored when a reader presses a feedback button is listed field by field."""
    columns = {column.name for column in metadata.tables["feedback"].columns} - {"id"}
    assert columns == set(_OF_THE_COLUMNS)
    assert [words for words in _OF_THE_COLUMNS.values() if words not in rows()["feedback"]] == []


_PERSONS = {
    ("subscription", "owner"),
    ("subscription", "paused_by"),
    ("draft", "author"),
    ("follow", "person"),
}
"""Where a person's id has to be kept, since they asked to be told something."""


def test_persons_stand_where_they_must_and_nowhere_else() -> None:
    """Only who asked for a digest or a follow is kept, by id; there is no place for who asked a question."""
    columns = {(table.name, column.name) for table in metadata.tables.values() for column in table.columns}
    telling = re.compile(r"user|author|member|person|owner|_by$|email|name$")
    found = {each for each in columns if telling.search(each[1])}
    assert found == _PERSONS | {("subscription", "channel_name")}
    for table, _ in _PERSONS:
        assert "id" in rows()[table]
