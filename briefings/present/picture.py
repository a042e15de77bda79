"""The relationship picture as a value, and its text equivalent."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from briefings.briefing import Relationship
from briefings.claims import Modality
from briefings.present import wording
from briefings.present.compose import Composer, guess_remark
from briefings.references import ClaimRef, TopicRef
from briefings.reply import (
    Block,
    Bullets,
    Edge,
    Node,
    Outcome,
    Picture,
    Remark,
    Reply,
    ShowEvidence,
    Suggest,
    Text,
)

Style = Literal["solid", "reported", "dash-dotted", "dashed", "dotted", "grey"]

STYLE: Mapping[Modality, Style] = {
    Modality.ASSERTED: "solid",
    Modality.REPORTED: "reported",
    Modality.LIKELY: "dash-dotted",
    Modality.POSSIBLE: "dashed",
    Modality.CONDITIONAL: "dotted",
    Modality.RECOMMENDED: "grey",
}


def picture(composer: Composer, topic: TopicRef | None, guess: str | None) -> Reply:
    """The relationships of the articles, or those a topic touches."""
    edges = [
        (briefing.article.id, relationship)
        for briefing in composer.library.briefings
        for relationship in briefing.relationships
        if topic is None or _touches(composer, topic, briefing.article.id, relationship)
    ]
    name = composer.topics.name(topic) if topic else ""
    title = f"Relationships: {name}" if name else "Relationships"
    steps = (Suggest("Briefing", "brief", name),)
    if not edges:
        blocks: tuple[Block, ...] = (
            *guess_remark(guess),
            Remark((Text(f"No relationship is recorded for {name or 'the articles'}."),)),
        )
        return composer.reply(Outcome.ABSTAIN, title, blocks, steps, reason="topic")
    drawn = _picture(composer, title, edges, topic)
    items = tuple((Text(_sentence(composer, edge)),) for _, edge in edges)
    claims = tuple(dict.fromkeys(c for edge in drawn.edges for c in edge.claims))
    blocks = (*guess_remark(guess), drawn, Bullets(items))
    return composer.reply(Outcome.ANSWER, title, blocks, (ShowEvidence("Evidence", claims), *steps))


def _picture(
    composer: Composer, title: str, edges: Sequence[tuple[str, Relationship]], topic: TopicRef | None
) -> Picture:
    keys = dict.fromkeys(key for _, edge in edges for key in (edge.source, edge.target))
    return Picture(
        title=title,
        nodes=tuple(_node(composer, key) for key in keys),
        edges=tuple(
            Edge(
                source=edge.source,
                target=edge.target,
                label=_words(edge.kind),
                directed=edge.directed,
                style=STYLE[edge.modality],
                claims=tuple(ClaimRef(article, claim).qualified for claim in edge.claims),
            )
            for article, edge in edges
        ),
        alt=_alt(composer, title, (edge for _, edge in edges)),
        focus=(topic.key,) if topic and topic.key in keys else (),
    )


def _touches(composer: Composer, topic: TopicRef, article: str, edge: Relationship) -> bool:
    if topic.kind != "theme":
        return topic.key in (edge.source, edge.target)
    briefing = composer.library.briefing(article)
    return any(topic.key in briefing.claim(claim).themes for claim in edge.claims)


def _node(composer: Composer, key: str) -> Node:
    return Node(key, wording.upper_first(_party(composer, key)), "country" if key.isupper() else "bloc")


def _party(composer: Composer, key: str) -> str:
    return composer.topics.name(TopicRef("country" if key.isupper() else "bloc", key))


def _words(kind: str) -> str:
    return kind.replace("-", " ")


def _sentence(composer: Composer, edge: Relationship) -> str:
    arrow = "→" if edge.directed else "–"
    ends = f"{_party(composer, edge.source)} {arrow} {_party(composer, edge.target)}"
    return f"{wording.upper_first(ends)}: {_words(edge.kind)} ({wording.LEVEL[edge.modality]})"


def _alt(composer: Composer, title: str, edges: Iterable[Relationship]) -> str:
    return f"{title}. " + "; ".join(_sentence(composer, edge) for edge in edges) + "."
