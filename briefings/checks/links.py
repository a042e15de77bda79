"""Check 7: nothing points at what is not there, and nothing is stronger than the claims it rests on."""

from collections.abc import Iterator, Mapping

from briefings.briefing import QAPair, Relationship, Scenario
from briefings.checks.subject import Problems, Subject
from briefings.checks.words import content
from briefings.claims import Claim, Modality

STRENGTH: Mapping[Modality, int] = {
    Modality.ASSERTED: 5,
    Modality.REPORTED: 4,
    Modality.LIKELY: 3,
    Modality.POSSIBLE: 2,
    Modality.CONDITIONAL: 1,
}
"""Stronger is higher. Recommended stands apart: what should be is neither above nor below what is."""


def claim_ids(subject: Subject) -> Problems:
    """Every claim that is referred to exists."""
    for where, claim_id in _claim_references(subject):
        if claim_id not in subject.claims:
            yield where, f"it refers to claim {claim_id}, which does not exist."


def _claim_references(subject: Subject) -> Iterator[tuple[str, str]]:
    briefing = subject.briefing
    groups: list[tuple[str, tuple[str, ...]]] = [
        ("bottom line", (briefing.bottom_line,)),
        ("key judgements", briefing.key_judgements),
    ]
    groups += [(f"country {country.code}", country.claims) for country in briefing.countries]
    groups += [(f"bloc {bloc.key}", bloc.claims) for bloc in briefing.blocs]
    groups += [(f"theme {theme.slug}", theme.claims) for theme in briefing.themes]
    groups += [(_edge(edge), edge.claims) for edge in briefing.relationships]
    groups += [(f"scenario {scenario.id}", scenario.claims) for scenario in briefing.scenarios]
    groups += [(f"watch item {item.id}", item.claims) for item in briefing.watch]
    groups += [(f"answer {pair.id}", pair.claims) for pair in briefing.answers]
    return ((where, claim_id) for where, claim_ids in groups for claim_id in claim_ids)


def passage_ids(subject: Subject) -> Problems:
    """Every passage that is referred to exists; anchors are check 2."""
    article = subject.briefing.article
    for limitation in article.limitations:
        for passage_id in limitation.passages:
            if passage_id not in subject.passages:
                yield (
                    f"limitation {limitation.code}",
                    f"it refers to {passage_id}, which is not in the article.",
                )
    for passage_id in article.not_used:
        if passage_id not in subject.passages:
            yield f"passage {passage_id}", "it is listed as not used, but is not in the article."


def watch_ids(subject: Subject) -> Problems:
    """Every watch item that is referred to exists."""
    briefing = subject.briefing
    known = {item.id for item in briefing.watch}
    users = [(f"country {country.code}", country.watch) for country in briefing.countries]
    users += [(f"scenario {scenario.id}", scenario.watch) for scenario in briefing.scenarios]
    for where, ids in users:
        for item_id in ids:
            if item_id not in known:
                yield where, f"it refers to the watch item {item_id}, which does not exist."


def parties(subject: Subject) -> Problems:
    """Every country and bloc that is referred to has an entry."""
    briefing = subject.briefing
    known = {country.code for country in briefing.countries} | {bloc.key for bloc in briefing.blocs}
    users: list[tuple[str, tuple[str, ...]]] = [
        (_edge(edge), (edge.source, edge.target)) for edge in briefing.relationships
    ]
    users += [(f"scenario {scenario.id}", scenario.affected) for scenario in briefing.scenarios]
    users += [(f"watch item {item.id}", item.about) for item in briefing.watch]
    for where, keys in users:
        for key in keys:
            if key not in known:
                yield where, f"it refers to {key}, which is neither a country nor a bloc of this briefing."


def entry_claims(subject: Subject) -> Problems:
    """A country's entry orders only claims that name the country."""
    for country in subject.briefing.countries:
        where = f"country {country.code}"
        for claim_id in country.claims:
            claim = subject.claims.get(claim_id)
            if claim and country.code not in claim.countries:
                yield where, f"it lists claim {claim_id}, which does not concern it; remove it."


def bloc_claims(subject: Subject) -> Problems:
    """A bloc's entry orders claims resting on passages that speak of the bloc."""
    for bloc in subject.briefing.blocs:
        for claim in _known(subject, bloc.claims):
            if not any(
                bloc.key in subject.passages[p].blocs for p in claim.passages if p in subject.passages
            ):
                yield (
                    f"bloc {bloc.key}",
                    f"it lists claim {claim.id}, whose source does not speak of it; remove it.",
                )


