"""Two topics side by side; where the articles are silent on one, it says so."""

from collections import Counter
from collections.abc import Iterable, Sequence

from briefings.briefing import Briefing
from briefings.claims import Claim, Modality
from briefings.present import wording
from briefings.present.compose import Composer, guess_remark
from briefings.references import TopicRef
from briefings.reply import Block, Comparison, Outcome, Remark, Reply, Side, Suggest, Text

MAX_COMMON = 2
"""Aspects on which both sides have something; each side adds one of its own. More no longer fit a phone."""
MAX_LINES = 3
"""Claims a side and aspect, where no single theme was asked for."""
_ORDER = (
    Modality.CONDITIONAL,
    Modality.LIKELY,
    Modality.POSSIBLE,
    Modality.RECOMMENDED,
    Modality.REPORTED,
    Modality.ASSERTED,
)
MAX_SHARED = 6
"""Claims said of both, where no single theme was asked for."""


def compare(
    composer: Composer,
    a: TopicRef,
    b: TopicRef,
    theme: TopicRef | None,
    guesses: Sequence[str | None] = (),
) -> Reply:
    """Claims side by side, under one theme or under the aspects with most to say."""
    blocks: list[Block] = list(guess_remark(*guesses))
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
        shared = _shared(sides)
        own = [[claim for claim in side if claim not in shared] for side in sides]
        yield from composer.section("Said of both", shared)
        if not shared or any(own):
            yield _comparison(composer, composer.topics.name(theme), topics, own, sides)
        return
    shared = _shared(claims)
    said = {claim.id for claim in shared}
    leads = [_take(side, 1, said) for side in claims]
    if any(leads):
        yield _comparison(composer, "In short", topics, leads, claims)
    yield from composer.section("Said of both", shared[:MAX_SHARED])
    yield from _further(shared[MAX_SHARED:])
    for aspect in _aspects(topics[0].kind, claims, said):
        tagged = [[c for c in side if _has(aspect, c)] for side in claims]
        parts = [_take(sorted(side, key=_telling), MAX_LINES, said) for side in tagged]
        if any(parts):
            yield _comparison(composer, composer.topics.name(aspect), topics, parts, tagged)


def _telling(claim: Claim) -> int:
    """What sets two parties apart first: their dilemmas and prospects, then what is so already."""
    return _ORDER.index(claim.modality)


def _shared(sides: Sequence[Sequence[Claim]]) -> list[Claim]:
    """What is said of both, in the first side's order."""
    return [claim for claim in sides[0] if claim in sides[1]]


def _further(claims: Sequence[Claim]) -> Iterable[Block]:
    if claims:
        yield Remark((Text(f"{len(claims)} more are said of both; each one's briefing has them."),))


def _aspects(kind: str, claims: Sequence[Sequence[Claim]], said: set[str]) -> list[TopicRef]:
    """The themes (or, between themes, the countries) to compare under.

    The two on which both sides have most still to say, then the one on which each side has.
    """
    fresh = [
        Counter(aspect for claim in side if claim.id not in said for aspect in _of(kind, claim))
        for side in claims
    ]
    both = _ranked(fresh[0] & fresh[1])[:MAX_COMMON]
    own = [aspect for side in fresh for aspect in _ranked(side) if aspect not in both]
    firsts = [next((each for each in _ranked(side) if each in own), None) for side in fresh]
    return list(dict.fromkeys((*both, *(each for each in firsts if each))))


def _ranked(counted: Counter[TopicRef]) -> list[TopicRef]:
    return sorted(counted, key=lambda aspect: (-counted[aspect], aspect.key))


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
    silent = f"{'This' if composer.several else 'The'} article is silent on this."
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
