"""Short ids for digests, drafts and follows: six letters that nobody can mistake for others."""

import secrets
from typing import Final

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are read as other letters (Crockford's base 32)."""


def new_id() -> str:
    """Six letters, 30 bits; the database refuses one that is there already."""
    return "".join(secrets.choice(LETTERS) for _ in range(6))
