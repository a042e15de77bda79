"""What clings to a name in writing: case particles, clitics, and scripts that put no space between words.

It knows no names. Lists are of whole particles; nothing is guessed from letters that may belong to a name.
"""

# Korean particles and suffixes that follow a noun directly.
_KOREAN_WORDS = (
    "이 가 은 는 을 를 의 에 와 과 도 로 으로 에서 에게 에게서 까지 부터 만 이나 나 이란 란 처럼 "
    "보다 마다 조차 이라 라 이라는 라는 이라고 라고 으로서 로서 으로부터 로부터 에는 에도 에서는 "
    "에서도 에선 엔 와의 과의 와는 과는 와도 과도 이며 며 이고 고 이다 인 인의 인이 인은 인들 인들이 "
    "인들은 측 측은 측이 군 군의 군이 군은 군을 군에 산 산의 발 식 계 제 이든 든 이랑 랑 하고 께서 "
    "한테 대통령 정부 정부는 정부가 정부의 정권 이야 야 이에요 예요 으로의 로의 에의 만이 만의 만을 "
)
_KOREAN = frozenset(_KOREAN_WORDS.split())
# Bengali and Assamese case endings.
_BENGALI = ("ের", "র", "ে", "কে", "তে", "য়", "েও", "ও")
# Hindi, Marathi and Nepali endings that are written on the noun.
_DEVANAGARI = ("चा", "ची", "चे", "ने", "ला", "ले", "को", "मा", "बाट", "सँग", "च्या", "मध्ये", "हरू")
PARTICLES: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("\uac00", "\ud7a3", _KOREAN),
    ("\u0980", "\u09ff", frozenset(_BENGALI)),
    ("\u0900", "\u097f", frozenset(_DEVANAGARI)),
)
# Conjunctions and prepositions of one letter that Arabic, Persian and Hebrew write on the next word.
CLITICS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("\u0600", "\u06ff", ("وال", "بال", "فال", "كال", "لل", "ول", "وب", "و", "ب", "ل", "ف", "ك")),
    ("\u0590", "\u05ff", ("וב", "ול", "וה", "מה", "שב", "ו", "ה", "ב", "ל", "מ", "ש", "כ")),
)
_UNSPACED = (
    ("\u0e00", "\u0eff"),  # Thai, Lao
    ("\u1000", "\u109f"),  # Burmese
    ("\u1780", "\u17ff"),  # Khmer
    ("\u3040", "\u30ff"),  # kana
    ("\u3400", "\u9fff"),  # Han
)


def is_unspaced(sign: str) -> bool:
    """Whether the script of `sign` writes words without spaces between them."""
    return any(first <= sign <= last for first, last in _UNSPACED)


def is_katakana(sign: str) -> bool:
    """Whether `sign` is a katakana letter or the sign for a long vowel."""
    return "\u30a1" <= sign <= "\u30fa" or sign == "ー"


def stems(word: str) -> tuple[str, ...]:
    """What remains of `word` without one particle or clitic, longest first; empty where none clings."""
    found: list[str] = []
    for first, last, endings in PARTICLES:
        if first <= word[:1] <= last:
            found += [word[:cut] for cut in range(len(word) - 1, 1, -1) if word[cut:] in endings]
    for first, last, openings in CLITICS:
        if first <= word[:1] <= last:
            found += [_without(word, opening) for opening in openings if word.startswith(opening)]
    return tuple(sorted((stem for stem in found if len(stem) > 1), key=len, reverse=True))


def _without(word: str, opening: str) -> str:
    rest = word[len(opening) :]
    article = "ال" if opening.endswith("ال") or opening == "لل" else ""
    return article + rest if len(rest) >= 3 else ""
