"""The words readers see for kinds, levels, places in an article, and sources. Written once."""

from collections.abc import Mapping, Sequence

from briefings.article import Article, Passage
from briefings.briefing import Absence
from briefings.claims import Claim, ClaimKind, Modality
from briefings.reply import EvidencePart, Picture

KIND: Mapping[ClaimKind, str] = {
    ClaimKind.FACT: "stated as fact",
    ClaimKind.JUDGEMENT: "author's judgement",
    ClaimKind.FORECAST: "forecast",
    ClaimKind.RECOMMENDATION: "author's advice",
    ClaimKind.META: "about the source",
}

LEVEL: Mapping[Modality, str] = {
    Modality.ASSERTED: "stated flatly",
    Modality.REPORTED: "reported",
    Modality.LIKELY: "likely",
    Modality.POSSIBLE: "possible",
    Modality.CONDITIONAL: "only under a condition",
    Modality.RECOMMENDED: "recommended",
}

_PLAIN_PAIRS = {
    (ClaimKind.FACT, Modality.ASSERTED),
    (ClaimKind.JUDGEMENT, Modality.ASSERTED),
    (ClaimKind.RECOMMENDATION, Modality.RECOMMENDED),
    (ClaimKind.META, Modality.ASSERTED),
}
"""Pairs where the kind alone says it all."""


def label(kind: ClaimKind, modality: Modality) -> str:
    """Kind and modality in the words readers see, such as "forecast: possible"."""
    if (kind, modality) in _PLAIN_PAIRS:
        return KIND[kind]
    if kind is ClaimKind.FACT:
        return LEVEL[modality]
    if kind is ClaimKind.FORECAST and modality is Modality.ASSERTED:
        return "author's expectation"
    return f"{KIND[kind]}: {LEVEL[modality]}"


def claim_label(claim: Claim) -> str:
    """`label` of a claim."""
    return label(claim.kind, claim.modality)


def passage_label(passage: Passage) -> str:
    """Where a passage stands, such as "The Context …, ¶1 s3 (S1.1.3)"."""
    section = passage.section_title or ("Lead" if passage.section == 0 else f"Section {passage.section}")
    if passage.kind.value == "disclaimer":
        return f"Disclaimer ({passage.id})"
    return f"{section}, ¶{passage.paragraph} s{passage.sentence} ({passage.id})"


def short_place(passage: Passage) -> str:
    """Where a passage stands, in few characters: "§5 ¶1 s2 (S5.1.2)"."""
    section = f"§{passage.section}" if passage.section else "Lead"
    return f"{section} ¶{passage.paragraph} s{passage.sentence} ({passage.id})"


def passage_place(passage: Passage) -> str:
    """Where a passage stands, in full words; what comes before the first section is the lead."""
    section = f"section {passage.section}" if passage.section else "lead"
    return f"{section}, paragraph {passage.paragraph}, sentence {passage.sentence}"


def part_text(part: EvidencePart, label: str) -> str:
    """One anchor of a claim, without its wording; its level only where it is not the claim's `label`."""
    section = f"“{part.section}”, " if part.section else ""
    level = f"; {part.level}" if part.level != label else ""
    quote = f"; the source's words: “{part.quote}”" if part.quote else ""
    return f"{section}{part.place} ({part.passage.rpartition(':')[2]}){level}{quote}"


def picture_text(picture: Picture) -> str:
    """What a picture shows, in a few words; its relationships follow as text."""
    parties, ties = len(picture.nodes), len(picture.edges)
    return (
        f"Picture of {parties} {'party' if parties == 1 else 'parties'} "
        f"and {ties} {'relationship' if ties == 1 else 'relationships'}"
    )


def article_name(article: Article) -> str:
    """How an article is called where several could be meant."""
    if article.title:
        return article.title
    house = f", {article.publisher}" if article.publisher else ""
    return f"Untitled {article.genre}{house}"


