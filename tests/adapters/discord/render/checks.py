"""What must hold of every page of every reply, read from the JSON alone. Used by tests and campaign."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from bot.adapters.discord.custom_ids import CustomIds
from bot.adapters.discord.render import Style, Visibility, render_all
from bot.printable import printable
from bot.rendering.asked import Asked
from briefings.reply import Bullets, ClaimLine, Link, Paragraph, Remark, Reply, claim_lines
from tests.adapters.discord.render import rules
from tests.adapters.discord.render.markdown import RAW_PINGS, Shown, bare, shown

WHOLE = 320
"""A statement of this length is never parted."""
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


def bodies(reply: Reply, asked: Asked, style: Style, *, public: bool = False) -> list[dict[str, Any]]:
    """Every page of the reply as a request's body."""
    visibility: Visibility = "public" if public else "private"
    pages = render_all(reply, ids=CustomIds(asked), style=style, visibility=visibility)
    return [page.json() for page in pages]


def problems(reply: Reply, asked: Asked, style: Style) -> list[str]:
    """Everything wrong with the pages of a reply."""
    return wrong_with(bodies(reply, asked, style), reply)


def wrong_with(pages: list[dict[str, Any]], reply: Reply) -> list[str]:
    """Everything wrong with these pages of a reply."""
    seen = [shown(text_of(page)) for page in pages]
    found = [problem for page in pages for problem in rules.violations(page)]
    found += [problem for page in pages for problem in _pings(page)]
    found += [problem for each in seen for problem in _links(each, reply)]
    found += _claims(reply, [bare(each.text) for each in seen])
    found += [
        problem
        for page, each in zip(pages, seen, strict=True)
        for problem in _foot(reply, bare(each.text + _footer(page)))
    ]
    return found


def text_of(body: dict[str, Any]) -> str:
    """All markdown that a message shows."""
    texts = [each["content"] for each in rules.walk(body["components"]) if each["type"] == 10]
    texts += [
        "\n\n".join(embed[part] for part in ("title", "description") if part in embed)
        for embed in body.get("embeds", ())
    ]
    return "\n\n".join(texts)


def _footer(body: dict[str, Any]) -> str:
    return "\n".join(embed["footer"]["text"] for embed in body.get("embeds", ()) if "footer" in embed)


def _pings(body: dict[str, Any]) -> Iterator[str]:
    for each in rules.shown_strings(body):
        if RAW_PINGS.search(each):
            yield "a ping"
        if re.search("[\u202a-\u202e\x00-\x09\x0b-\x1f\x7f\x80-\x9f]", each):
            yield "a control character"


def _links(page: Shown, reply: Reply) -> Iterator[str]:
    cited = {_address(url) for url in _cited(reply)}
    if page.pings:
        yield f"a ping: {page.pings[0]}"
    if page.specials:
        yield f"something that is shown as another thing: {page.specials[0]}"
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


def _claims(reply: Reply, pages: list[str]) -> Iterator[str]:
    """Each claim stands once, whole, with its marks, level and remark; on that page its sources do too."""
    lines = [line for line in claim_lines(reply.blocks) if bare(printable(line.statement))]
    numbers = {source.number for source in reply.sources}
    for line in lines:
        statement = bare(printable(line.statement))
        if len(line.statement) > WHOLE:
            continue
        same = sum(bare(printable(each.statement)).count(statement) for each in lines)
        found = [page for page in pages for _ in range(page.count(statement))]
        if len(found) != same:
            yield f"a claim stands {len(found)} times, not {same}: {line.statement!r}"
        elif not any(_is_whole(line, page, statement) for page in found):
            yield f"a claim without its marks, level or remark: {line!r}"
        for page in found if same == 1 else ():
            yield from _sources(line, page, numbers)


def _is_whole(line: ClaimLine, page: str, statement: str) -> bool:
    marks = "".join(f"[{number}]" for number in line.cites)
    after = page.partition(statement)[2]
    while after:
        rest = after.removeprefix(marks)
        if (not marks or rest != after) and _begins(rest, bare(printable(line.label))):
            remark = bare(printable(line.remark or ""))
            said = rest.partition(bare("Editor's remark:"))[2]
            if not remark or _begins(said, remark):
                return True
        after = after.partition(statement)[2]
    return False


def _begins(page: str, text: str) -> bool:
    """Whether the page goes on with the text, or with its beginning and "…" where it was too long."""
    shown_part = page[:20].partition("…")[0]
    return page.startswith(text[:20]) or (len(shown_part) < 20 and text.startswith(shown_part))


def _sources(line: ClaimLine, page: str, numbers: set[int]) -> Iterator[str]:
    for number in numbers.intersection(line.cites):
        if page.count(f"[{number}]") < 2 and not re.search(r"…\d+moresources?:pressEvidence", page):
            yield f"a page does not list its source {number}"


def _foot(reply: Reply, page: str) -> Iterator[str]:
    for lines in (reply.basis, reply.disclaimer):
        said = [bare(printable(each)) for each in dict.fromkeys(lines)]
        if said and said[0] and said[0][:40] not in page:
            yield "a page without its basis or disclaimer"
        if any(each[:40] not in page for each in said) and bare("and more: see the sources") not in page:
            yield "a page that drops a basis or disclaimer in silence"
