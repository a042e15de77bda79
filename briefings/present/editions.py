"""Editions and notices as replies: why today, the claims, what to watch, what to ask, where it is from.

Adds nothing: a reader sees statements, editor's remarks and fixed interface text. Every reply carries
basis, disclaimer, number, id and cut-off; citations are numbered within their reply.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from briefings.article import Article
from briefings.claims import Claim
from briefings.editions.changes import ORDER
from briefings.editions.edition import Case, Edition, Indicator, Item
from briefings.editions.history import Seen
from briefings.editions.notice import Notice
from briefings.present import edition_reasons as reasons
from briefings.present import wording
from briefings.present.cases import ORIGIN, STATED
from briefings.references import ClaimRef
from briefings.reply import (
    Block,
    Bullets,
    Cite,
    ClaimLine,
    ClaimList,
    Code,
    ConditionalCase,
    Emphasis,
    FollowUp,
    Heading,
    Outcome,
    Paragraph,
    Remark,
    Reply,
    ShowEvidence,
    Source,
    Suggest,
    Text,
    claim_lines,
    said,
)

MOST_GONE = 5
"""Withdrawn statements that are quoted; more are counted."""


def present_edition(edition: Edition) -> tuple[Reply, ...]:
    """One reply; for a thread the card for the channel, then what belongs into its thread."""
    match edition.style:
        case _ if edition.about is None:
            return (_reply(edition, _Writer.of(edition), reasons.title(edition), ()),)
        case "headlines":
            return (_headlines(edition),)
        case "full":
            writer = _Writer.of(edition)
            blocks = (*_opening(writer, edition), *_body(writer, edition))
            return (_reply(edition, writer, reasons.title(edition), blocks),)
        case "thread":
            return _thread(edition)
        case _:
            assert_never(edition.style)


def _headlines(edition: Edition) -> Reply:
    writer = _Writer.of(edition)
    day = [item for item in edition.items if not item.mark]
    heading = [Heading(reasons.name(edition.about))] if edition.news and edition.about and day else []
    blocks = (*_news(writer, edition.items, edition.gone), *heading, *writer.listed(day))
    return _reply(edition, writer, reasons.title(edition), blocks)


def _thread(edition: Edition) -> tuple[Reply, ...]:
    title, card, thread = reasons.title(edition), _Writer.of(edition), _Writer.of(edition)
    opening, blocks = tuple(_opening(card, edition)), tuple(_body(thread, edition))
    if not blocks:
        return (_reply(edition, card, title, opening),)
    pointer = Paragraph((Text(f"In the thread: {_rest(blocks, edition)}."),))
    return (
        _reply(edition, card, title, (*opening, pointer), whole=False),
        _reply(edition, thread, f"{title}: more", blocks, first=False),
    )


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
    """What a follower reads: what was corrected, changed, new or withdrawn, and how to stop."""
    writer, names = _Writer.of(notice), wording.listing(notice.topics)
    counted = reasons.counts(notice.items, len(notice.gone)) if notice.items or notice.gone else ""
    told = {item.claim.article for item in notice.items}
    held = [reasons.version(article) for article in notice.articles if article.id in told]
    where = wording.listing(held) or "the library"
    blocks: list[Block] = [
        Paragraph((Text(f"You follow {names}. In {where}: {counted}."),)),
        *_news(writer, notice.items, notice.gone),
    ]
    if notice.more:
        blocks.append(Paragraph((Text(f"{notice.more} more: "), Code(f"/brief {notice.topics[0]}"))))
    stop = tuple(Code(f"/unfollow {name}") for name in notice.topics[:1])
    blocks.append(Paragraph((Emphasis(f"Notice · {notice.id} · to stop: "), *stop)))
    steps: list[FollowUp] = [Suggest(f"Briefing: {name}", "brief", name) for name in notice.topics[:1]]
    if claims := said(tuple(blocks)):
        steps.insert(0, ShowEvidence("Evidence", claims))
    return writer.reply(f"Changed on what you follow: {names}", tuple(blocks), steps)


def _opening(writer: "_Writer", edition: Edition) -> Iterator[Block]:
    """What somebody reads who reads no more: the news, else the day's bottom line."""
    if edition.news:
        yield from _news(writer, edition.items, edition.gone)
    else:
        yield Heading("Bottom line")
        yield from writer.listed(edition.items[:1])


def _news(writer: "_Writer", items: Sequence[Item], gone: Sequence[Seen]) -> Iterator[Block]:
    for mark in ORDER:
        marked = [item for item in items if item.mark == mark]
        if marked:
            yield Heading(reasons.MARKED[mark])
            yield from writer.listed(marked)
    yield from _withdrawn(gone)


def _body(writer: "_Writer", edition: Edition) -> Iterator[Block]:
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
        yield Paragraph((Text(f"Taken in here as well: {wording.listing(edition.about.also)}."),))
    yield from _outlook(writer, edition)
    if edition.question:
        yield Paragraph((Text("To ask next: "), Code(f"/ask {edition.question}")))


