"""docs/privacy.md lists what is stored: all of it, and nothing else."""

import re
from pathlib import Path

from bot.storage.tables import metadata

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


def test_no_column_holds_a_person() -> None:
    """Nowhere is there a place for who asked."""
    columns = {column.name for table in metadata.tables.values() for column in table.columns}
    assert not [name for name in columns if re.search(r"user|author|member|name|email", name)]
