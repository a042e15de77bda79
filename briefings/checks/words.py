"""The words the checks look for, and how a text is cut into words.

Owns word lists and matching. The lists are closed and English; a word that is not here is not
noticed, which is why a reviewer signs every statement as well.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from briefings.article import normalise
from briefings.claims import Modality


@cache
def _pattern(listed: str) -> re.Pattern[str]:
    forms = (re.escape(word).replace(r"\*", r"\w*") for word in listed.split(", "))
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A list of words and phrases, with commas; `*` stands for more letters. Compiled when first used."""

    listed: str

    def search(self, text: str) -> re.Match[str] | None:
        """The first of them in `text`, as a whole word, whatever its case."""
        return _pattern(self.listed).search(text)

    def sub(self, replacement: str, text: str) -> str:
        """`text` with each of them replaced."""
        return _pattern(self.listed).sub(replacement, text)


MODALITY_WORDS: Mapping[Modality, AnyOf] = {
    Modality.REPORTED: AnyOf("report*, according to, alleged*, said to"),
    Modality.LIKELY: AnyOf("likely, probably, probable, unlikely"),
    Modality.POSSIBLE: AnyOf(
        "may, might, could, possible, possibly, possibility, potential, potentially, perhaps"
    ),
    Modality.CONDITIONAL: AnyOf("if, should, unless, provided, in case, in the event, depending"),
    Modality.RECOMMENDED: AnyOf(
        "must, should, ought, essential, crucial, vital, imperative, necessary, critical*, need*, "
        "call* for, advise*, urge*, recommend*, has to, have to"
    ),
}
"""A statement holds a word of its class. Asserted statements need none."""

CONSEQUENCE = AnyOf("may, might, could, risk*, potential, potentially, possible, possibly")
"""Words that keep the consequence of a condition open."""

CERTAINTY = AnyOf(
    "will, won't, shall, certain, certainly, certainty, inevitable, inevitably, unavoidable, "
    "unavoidably, definitely, definite, undoubtedly, doubtless, surely, sure to, bound to, "
    "destined to, guaranteed, guarantees, is going to, are going to, without doubt, no doubt, "
    "beyond doubt, unquestionably, indisputably, *'ll"
)
"""Words that no statement of ours may hold, whatever the source says."""

SCALE = re.compile(
    r"(?<!\w)(?:(?:high|medium|moderate|low)[ -](?:confidence|likelihood|probability)"
    r"|(?:\d+|[a-z]+) ?(?:%|per ?cent|percent) (?:chance|likel\w+|probab\w+|certain\w*|odds)"
    r"|(?:odds|chances?) (?:of|are|that)|probability of)",
    re.IGNORECASE,
)
"""Likelihood as a number or on a scale."""

NEGATION = AnyOf(
    "not, no, never, nor, neither, none, nothing, nobody, cannot, without, hardly, barely, "
    "unlikely, no longer, isn't, aren't, doesn't, don't, won't, can't, didn't, hasn't, "
    "haven't, wasn't, weren't, couldn't, shouldn't"
)
DENIAL = AnyOf(
    "lack*, fail*, refus*, deny, denie*, denial, absen*, unable, stop*, ceas*, prevent*, "
    "avoid*, unlikely, instead, rather, reject*, missing, little, few, free of, unwilling"
)
"""Ways of denying without a negation; they only excuse a negation on the other side."""
NOT_NEGATING = AnyOf("not only, not just, not least, never been *, no less, no doubt, no matter")

_UNITS = (
    "two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, "
    "sixteen, seventeen, eighteen, nineteen, twenty"
)
_TENS = "thirty, forty, fifty, sixty, seventy, eighty, ninety"
_ALIKE = (
    "dozen dozens, hundred hundreds, thousand thousands, million millions, billion billions, "
    "trillion trillions, half halve halves halved, third thirds, quarter quarters, "
    "double doubles doubled doubling twice, triple triples tripled tripling thrice, % percent percentage, "
    "january, february, april, june, july, august, september, october, november, december"
)
_NUMBER_WORDS: Mapping[str, str] = {
    **{word: str(number) for number, word in enumerate(_UNITS.split(", "), start=2)},
    **{word: str(number * 10) for number, word in enumerate(_TENS.split(", "), start=3)},
    **{form: forms.split()[0] for forms in _ALIKE.split(", ") for form in forms.split()},
}
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*|%|[a-z]+", re.IGNORECASE)
_COUNTED_PARTIES = re.compile(r"\b(?:the|these|those|its|their|both|all) (?:two|three)\b", re.IGNORECASE)


