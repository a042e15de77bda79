"""The briefings under test as plain data, and the texts they were made from."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from briefings.briefing import Briefing
from briefings.places import Gazetteer

ROOT = Path(__file__).parents[3]
FOLDERS = {
    "north-korea-russia": ROOT / "briefings" / "library" / "data" / "north-korea-russia",
    "canal-tolls": ROOT / "tests" / "corpus" / "library" / "canal-tolls",
}
TEXTS = {
    "north-korea-russia": ROOT.parent / "shared" / "seed" / "article.txt",
    "canal-tolls": FOLDERS["canal-tolls"] / "article.txt",
}

Data = dict[str, Any]
"""A briefing as its file holds it, answers included."""


@cache
def _raw(article: str) -> str:
    folder = FOLDERS[article]
    data = json.loads((folder / "briefing.json").read_text(encoding="utf-8"))
    data["answers"] = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    return json.dumps(data)


def data(article: str) -> Data:
    """A fresh copy of the briefing's data, to be spoilt."""
    loaded: Data = json.loads(_raw(article))
    return loaded


def briefing(spoilt: Data) -> Briefing:
    """The briefing that the data make; raises pydantic's ValidationError where they make none."""
    return Briefing.model_validate_json(json.dumps(spoilt))


@cache
def text(article: str) -> str | None:
    """The article's text, or None where it is not at hand."""
    file = TEXTS[article]
    return file.read_text(encoding="utf-8") if file.is_file() else None


@cache
def gazetteer() -> Gazetteer:
    """The shipped names of places."""
    return Gazetteer.shipped()
