"""Block Kit's elements: what each must have, may have and may not.

Source: docs.slack.dev/reference/block-kit/block-elements
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from sandbox import limits
from sandbox.composition import (
    check_confirm,
    check_dispatch,
    check_filter,
    check_initial,
    check_option,
    check_option_groups,
    check_options,
    check_picture,
    check_plain_text,
)
from sandbox.payload import Spot
from sandbox.rich_text import check_rich_text

DATE = re.compile(r"\d{4}-\d\d-\d\d")
TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
FIRST_SECOND, LAST_SECOND = 1_000_000_000, 9_999_999_999  # Slack wants ten digits


class Element(NamedTuple):
    """The keys of a type of element beside `type` and `action_id`, and how its own ones are checked."""

    check: Callable[[Spot], None]
    optional: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


def _button(spot: Spot) -> None:
    check_plain_text(spot["text"], limits.BUTTON_TEXT)
    for value in spot.given("value"):
        value.text(limits.BUTTON_VALUE)
    for url in spot.given("url"):
        url.address(limits.LINK)
    for style in spot.given("style"):
        style.choice(("primary", "danger"))
    for label in spot.given("accessibility_label"):
        label.text(limits.BUTTON_ACCESSIBILITY)


def _static(spot: Spot) -> None:
    if len(list(spot.given("options", "option_groups"))) != 1:
        spot.refuse("must define exactly one of: options, option_groups")
        return
    options: list[object] = []
    for listed in spot.given("options"):
        options = check_options(listed, limits.OPTIONS)
    for listed in spot.given("option_groups"):
        options = check_option_groups(listed)
    _initial(spot, options)


def _initial(spot: Spot, options: list[object]) -> None:
    for one in spot.given("initial_option"):
        check_initial(one, options)
    for several in spot.given("initial_options"):
        for one in several.items(limits.OPTIONS):
            check_initial(one, options)


def _external(spot: Spot) -> None:
    for least in spot.given("min_query_length"):
        least.number(0)
    for one in spot.given("initial_option"):
        check_option(one)
    for several in spot.given("initial_options"):
        for one in several.items(limits.OPTIONS):
            check_option(one)


def _ids(spot: Spot) -> None:
    for one in spot.given("initial_user", "initial_channel", "initial_conversation"):
        one.text()
    for several in spot.given("initial_users", "initial_channels", "initial_conversations"):
        for one in several.items():
            one.text()
    for flag in spot.given("default_to_current_conversation", "response_url_enabled"):
        flag.flag()
    for chosen in spot.given("filter"):
        check_filter(chosen)


def _overflow(spot: Spot) -> None:
    check_options(spot["options"], limits.OVERFLOW_OPTIONS, link=True)


def _boxes(spot: Spot) -> None:
    _initial(spot, check_options(spot["options"], limits.BOX_OPTIONS, mrkdwn=True))


def _datepicker(spot: Spot) -> None:
    for day in spot.given("initial_date"):
        written = day.matching(DATE, "a date in the form YYYY-MM-DD")
        try:
            date.fromisoformat(written or "2000-01-01")
        except ValueError:
            day.refuse("must be a valid date")


def _timepicker(spot: Spot) -> None:
    for moment in spot.given("initial_time"):
        moment.matching(TIME, "a time in the form HH:mm")
    for zone in spot.given("timezone"):
        zone.text()


def _datetimepicker(spot: Spot) -> None:
    for moment in spot.given("initial_date_time"):
        moment.number(FIRST_SECOND, LAST_SECOND)


def _plain_text_input(spot: Spot) -> None:
    for flag in spot.given("multiline"):
        flag.flag()
    least = next((length.number(0, limits.INPUT_TEXT) for length in spot.given("min_length")), None) or 0
    most = next((length.number(1, limits.INPUT_TEXT) for length in spot.given("max_length")), None)
    if most is not None and least > most:
        spot["min_length"].refuse("must be less than or equal to max_length")
    for value in spot.given("initial_value"):
        # An empty initial value is the same as none.
        if value.value != "":
            value.text(most or limits.INPUT_TEXT, max(least, 1))


def _line_input(spot: Spot) -> None:
    for value in spot.given("initial_value"):
        value.text(limits.INPUT_TEXT)


def _number_input(spot: Spot) -> None:
    spot["is_decimal_allowed"].flag()
    for value in spot.given("initial_value", "min_value", "max_value"):
        value.matching(re.compile(r"-?\d+(?:\.\d+)?"), "a number in a string")


def _file_input(spot: Spot) -> None:
    for kinds in spot.given("filetypes"):
        for kind in kinds.items():
            kind.text()
    for count in spot.given("max_files"):
        count.number(1, limits.INPUT_FILES)


def _rich_text_input(spot: Spot) -> None:
    for value in spot.given("initial_value"):
        if value.kind(("rich_text",)) and value.has_keys(("type", "elements")):
            check_rich_text(value)


def _image(spot: Spot) -> None:
    check_picture(spot)


_MENU = ("placeholder", "confirm", "focus_on_load")
_SEVERAL = (*_MENU, "max_selected_items")
_TYPED = ("placeholder", "initial_value", "dispatch_action_config", "focus_on_load")
_ASK = ("confirm", "focus_on_load")

ELEMENTS: dict[str, Element] = {
    "button": Element(_button, ("url", "value", "style", "confirm", "accessibility_label"), ("text",)),
    "image": Element(_image, ("image_url", "slack_file"), ("alt_text",)),
    "overflow": Element(_overflow, ("confirm",), ("options",)),
    "checkboxes": Element(_boxes, (*_ASK, "initial_options"), ("options",)),
    "radio_buttons": Element(_boxes, (*_ASK, "initial_option"), ("options",)),
    "datepicker": Element(_datepicker, (*_MENU, "initial_date")),
    "timepicker": Element(_timepicker, (*_MENU, "initial_time", "timezone")),
    "datetimepicker": Element(_datetimepicker, (*_ASK, "initial_date_time")),
    "static_select": Element(_static, (*_MENU, "options", "option_groups", "initial_option")),
    "external_select": Element(_external, (*_MENU, "initial_option", "min_query_length")),
    "users_select": Element(_ids, (*_MENU, "initial_user")),
    "channels_select": Element(_ids, (*_MENU, "initial_channel", "response_url_enabled")),
    "conversations_select": Element(
        _ids,
        (
            *_MENU,
            "initial_conversation",
            "default_to_current_conversation",
            "response_url_enabled",
            "filter",
        ),
    ),
    "multi_static_select": Element(_static, (*_SEVERAL, "options", "option_groups", "initial_options")),
    "multi_external_select": Element(_external, (*_SEVERAL, "initial_options", "min_query_length")),
    "multi_users_select": Element(_ids, (*_SEVERAL, "initial_users")),
    "multi_channels_select": Element(_ids, (*_SEVERAL, "initial_channels")),
    "multi_conversations_select": Element(
        _ids, (*_SEVERAL, "initial_conversations", "default_to_current_conversation", "filter")
    ),
    "plain_text_input": Element(_plain_text_input, (*_TYPED, "multiline", "min_length", "max_length")),
    "email_text_input": Element(_line_input, _TYPED),
    "url_text_input": Element(_line_input, _TYPED),
    "number_input": Element(_number_input, (*_TYPED, "min_value", "max_value"), ("is_decimal_allowed",)),
    "rich_text_input": Element(_rich_text_input, _TYPED),
    "file_input": Element(_file_input, ("filetypes", "max_files")),
}

SELECTS = ("static_select", "external_select", "users_select", "channels_select", "conversations_select")
MULTI_SELECTS = tuple(f"multi_{name}" for name in SELECTS)
BOXES = ("checkboxes", "radio_buttons")
IN_SECTION = ("button", "image", "overflow", "datepicker", "timepicker", *BOXES, *SELECTS, *MULTI_SELECTS)
IN_ACTIONS = ("button", "overflow", "datepicker", "timepicker", "datetimepicker", *BOXES, *SELECTS)
IN_INPUT = (
    *(
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "rich_text_input",
        "file_input",
    ),
    *("datepicker", "timepicker", "datetimepicker", *BOXES, *SELECTS, *MULTI_SELECTS),
)


def check_element(spot: Spot, among: tuple[str, ...]) -> None:
    """Check an element in a block that takes those types; what is common to all is looked at here."""
    kind = spot.kind(among)
    if kind is None:
        return
    element = ELEMENTS[kind]
    named = () if kind == "image" else ("action_id",)
    if not spot.has_keys(("type", *element.required), (*named, *element.optional)):
        return
    for name in spot.given("action_id"):
        name.text(limits.ACTION_ID)
    for placeholder in spot.given("placeholder"):
        check_plain_text(placeholder, limits.PLACEHOLDER)
    for confirm in spot.given("confirm"):
        check_confirm(confirm)
    for dispatch in spot.given("dispatch_action_config"):
        check_dispatch(dispatch)
    for focus in spot.given("focus_on_load"):
        focus.flag()
    for most in spot.given("max_selected_items"):
        most.number(1)
    element.check(spot)
