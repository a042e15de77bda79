"""Texts bare of all that is not seen, for comparing what was said with what is shown."""

import unicodedata

_UNSEEN = dict.fromkeys(
    code
    for code in range(0x1F000)
    if chr(code).isspace()
    or unicodedata.combining(chr(code))
    or code in {0x200B, 0x2060, *range(0x2066, 0x206A)}
)


def bare(text: str) -> str:
    """Letters and signs alone: no white space, no marks, nothing that is not seen. For comparing texts."""
    return text.translate(_UNSEEN)
