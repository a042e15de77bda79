"""Scenarios and indicators: as parts of a briefing, and as replies of their own."""

from collections.abc import Iterable, Sequence

from briefings.briefing import Briefing, Scenario, WatchItem
from briefings.present.compose import Composer, guess_remark
from briefings.references import TopicRef
from briefings.reply import (
    Block,
    Bullets,
    ConditionalCase,
    Heading,
    Inline,
    Outcome,
    Paragraph,
    Reply,
    Suggest,
    Text,
)

STATED = {True: "condition stated by the author", False: "condition implied by the text; the wording is ours"}
ORIGIN = {"source": "an event the source names", "editor": "our editor's indicator"}


Cases = Sequence[tuple[Scenario, Sequence[str]]]
"""Scenarios, each with the ids of the claims to be said of it."""


def case_blocks(composer: Composer, briefing: Briefing, cases: Cases) -> Iterable[Block]:
    """If → then."""
    for case, claims in cases:
        yield ConditionalCase(
            trigger=f"If {case.trigger}",
            stated_by=STATED[case.explicit],
            lines=composer.lines(briefing.claim(claim) for claim in claims),
        )


def cases_on(composer: Composer, topic: TopicRef, briefing: Briefing) -> Cases:
    """The scenarios that bear on a topic, each with its whole chain of claims."""
    return [(case, case.claims) for case in composer.library.scenarios_on(topic, briefing)]


def watch_blocks(composer: Composer, briefing: Briefing, items: Sequence[WatchItem]) -> Iterable[Block]:
    """Indicators with their origin and citations, under a heading; nothing where there are none."""
    if items:
        yield Heading("What to watch")
        yield Bullets(tuple(_indicator(composer, briefing, item) for item in items))


def _indicator(composer: Composer, briefing: Briefing, item: WatchItem) -> tuple[Inline, ...]:
    claims = [briefing.claim(claim) for claim in item.claims]
    return (Text(f"{item.indicator} — {ORIGIN[item.origin]}"), composer.cite(briefing.article.id, (), claims))


def scenarios(composer: Composer, topic: TopicRef | None, guess: str | None) -> Reply:
    """If → then with who stated it, on a topic or on everything."""
    blocks: list[Block] = list(guess_remark(guess))
    found = False
    for briefing in composer.library.briefings:
        cases = composer.library.scenarios_on(topic, briefing)
        if cases:
            found = True
            blocks += composer.article_heading(briefing)
            blocks += case_blocks(composer, briefing, [(case, case.claims) for case in cases])
    return _about(composer, "Scenarios", topic, blocks if found else None, "holds no scenario")


def watch(composer: Composer, topic: TopicRef | None, guess: str | None) -> Reply:
    """Indicators: what each would signal, who named it, and the claims behind it."""
    blocks: list[Block] = list(guess_remark(guess))
    found = False
    for briefing in composer.library.briefings:
        items = composer.library.watch_on(topic, briefing)
        if items:
            blocks += composer.article_heading(briefing)
        for item in items:
            found = True
            blocks.append(
                ConditionalCase(
                    trigger=item.indicator,
                    stated_by=f"would signal {item.signals}; {ORIGIN[item.origin]}",
                    lines=composer.lines(briefing.claim(claim) for claim in item.claims),
                )
            )
    return _about(composer, "What to watch", topic, blocks if found else None, "holds no indicator")


def _about(
    composer: Composer, title: str, topic: TopicRef | None, blocks: list[Block] | None, silence: str
) -> Reply:
    name = composer.topics.name(topic) if topic else None
    heading = f"{title}: {name}" if name else title
    if blocks is not None:
        steps = (Suggest("Briefing", "brief", name or ""), Suggest("Map", "map", name or ""))
        return composer.reply(Outcome.ANSWER, heading, blocks, steps)
    count = len(composer.library.briefings)
    who = "The briefing" if count == 1 else "The library"
    nearest = (topic,) if topic else ()
    return composer.reply(
        Outcome.ABSTAIN,
        heading,
        (Paragraph((Text(f"{who} {silence} for {name or 'its articles'}."),)),),
        composer.choose("Briefing", "brief", nearest),
        reason="topic",
        nearest=nearest,
    )
