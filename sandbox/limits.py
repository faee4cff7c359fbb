"""Slack's limits, in characters or items, as its reference states them.

Source: docs.slack.dev/reference/block-kit
"""

from __future__ import annotations

from typing import Final

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
VIEW_SIZE: Final = 250_000  # bytes of JSON; "greater than 250kb" is view_too_large
# Not documented: above roughly this many characters of JSON Slack answers msg_blocks_too_long
# (slackapi/bolt-js#2509).
MESSAGE_SIZE: Final = 13_200

ACTION_ID: Final = 255
BLOCK_ID: Final = 255

TEXT: Final = 3_000
SECTION_FIELDS: Final = 10
FIELD_TEXT: Final = 2_000
HEADER_TEXT: Final = 150
MARKDOWN_TEXT: Final = 12_000  # of all markdown blocks of one message together
LABEL: Final = 2_000
HINT: Final = 2_000
ACTIONS: Final = 25
CONTEXT_ELEMENTS: Final = 10

IMAGE_URL: Final = 3_000
IMAGE_ALT: Final = 2_000
IMAGE_TITLE: Final = 2_000

BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
BUTTON_ACCESSIBILITY: Final = 75
LINK: Final = 3_000
PLACEHOLDER: Final = 150

OPTIONS: Final = 100
OPTION_GROUPS: Final = 100
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTION_DESCRIPTION: Final = 75
GROUP_LABEL: Final = 75
OVERFLOW_OPTIONS: Final = 5
BOX_OPTIONS: Final = 10  # checkboxes and radio buttons

CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

INPUT_TEXT: Final = 3_000
INPUT_FILES: Final = 10

TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
LIST_INDENT: Final = 8

VIEW_TITLE: Final = 24
PRIVATE_METADATA: Final = 3_000
CALLBACK_ID: Final = 255
EXTERNAL_ID: Final = 255
