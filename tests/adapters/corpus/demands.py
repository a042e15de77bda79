"""What must hold of every page of every reply on every platform, read from what a reader sees alone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from bot.printable import printable
from briefings.reply import Bullets, ClaimLine, Link, Paragraph, Remark, Reply, claim_lines
from tests.adapters.corpus.letters import bare

WHOLE = 320
"""A statement of this length is never parted."""
REMARK = "Editor's remark:"
_LONGEST_LABEL = 240
"""Characters of a level that may stand between a statement and the remark on it."""
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_MORE_SOURCES = re.compile(r"…\d+moresources?:pressEvidence")


class Seen(Protocol):
    """What a reader sees of one page."""

    text: str
    links: list[str]
    pings: list[str]
    specials: list[str]
    """Things that are shown as other things."""
    labels: list[tuple[str, str]]
    """Labels of links and where they lead."""


def unmet(pages: Sequence[Seen], reply: Reply) -> list[str]:
    """Every demand that these pages of a reply do not meet, in words."""
    found = [problem for each in pages for problem in _links(each, reply)]
    texts = [bare(each.text) for each in pages]
    found += [problem for line in _lines(reply) for problem in _claim(line, texts, reply)]
    return found + [problem for page in texts for problem in _foot(reply, page)]


def _links(page: Seen, reply: Reply) -> Iterator[str]:
    cited = {_address(url) for url in _cited(reply)}
    yield from (f"a ping: {each}" for each in page.pings)
    yield from (f"something that is shown as another thing: {each}" for each in page.specials)
    for link in page.links:
        if not link.startswith("https://") or _address(link) not in cited:
            yield f"a link that we do not cite: {link}"
    for label, target in page.labels:
        if any(host.lower() not in target.lower() for host in _HOST.findall(label)):
            yield f"a label that names another address: {label}"


def _cited(reply: Reply) -> Iterator[str]:
    for block in reply.blocks:
        groups: Iterable[Any] = ()
        if isinstance(block, Paragraph | Remark):
            groups = (block.inlines,)
        elif isinstance(block, Bullets):
            groups = block.items
        for inlines in groups:
            yield from (each.url for each in inlines if isinstance(each, Link))


def _address(url: str) -> tuple[str, ...]:
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        return ()
    return (parts.scheme, host, *(unquote(each) for each in (parts.path, parts.query, parts.fragment)))


def _lines(reply: Reply) -> Iterator[ClaimLine]:
    """The claims that no page may part."""
    for line in claim_lines(reply.blocks):
        if _seen(line.statement) and len(line.statement) <= WHOLE:
            yield line


def _seen(text: str) -> str:
    return bare(printable(text))


def _claim(line: ClaimLine, pages: Sequence[str], reply: Reply) -> Iterator[str]:
    """Each claim stands as often as the reply says it, whole, and its sources stand on the same page."""
    statement = _seen(line.statement)
    wanted = sum(_seen(each.statement).count(statement) for each in claim_lines(reply.blocks))
    found = [page for page in pages for _ in range(page.count(statement))]
    if len(found) != wanted:
        yield f"a claim stands {len(found)} times, not {wanted}: {statement!r}"
        return
    whole = _whole(line, statement)
    if not any(whole.search(page) for page in found):
        yield f"a claim without its marks, level or remark: {line!r}"
    listed = {source.number for source in reply.sources}
    for number in listed.intersection(line.cites) if wanted == 1 else ():
        if found[0].count(f"[{number}]") < 2 and not _MORE_SOURCES.search(found[0]):
            yield f"a page does not list its source {number}"


def _whole(line: ClaimLine, statement: str) -> re.Pattern[str]:
    """Statement, marks, level and remark in a row; of a long level or remark its beginning.

    How much of a level is shown goes by its characters, of which many may stand upon one letter.
    """
    marks = "".join(f"[{number}]" for number in line.cites)
    remark = _seen(line.remark or "")
    label = printable(line.label)
    level = bare(label) if len(label) <= 20 else bare(label[:20])[:-1]
    said = f".{{0,{_LONGEST_LABEL}}}{re.escape(bare(REMARK))}{re.escape(remark[:20])}"
    beginning = rf"{re.escape(statement + marks)}\(?{re.escape(level)}"
    return re.compile(beginning + (said if remark else ""), re.DOTALL)


def _foot(reply: Reply, page: str) -> Iterator[str]:
    for lines in (reply.basis, reply.disclaimer):
        said = [_seen(each) for each in dict.fromkeys(lines)]
        if said and said[0] and said[0][:40] not in page:
            yield "a page without its basis or disclaimer"
        if any(each[:40] not in page for each in said) and bare("and more: see the sources") not in page:
            yield "a page that drops a basis or disclaimer in silence"
