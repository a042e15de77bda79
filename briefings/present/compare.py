"""Two topics side by side; where the articles are silent on one, it says so."""

from collections import Counter
from collections.abc import Iterable, Sequence

from briefings.briefing import Briefing
from briefings.claims import Claim
from briefings.present import wording
from briefings.present.compose import Composer
from briefings.references import TopicRef
from briefings.reply import Block, Comparison, Outcome, Remark, Reply, Side, Suggest, Text

MAX_ASPECTS = 3
"""Aspects beside the leads; more no longer fit a phone."""
MAX_LINES = 2
"""Claims a side and aspect, where no single theme was asked for."""


def compare(composer: Composer, a: TopicRef, b: TopicRef, theme: TopicRef | None) -> Reply:
    """Claims side by side, under one theme or under the aspects with most to say."""
    blocks: list[Block] = []
    for briefing in composer.library.briefings:
        sides = [composer.library.claims_on(topic, briefing) for topic in (a, b)]
        if any(sides):
            blocks += composer.article_heading(briefing)
            blocks += _blocks(composer, briefing, (a, b), sides, theme)
    names = [wording.upper_first(composer.topics.name(topic)) for topic in (a, b)]
    suffix = f" on {composer.topics.name(theme)}" if theme else ""
    steps = tuple(Suggest(name, "brief", name) for name in names)
    return composer.reply(Outcome.ANSWER, f"{names[0]} and {names[1]}{suffix}", blocks, steps)


def same(composer: Composer, topic: TopicRef) -> Reply:
    """Both names stand for one topic."""
    name = composer.topics.name(topic)
    blocks = (Remark((Text(f"Both names stand for {name}; give two different topics."),)),)
    return composer.reply(
        Outcome.CLEAR_ERROR,
        "Two different topics, please",
        blocks,
        (Suggest(f"Briefing: {name}", "brief", name),),
        reason="same-topic",
    )


def _blocks(
    composer: Composer,
    briefing: Briefing,
    topics: tuple[TopicRef, TopicRef],
    claims: Sequence[Sequence[Claim]],
    theme: TopicRef | None,
) -> Iterable[Block]:
    if theme:
        on_theme = {claim.id for claim in composer.library.claims_on(theme, briefing)}
        sides = [[claim for claim in side if claim.id in on_theme] for side in claims]
        yield _comparison(composer, composer.topics.name(theme), topics, sides)
        return
    said: set[str] = set()
    yield _comparison(composer, "In short", topics, [_take(side, 1, said) for side in claims])
    ids = [{claim.id for claim in side} for side in claims]
    shared = [claim for claim in claims[0] if claim.id in ids[0] & ids[1] and claim.id not in said]
    said.update(claim.id for claim in shared)
    yield from composer.section("Said of both", shared)
    for aspect in _aspects(topics[0].kind, claims, said):
        tagged = [[c for c in side if _has(aspect, c)] for side in claims]
        parts = [_take(side, MAX_LINES, said) for side in tagged]
        if any(parts):
            yield _comparison(composer, composer.topics.name(aspect), topics, parts, tagged)


def _aspects(kind: str, claims: Sequence[Sequence[Claim]], said: set[str]) -> list[TopicRef]:
    """The themes (or, between themes, the countries) to compare under.

    First those on which both sides have something, then those with most still to say.
    """
    fresh = Counter(
        aspect for side in claims for claim in side if claim.id not in said for aspect in _of(kind, claim)
    )
    sides = [{aspect for claim in side for aspect in _of(kind, claim)} for side in claims]
    both = sides[0] & sides[1]
    ranked = sorted(fresh, key=lambda aspect: (aspect not in both, -fresh[aspect], aspect.key))
    return ranked[:MAX_ASPECTS]


def _of(kind: str, claim: Claim) -> Iterable[TopicRef]:
    if kind == "theme":
        return (TopicRef("country", code) for code in claim.countries)
    return (TopicRef("theme", slug) for slug in claim.themes)


def _has(aspect: TopicRef, claim: Claim) -> bool:
    return aspect.key in (claim.countries if aspect.kind == "country" else claim.themes)


def _take(side: Sequence[Claim], most: int, said: set[str]) -> list[Claim]:
    taken = [claim for claim in side if claim.id not in said][:most]
    said.update(claim.id for claim in taken)
    return taken


def _comparison(
    composer: Composer,
    aspect: str,
    topics: tuple[TopicRef, TopicRef],
    sides: Sequence[Sequence[Claim]],
    tagged: Sequence[Sequence[Claim]] | None = None,
) -> Comparison:
    """`tagged`: all that could be said; a side emptied only by repeats is not called silent."""
    count = len(composer.library.briefings)
    silent = f"{wording.articles(count)} {'is' if count == 1 else 'are'} silent on this."
    spoken = tagged or sides
    return Comparison(
        aspect=wording.upper_first(aspect),
        sides=tuple(
            Side(
                title=wording.upper_first(composer.topics.name(topic)),
                lines=composer.lines(side),
                silence=None if side else silent if not able else "Nothing beyond the above.",
            )
            for topic, side, able in zip(topics, sides, spoken, strict=True)
        ),
    )
