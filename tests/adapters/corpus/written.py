"""A reply made by hand, and any reply, with sources for all of its marks."""

from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from briefings.reply import (
    Block,
    Bullets,
    Choice,
    Choose,
    Cite,
    ClaimLine,
    ClaimList,
    Code,
    Comparison,
    ConditionalCase,
    Edge,
    Emphasis,
    Evidence,
    EvidencePart,
    Heading,
    Link,
    Node,
    Outcome,
    Paragraph,
    Picture,
    Remark,
    Reply,
    ShowEvidence,
    Side,
    Source,
    Strong,
    Suggest,
    Text,
    cites,
    claim_lines,
)
from tests.adapters.corpus.generated import reply

CANAL = ClaimLine(
    "canal:C01",
    "Higher tolls may push shipping lines towards longer routes around the cape.",
    "forecast: possible",
    (1, 2),
)
PORTS = ClaimLine(
    "canal:C02",
    "Port operators are asking for talks before the season begins.",
    "stated as fact",
    (2,),
    "The article names no operator.",
)
SOURCES = (
    Source(1, "canal:S1.1.1", "Opening, ¶1 s1 (S1.1.1)"),
    Source(2, "canal:S1.2.3", "The ports, ¶2 s3 (S1.2.3)"),
)
PICTURE = Picture(
    "Relationships",
    (Node("EG", "Egypt", "country"), Node("GR", "Greece", "country")),
    (Edge("EG", "GR", "negotiates with", directed=True, style="solid", claims=("canal:C02",)),),
    "Relationships. Egypt → Greece: negotiates with (stated flatly).",
)
BLOCKS: tuple[Block, ...] = (
    Remark((Text("Read as “Egypt”."),), tone="guess"),
    Bullets(
        (
            (Text("Role in the article: "), Emphasis("acts in the story")),
            (Text("Egypt → Greece: negotiates with"), Cite((2, 1), ("canal:C02",))),
        )
    ),
    ClaimList((CANAL,)),
    Heading("Exposure"),
    ClaimList((PORTS, CANAL)),
    Paragraph(
        (
            Text("Type "),
            Code("/help"),
            Text(" or read "),
            Link("the page", "https://example.org/a"),
            Strong("!"),
        )
    ),
    ConditionalCase(
        "If the tolls rise", "condition stated by the author", (CANAL,), ("notices to mariners",)
    ),
    Comparison("Trade", (Side("Egypt", (CANAL,)), Side("Greece", (), "The article is silent on this."))),
    Evidence(
        PORTS,
        "Tolls and tides",
        (
            EvidencePart(
                "canal:S1.2.3",
                "The ports",
                "section 1, paragraph 2, sentence 3",
                "stated flatly",
                "asking for",
                "Operators are asking for talks.",
            ),
        ),
    ),
    PICTURE,
)
EVERYTHING = Reply(
    Outcome.ANSWER,
    "Egypt",
    BLOCKS,
    SOURCES,
    ("Basis: one signed column. Likelihoods are the author's words, not ours.",),
    ("Views are the author's own.",),
    (
        ShowEvidence("Evidence", ("canal:C01", "canal:C02")),
        Suggest("Scenarios", "scenarios", "Egypt"),
        Suggest("Gaps", "gaps", ""),
        Choose(
            "Compare with…",
            "compare",
            (Choice("Greece", "Egypt vs Greece"), Choice("India", "Egypt vs India")),
        ),
    ),
    nearest=("Egypt",),
)

seeds = st.integers(0, 2**32)


def replies() -> st.SearchStrategy[Reply]:
    """Any reply of the generator that all adapters share, its sources completed."""
    return seeds.map(lambda seed: with_every_source(reply(Random(seed))))  # noqa: S311 - no secret


def with_every_source(made: Reply) -> Reply:
    """The reply with a source for each of its marks: those of the generator may lack some."""
    marks = {number for line in claim_lines(made.blocks) for number in line.cites}
    marks.update(number for cite in cites(made.blocks) for number in cite.numbers)
    missing = marks.difference(source.number for source in made.sources)
    return replace(
        made, sources=(*made.sources, *(Source(n, f"a:S{n}", f"Lead (S{n})") for n in sorted(missing)))
    )
