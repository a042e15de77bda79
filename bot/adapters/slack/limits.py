"""What Slack takes, as numbers, and what we make of it.

Characters are counted as UTF-16 units, which are never fewer than code points: the vendor does not say
which it counts. Sources of the numbers: the vendor's reference of blocks, elements and composition
objects, unless a line names another.
"""

from bot.rendering.measure import Limits

BLOCKS = 50
"""In a message; a modal and the Home tab hold 100."""
VIEW_BLOCKS = 100
TEXT = 3_000
"""Of one text object."""
HEADER = 150
FALLBACK = 4_000
"""Of a message's `text`, as advised; the vendor cuts it beyond 40,000."""
LABEL = 75
"""Of a button, and of an option."""
OPTION_VALUE = 75
"""The vendor's type definitions say 75, its newer pages 150."""
OPTIONS = 100
PLACEHOLDER = 150
ALT = 2_000
"""Of a picture's description."""
ACTION_ID = 255
FILE_ID = 32
"""Characters of a file's id, at the most; those seen have eleven."""
METADATA = 3_000
"""Of a view's private_metadata."""
MODAL_TITLE = 24
INPUT = 3_000
"""Of what is typed into one field of a form."""

VALUE = 1_100
"""Of a button's value, of the 2,000 allowed: the longest question (1,000) and what goes before it. Six
buttons of a page carry it, and all of them count."""

WEIGHT = 12_600
"""Of all blocks of a message. chat.postMessage refuses more than about 13,200 characters over all blocks
(slackapi/bolt-js #2509), and was seen to refuse rich text at less text than that (#2867), so that the
containers count as well. `bot.adapters.slack.weight` says how we count; the rest is left as a margin."""

BUTTONS = 12
"""In the first row, of the 25 allowed: more is a wall on a phone; the rest is named as commands."""

CLAIMS = 12
"""On a page, and behind one Evidence button: their evidence is two or three pages."""

_COMFORT = 2_200
"""About two screens of a phone; more is read by turning pages."""

MESSAGE = Limits(
    unit="utf-16 units",
    bytes_each=4.0,
    title=HEADER,
    body=2_800,
    comfort=_COMFORT,
    foot=900,
    question=400,
    sources=300,
    notes=200,
    heading=200,
    label=100,
    remark=260,
    claims=CLAIMS,
)
"""Title, body and foot fit into the fallback text together, and any one of them into one text object."""