def _outlook(writer: "_Writer", edition: Edition) -> Iterator[Block]:
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
    if gone:
        yield Heading("Withdrawn")
    for seen in gone[:MOST_GONE]:
        yield Remark((Text(reasons.gone(seen)),), tone="warning")
    if len(gone) > MOST_GONE:
        yield Remark(
            (Text(f"{len(gone) - MOST_GONE} more statements of earlier days are withdrawn."),), tone="warning"
        )


def _reply(
    edition: Edition,
    writer: "_Writer",
    title: str,
    blocks: Iterable[Block],
    *,
    first: bool = True,
    whole: bool = True,
) -> Reply:
    """A reply of an edition. `first`: it opens it; `whole`: nothing follows in a thread."""
    placed = tuple(blocks)
    reason = reasons.why(edition) if first else ""
    closing = [words for words in (reasons.closing(edition), reasons.wider(edition)) if words and whole]
    stamp = f"Edition {edition.number} · {edition.id} · as of {reasons.moment(edition.slot)}"
    around = (
        *((Paragraph((Text(reason),)),) if reason else ()),
        *writer.origin(),
        *placed,
        *(Remark((Text(words),)) for words in closing),
        Paragraph((Emphasis(stamp),)),
    )
    steps: list[FollowUp] = [ShowEvidence("Evidence", claims)] if (claims := said(placed)) else []
    if edition.question and whole and edition.style != "headlines":
        steps.append(Suggest("Ask this next", "ask", edition.question))
    return writer.reply(title, around, steps)


@dataclass(slots=True)
class _Writer:
    """Numbers the citations of one reply, from the frozen provenance alone."""

    articles: tuple[Article, ...]
    several: bool
    """Whether each article must be named."""
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Edition | Notice) -> "_Writer":
        """A writer for one reply of an edition or notice."""
        return cls(content.articles, content.several)

    def listed(self, items: Sequence[Item]) -> Iterator[Block]:
        """Claims, under their article's name where they come from several."""
        articles = dict.fromkeys(item.claim.article for item in items)
        for article in self.articles:
            if article.id in articles:
                if len(self.articles) > 1:
                    yield Heading(wording.article_name(article))
                yield from self._claims([item for item in items if item.claim.article == article.id])

    def _claims(self, items: Sequence[Item]) -> Iterator[Block]:
        """Claims in a row; under one that was corrected or changed, how it read before."""
        row: list[ClaimLine] = []
        for item in items:
            row.append(self.line(item.claim))
            before = reasons.was(item)
            if before:
                yield ClaimList(tuple(row))
                yield Remark((Text(before),))
                row = []
        if row:
            yield ClaimList(tuple(row))

    def line(self, claim: Claim) -> ClaimLine:
        """A claim as it is said."""
        return ClaimLine(
            claim=ClaimRef(claim.article, claim.id).qualified,
            statement=claim.statement,
            label=wording.claim_label(claim),
            cites=tuple(self._number(claim.article, passage) for passage in claim.passages),
            remark=claim.contested,
        )

    def cite(self, claims: Sequence[Claim]) -> Cite:
        """Marks for interface words that rest on claims."""
        numbers = (self._number(claim.article, passage) for claim in claims for passage in claim.passages)
        return Cite(
            tuple(dict.fromkeys(numbers)),
            tuple(ClaimRef(claim.article, claim.id).qualified for claim in claims),
        )

    def origin(self) -> tuple[Block, ...]:
        """The article's name, where the library holds several and this tells of one."""
        articles = self.articles
        if not self.several or len(articles) > 1:
            return ()
        return (Paragraph((Text("From: "), Emphasis(wording.article_name(articles[0])))),)

    def reply(self, title: str, blocks: tuple[Block, ...], steps: Sequence[FollowUp]) -> Reply:
        """The finished reply, with sources, basis line and disclaimer."""
        articles = self.articles
        return Reply(
            outcome=Outcome.ANSWER,
            title=title,
            blocks=blocks,
            sources=tuple(self._sources()),
            basis=tuple(wording.basis(article) for article in articles),
            disclaimer=tuple(dict.fromkeys(self._disclaimers(articles))),
            follow_ups=tuple(steps),
        )

    def _disclaimers(self, articles: Iterable[Article]) -> Iterator[str]:
        for article in articles:
            if article.disclaimer:
                whose = f"{wording.article_name(article)}: " if len(self.articles) > 1 else ""
                yield whose + article.disclaimer

    def _number(self, article: str, passage: str) -> int:
        return self._numbers.setdefault((article, passage), len(self._numbers) + 1)

    def _sources(self) -> Iterator[Source]:
        held = {article.id: article for article in self.articles}
        for (name, passage_id), number in self._numbers.items():
            passage = held[name].passage(passage_id)
            place = wording.passage_label(passage) if passage else passage_id
            label = f"{wording.article_name(held[name])}: {place}" if len(held) > 1 else place
            yield Source(number, f"{name}:{passage_id}", label)
