"""The invariants of a briefing, each with a code and a plain message.

Codes: the letter says what a check needs (L: the briefing alone; T: the article's wording as well;
P: a finder of place names, with a T where it needs the wording too), the number is that of the
check it belongs to. Checks catch structure, not meaning, which is why statements are signed (L9).
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from briefings.briefing import Briefing
from briefings.checks import anchoring, candour, coverage, links, structure, wording
from briefings.checks.subject import FindsPlaces, Problems, Subject
from briefings.checks.verdict import Finding, Verdict

__all__ = ["CHECKS", "Check", "Finding", "FindsPlaces", "Verdict", "check", "publishable"]


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: its code, what it says in a sentence, and how it is tested."""

    code: str
    says: str
    run: Callable[[Subject], Problems]
    text: bool = False
    """Whether it needs the article's wording."""
    places: bool = False
    """Whether it needs a finder of place names."""


_SIGNED = Check(
    "L9.sign-off", "Every statement is signed by a reviewer and has not changed since.", candour.signatures
)

CHECKS: tuple[Check, ...] = (
    Check("L1.ids", "Ids, codes and keys appear once each.", structure.unique_ids),
    Check("L1.repeats", "No list names the same thing twice.", structure.repeated_items),
    Check("L1.numbering", "Passages are numbered in order, and headings .0.0.", structure.numbering),
    Check("L1.marks", "A sentence has a modality and a type, a heading neither.", structure.passage_marks),
    Check("L1.key-judgements", "At most five key judgements.", structure.key_judgements),
    Check("L1.article", "Every claim belongs to the briefing's article.", structure.own_article),
    Check("L1.condition", "Conditional claims say their condition and outcome.", structure.conditions),
    Check("L1.modality-word", "A statement holds a word of its modality class.", structure.modality_words),
    Check("L1.kind", "A claim's kind and modality fit each other.", structure.kinds),
    Check("L1.provenance", "A title, a publisher and a date have a provenance.", structure.provenance),
    Check("L2.anchor", "Claims rest on sentences that exist, never on a heading.", anchoring.anchors),
    Check("L2.hash", "An anchor's hash is that of its passage.", anchoring.anchor_hashes),
    Check("L2.quote", "Quotes and clause cues are at most eight words.", anchoring.quotes),
    Check("L2.clause", "An anchor to a sentence that mixes levels names its clause.", anchoring.clauses),
    Check("L3.anchor-modality", "An anchor's modality is its clause's.", anchoring.anchor_modality),
    Check("L3.ceiling", "A claim is no stronger than any clause it rests on.", anchoring.ceiling),
    Check("L3.hedges", "A sentence's modality agrees with its hedges.", anchoring.hedges),
    Check("L3.kept-hedge", "Other hedges of the source (aims to, at times) are kept.", anchoring.kept_hedges),
    Check("L3.certainty", "No statement says will, certain or inevitably.", wording.certainty),
    Check("L3.stronger-word", "A possible claim does not say likely.", wording.stronger_words),
    Check("L3.scale", "Likelihood is never a number or a grade.", wording.no_scale),
    Check("L3.consequence", "A consequence the source leaves open stays open.", structure.open_consequences),
    Check(
        "L5.claim-country", "Every country of a claim is mentioned in its anchors.", coverage.claim_countries
    ),
    Check(
        "L5.statement-country", "Every country a statement names is the claim's.", coverage.named_countries
    ),
    Check("L5.country", "Every country in the source has an entry.", coverage.country_entries),
    Check("L5.bloc", "Every bloc in the source has an entry.", coverage.bloc_entries),
    Check("L5.theme", "Every theme in the source has an entry.", coverage.theme_entries),
    Check("L5.theme-claims", "Themes and claims agree on who is tagged with what.", coverage.reachable),
    Check("L6.coverage", "Each sentence is anchored or listed as not used.", coverage.sentences_used),
    Check("L7.claim-id", "Every claim referred to exists.", links.claim_ids),
    Check("L7.passage-id", "Every passage referred to exists.", links.passage_ids),
    Check("L7.watch-id", "Every watch item referred to exists.", links.watch_ids),
    Check("L7.party", "Every country and bloc referred to has an entry.", links.parties),
    Check("L7.country-claims", "A country's entry lists claims that concern it.", links.entry_claims),
    Check("L7.bloc-claims", "A bloc's entry lists claims whose source speaks of it.", links.bloc_claims),
    Check("L7.role", "An actor acts in some claim, an affected country is affected.", links.roles),
    Check("L7.edge", "A relationship is no stronger than its claims.", links.edges),
    Check("L7.scenario", "Scenarios hold only conditional or possible claims.", links.scenarios),
    Check("L7.answer", "Answers rest on claims; abstentions say what is lacking.", links.answers),
    Check("L7.answer-topic", "An answer is filed under what the briefing covers.", links.answer_topics),
    Check("L7.question", "No question has two answers.", links.questions),
    Check("L8.limitation", "What the article lacks is carried as a limitation.", candour.limitations),
    Check("L8.disclaimer", "The source's disclaimer is carried.", candour.disclaimer),
    Check("L8.remark", "Contested statements and notes say what is meant.", candour.remarks),
    _SIGNED,
    Check(
        "P5.statement-place",
        "Places a statement names are in its anchors.",
        coverage.named_places,
        places=True,
    ),
    Check("T2.source", "The text is the article that was briefed.", anchoring.source_text, text=True),
    Check("T2.passage", "Texts kept with passages hash to what they say.", anchoring.passage_hashes),
    Check(
        "T2.article", "The passages make up the article that was hashed.", anchoring.article_hash, text=True
    ),
    Check("T2.quote", "Quotes are exact substrings.", anchoring.exact_quotes, text=True),
    Check(
        "T2.marks", "Hedges, cues, names and titles are exact substrings.", anchoring.exact_marks, text=True
    ),
    Check("T3.hedges", "A sentence's modality agrees with its wording.", anchoring.hedges_in_text, text=True),
    Check("T3.figure", "A figure is in the anchored source.", wording.figures_sourced, text=True),
    Check("T3.negation", "No negation is added to the source or lost.", wording.negations_sourced, text=True),
    Check("T3.condition", "A condition shares its content words.", wording.conditions_sourced, text=True),
    Check("T3.direction", "No statement says the opposite of its source.", wording.directions, text=True),
    Check("T3.reach", "No all, always or only that the source lacks.", wording.sweeping, text=True),
    Check("T3.time", "No time that the source lacks.", wording.times, text=True),
    Check("T3.emphasis", "No dramatic word that the source lacks.", wording.dramatic, text=True),
    Check("T3.name", "A name in a statement occurs in the article.", wording.names_sourced, text=True),
    Check("T3.resemblance", "A statement shares words with its source.", wording.resemblance, text=True),
    Check("T4.copied-run", "No more than eight words in a row are copied.", wording.copied_runs, text=True),
    Check("T5.name", "Countries named in a sentence are noted for it.", coverage.names_in_text, text=True),
    Check(
        "T5.place", "Places named in a sentence are noted.", coverage.places_in_text, text=True, places=True
    ),
)
"""Every check, in the order in which they run."""


