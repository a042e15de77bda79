"""The neutral reply: closed unions of inlines, blocks and follow-ups, frozen.

One Reply renders to every platform; there is no way to smuggle a platform's payload through it.
The smallest part a renderer may place is a block or a `ClaimLine`: a statement is never parted
from its citation marks, its modality or its editor's remark.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, assert_never


class Outcome(StrEnum):
    """What became of a request, as scripts and logs see it."""

    ANSWER = "answer"
    ABSTAIN = "abstain"
    FALSE_PREMISE = "false-premise"
    CLEAR_ERROR = "clear-error"


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words of the interface."""

    text: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    text: str
    kind: Literal["strong"] = "strong"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words set apart quietly."""

    text: str
    kind: Literal["emphasis"] = "emphasis"


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type, to the letter."""

    text: str
    kind: Literal["code"] = "code"


@dataclass(frozen=True, slots=True)
class Link:
    """An address we cite; the label never hides another address."""

    label: str
    url: str
    kind: Literal["link"] = "link"


@dataclass(frozen=True, slots=True)
class Cite:
    """Citation marks on interface words that tell of claims, such as a line of a picture's text."""

    numbers: tuple[int, ...]
    claims: tuple[str, ...]
    """Qualified ids of the claims told of; none where the words rest on passages alone."""
    kind: Literal["cite"] = "cite"


Inline = Text | Strong | Emphasis | Code | Link | Cite


@dataclass(frozen=True, slots=True)
class Source:
    """One numbered citation of a reply."""

    number: int
    passage: str
    """Qualified passage id, `article:S1.1.3`."""
    label: str
    """How a reader finds it: section, paragraph and sentence in words."""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim as it is said: statement, modality, citation marks, remark. Never split."""

    claim: str
    """Qualified claim id."""
    statement: str
    label: str
    """Kind and modality in the words readers see."""
    cites: tuple[int, ...]
    remark: str | None = None
    """An editor's remark that must stay with the statement."""
    kind: Literal["claim-line"] = "claim-line"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a reply."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Interface words, never content of an article."""

    inlines: tuple[Inline, ...]
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class ClaimList:
    """Claims, one after another."""

    lines: tuple[ClaimLine, ...]
    kind: Literal["claim-list"] = "claim-list"


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short interface lines."""

    items: tuple[tuple[Inline, ...], ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class ConditionalCase:
    """If `trigger`, then the claims; `stated_by` says whose condition it is."""

    trigger: str
    stated_by: str
    lines: tuple[ClaimLine, ...]
    watch: tuple[str, ...] = ()
    kind: Literal["case"] = "case"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison; no lines means that the articles are silent."""

    title: str
    lines: tuple[ClaimLine, ...]
    silence: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Claims side by side under one aspect."""

    aspect: str
    sides: tuple[Side, ...]
    kind: Literal["comparison"] = "comparison"


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """One anchor of a claim, as evidence shows it."""

    passage: str
    """Qualified passage id."""
    section: str
    """The section's title; empty where it has none."""
    place: str
    """ "section 1, paragraph 1, sentence 3"."""
    level: str
    """The source clause's own level, in the words readers see."""
    quote: str | None
    wording: str | None
    """The source's sentence, where the operator holds the text."""
    number: int | None = None
    """The citation's number in the reply that was asked about; None where that is not known."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one claim rests on."""

    line: ClaimLine
    article: str
    parts: tuple[EvidencePart, ...]
    kind: Literal["evidence"] = "evidence"


@dataclass(frozen=True, slots=True)
class Node:
    """A party of the relationship picture."""

    key: str
    label: str
    group: Literal["country", "bloc"]


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship; `style` follows its modality, as the legend explains."""

    source: str
    target: str
    label: str
    directed: bool
    style: Literal["solid", "reported", "dash-dotted", "dashed", "dotted", "grey"]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The relationship picture and its text equivalent."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    alt: str
    focus: tuple[str, ...] = ()
    """Keys of the parties the reader asked about; empty for the whole article."""
    footer: str = ""
    """Basis and disclaimer: a picture is saved and passed on without its reply."""
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class Remark:
    """A notice from us: a guess at a misspelling, a silence, an editor's remark."""

    inlines: tuple[Inline, ...]
    tone: Literal["notice", "guess", "warning"] = "notice"
    kind: Literal["remark"] = "remark"


