"""What Discord takes, as numbers, and what we make of it.

Characters are code points (Discord's own answer in discord-api-docs #1315). Sources of the numbers: the
vendor's pages on messages, embeds and components, unless a line names another.
"""

from datetime import timedelta
from typing import Final

from bot.rendering.measure import Limits

SAME_WITHIN: Final = timedelta(minutes=2)
"""For how long a nonce tells repetitions apart: the vendor says "in the past few minutes", without a number;
two are surely few."""

TITLE = 256
DESCRIPTION = 4_096
FOOTER = 2_048
EMBED_SUM = 6_000
"""Over all texts of all embeds of a message."""

ROWS = 5
BUTTONS = 5
"""In a row; a row holds buttons or one menu."""
LABEL = 80
CUSTOM_ID = 100
OPTIONS = 25
OPTION = 100
"""Of an option's label, and of its value."""
PLACEHOLDER = 150
ALT = 1_024
"""Characters of a file's description; we count bytes, which are never fewer."""

V2_TEXT = 4_000
"""Over all text displays of a message."""
V2_COMPONENTS = 40
"""Nested ones included."""
V2_BYTES = 10_170
V2_BYTES_EACH = 12
"""UTF-8 bytes of texts, and 12 more for each, beyond which the API answers 500 (discord-api-docs #8554)."""

MENU_BYTES = 3_000
"""UTF-8 bytes of all options of a message. Long menus under a full embed end in a 500 as well
(discord-api-docs #6965, with 17,459 bytes; pycord #2674, with 120 options); the limit is undocumented,
so we stay far below."""

CLAIMS = 12
"""On a page, and behind one Evidence button: their evidence is two or three pages."""

_COMFORT = 2_200
"""About two screens of a phone; more is read by turning pages."""

EMBEDS = Limits(
    unit="code points",
    bytes_each=1.6,
    title=TITLE,
    body=DESCRIPTION,
    comfort=_COMFORT,
    foot=1_300,
    question=600,
    sources=500,
    notes=200,
    heading=300,
    label=100,
    remark=400,
    claims=CLAIMS,
)
"""Title, description and footer of one embed: together below 6,000 characters."""

COMPONENTS = Limits(
    unit="code points",
    bytes_each=1.6,
    title=200,
    body=3_150,
    comfort=_COMFORT,
    foot=600,
    question=400,
    sources=300,
    notes=150,
    heading=220,
    label=100,
    remark=260,
    claims=CLAIMS,
)
"""All text displays of one message: together below 4,000 characters and 6,400 bytes."""