def basis(article: Article) -> str:
    """What sort of source this is and whose likelihoods are told."""
    house = {
        "none": "",
        "disclaimer": f" ({article.publisher}, named only in its disclaimer)",
    }.get(article.publisher_origin, f" ({article.publisher})")
    return f"Basis: {_sort(article, house)}. Likelihoods are the author's words, not ours."


def short_basis(article: Article) -> str:
    """The same for a line of small print; a publisher known from the disclaimer alone is named there."""
    house = "" if article.publisher_origin in {"none", "disclaimer"} else f" ({article.publisher})"
    return f"{_sort(article, house)}; likelihoods are the author's words"


def _sort(article: Article, house: str) -> str:
    """What sort of source this is: "one unsigned, undated commentary"."""
    traits = [
        *([] if article.author else ["unsigned"]),
        *([] if article.published else ["undated"]),
    ]
    described = ", ".join(traits) + (" " if traits else "")
    by = f" by {article.author}" if article.author else ""
    when = f", {article.published}" if article.published else ""
    called = f" “{article.title}”" if article.title else ""
    return f"one {described}{article.genre}{called}{by}{house}{when}"


def articles(count: int) -> str:
    """Who is silent: "The article" or "The articles"."""
    return "The article" if count == 1 else "The articles"


def says_not(count: int) -> str:
    """Denial: "The article does not" or "The articles do not"."""
    return f"{articles(count)} {'does' if count == 1 else 'do'} not"


_ABSENT: Mapping[Absence, str] = {
    Absence.FIGURE: "{who} give a figure for that.",
    Absence.PROBABILITY: "{who} give a probability for that, only words like “may” and “could”.",
    Absence.DATE: "{who} say when.",
    Absence.DURATION: "{who} say for how long.",
    Absence.PERSON: "{who} name who that is.",
    Absence.PLACE: "{who} say where.",
    Absence.DETAIL: "{who} give that detail.",
    Absence.REACTION: "{who} report any such reaction.",
    Absence.CAUSE: "{who} say why.",
    Absence.SOURCE: "{who} name the sources.",
    Absence.AUTHOR: "{who} name the author.",
    Absence.TITLE: "{who} give a title or a date of its own.",
    Absence.COUNTRY: "{who} mention {subjects}.",
    Absence.TOPIC: "{who} cover that.",
    Absence.OPINION: "{who} say, and we only pass on what the author says.",
    Absence.OUTSIDE: "{who} cover that; we only answer from the briefed articles.",
}


def absent(absence: Absence, count: int, subjects: Sequence[str] = ()) -> str:
    """The sentence that says what is missing; `subjects` are names of places not covered."""
    kind = Absence.TOPIC if absence is Absence.COUNTRY and not subjects else absence
    return _ABSENT[kind].format(
        who=says_not(count), subjects=listing([with_the(name) for name in subjects], "or")
    )


_TAKES_THE = frozenset(
    [
        "bank",
        "commonwealth",
        "court",
        "east",
        "emirates",
        "fund",
        "gambia",
        "group",
        "gulf",
        "islands",
        "kingdom",
        "league",
        "maldives",
        "nations",
        "netherlands",
        "philippines",
        "quad",
        "republic",
        "states",
        "union",
        "west",
    ]
)
"""Last words of names that take "the" in a sentence."""


def with_the(name: str) -> str:
    """A name of a place as it stands in a sentence: "the European Union", "Japan"."""
    last = name.casefold().split()[-1]
    return f"the {name}" if last in _TAKES_THE and not name.casefold().startswith("the ") else name


def absent_names(names: Sequence[str], count: int) -> str:
    """Says that places are not mentioned."""
    return absent(Absence.COUNTRY, count, names)


def listing(names: Sequence[str], joint: str = "and") -> str:
    """Names in a row: A; A and B; A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"


def upper_first(text: str) -> str:
    """The text with its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]
