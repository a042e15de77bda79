"""Editions and notices as replies: why today, the claims, what to watch, what to ask, where it is from.

Adds nothing: a reader sees statements, editor's remarks, curated questions and fixed interface text.
Every reply carries basis, disclaimer, number, id and cut-off, on small print where it is a short one.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from briefings.editions.changes import ORDER
from briefings.editions.edition import Case, Edition, Indicator, Item
from briefings.editions.history import Seen
from briefings.editions.notice import Notice
from briefings.present import edition_reasons as reasons
from briefings.present import wording
from briefings.present.cases import ORIGIN, STATED
from briefings.present.edition_writer import Writer
from briefings.reply import (
    Block,
    Bullets,
    Code,
    ConditionalCase,
    Emphasis,
    FollowUp,
    Heading,
    Inline,
    Outcome,
    Paragraph,
    Remark,
    Reply,
    ShowEvidence,
    Strong,
    Suggest,
    Text,
    claim_lines,
    said,
)

MOST_GONE = 5
"""Withdrawn statements that are quoted; more are counted."""
MOST_OFFERED = 3
"""Topics of a notice whose briefing is offered."""


def present_edition(edition: Edition) -> tuple[Reply, ...]:
    """One reply; for a thread the card for the channel, then what belongs into its thread."""
    match edition.style:
        case _ if edition.about is None:
            return (_one_line(edition),)
        case "headlines":
            return (_headlines(edition),)
        case "full":
            writer = Writer.of(edition)
            blocks = (*_opening(writer, edition), *_body(writer, edition))
            return (_reply(edition, writer, reasons.title(edition), blocks),)
        case "thread":
            return _thread(edition)
        case _:
            assert_never(edition.style)


def _one_line(edition: Edition) -> Reply:
    """That nothing is new. It says nothing of any article, so there is nothing to disclaim."""
    stamp = f"{edition.id} · as of {reasons.moment(edition.slot, short=True)}"
    return Reply(Outcome.ANSWER, reasons.title(edition), (Paragraph((Emphasis(stamp),)),))


def _headlines(edition: Edition) -> Reply:
    writer = Writer.of(edition)
    day = [item for item in edition.items if not item.mark]
    heading = [Heading(reasons.name(edition.about))] if edition.news and edition.about and day else []
    blocks = (*_news(writer, edition.items, edition.gone), *heading, *writer.listed(day))
    return _reply(edition, writer, reasons.title(edition), blocks, short=True)


def _thread(edition: Edition) -> tuple[Reply, ...]:
    title, card = reasons.title(edition), Writer.of(edition)
    opening, thread = tuple(_opening(card, edition)), card.following()
    blocks = tuple(_body(thread, edition))
    if not blocks:
        return (_reply(edition, card, title, opening, short=True),)
    pointer = Paragraph((Text(f"In the thread: {_rest(blocks, edition)}."),))
    return (
        _reply(edition, card, title, (*opening, pointer), whole=False, short=True),
        _reply(edition, thread, _more(edition), blocks, first=False, short=True),
    )


def _more(edition: Edition) -> str:
    """The title of what stands in the thread."""
    return f"{reasons.name(edition.about) if edition.about else reasons.title(edition)}: more"


def _rest(blocks: tuple[Block, ...], edition: Edition) -> str:
    """What a card leaves to its thread, in words."""
    count = sum(1 for _ in claim_lines(blocks))
    parts = [f"{count} more {'claim' if count == 1 else 'claims'}"] if count else []
    match edition.outlook:
        case Case():
            parts.append("a scenario")
        case Indicator():
            parts.append("what to watch")
        case None:
            pass
        case _:
            assert_never(edition.outlook)
    return wording.listing([*parts, *(["a question to ask next"] if edition.question else [])])


def present_notice(notice: Notice) -> Reply:
    """What a follower reads: what was published, corrected, changed or withdrawn, and how to stop."""
    writer = Writer.of(notice)
    blocks: list[Block] = [
        Paragraph((Text(reasons.noticed(notice)),)),
        *_news(writer, notice.items, notice.gone),
    ]
    if notice.more:
        blocks.append(Paragraph((Text(f"{notice.more} more: "), *_typed("brief", notice.topics))))
    stop = _typed("unfollow", notice.topics)
    blocks.append(Paragraph((Emphasis(f"Notice · {notice.id} · to stop: "), *stop)))
    offered = notice.topics[:MOST_OFFERED]
    steps: list[FollowUp] = [Suggest(f"Briefing: {name}", "brief", name) for name in offered]
    if claims := said(tuple(blocks)):
        steps.insert(0, ShowEvidence("Evidence", claims))
    return writer.reply(reasons.notice_title(notice), tuple(blocks), steps)


def _typed(verb: str, topics: Sequence[str]) -> Iterator[Inline]:
    """A command for each topic, to be typed."""
    for number, name in enumerate(topics):
        if number:
            yield Text(" · ")
        yield Code(f"/{verb} {name}")


def _opening(writer: Writer, edition: Edition) -> Iterator[Block]:
    """What somebody reads who reads no more: the news, else the day's bottom line."""
    if edition.news:
        yield from _news(writer, edition.items, edition.gone)
    else:
        yield Heading(reasons.lead(edition.items[0].claim))
        yield from writer.listed(edition.items[:1])


