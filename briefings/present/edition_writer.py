"""The parts of an edition or notice: claims with their numbered citations, where it is from, the foot.

Owns the numbers of the citations: one passage has one number in all replies of an edition. Says nothing
of its own but what the frozen provenance gives.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from briefings.article import Article
from briefings.claims import Claim
from briefings.editions.edition import Edition, Item
from briefings.editions.notice import Notice
from briefings.present import edition_reasons as reasons
from briefings.present import wording
from briefings.references import ClaimRef
from briefings.reply import (
    Block,
    Cite,
    ClaimLine,
    ClaimList,
    Emphasis,
    FollowUp,
    Heading,
    Outcome,
    Paragraph,
    Remark,
    Reply,
    Source,
    Text,
)


@dataclass(slots=True)
class Writer:
    """Numbers the citations of one reply, from the frozen provenance alone."""

    articles: tuple[Article, ...]
    several: bool
    """Whether each article must be named."""
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    """By article and passage; shared by the replies of an edition."""
    _cited: dict[tuple[str, str], None] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Edition | Notice) -> "Writer":
        """A writer for the first reply of an edition or notice."""
        return cls(content.articles, content.several)

    def following(self) -> "Writer":
        """A writer for the next reply, whose citations go on from this one's."""
        return Writer(self.articles, self.several, self.numbers)

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
            tuple(sorted(set(numbers))),
            tuple(ClaimRef(claim.article, claim.id).qualified for claim in claims),
        )

    def origin(self) -> tuple[Block, ...]:
        """The article's name, where the library holds several and this tells of one."""
        articles = self.articles
        if not self.several or len(articles) > 1:
            return ()
        return (Paragraph((Text("From: "), Emphasis(wording.article_name(articles[0])))),)

    def reply(
        self, title: str, blocks: tuple[Block, ...], steps: Sequence[FollowUp], stamp: str | None = None
    ) -> Reply:
        """The finished reply, with sources, basis line and disclaimer.

        `stamp`: for a short foot, which edition it is; it stands before the basis line, on the same line.
        """
        articles = self.articles
        basis = [wording.basis(each) if stamp is None else wording.short_basis(each) for each in articles]
        if stamp is not None:
            basis = [f"{stamp} · {basis[0]}", *basis[1:]]
        return Reply(
            outcome=Outcome.ANSWER,
            title=title,
            blocks=blocks,
            sources=tuple(self._sources(short=stamp is not None)),
            basis=tuple(basis),
            disclaimer=tuple(dict.fromkeys(self._disclaimers(articles))),
            follow_ups=tuple(steps),
        )

    def _disclaimers(self, articles: Iterable[Article]) -> Iterator[str]:
        for article in articles:
            if article.disclaimer:
                whose = f"{wording.article_name(article)}: " if len(self.articles) > 1 else ""
                yield whose + article.disclaimer

    def _number(self, article: str, passage: str) -> int:
        self._cited[article, passage] = None
        return self.numbers.setdefault((article, passage), len(self.numbers) + 1)

    def _sources(self, *, short: bool) -> Iterator[Source]:
        """The passages cited in this reply, by number; `short`: without the titles of their sections."""
        held = {article.id: article for article in self.articles}
        for name, passage_id in sorted(self._cited, key=self.numbers.__getitem__):
            passage = held[name].passage(passage_id)
            place = passage_id
            if passage:
                place = wording.short_place(passage) if short else wording.passage_label(passage)
            between = ", " if short else ": "
            label = f"{wording.article_name(held[name])}{between}{place}" if len(held) > 1 else place
            yield Source(self.numbers[name, passage_id], f"{name}:{passage_id}", label)