Block = Heading | Paragraph | ClaimList | Bullets | ConditionalCase | Comparison | Evidence | Picture | Remark


Verb = Literal[
    "brief", "ask", "compare", "scenarios", "watch", "gaps", "map", "about", "digest", "follow", "unfollow"
]


@dataclass(frozen=True, slots=True)
class ShowEvidence:
    """Offers the evidence for the claims of this reply."""

    label: str
    claims: tuple[str, ...]
    kind: Literal["show-evidence"] = "show-evidence"


@dataclass(frozen=True, slots=True)
class Suggest:
    """Offers one further command; `argument` is what would be typed after the verb."""

    label: str
    verb: Verb
    argument: str
    kind: Literal["suggest"] = "suggest"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice: what is shown, and the topic it stands for."""

    label: str
    argument: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Offers a list of topics for one verb."""

    label: str
    verb: Verb
    choices: tuple[Choice, ...]
    kind: Literal["choose"] = "choose"


FollowUp = ShowEvidence | Suggest | Choose


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything that is sent in response to one command."""

    outcome: Outcome
    title: str
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...] = ()
    basis: tuple[str, ...] = ()
    """One line per article: what sort of source this is and whose likelihoods these are."""
    disclaimer: tuple[str, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    reason: str | None = None
    """Why it abstains or refuses, for scripts; readers see it worded in the blocks."""
    nearest: tuple[str, ...] = ()
    """Covered topics nearest to what was asked, by their names."""

    @property
    def claims(self) -> tuple[str, ...]:
        """Qualified ids of the claims said or told of, in order, without repeats."""
        return said(self.blocks)


def claim_lines(blocks: tuple[Block, ...]) -> Iterator[ClaimLine]:
    """Every claim line of the blocks, in reading order."""
    for block in blocks:
        match block:
            case ClaimList() | ConditionalCase():
                yield from block.lines
            case Comparison():
                for side in block.sides:
                    yield from side.lines
            case Evidence():
                yield block.line
            case Heading() | Paragraph() | Bullets() | Picture() | Remark():
                pass
            case _:
                assert_never(block)


def said(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """Qualified ids of the claims that blocks say or tell of, in reading order, without repeats."""
    found: dict[str, None] = {}
    for block in blocks:
        found.update((line.claim, None) for line in claim_lines((block,)))
        found.update((claim, None) for cite in cites((block,)) for claim in cite.claims)
    return tuple(found)


def cites(blocks: tuple[Block, ...]) -> Iterator[Cite]:
    """Every citation on interface words, in reading order."""
    for block in blocks:
        if isinstance(block, Bullets):
            yield from (inline for item in block.items for inline in item if isinstance(inline, Cite))


def words(inlines: tuple[Inline, ...]) -> str:
    """The inlines as plain text."""
    return "".join(_word(inline) for inline in inlines)


def _word(inline: Inline) -> str:
    match inline:
        case Text() | Strong() | Emphasis() | Code():
            return inline.text
        case Link():
            return f"{inline.label} ({inline.url})"
        case Cite():
            return "".join(f" [{number}]" for number in inline.numbers)
        case _:
            assert_never(inline)


def content(reply: Reply) -> str:
    """What the reply says of its subject, alone: no marks, basis line, labels or suggestions.

    Statements and what stands between them; used by scripts and by scoring.
    """
    said: list[str] = []
    for block in reply.blocks:
        match block:
            case Paragraph():
                said.append(words(block.inlines))
            case Comparison():
                said.extend(_sides(block))
            case ClaimList() | ConditionalCase() | Evidence():
                said.extend(line.statement for line in claim_lines((block,)))
            case Heading() | Bullets() | Picture() | Remark():
                pass
            case _:
                assert_never(block)
    return " ".join(dict.fromkeys(said))


def _sides(block: Comparison) -> Iterator[str]:
    for side in block.sides:
        yield from (line.statement for line in side.lines)
        if side.silence:
            yield side.silence