def check(
    briefing: Briefing, text: str | None = None, *, places: FindsPlaces | None = None, sign_off: bool = True
) -> Verdict:
    """Run every check that can run, and say which did.

    `text`: the whole article; without it the wording kept with the passages is used, where all of it
    is kept, and otherwise the checks that need it are skipped. `places`: finds names of places
    (`briefings.places.Gazetteer`); without it names are only matched to those the article uses.
    `sign_off=False` leaves out L9, to see what the other checks catch alone.
    """
    subject = Subject(briefing, text, places)
    ran = tuple(one for one in CHECKS if _can_run(one, subject, sign_off=sign_off))
    codes = tuple(one.code for one in ran)
    findings = tuple(Finding(one.code, where, message) for one in ran for where, message in one.run(subject))
    return Verdict(
        ran=codes,
        skipped=tuple(one.code for one in CHECKS if one.code not in codes),
        findings=findings,
        counts=MappingProxyType(_counts(briefing, findings)),
    )


def publishable(briefing: Briefing) -> tuple[Finding, ...]:
    """What stands in the way of publishing: statements unsigned, or changed since they were signed."""
    return tuple(Finding(_SIGNED.code, where, message) for where, message in candour.unsigned(briefing))


def _can_run(one: Check, subject: Subject, *, sign_off: bool) -> bool:
    if one is _SIGNED:
        return sign_off
    if one.places and subject.finder is None:
        return False
    if one.run is anchoring.source_text:
        return bool(subject.wordings or subject.mismatch)
    return not one.text or bool(subject.wordings)


def _counts(briefing: Briefing, findings: tuple[Finding, ...]) -> dict[str, int]:
    faulty = {finding.where for finding in findings}
    outcomes = [pair.outcome for pair in briefing.answers]
    return {
        "passages": len(briefing.article.passages),
        "claims": len(briefing.claims),
        "verified": sum(f"claim {claim.id}" not in faulty for claim in briefing.claims),
        "countries": len(briefing.countries),
        "blocs": len(briefing.blocs),
        "themes": len(briefing.themes),
        "relationships": len(briefing.relationships),
        "scenarios": len(briefing.scenarios),
        "watch items": len(briefing.watch),
        "limitations": len(briefing.article.limitations),
        "answers": outcomes.count("answer"),
        "abstentions": outcomes.count("abstain"),
        "false premises": outcomes.count("false-premise"),
    }
