"""Checks 5 and 6: everything the source names has its entry, and every sentence is accounted for."""

from briefings.article import PassageKind
from briefings.checks.subject import Problems, Subject

SHORTEST_REASON = 10
"""Characters; shorter is not a reason."""


def claim_countries(subject: Subject) -> Problems:
    """Every country a claim names as actor or affected is mentioned in its anchors."""
    for claim in subject.briefing.claims:
        missing = [code for code in claim.countries if code not in subject.mentioned(claim)]
        if missing:
            passages = ", ".join(claim.passages)
            yield (
                f"claim {claim.id}",
                f"{', '.join(missing)}: not mentioned in {passages}; remove it or re-anchor.",
            )


def named_countries(subject: Subject) -> Problems:
    """Every country a statement names is among the claim's actors or affected."""
    for claim in subject.briefing.claims:
        for name, codes in subject.named(claim.statement):
            if not codes & set(claim.countries):
                yield (
                    f"claim {claim.id}",
                    f"its statement names {name}, which is neither actor nor affected; add it.",
                )


def named_places(subject: Subject) -> Problems:
    """Every country or bloc a statement names, by any name, is in its anchors."""
    for claim in subject.briefing.claims:
        blocs = frozenset(bloc for passage in claim.passages for bloc in _blocs(subject, passage))
        known = subject.mentioned(claim) | blocs
        for place in subject.places(claim.statement):
            if not known & set(place.codes) and place.surface not in subject.source(claim):
                yield f"claim {claim.id}", f"its statement names {place.surface}, which its source does not."


def _blocs(subject: Subject, passage_id: str) -> tuple[str, ...]:
    passage = subject.passages.get(passage_id)
    return passage.blocs if passage else ()


def country_entries(subject: Subject) -> Problems:
    """Every country mentioned in the source has an entry, and every entry is mentioned."""
    mentioned = {
        mention.code for passage in subject.briefing.article.passages for mention in passage.mentions
    }
    entries = {country.code for country in subject.briefing.countries}
    yield from _compared("country", mentioned, entries)


def bloc_entries(subject: Subject) -> Problems:
    """Every bloc found in the source has an entry, and every entry is found."""
    found = {bloc for passage in subject.briefing.article.passages for bloc in passage.blocs}
    yield from _compared("bloc", found, {bloc.key for bloc in subject.briefing.blocs})


def theme_entries(subject: Subject) -> Problems:
    """Every theme found in the source or given to a claim has an entry, and every entry is found."""
    found = {theme for passage in subject.briefing.article.passages for theme in passage.themes}
    given = {theme for claim in subject.briefing.claims for theme in claim.themes}
    yield from _compared("theme", found | given, {theme.slug for theme in subject.briefing.themes})


def _compared(what: str, found: set[str], entries: set[str]) -> Problems:
    for key in sorted(found - entries):
        yield f"{what} {key}", "it is in the source but has no entry; add one."
    for key in sorted(entries - found):
        yield f"{what} {key}", "it has an entry but is nowhere in the source; remove it."


def reachable(subject: Subject) -> Problems:
    """A claim is listed by the entry of each of its themes, and a theme lists no other claims."""
    listed = {theme.slug: set(theme.claims) for theme in subject.briefing.themes}
    for claim in subject.briefing.claims:
        for theme in claim.themes:
            if theme in listed and claim.id not in listed[theme]:
                yield f"theme {theme}", f"claim {claim.id} is tagged with it but not listed; list it."
    for slug, claims in listed.items():
        for claim_id in sorted(claims & subject.claims.keys()):
            if slug not in subject.claims[claim_id].themes:
                yield f"theme {slug}", f"it lists claim {claim_id}, which is not tagged with it; correct one."


def names_in_text(subject: Subject) -> Problems:
    """Every country named in a sentence, by a name the article uses, is noted for that sentence."""
    for passage in subject.briefing.article.passages:
        noted = {mention.code for mention in passage.mentions}
        for name, codes in subject.named(subject.wordings[passage.id]):
            if not codes & noted:
                yield f"passage {passage.id}", f"it names {name}, which is not noted; add the mention."


def places_in_text(subject: Subject) -> Problems:
    """Every country named in a sentence, by any name, is noted for that sentence."""
    for passage in subject.briefing.article.passages:
        noted = {mention.code for mention in passage.mentions}
        for place in subject.places(subject.wordings[passage.id]):
            countries = {code for code in place.codes if code.isupper()}
            if countries and not countries & noted:
                yield f"passage {passage.id}", f"it names {place.surface}, not noted for it; add the mention."


def sentences_used(subject: Subject) -> Problems:
    """Each sentence is anchored by a claim or listed as not used with its reason, never both."""
    article = subject.briefing.article
    anchored = {anchor.passage for claim in subject.briefing.claims for anchor in claim.anchors}
    for passage in article.passages:
        where = f"passage {passage.id}"
        if passage.kind is PassageKind.HEADING:
            if passage.id in article.not_used:
                yield where, "a heading is never used; take it off the list of passages not used."
        elif passage.id in anchored and passage.id in article.not_used:
            yield where, "a claim rests on it and it is listed as not used; choose one."
        elif passage.id not in anchored and passage.id not in article.not_used:
            yield where, "no claim rests on it; add one, or list it as not used with the reason."
    for passage_id, reason in article.not_used.items():
        if len(reason.strip()) < SHORTEST_REASON:
            yield f"passage {passage_id}", "it is not used, but the reason is missing; give it."