def roles(subject: Subject) -> Problems:
    """A country called an actor acts in some claim; one called affected is affected in some."""
    actors = {code for claim in subject.briefing.claims for code in claim.actors}
    affected = {code for claim in subject.briefing.claims for code in claim.affected}
    for country in subject.briefing.countries:
        if country.role == "actor" and country.code not in actors:
            yield f"country {country.code}", "it is called an actor but acts in no claim; correct its role."
        if country.role == "affected" and country.code not in affected:
            yield f"country {country.code}", "it is called affected but is so in no claim; correct its role."


def edges(subject: Subject) -> Problems:
    """A relationship joins two parties its claims speak of, and is no stronger than any of these."""
    for edge in subject.briefing.relationships:
        where = _edge(edge)
        claims = _known(subject, edge.claims)
        if edge.source == edge.target:
            yield where, "it joins a party to itself."
        for party in dict.fromkeys((edge.source, edge.target)):
            if claims and not any(_speaks_of(subject, claim, party) for claim in claims):
                yield where, f"none of its claims speaks of {party}; correct the party or the claims."
        for claim in claims:
            if stronger(edge.modality, claim.modality):
                yield where, f"it is {edge.modality}, but claim {claim.id} is {claim.modality}; weaken it."


def stronger(this: Modality, that: Modality) -> bool:
    """Whether `this` says more than `that`; recommended and anything else cannot stand for each other."""
    if Modality.RECOMMENDED in {this, that}:
        return this is not that
    return STRENGTH[this] > STRENGTH[that]


def _speaks_of(subject: Subject, claim: Claim, party: str) -> bool:
    if party in claim.countries:
        return True
    passages = (subject.passages.get(passage) for passage in claim.passages)
    return any(party in passage.blocs for passage in passages if passage)


def scenarios(subject: Subject) -> Problems:
    """A scenario holds only conditional or possible claims, and its trigger is theirs."""
    for scenario in subject.briefing.scenarios:
        where = f"scenario {scenario.id}"
        claims = _known(subject, scenario.claims)
        for claim in claims:
            if claim.modality not in {Modality.CONDITIONAL, Modality.POSSIBLE}:
                yield (
                    where,
                    f"claim {claim.id} is {claim.modality}; a scenario holds conditional or possible claims.",
                )
        if scenario.explicit and not any(claim.modality is Modality.CONDITIONAL for claim in claims):
            yield where, "it is called explicit, but none of its claims is conditional; call it implied."
        if claims and not _triggers(scenario, claims):
            yield where, "its trigger is not found in its claims; word it after the condition."


def _triggers(scenario: Scenario, claims: tuple[Claim, ...]) -> bool:
    trigger = content(scenario.trigger)
    said = content(" ".join(f"{claim.statement} {claim.condition or ''}" for claim in claims))
    return 3 * len(trigger & said) >= len(trigger)


def answers(subject: Subject) -> Problems:
    """An abstention says what is lacking; an answer or a false premise rests on claims."""
    for pair in subject.briefing.answers:
        where = f"answer {pair.id}"
        if pair.outcome == "abstain" and pair.absence is None:
            yield where, "it abstains without saying what the article lacks; add the absence."
        if pair.outcome != "abstain" and pair.absence is not None:
            yield where, "only an abstention has an absence; remove it or change the outcome."
        if pair.outcome != "abstain" and not pair.claims:
            yield where, "it rests on no claim; add one or abstain."
        if not all(question.strip() for question in pair.questions):
            yield where, "one of its questions is empty; remove it."


def answer_topics(subject: Subject) -> Problems:
    """An answer is filed under countries, blocs and themes of this briefing."""
    briefing = subject.briefing
    known = {country.code for country in briefing.countries} | {bloc.key for bloc in briefing.blocs}
    known |= {theme.slug for theme in briefing.themes}
    for pair in briefing.answers:
        for topic in pair.about:
            if pair.outcome == "answer" and topic not in known:
                yield f"answer {pair.id}", f"it is filed under {topic}, which this briefing does not cover."


def questions(subject: Subject) -> Problems:
    """No question has two answers."""
    asked: dict[str, QAPair] = {}
    for pair in subject.briefing.answers:
        for question in pair.questions:
            form = " ".join(question.casefold().replace("’", "'").split()).rstrip("?!. ")
            first = asked.setdefault(form, pair)
            if first is not pair:
                yield f"answer {pair.id}", f'"{question}" is also a question of {first.id}; keep one.'


def _known(subject: Subject, claim_ids: tuple[str, ...]) -> tuple[Claim, ...]:
    return tuple(subject.claims[claim_id] for claim_id in claim_ids if claim_id in subject.claims)


def _edge(edge: Relationship) -> str:
    return f"relationship {edge.source}-{edge.target} {edge.kind}"
