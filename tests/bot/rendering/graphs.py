"""Pictures for the tests: hypothesis strategies, and a measure that needs no font."""

from itertools import product
from typing import Literal, get_args

from hypothesis import strategies as st

from bot.rendering.picture.lettering import Face
from briefings.present.picture import Style
from briefings.reply import Edge, Node, Picture

STYLES: tuple[Style, ...] = get_args(Style)
NAMES = ("Chad", "Ukraine", "North Korea", "United States", "Bosnia and Herzegovina", "Liechtenstein", "한국")
LABELS = (
    "ties",
    "pressure",
    "military support",
    "technology transfer",
    "a long-drawn-out rivalry over fish",
)


def even_measure(words: str, _face: Face, size: int) -> float:
    """Every letter as wide as a broad one."""
    return 0.6 * size * len(words)


@st.composite
def pictures(draw: st.DrawFn, most_parties: int = 24, most_edges: int = 60) -> Picture:
    """Any graph: parallel lines, isolated parties and up to three in focus."""
    count = draw(st.integers(1, most_parties))
    groups: tuple[Literal["country", "bloc"], ...] = ("country", "bloc")
    nodes = tuple(
        Node(f"k{n}", f"{draw(st.sampled_from(NAMES))}", draw(st.sampled_from(groups))) for n in range(count)
    )
    pairs = [(a.key, b.key) for a, b in product(nodes, nodes) if a != b]
    edges = []
    for _ in range(draw(st.integers(0, most_edges)) if pairs else 0):
        source, target = draw(st.sampled_from(pairs))
        label, style = draw(st.sampled_from(LABELS)), draw(st.sampled_from(STYLES))
        edges.append(Edge(source, target, label, draw(st.booleans()), style, ("a:C01",)))
    focus = draw(st.lists(st.sampled_from([node.key for node in nodes]), max_size=3, unique=True))
    return Picture("Who stands where", nodes, tuple(edges), "alt", tuple(focus))


def crowd(parties: int, edges: int) -> Picture:
    """A dense graph of exactly that size, always the same."""
    nodes = tuple(Node(f"k{n}", NAMES[n % len(NAMES)], "country") for n in range(parties))
    found = []
    for n in range(edges):
        source, target = n * 7 % parties, (n * 7 + 1 + n * 5 % (parties - 1)) % parties
        style = STYLES[n % len(STYLES)]
        found.append(Edge(f"k{source}", f"k{target}", LABELS[n % 4], n % 3 > 0, style, ("a:C01",)))
    return Picture("Everybody and everybody", nodes, tuple(found), "alt")
