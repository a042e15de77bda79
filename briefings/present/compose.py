"""Putting a reply together: claim lines, numbered sources, basis and disclaimer."""

from collections.abc import Iterable, Sequence
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
    claim_lines,
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

    @property
    def several(self) -> bool:
        """Whether what is said must be grouped by article."""
        return len(self.library.briefings) > 1

    def line(self, claim: Claim) -> ClaimLine:
        """A claim as it is said, with its citation marks."""
        cites = tuple(self._number(claim.article, passage) for passage in claim.passages)
        return ClaimLine(
            claim=ClaimRef(claim.article, claim.id).qualified,
            statement=claim.statement,
            label=wording.claim_label(claim),
            cites=cites,
            remark=claim.contested,
        )

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
        """The article's name, where the library holds several."""
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
        claims = tuple(dict.fromkeys(line.claim for line in claim_lines(placed)))
        shown = any(isinstance(block, Evidence) for block in placed)
        evidence = (ShowEvidence("Evidence", claims),) if claims and not shown else ()
        told = self._told(claims)
        return Reply(
            outcome=outcome,
            title=title,
            blocks=placed,
            sources=self._sources(),
            basis=tuple(wording.basis(each.article) for each in told),
            disclaimer=tuple(each.article.disclaimer for each in told if each.article.disclaimer),
            follow_ups=(*evidence, *follow_ups),
            reason=reason,
            nearest=tuple(wording.upper_first(self.topics.name(topic)) for topic in nearest),
        )

    def _told(self, claims: Sequence[str]) -> tuple[Briefing, ...]:
        """The briefings a reply rests on; all of the library where it says nothing of any."""
        articles = {claim.partition(":")[0] for claim in claims}
        return tuple(each for each in self.library.briefings if not articles or each.article.id in articles)

    def _number(self, article: str, passage: str) -> int:
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


def guess_remark(guess: str | None) -> tuple[Block, ...]:
    """Says what a misspelt name was read as."""
    return (Remark((Text(f"Read as “{guess}”."),), tone="guess"),) if guess else ()
