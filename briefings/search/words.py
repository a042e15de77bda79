"""Text to words: one normal form for questions, claims and the lexicon.

Owns word boundaries in every script, contractions and the light stemmer. It knows no concepts.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u0e31-\u0e4e"
_WORD = re.compile(rf"[\u3040-\u30ff\u3400-\u9fff々ー]+|(?:(?![\u3040-\u30ff\u3400-\u9fff々])[\w{_MARKS}])+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LATIN_MARKS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_APOSTROPHES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'"})
_CONTRACTIONS = (
    (re.compile(r"\b(ca)n't\b", re.I), "can not"),
    (re.compile(r"\bwon't\b", re.I), "will not"),
    (re.compile(r"n't\b", re.I), " not"),
    (re.compile(r"\b(what|who|where|how|why|that|it|there|here|let)'s\b", re.I), r"\1 is"),
    (re.compile(r"'re\b", re.I), " are"),
    (re.compile(r"'ve\b", re.I), " have"),
    (re.compile(r"'ll\b", re.I), " will"),
    (re.compile(r"'[sd]\b", re.I), ""),
    (re.compile(r"\b(north|south)(?=korea)", re.I), r"\1 "),
    (re.compile(r"\bmite\b", re.I), "might"),
    (re.compile(r"\b(c|w|sh)(?:u|oul)d\b", re.I), r"\1ould"),
    (re.compile(r"\bgovts?\b", re.I), "government"),
    (re.compile(r"\b(?:bcoz|becuz|bcz|bc)\b", re.I), "because"),
)
_DROPPED = frozenset({"s", "t", "d", "ll", "re", "ve"})
_AMERICAN = {
    "defens": "defenc",
    "neighbor": "neighbour",
    "neighborhood": "neighbourhood",
    "maneuver": "manoeuvr",
    "rumor": "rumour",
    "labor": "labour",
    "favor": "favour",
    "behavior": "behaviour",
    "center": "centr",
    "jeopard": "jeopardis",
    "program": "programm",
}
_IRREGULAR = {
    "sent": "send",
    "fought": "fight",
    "won": "win",
    "lost": "lose",
    "losing": "lose",
    "gave": "give",
    "given": "give",
    "took": "take",
    "taken": "take",
    "taking": "take",
    "got": "get",
    "gotten": "get",
    "getting": "get",
    "said": "say",
    "told": "tell",
    "made": "make",
    "making": "make",
    "built": "build",
    "broke": "break",
    "broken": "break",
    "began": "begin",
    "begun": "begin",
    "chose": "choose",
    "chosen": "choose",
    "came": "come",
    "drew": "draw",
    "drawn": "draw",
    "grew": "grow",
    "grown": "grow",
    "rose": "rise",
    "risen": "rise",
    "fell": "fall",
    "fallen": "fall",
    "left": "leave",
    "leaving": "leave",
    "men": "man",
    "women": "woman",
    "wrote": "write",
    "written": "write",
    "withdrew": "withdraw",
    "sought": "seek",
    "dying": "die",
    "died": "die",
    "stood": "stand",
    "strove": "strive",
    "hid": "hide",
    "bought": "buy",
    "sold": "sell",
    "paid": "pay",
    "met": "meet",
    "spoke": "speak",
    "spoken": "speak",
    "ran": "run",
    "led": "lead",
    "felt": "feel",
    "kept": "keep",
    "held": "hold",
    "meant": "mean",
    "shook": "shake",
    "shaken": "shake",
    "threw": "throw",
    "thrown": "throw",
    "armies": "army",
    "allies": "ally",
    "allied": "ally",
    "ties": "tie",
    "tied": "tie",
    "crises": "crisis",
}


_KEPT = frozenset(
    {
        "goods",
        "arms",
        "news",
        "means",
        "states",
        "stating",
        "stated",
        "during",
        "spring",
        "being",
        "something",
    }
)
"""Words whose ending is no inflection, or whose stem is another word."""
_LY = frozenset(
    {"supply", "family", "comply", "multiply", "assembly", "anomaly", "monopoly", "italy", "firmly"}
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `text` folded, its `stem`, and where it stands in the tidied text."""

    text: str
    stem: str
    start: int
    end: int
    foreign: bool = False
    """Whether it was spelt with letters English does not use."""

    @property
    def unspaced(self) -> bool:
        """Whether it is a run of a script written without spaces (Chinese, Japanese)."""
        return _UNSPACED.match(self.text) is not None


def tidy(text: str) -> str:
    """The text that word positions refer to: NFKC, straight apostrophes, contractions opened."""
    plain = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    for pattern, opened in _CONTRACTIONS:
        plain = pattern.sub(opened, plain)
    return plain


def split(tidied: str) -> tuple[Word, ...]:
    """The words of a tidied text, in order."""
    found = []
    for match in _WORD.finditer(tidied):
        text = fold(match.group())
        if text and text not in _DROPPED:
            found.append(Word(text, stem(text), match.start(), match.end(), not match.group().isascii()))
    return tuple(found)


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Lower case without the accents of Latin letters; other scripts keep their marks."""
    lowered = word.casefold()
    if lowered.isascii():
        return lowered.strip("_")
    bare = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", lowered))
    return unicodedata.normalize("NFC", bare).strip("_").replace("ё", "е").replace("ß", "ss")


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The part of an English word that its inflections share; other words come back as they are."""
    if not word.isascii() or len(word) < 4 or word in _KEPT:
        return word
    if word in _IRREGULAR:
        word = _IRREGULAR[word]
    bare = _end(_plural(word))
    return _AMERICAN.get(bare, bare)


def _plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


_ENDINGS = ("isation", "ization", "ation", "ising", "izing", "ised", "ized", "ition", "ise", "ize")
_SPELT = {"isation": "is", "ization": "is", "ising": "is", "izing": "is", "ised": "is", "ized": "is"}


def _end(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + _SPELT.get(ending, {"ation": "at", "ition": "it"}.get(ending, "is"))
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("eed"):
            return _undouble(word[: -len(ending)])
    if word.endswith("ion") and len(word) > 7 and word[-4] in "st":
        return word[:-3]
    if word.endswith("ly") and len(word) > 5 and word not in _LY:
        return _end(word[:-2])
    if word.endswith("y") and len(word) > 4:
        return word[:-1] + "i"
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _undouble(word: str) -> str:
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        return word[:-1]
    return (
        word[:-1]
        if word.endswith("e") and len(word) > 4
        else (word[:-1] + "i" if word.endswith("y") and len(word) > 4 else word)
    )
