"""The relationship picture as a value, and its text equivalent."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from briefings.briefing import Briefing, Relationship
from briefings.claims import Modality
from briefings.present import wording
from briefings.present.compose import Composer, guess_remark
from briefings.references import ClaimRef, TopicRef
from briefings.reply import (
    Block,
    Bullets,
    Edge,
    Inline,
    Node,
    Outcome,
    Picture,
    Remark,
    Reply,
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
    blocks = (*guess_remark(guess), drawn, *_told(composer, edges))
    return composer.reply(Outcome.ANSWER, title, blocks, steps)


def _told(composer: Composer, edges: Sequence[tuple[str, Relationship]]) -> Iterable[Block]:
    """The picture in words: each relationship with the level and the citations of its claims."""
    for briefing in composer.library.briefings:
        article = briefing.article.id
        own = [edge for holder, edge in edges if holder == article]
        if own:
            yield from composer.article_heading(briefing)
            yield Bullets(tuple(_line(composer, briefing, edge) for edge in own))


def _line(composer: Composer, briefing: Briefing, edge: Relationship) -> tuple[Inline, ...]:
    claims = [briefing.claim(claim) for claim in edge.claims]
    return (Text(_sentence(composer, briefing, edge)), composer.cite(briefing.article.id, (), claims))


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
        alt=_alt(composer, title, edges),
        focus=(topic.key,) if topic and topic.key in keys else (),
        footer=composer.footer(article for article, _ in edges),
    )


def _touches(composer: Composer, topic: TopicRef, article: str, edge: Relationship) -> bool:
    if topic.kind != "theme":
        return topic.key in (edge.source, edge.target)
    briefing = composer.library.briefing(article)
    return any(topic.key in briefing.claim(claim).themes for claim in edge.claims)


def _node(composer: Composer, key: str) -> Node:
    return Node(key, wording.upper_first(_party(composer, key)), _group(key))


def _group(key: str) -> Literal["country", "bloc"]:
    return "country" if TopicRef.of_party(key).kind == "country" else "bloc"


def _party(composer: Composer, key: str) -> str:
    return composer.topics.name(TopicRef.of_party(key))


def _words(kind: str) -> str:
    return kind.replace("-", " ")


def _sentence(composer: Composer, briefing: Briefing, edge: Relationship) -> str:
    arrow = "→" if edge.directed else "–"
    ends = f"{_party(composer, edge.source)} {arrow} {_party(composer, edge.target)}"
    labels = dict.fromkeys(wording.claim_label(briefing.claim(claim)) for claim in edge.claims)
    return f"{wording.upper_first(ends)}: {_words(edge.kind)} ({'; '.join(labels)})"


def _alt(composer: Composer, title: str, edges: Sequence[tuple[str, Relationship]]) -> str:
    told = (_sentence(composer, composer.library.briefing(article), edge) for article, edge in edges)
    return f"{title}. {'; '.join(told)}."
