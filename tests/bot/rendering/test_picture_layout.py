"""Nothing on the page covers anything that a reader must see, whatever the graph."""

from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from bot.rendering.picture.captions import Tag, captions
from bot.rendering.picture.geometry import WIDTH, Box, Line, box_around
from bot.rendering.picture.lettering import fit
from bot.rendering.picture.parties import parties, place
from bot.rendering.picture.routes import GAP, HEAD_LENGTH, Route, routes
from bot.rendering.picture.scene import Scene, compose
from bot.rendering.picture.seats import COLUMN, seatings
from bot.rendering.picture.wording import entries, letters, styles
from briefings.reply import Edge, Node, Picture
from tests.bot.rendering.graphs import crowd, even_measure, pictures

UNSHRUNK = tuple(phase for phase in Phase if phase is not Phase.shrink)
SLOW = settings(max_examples=3, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
QUICK = settings(max_examples=8, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))


def _boxes(scene: Scene) -> list[tuple[str, Box]]:
    """Everything a reader reads, and every arrow head, by what it is."""
    found = [(f"party {each.party.node.key}", each.box) for each in scene.placed]
    found += [(f"caption {n}", each.box) for n, each in enumerate(scene.captions) if each]
    found += [(f"head {n}", box) for n, box in enumerate(r.head_box for r in scene.routes) if box]
    for item in scene.key.items:
        width = max(item.label.width, item.parties.width)
        box = Box(item.left - 63, item.top, item.left + width, item.top + item.height)
        found.append((f"entry {item.entry.letter}", box))
    for sample in scene.key.samples:
        box = Box(
            sample.left, sample.top, sample.left + 118 + sample.words.width, sample.top + sample.words.height
        )
        found.append((f"sample {sample.shows} at {sample.left}", box))
    for words in (scene.title, scene.note):
        x, y = words.at
        found.append(("title or note", Box(x, y, x + words.lettering.width, y + words.lettering.height)))
    return found


def _assert_nothing_covered(scene: Scene) -> None:
    for (what, box), (other, another) in combinations(_boxes(scene), 2):
        if other.startswith("head") and what.startswith(("head", "party")):
            continue  # two heads may meet at one party; parties are held against the heads themselves
        assert not box.overlaps(another), f"{what} covers {other}"
    for placed in scene.placed:
        for route in scene.routes:
            assert not any(placed.covers(point) for point in _along(route.head or ()))


def _along(corners: Line) -> Line:
    """Points all along a triangle's three sides."""
    ends = zip(corners, (*corners[1:], *corners[:1]), strict=True)
    return tuple(
        (a[0] + t / 8 * (b[0] - a[0]), a[1] + t / 8 * (b[1] - a[1])) for a, b in ends for t in range(8)
    )


def _assert_on_paper(scene: Scene) -> None:
    paper = Box(0, 0, WIDTH, scene.height)
    for what, box in _boxes(scene):
        assert paper.holds((box.left, box.top)), what
        assert paper.holds((box.right, box.bottom)), what
    for route in scene.routes:
        assert all(paper.holds(point) for point in route.line)


@SLOW
@given(pictures())
@example(crowd(24, 60))
def test_nothing_covers_anything(picture: Picture) -> None:
    """Names, captions, arrow heads, list, legend, title and note share no area and stay on the paper."""
    scene = compose(picture, even_measure)
    _assert_nothing_covered(scene)
    _assert_on_paper(scene)


