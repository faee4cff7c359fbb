"""Rich text and tables as Slack accepts them.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sandbox import limits
from sandbox.payload import Spot

# What an inline element must have, and what it may have beside its style.
INLINE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "text": (("text",), ()),
    "link": (("url",), ("text", "unsafe")),
    "user": (("user_id",), ()),
    "channel": (("channel_id",), ()),
    "usergroup": (("usergroup_id",), ()),
    "team": (("team_id",), ()),
    "emoji": (("name",), ("unicode", "skin_tone")),
    "broadcast": (("range",), ()),
    "color": (("value",), ()),
    "date": (("timestamp", "format"), ("url", "fallback")),
}
PREFORMATTED = ("text", "link")
STYLES = ("bold", "italic", "strike", "underline", "code", "highlight", "client_highlight", "unlink")
PARTS = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")

DATE_TOKEN = re.compile(r"\{([^{}]*)\}")
DATE_TOKENS = frozenset(
    {
        *("ago", "time", "time_secs", "day_divider_pretty", "date", "date_num", "date_slash", "date_pretty"),
        *("date_short", "date_short_pretty", "date_long", "date_long_full", "date_long_pretty"),
    }
)
COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


def check_rich_text(spot: Spot) -> None:
    """Check the body of a rich_text block, of an input's initial value or of a table's cell."""
    for part in spot["elements"].items():
        match part.kind(PARTS):
            case "rich_text_section":
                _check_part(part, INLINE)
            case "rich_text_quote":
                _check_part(part, INLINE, "border")
            case "rich_text_preformatted":
                _check_part(part, PREFORMATTED, "border", "language")
            case "rich_text_list":
                _check_list(part)


def _check_part(spot: Spot, kinds: Iterable[str], *optional: str) -> None:
    if not spot.has_keys(("type", "elements"), optional):
        return
    for element in spot["elements"].items():
        _check_inline(element, kinds)
    for border in spot.given("border"):
        border.number(0, 1)
    for language in spot.given("language"):
        language.text()


def _check_list(spot: Spot) -> None:
    if not spot.has_keys(("type", "style", "elements"), ("indent", "offset", "border")):
        return
    spot["style"].choice(("bullet", "ordered"))
    for item in spot["elements"].items():
        if item.kind(("rich_text_section",)):
            _check_part(item, INLINE)
    for indent in spot.given("indent"):
        indent.number(0, limits.LIST_INDENT)
    for offset in spot.given("offset"):
        offset.number(0)
    for border in spot.given("border"):
        border.number(0, 1)


def _check_inline(spot: Spot, kinds: Iterable[str]) -> None:
    kind = spot.kind(kinds)
    if kind is None:
        return
    required, optional = INLINE[kind]
    if not spot.has_keys(("type", *required), (*optional, "style")):
        return
    match kind:
        case "date":
            _check_date(spot)
        case "broadcast":
            spot["range"].choice(("here", "channel", "everyone"))
        case "color":
            spot["value"].matching(COLOR, "a hex colour such as #F405B3")
        case "link":
            spot["url"].address(limits.LINK)
        case _:
            spot[required[0]].text()
    for text in spot.given("unicode", "fallback") if kind != "link" else spot.given("text"):
        text.text()
    for style in spot.given("style"):
        if style.has_keys((), STYLES):
            for flag in style.given(*STYLES):
                flag.flag()


def _check_date(spot: Spot) -> None:
    spot["timestamp"].number()
    written = spot["format"].text()
    if written is not None:
        tokens = DATE_TOKEN.findall(written)
        if not tokens or not DATE_TOKENS.issuperset(tokens):
            spot["format"].refuse("must contain valid date tokens")
    for url in spot.given("url"):
        url.address(limits.LINK)


def check_table(spot: Spot) -> None:
    """Check a table block: up to 100 rows of up to 20 cells, each raw_text or rich_text."""
    for row in spot["rows"].items(limits.TABLE_ROWS):
        for cell in row.items(limits.TABLE_COLUMNS):
            match cell.kind(("raw_text", "rich_text")):
                case "raw_text":
                    if cell.has_keys(("type", "text")):
                        cell["text"].text()
                case "rich_text":
                    if cell.has_keys(("type", "elements")):
                        check_rich_text(cell)
    for settings in spot.given("column_settings"):
        for column in settings.items(limits.TABLE_COLUMNS):
            # null leaves a column as it is
            if column.value is not None and column.has_keys((), ("align", "is_wrapped")):
                for align in column.given("align"):
                    align.choice(("left", "center", "right"))
                for wrapped in column.given("is_wrapped"):
                    wrapped.flag()