def _news(writer: Writer, items: Sequence[Item], gone: Sequence[Seen]) -> Iterator[Block]:
    """What is news, by its mark; under no heading where the title says all that one could."""
    marks = {item.mark for item in items}
    alone = len(marks) + bool(gone) == 1
    for mark in ORDER:
        marked = [item for item in items if item.mark == mark]
        if marked:
            yield from () if alone else (Heading(reasons.MARKED[mark]),)
            yield from writer.listed(marked)
    if gone and not alone:
        yield Heading("Withdrawn")
    yield from _withdrawn(gone)


def _body(writer: Writer, edition: Edition) -> Iterator[Block]:
    """The day's other claims, what to watch, what to ask, and what is left when all was shown."""
    day = [item for item in edition.items if not item.mark]
    mixed = len(day) < len(edition.items)
    rest = day if mixed else day[1:]
    case = edition.outlook if isinstance(edition.outlook, Case) else None
    apart = [item for item in rest if not (case and item.qualified in case.claims)]
    if apart:
        about = reasons.name(edition.about) if mixed and edition.about else "Also said"
        yield Heading(about)
        yield from writer.listed(apart)
    if edition.about and edition.about.also:
        yield Paragraph((Text(reasons.joined(edition.about)),))
    yield from _outlook(writer, edition)
    if edition.question:
        yield Paragraph((Text("To ask next: "), Code(f"/ask {edition.question}")))


def _outlook(writer: Writer, edition: Edition) -> Iterator[Block]:
    match edition.outlook:
        case None:
            pass
        case Case() as case:
            claims = {item.qualified: item.claim for item in edition.items}
            yield Heading("A scenario")
            yield ConditionalCase(
                trigger=reasons.condition(case.trigger),
                stated_by=STATED[case.explicit],
                lines=tuple(writer.line(claims[name]) for name in case.claims),
            )
        case Indicator() as item:
            yield Heading("What to watch")
            words = f"{item.indicator} — would signal {item.signals}; {ORIGIN[item.origin]}"
            yield Bullets(((Text(words), writer.cite(item.claims)),))
        case _:
            assert_never(edition.outlook)


def _withdrawn(gone: Sequence[Seen]) -> Iterator[Block]:
    for seen in gone[:MOST_GONE]:
        yield Remark((Text(reasons.gone(seen)),), tone="warning")
    if len(gone) > MOST_GONE:
        yield Remark(
            (Text(f"{len(gone) - MOST_GONE} more statements of earlier days are withdrawn."),), tone="warning"
        )


def _reply(
    edition: Edition,
    writer: Writer,
    title: str,
    blocks: Iterable[Block],
    *,
    first: bool = True,
    whole: bool = True,
    short: bool = False,
) -> Reply:
    """A reply of an edition. `first`: it opens it; `whole`: nothing follows; `short`: so is its foot."""
    placed = tuple(blocks)
    closing = reasons.closing(edition) if whole else ""
    around = (
        *(_reason(edition) if first else ()),
        *writer.origin(),
        *placed,
        *((Remark((Text(closing),)),) if closing else ()),
        *(() if short else (Paragraph((Emphasis(reasons.stamp(edition, short=False)),)),)),
    )
    steps: list[FollowUp] = [ShowEvidence("Evidence", claims)] if (claims := said(placed)) else []
    if edition.question and whole and edition.style != "headlines":
        steps.append(Suggest("Ask this next", "ask", edition.question))
    return writer.reply(title, around, steps, reasons.stamp(edition, short=True) if short else None)


def _reason(edition: Edition) -> Iterator[Block]:
    """Why this, why today: the question that it answers, and where it stands in the run."""
    why = reasons.why(edition)
    asks = (Strong(edition.asks), Text(" " if why else "")) if edition.asks else ()
    if asks or why:
        yield Paragraph((*asks, *((Text(why),) if why else ())))