def figures(text: str) -> frozenset[str]:
    """Figures in digits and words, months included, in one form each: "1,000" and "1000", "twelve" and "12".

    "The two" counts parties already named, so it is no figure.
    """
    plain = _COUNTED_PARTIES.sub(" ", normalise(text)).lower().replace("per cent", "%").replace("-", " ")
    found = (word.replace(",", "") for word in _FIGURE.findall(plain))
    return frozenset(
        _NUMBER_WORDS.get(word, word) for word in found if word[0].isdigit() or word in _NUMBER_WORDS
    )


SWEEPING = (
    AnyOf(
        "all, every, everyone, everywhere, entire, entirely, whole, wholly, fully, full, "
        "complete, completely, total, totally"
    ),
    AnyOf("always, permanent, permanently, forever, constantly"),
    AnyOf("sole, solely, exclusively, exclusive, only"),
    AnyOf("most of, majority, largely"),
)
TIMES = (
    AnyOf("today, today's, now, current, currently, present, presently"),
    AnyOf("already"),
    AnyOf("soon, imminent, imminently, immediate, immediately, shortly, at once, quick*, rapid*"),
    AnyOf("day, days"),
    AnyOf("week, weeks"),
    AnyOf("month, months"),
    AnyOf("year, years"),
    AnyOf("decade, decades"),
    AnyOf("century, centuries"),
    AnyOf("yesterday"),
    AnyOf("tomorrow"),
    AnyOf("last year, next year, this year"),
)
DRAMATIC = (
    AnyOf("catastroph*, disast*, calamit*"),
    AnyOf("massive*, huge*, enormous*"),
    AnyOf("dramatic*, drastic*, radical*"),
    AnyOf("severe*, extreme*, grave*, dire"),
    AnyOf("collapse*, devastat*"),
    AnyOf("unprecedented"),
    AnyOf("existential"),
    AnyOf("world war"),
    AnyOf("fatal*, irreversibl*"),
    AnyOf("imminent threat"),
)


@cache
def opposites() -> tuple[tuple[AnyOf, AnyOf], ...]:
    """Pairs of lists of words that say the reverse of each other."""
    file = resources.files("briefings.checks") / "data" / "opposites.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" | ") for line in lines if line and not line.startswith("#"))
    return tuple((AnyOf(one), AnyOf(other)) for one, other in pairs)


_WORD = re.compile(r"[^\W\d_]+(?:['.][^\W\d_]+)*")
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "nor",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "as",
        "into",
        "over",
        "under",
        "about",
        "against",
        "between",
        "among",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "it",
        "its",
        "they",
        "their",
        "them",
        "he",
        "she",
        "his",
        "her",
        "this",
        "that",
        "these",
        "those",
        "which",
        "who",
        "whom",
        "what",
        "when",
        "where",
        "while",
        "also",
        "both",
        "not",
        "no",
        "if",
        "should",
        "unless",
        "may",
        "might",
        "could",
        "would",
        "will",
        "can",
        "must",
        "such",
        "than",
        "then",
        "there",
        "here",
        "more",
        "most",
        "further",
        "own",
        "other",
        "others",
        "like",
        "including",
        "so",
        "too",
        "very",
        "says",
        "said",
        "author",
        "article",
    ]
)


def words(text: str) -> list[str]:
    """The words of a text in order, in lower case, possessives cut off."""
    found = _WORD.findall(normalise(text).lower())
    return [word.removesuffix("'s").strip("'.") for word in found]


def content(text: str) -> frozenset[str]:
    """Content words by their first five letters, so that inflected forms meet."""
    return frozenset(stem(word) for word in words(text) if word not in _STOP and len(word) > 2)


def stem(word: str) -> str:
    """The first five letters, a plural's "s" cut off."""
    singular = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    return singular[:5]


_SENTENCE_END = re.compile(r"(?<=[a-z0-9\"')][.!?;])\s+")


def sentences(text: str) -> list[str]:
    """The sentences of a statement, and the parts that a semicolon divides."""
    return [part for part in _SENTENCE_END.split(text) if part.strip()]


def runs(text: str, length: int) -> Iterable[tuple[str, ...]]:
    """Every run of `length` consecutive words."""
    sequence = words(text)
    return (tuple(sequence[at : at + length]) for at in range(len(sequence) - length + 1))