@QUICK
@given(pictures(most_parties=18), st.randoms(use_true_random=False), st.sampled_from((230.0, 300.0, 420.0)))
def test_any_seating_keeps_captions_clear(picture: Picture, chance: object, row: float) -> None:
    """Clear captions do not hang on a lucky seating: parties are thrown onto seats at random."""
    seats = [(column, line) for line in range(8) for column in (0, 2, 4)]
    chance.shuffle(seats)  # type: ignore[attr-defined]  # the strategy's Random
    people = parties(picture, even_measure)
    spots = ((184 + column * COLUMN, 200 + line * row) for column, line in seats)
    placed = [place(party, spot) for party, spot in zip(people, spots, strict=False)]
    courses = routes(placed, picture.edges)
    words = fit("12", "strong", (30,), 60, 1, even_measure)
    found = captions(placed, courses, [Tag(words, 48, 48)] * len(courses), Box(0, 0, WIDTH, 4000))
    solid = [each.box for each in placed] + [box for box in (r.head_box for r in courses) if box]
    badges = [each.box for each in found if each]
    assert not any(badge.overlaps(other) for badge in badges for other in solid)
    assert not any(a.overlaps(b) for a, b in combinations(badges, 2))
    by_key = {each.party.node.key: each for each in placed}
    for route in courses:
        source, target = by_key[route.edge.source], by_key[route.edge.target]
        _assert_points_from_to(route, source.box, target.box)
        for end in (source, target):
            assert not any(end.covers(point) for point in (*route.line, *(route.head or ())))


def _assert_points_from_to(route: Route, source: Box, target: Box) -> None:
    tip = route.head[0] if route.head else route.line[-1]
    assert source.grown(GAP + 32).holds(route.line[0])
    assert target.grown(GAP + 32).holds(tip)
    assert (route.head is not None) == route.edge.directed


@pytest.mark.parametrize("count", [2, 3, 4, 6])
def test_parallel_lines_run_apart(count: int) -> None:
    """Lines between the same two parties are apart at their middles and do not end in one point."""
    nodes = (Node("a", "Chad", "country"), Node("b", "Mali", "country"))
    edges = tuple(Edge("ab"[n % 2], "ba"[n % 2], f"word {n}", True, "solid", ()) for n in range(count))
    scene = compose(Picture("Two", nodes, edges, ""), even_measure)
    middles = sorted(_middle(route.line) for route in scene.routes)
    ends = sorted(route.line[0] for route in scene.routes)
    for points, least in ((middles, 45), (ends, 15)):
        assert all(abs(b[0] - a[0]) + abs(b[1] - a[1]) > least for a, b in pairwise(points))


