"""Replies made by hand, and strategies that make any reply."""

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
    Inline,
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
)

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

texts = st.text(min_size=1, max_size=60)
word_inlines = st.one_of(
    st.builds(Text, texts),
    st.builds(Strong, texts),
    st.builds(Emphasis, texts),
    st.builds(Code, texts),
    st.builds(Link, texts, texts),
)
inlines = st.lists(word_inlines, min_size=1, max_size=4).map(tuple)


def items(most: int) -> st.SearchStrategy[tuple[Inline, ...]]:
    """Words of a bullet, perhaps with marks that stay within the sources."""
    marks = st.lists(st.integers(1, most), min_size=1, max_size=3, unique=True).map(tuple)
    cite = st.builds(Cite, marks, st.just(("canal:C02",)))
    return st.tuples(word_inlines, st.one_of(word_inlines, cite))


def lines(most: int) -> st.SearchStrategy[tuple[ClaimLine, ...]]:
    """Claim lines whose marks stay within the sources."""
    cites = st.lists(st.integers(1, most), min_size=1, max_size=3, unique=True).map(tuple)
    line = st.builds(ClaimLine, texts, texts, texts, cites, st.none() | texts)
    return st.lists(line, min_size=1, max_size=3).map(tuple)


def blocks(most: int) -> st.SearchStrategy[Block]:
    """Any block, its claims citing the first `most` sources."""
    said = lines(most)
    part = st.builds(EvidencePart, texts, texts, texts, texts, st.none() | texts, st.none() | texts)
    side = st.builds(Side, texts, said | st.just(()), st.none() | texts)
    return st.one_of(
        st.builds(Heading, texts),
        st.builds(Paragraph, inlines),
        st.builds(Remark, inlines, st.sampled_from(("notice", "guess", "warning"))),
        st.builds(ClaimList, said),
        st.builds(Bullets, st.lists(items(most), min_size=1, max_size=3).map(tuple)),
        st.builds(ConditionalCase, texts, texts, said, st.lists(texts, max_size=2).map(tuple)),
        st.builds(Comparison, texts, st.lists(side, min_size=2, max_size=3).map(tuple)),
        st.builds(
            Evidence, said.map(lambda each: each[0]), texts, st.lists(part, min_size=1, max_size=2).map(tuple)
        ),
        st.just(PICTURE),
    )


follow_ups = st.lists(
    st.one_of(
        st.builds(ShowEvidence, texts, st.lists(texts, min_size=1, max_size=3).map(tuple)),
        st.builds(Suggest, texts, st.just("brief"), texts),
        st.builds(
            Choose,
            texts,
            st.just("compare"),
            st.lists(st.builds(Choice, texts, texts), min_size=1, max_size=3).map(tuple),
        ),
    ),
    max_size=3,
).map(tuple)


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    """Any reply whose claims cite sources it lists."""
    most = draw(st.integers(1, 3))
    sources = tuple(Source(number, draw(texts), draw(texts)) for number in range(1, most + 1))
    return Reply(
        draw(st.sampled_from(list(Outcome))),
        draw(texts),
        tuple(draw(st.lists(blocks(most), max_size=4))),
        sources,
        tuple(draw(st.lists(texts, max_size=2))),
        tuple(draw(st.lists(texts, max_size=1))),
        draw(follow_ups),
    )
