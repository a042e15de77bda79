"""Reads the curated questions that ship and writes what is kept of them.

    python scripts/build_answers.py [--check]

Run it after a change to curated questions, concepts, cues or places. `--check` writes nothing and
exits 1 when the file is out of date.
"""

import argparse
import json
import sys
from pathlib import Path

import briefings.answers
from briefings.answers.ask import Answerer
from briefings.answers.reading import TABLE, pack
from briefings.library.load import load_shipped
from briefings.places import Gazetteer
from briefings.themes import ThemeVocabulary


def built() -> str:
    """The file's text as it should be, one question to a line."""
    library = load_shipped()
    shelf = Answerer(library, Gazetteer.shipped(), ThemeVocabulary.shipped()).shelf
    texts = sorted({text for briefing in library for pair in briefing.answers for text in pair.questions})
    rows = (
        f"{json.dumps(text, ensure_ascii=False)}:"
        + json.dumps(pack(shelf.reading(text)), ensure_ascii=False, separators=(",", ":"))
        for text in texts
    )
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="only say whether the file is up to date")
    options = parser.parse_args()
    file = Path(briefings.answers.__path__[0]) / "data" / TABLE
    text = built()
    if options.check:
        return 0 if file.exists() and file.read_text(encoding="utf-8") == text else 1
    file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
