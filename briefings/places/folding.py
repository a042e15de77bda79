"""The normal form under which names of places are compared.

Owns what is ignored when two spellings are held to be the same: case, dots, hyphens, apostrophes, and accents
of alphabets that can do without them. It refuses to fold vowel signs of Indic and Thai scripts, which tell
words apart.
"""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose, and Arabic letters that keyboards write differently.
_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
        "ٱ": "ا", "ؤ": "و",
        "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا",
        "’": "", "‘": "", "'": "", "ʻ": "", "ʼ": "", "`": "", "´": "", "′": "",
        "״": "", "׳": "", "\u200c": "", "\u200d": "",
        "\u200e": "", "\u200f": "", "\u00ad": "", "\ufeff": "", "ـ": "", "&": " and ",
    }
)  # fmt: skip
_DOT_BETWEEN_WORDS = re.compile(r"\.(?=\w\w)")
_APART = re.compile(r"[^\S ]|[-‐‑‒–—_/,;:!?\"()\[\]{}<>«»„“”|*#~^=•·・。、，！？；：।؟،؛]")
_KEEPS_MARKS = ("LATIN", "GREEK", "ARABIC", "HEBREW")
_POSSESSIVE = re.compile(r"(?<=[^\s'’])(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_ELISION = re.compile(r"^(?:l|d|dell|all|nell|sull|dall|qu)['’]\s?(?=\w{3})", re.IGNORECASE)
_ARTICLE = re.compile(
    r"^(?:the|la|le|les|el|los|las|die|der|das|den|il|lo|gli|het|os) (?=\S\S)", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def _is_accent_on(base: str) -> bool:
    return unicodedata.name(base, "").startswith(_KEEPS_MARKS)


def _without_accents(text: str) -> str:
    kept: list[str] = []
    base = ""
    for letter in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(letter):
            base = letter
        elif base == "е" or not base.isalnum() or _is_accent_on(base):
            continue
        kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


def fold(text: str) -> str:
    """The normal form of `text`: "St. Kitts & Nevis" gives "saint kitts and nevis", "U S A" gives "usa"."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    folded = text.casefold()
    if not folded.isascii():
        folded = _without_accents(folded.translate(_LETTERS))
        folded = folded.translate(_LETTERS)
    else:
        folded = folded.replace("'", "").replace("`", "").replace("&", " and ")
    if "." in folded:
        folded = _DOT_BETWEEN_WORDS.sub(". ", folded).replace(".", "")
    words = _APART.sub(" ", folded).split()
    if len(words) > 1:
        if all(len(word) == 1 for word in words):
            return "".join(words)
        words = ["saint" if word in ("st", "ste") else word for word in words]
    return " ".join(words)


def compact(key: str) -> str:
    """A normal form without its spaces, so that "northkorea" meets "north korea"."""
    return key.replace(" ", "")


def bare(name: str) -> tuple[str, ...]:
    """`name` without a possessive, a leading article or an elision; only the variants that differ from it."""
    variants: list[str] = []
    current = name
    for pattern in (_POSSESSIVE, _ELISION, _ARTICLE):
        stripped = pattern.sub("", current)
        if stripped != current:
            current = stripped
            variants.append(current)
    return tuple(variants)


def turned(name: str) -> str | None:
    """An index form put straight: "Korea, Republic of" with its tail in front. None where there is none."""
    opened = name.replace(" (", ", ").rstrip(")") if name.endswith(")") else name
    head, comma, tail = opened.partition(",")
    tail = tail.strip()
    if not comma or "," in tail or not head.strip() or not tail:
        return None
    return f"{tail} {head.strip()}"


def flag(name: str) -> str | None:
    """The alpha-2 code that a flag emoji spells, or None: two regional indicators give their letters."""
    if len(name) != 2 or not all("\U0001f1e6" <= sign <= "\U0001f1ff" for sign in name):
        return None
    return "".join(chr(ord(sign) - 0x1F1E6 + ord("A")) for sign in name)