def _middle(line: Line) -> tuple[float, float]:
    return line[len(line) // 2]


@given(pictures(most_parties=8, most_edges=10))
@SLOW
def test_every_line_is_captioned_where_there_is_room(picture: Picture) -> None:
    """Up to ten lines among few parties all carry a caption; captions in words hide no other line."""
    scene = compose(picture, even_measure)
    assert None not in scene.captions
    assert scene.lettered or all(caption and not caption.hides for caption in scene.captions)


@given(pictures(most_parties=10, most_edges=40))
@QUICK
def test_the_list_holds_every_line_once(picture: Picture) -> None:
    """Each edge is in exactly one entry, with its own label, style and both parties' names."""
    names = {node.key: node.label for node in picture.nodes}
    listed = entries(picture)
    assert sorted(n for entry in listed for n in entry.edges) == list(range(len(picture.edges)))
    assert [entry.letter for entry in listed] == [letters(place) for place in range(len(listed))]
    for entry in listed:
        for edge in (picture.edges[n] for n in entry.edges):
            assert entry.style == edge.style
            assert entry.label.startswith(edge.label)
            assert ("→" in entry.parties) == edge.directed
            assert {names[edge.source], names[edge.target]} <= {
                name.strip()
                for side in entry.parties.replace("–", "→").split("→")
                for name in side.split(",")
            }
            assert (edge.style == "reported") == entry.label.endswith("(reported)")


@given(pictures(most_parties=6, most_edges=14))
@SLOW
def test_the_legend_shows_only_what_is_used(picture: Picture) -> None:
    """Each style in use is explained, none other; shapes are explained only where there are two."""
    shown = [sample.shows for sample in compose(picture, even_measure).key.samples]
    groups = {node.group for node in picture.nodes}
    assert set(shown) == {*styles(picture.edges), *(groups if len(groups) == 2 else ())}


def test_the_focus_sits_in_the_middle() -> None:
    """The party asked about is in the middle of its neighbours and set larger."""
    nodes = tuple(Node(f"k{n}", "Mali", "country") for n in range(7))
    edges = tuple(Edge("k0", f"k{n}", "ties", True, "solid", ()) for n in range(1, 7))
    scene = compose(Picture("Mali", nodes, edges, "", ("k0",)), even_measure)
    spots = [each.box.centre for each in scene.placed]
    assert min(y for _, y in spots) < spots[0][1] < max(y for _, y in spots)
    assert abs(spots[0][0] - WIDTH / 2) < COLUMN
    assert scene.placed[0].party.words.size > scene.placed[1].party.words.size


def test_two_parties_never_share_a_seat() -> None:
    """Seats of one row are at least two half-columns apart, for every number of parties."""
    for count in (1, 2, 3, 7, 8, 16, 24):
        ties = {(n, n + 1): 1 for n in range(count - 1)}
        for seating in seatings(count, ties, [0], 1):
            assert len(set(seating)) == count
            assert not any(a[1] == b[1] and abs(a[0] - b[0]) < 2 for a, b in combinations(seating, 2))


def test_few_crossings_where_none_are_needed() -> None:
    """A tree of twelve parties is drawn without any line crossing another."""
    nodes = tuple(Node(f"k{n}", "Mali", "country") for n in range(12))
    edges = tuple(Edge(f"k{(n - 1) // 3}", f"k{n}", "ties", False, "dashed", ()) for n in range(1, 12))
    scene = compose(Picture("Tree", nodes, edges, ""), even_measure)
    boxes = [box_around(point, 2, 2) for route in scene.routes for point in route.line[4:-4]]
    lines = [n for n, route in enumerate(scene.routes) for _ in route.line[4:-4]]
    assert not any(
        lines[a] != lines[b] and boxes[a].overlaps(boxes[b]) for a, b in combinations(range(len(boxes)), 2)
    )


def test_a_party_with_itself_is_listed_but_not_drawn() -> None:
    """A relationship of a party with itself has no line, yet no word of it is lost."""
    nodes = (Node("a", "Chad", "country"), Node("b", "Mali", "country"))
    loops = tuple(Edge("a", "a", f"strife {n}", False, "solid", ()) for n in range(12))
    picture = Picture("Two", nodes, (*loops, Edge("a", "b", "ties", False, "dashed", ())), "")
    scene = compose(picture, even_measure)
    assert len(scene.routes) == 1
    labels = {item.entry.label for item in scene.key.items}
    assert labels == {"ties", *(f"strife {n}" for n in range(12))}


@pytest.mark.parametrize(
    ("nodes", "edges"),
    [
        ((Node("a", "Chad", "country"),), (Edge("a", "zz", "ties", False, "solid", ()),)),
        ((Node("a", "Chad", "country"), Node("a", "Mali", "country")), ()),
    ],
)
def test_a_broken_picture_is_refused(nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> None:
    """An edge to a party that is not there, and a key used twice, raise ValueError."""
    with pytest.raises(ValueError, match="part"):
        compose(Picture("Broken", nodes, edges, ""), even_measure)


def test_heads_are_large_enough_to_see() -> None:
    """An arrow head is about ten pixels long on a phone 390 pixels wide."""
    assert HEAD_LENGTH * 390 / WIDTH > 10


def test_no_letter_of_a_picture_reads_as_a_citation() -> None:
    """Entries are told apart by letters alone, each of them once: a number is always a citation."""
    found = [letters(place) for place in range(800)]
    assert all(each.isalpha() for each in found)
    assert len(set(found)) == len(found)
    assert (found[0], found[25], found[26], found[27], found[702]) == ("A", "Z", "AA", "AB", "AAA")
