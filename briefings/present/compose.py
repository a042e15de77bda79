"""Putting a reply together: claim lines, numbered sources, basis and disclaimer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from briefings.briefing import Briefing
from briefings.claims import Claim
from briefings.library.index import Library
from briefings.present import wording
from briefings.references import ClaimRef, TopicRef
from briefings.reply import (
    Block,
    Choice,
    Choose,
    Cite,
    ClaimLine,
    ClaimList,
    Evidence,
    FollowUp,
    Heading,
    Outcome,
    Remark,
    Reply,
    ShowEvidence,
    Source,
    Text,
    Verb,
    said,
)
from briefings.topics import Topics

MAX_CHOICES = 25
"""What one choice offers at the most; the smallest platform limit we serve."""


@dataclass(slots=True)
class Composer:
    """Numbers the sources of one reply as its claims are said."""

    library: Library
    topics: Topics
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    _told: dict[str, None] = field(default_factory=dict)

    @property
    def several(self) -> bool:
        """Whether what is said must be grouped by article."""
        return len(self.library.briefings) > 1

    def line(self, claim: Claim) -> ClaimLine:
        """A claim as it is said, with its citation marks."""
        return self._line(claim, tuple(self._number(claim.article, passage) for passage in claim.passages))

    def line_of_another(self, claim: Claim, numbers: Mapping[str, int]) -> ClaimLine:
        """A claim with the marks that another reply gave its passages (by qualified id), and no others."""
        self._told[claim.article] = None
        found = (numbers.get(f"{claim.article}:{passage}") for passage in claim.passages)
        return self._line(claim, tuple(number for number in found if number is not None))

    def _line(self, claim: Claim, cites: tuple[int, ...]) -> ClaimLine:
        return ClaimLine(
            claim=ClaimRef(claim.article, claim.id).qualified,
            statement=claim.statement,
            label=wording.claim_label(claim),
            cites=cites,
            remark=claim.contested,
        )

    def cite(self, article: str, passages: Iterable[str], claims: Iterable[Claim] = ()) -> Cite:
        """Marks for interface words that tell of claims or rest on passages."""
        told = tuple(claims)
        found = dict.fromkeys((*passages, *(passage for claim in told for passage in claim.passages)))
        numbers = tuple(self._number(article, passage) for passage in found)
        return Cite(numbers, tuple(ClaimRef(article, claim.id).qualified for claim in told))

    def cite_with_claims(self, article: str, passages: Iterable[str]) -> Cite:
        """Marks for words that rest on passages, with a claim for each, so that evidence can be shown."""
        wanted = tuple(dict.fromkeys(passages))
        numbers = tuple(self._number(article, passage) for passage in wanted)
        claims: list[Claim] = []
        for passage in wanted:
            resting = [each for each in self.library.briefing(article).claims if passage in each.passages]
            if resting and not any(each in claims for each in resting):
                claims.append(resting[0])
        return Cite(numbers, tuple(ClaimRef(article, claim.id).qualified for claim in claims))

    def called(self, ref: ClaimRef) -> str:
        """A claim's id as a reader may type it."""
        return ref.qualified if self.several else ref.claim

    def lines(self, claims: Iterable[Claim]) -> tuple[ClaimLine, ...]:
        """Claims as they are said, in order."""
        return tuple(self.line(claim) for claim in claims)

    def section(self, heading: str, claims: Sequence[Claim]) -> tuple[Block, ...]:
        """A heading and its claims; nothing where there are none."""
        return (Heading(heading), ClaimList(self.lines(claims))) if claims else ()

    def refs(self, refs: Iterable[ClaimRef]) -> tuple[Block, ...]:
        """The claims, under their article's name where the library holds several."""
        grouped: dict[str, list[Claim]] = {}
        for ref in refs:
            grouped.setdefault(ref.article, []).append(self.library.claim(ref))
        blocks: list[Block] = []
        for article, claims in grouped.items():
            blocks.extend(self.article_heading(self.library.briefing(article)))
            blocks.append(ClaimList(self.lines(claims)))
        return tuple(blocks)

    def article_heading(self, briefing: Briefing) -> tuple[Block, ...]:
        """The article's name, where the library holds several; from here on it is told of."""
        self._told[briefing.article.id] = None
        return (Heading(wording.article_name(briefing.article)),) if self.several else ()

    def choose(self, label: str, verb: Verb, topics: Iterable[TopicRef]) -> tuple[FollowUp, ...]:
        """A choice of topics; nothing where there are none."""
        choices = self.choices(topics)
        return (Choose(label, verb, choices),) if choices else ()

    def choices(self, topics: Iterable[TopicRef], argument: str = "{}") -> tuple[Choice, ...]:
        """Topics to choose from; `argument` is what is typed, with the name at `{}`."""
        names = dict.fromkeys(self.topics.name(topic) for topic in topics)
        return tuple(Choice(wording.upper_first(name), argument.format(name)) for name in names)[:MAX_CHOICES]

    def reply(
        self,
        outcome: Outcome,
        title: str,
        blocks: Iterable[Block],
        follow_ups: Iterable[FollowUp] = (),
        reason: str | None = None,
        nearest: Iterable[TopicRef] = (),
    ) -> Reply:
        """The finished reply, with sources, basis line and disclaimer."""
        placed = tuple(blocks)
        claims = said(placed)
        shown = any(isinstance(block, Evidence) for block in placed)
        evidence = (ShowEvidence("Evidence", claims),) if claims and not shown else ()
        told = self._articles(claims)
        return Reply(
            outcome=outcome,
            title=title,
            blocks=placed,
            sources=self._sources(),
            basis=tuple(wording.basis(each.article) for each in told),
            disclaimer=tuple(dict.fromkeys(self._disclaimers(told))),
            follow_ups=(*evidence, *follow_ups),
            reason=reason,
            nearest=tuple(wording.upper_first(self.topics.name(topic)) for topic in nearest),
        )

    def footer(self, articles: Iterable[str]) -> str:
        """Basis and disclaimer of articles, in one text."""
        told = [self.library.briefing(article) for article in dict.fromkeys(articles)]
        bases = (wording.basis(each.article) for each in told)
        return " ".join((*bases, *dict.fromkeys(self._disclaimers(told))))

    def _articles(self, claims: Sequence[str]) -> tuple[Briefing, ...]:
        """The briefings a reply rests on; all of the library where it tells of none."""
        articles = {*self._told, *(claim.partition(":")[0] for claim in claims)}
        return tuple(each for each in self.library.briefings if not articles or each.article.id in articles)

    def _disclaimers(self, told: Iterable[Briefing]) -> Iterator[str]:
        for briefing in told:
            if briefing.article.disclaimer:
                whose = f"{wording.article_name(briefing.article)}: " if self.several else ""
                yield whose + briefing.article.disclaimer

    def _number(self, article: str, passage: str) -> int:
        self._told[article] = None
        return self._numbers.setdefault((article, passage), len(self._numbers) + 1)

    def _sources(self) -> tuple[Source, ...]:
        return tuple(
            Source(number, f"{article}:{passage}", self._place(article, passage))
            for (article, passage), number in self._numbers.items()
        )

    def _place(self, article: str, passage_id: str) -> str:
        briefing = self.library.briefing(article)
        passage = briefing.article.passage(passage_id)
        place = wording.passage_label(passage) if passage else passage_id
        return f"{wording.article_name(briefing.article)}: {place}" if self.several else place


def guess_remark(*guesses: str | None) -> tuple[Block, ...]:
    """Says what misspelt names were read as."""
    read = [f"“{guess}”" for guess in dict.fromkeys(guesses) if guess]
    return (Remark((Text(f"Read as {wording.listing(read)}."),), tone="guess"),) if read else ()
