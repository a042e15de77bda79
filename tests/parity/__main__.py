"""Write docs/parity.md: `python -m tests.parity --write`; without it, print the page."""

import sys

from bot.handlers import usages
from briefings.library.index import Library
from briefings.library.load import load_shipped
from briefings.places import Gazetteer
from briefings.present.about import Program
from briefings.service import BriefingService
from briefings.themes import ThemeVocabulary
from tests.parity.page import PAGE, page

if __name__ == "__main__":
    library = Library(load_shipped())
    service = BriefingService(library, Gazetteer.shipped(), ThemeVocabulary.shipped(), Program("0", usages()))
    text = page(service.topics)
    if "--write" in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
