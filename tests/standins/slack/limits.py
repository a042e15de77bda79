"""Every number the stand-in holds its callers to, with where it comes from.

Source: the reference pages of docs.slack.dev unless a line says otherwise.
"""

from datetime import timedelta
from typing import Final

TEXT: Final = 40_000
"""Characters of `text`; more is cut off, not refused."""
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
BLOCKS_TEXT: Final = 13_200
"""Characters over all blocks of a message, as measured in bolt-js issue 2509 (msg_blocks_too_long)."""
MARKDOWN_TEXT: Final = 12_000
"""Characters of all markdown blocks of one message together."""
METADATA_BYTES: Final = 16_384
"""Bytes of a message's metadata as JSON. The vendor says only "too large": chosen, on the strict side."""
ATTACHMENTS: Final = 100

BLOCK_ID: Final = 255
ACTION_ID: Final = 255
SECTION_TEXT: Final = 3_000
FIELDS: Final = 10
FIELD_TEXT: Final = 2_000
HEADER_TEXT: Final = 150
CONTEXT_ELEMENTS: Final = 10
ACTIONS: Final = 25
CONTEXT_ACTIONS: Final = 5
IMAGE_URL: Final = 3_000
ALT_TEXT: Final = 2_000
IMAGE_TITLE: Final = 2_000
LABEL: Final = 2_000
HINT: Final = 2_000

BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
ACCESSIBILITY_LABEL: Final = 75
URL: Final = 3_000
PLACEHOLDER: Final = 150
OPTIONS: Final = 100
OPTION_GROUPS: Final = 100
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTION_DESCRIPTION: Final = 75
FEW_OPTIONS: Final = 10
"""Options of checkboxes and radio buttons."""
OVERFLOW_OPTIONS: Final = 5
INPUT_LENGTH: Final = 3_000
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30
TABLE_ROWS: Final = 100
TABLE_CELLS: Final = 20

VIEW_TITLE: Final = 24
VIEW_BUTTON: Final = 24
CALLBACK_ID: Final = 255
EXTERNAL_ID: Final = 255
PRIVATE_METADATA: Final = 3_000
VIEW_STACK: Final = 3
VIEW_BYTES: Final = 250_000
"""Bytes of a view as JSON (view_too_large)."""

ACKNOWLEDGE: Final = timedelta(seconds=3)
RETRIES: Final = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
"""Waits before the second, third and fourth try of an event."""
TRIGGER_LIFE: Final = timedelta(seconds=3)
RESPONSES: Final = 5
RESPONSE_LIFE: Final = timedelta(minutes=30)
SIGNATURE_LIFE: Final = timedelta(minutes=5)
CONNECTIONS: Final = 10
PROMPTS: Final = 4
FAILING_SHARE: Final = 0.95
"""Share of failed deliveries in `FAILING_SPAN` above which events are switched off."""
FAILING_SPAN: Final = timedelta(minutes=60)
FAILING_FROM: Final = 1_000
"""Deliveries an hour below which nothing is switched off."""

HISTORY_PAGE: Final = 999
HISTORY_DEFAULT: Final = 100
