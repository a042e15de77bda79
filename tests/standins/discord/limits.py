"""What Discord allows, as numbers. Read in the vendor's documentation unless another source is named."""

from datetime import timedelta
from typing import Final

CONTENT = 2_000
EMBEDS = 10
EMBED_SUM = 6_000
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4_096
EMBED_FIELDS = 25
FIELD_NAME = 256
FIELD_VALUE = 1_024
FOOTER_TEXT = 2_048
AUTHOR_NAME = 256
EMBED_URL = 2_048

ROWS = 5
ROW_BUTTONS = 5
LABEL = 80
CUSTOM_ID = 100
LINK = 512
SELECT_OPTIONS = 25
SELECT_TEXT = 100
PLACEHOLDER = 150

V2_COMPONENTS = 40
V2_TEXT = 4_000
V2_BYTES = 10_170
"""UTF-8 bytes of all text displays plus 12 for each of them; one more and the API answers 500.
Measured by the reporter of discord-api-docs #8554."""
V2_BYTES_EACH = 12
V2_MEDIA = 64
GALLERY_ITEMS = 10
SECTION_TEXTS = 3

FILES = 10
FILE_BYTES: Final = 10 * 1024 * 1024
FILE_DESCRIPTION = 1_024

MODAL_TITLE = 45
MODAL_COMPONENTS = 5
INPUT_LABEL = 45
INPUT_VALUE = 4_000
INPUT_PLACEHOLDER = 100
LABEL_DESCRIPTION = 100

CHOICES = 25
CHOICE_TEXT = 100

COMMANDS = {1: 100, 2: 15, 3: 15}
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
COMMAND_CHARACTERS = 8_000
COMMAND_CREATES_A_DAY = 200
OPTION_TEXT = 6_000

THREAD_NAME = 100
ARCHIVE_AFTER_MINUTES = frozenset({60, 1_440, 4_320, 10_080})
HISTORY_PAGE = 100
NONCE = 25

FIRST_RESPONSE: Final = timedelta(seconds=3)
TOKEN_LIFE: Final = timedelta(minutes=15)
NONCE_WINDOW: Final = timedelta(minutes=5)
"""The vendor says "in the past few minutes" and no number; settable on the stand-in."""

IDENTIFIES_A_DAY = 1_000
GATEWAY_SENDS = 120
GATEWAY_SPAN: Final = timedelta(seconds=60)
SHARDING_FROM = 2_500
SESSION_LIFE: Final = timedelta(minutes=3)
"""How long after a disconnect a session can be resumed; the vendor gives no number."""

REQUESTS_A_SECOND = 50
INVALID_REQUESTS = 10_000
INVALID_SPAN: Final = timedelta(minutes=10)
