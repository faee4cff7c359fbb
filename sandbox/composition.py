"""Block Kit's composition objects: texts, options, confirmations.

Source: docs.slack.dev/reference/block-kit/composition-objects
"""

from __future__ import annotations

import re

from sandbox import limits
from sandbox.payload import Spot

TEXT_TYPES = ("plain_text", "mrkdwn")
FILE_ID = "^[F][A-Z0-9]{8,}$"


def check_text(spot: Spot, most: int = limits.TEXT) -> None:
    """Check a text object of either kind, of 1 to `most` characters."""
    match spot.kind(TEXT_TYPES):
        case "plain_text":
            check_plain_text(spot, most)
        case "mrkdwn":
            if spot.has_keys(("type", "text"), ("verbatim",)):
                spot["text"].text(most)
            for flag in spot.given("verbatim"):
                flag.flag()


def check_plain_text(spot: Spot, most: int) -> None:
    """Check a text object where nothing is formatted; mrkdwn is refused."""
    if spot.kind(("plain_text",)) is None:
        return
    if spot.has_keys(("type", "text"), ("emoji",)):
        spot["text"].text(most)
    for flag in spot.given("emoji"):
        flag.flag()


def check_option(spot: Spot, *, mrkdwn: bool = False, link: bool = False) -> None:
    """Check one choice of a menu or of boxes. Boxes may format their text; only overflow menus have links."""
    if not spot.has_keys(("text", "value"), ("description", "url") if link else ("description",)):
        return
    check = check_text if mrkdwn else check_plain_text
    check(spot["text"], limits.OPTION_TEXT)
    spot["value"].text(limits.OPTION_VALUE)
    for description in spot.given("description"):
        check(description, limits.OPTION_DESCRIPTION)
    for url in spot.given("url"):
        url.address(limits.LINK)


def check_options(spot: Spot, most: int, *, mrkdwn: bool = False, link: bool = False) -> list[object]:
    """Check a list of options; answer them as they stand, to compare initial ones with."""
    options = spot.items(most)
    for option in options:
        check_option(option, mrkdwn=mrkdwn, link=link)
    return [option.value for option in options]


def check_option_groups(spot: Spot) -> list[object]:
    """Check a list of groups of options; answer all their options."""
    options: list[object] = []
    for group in spot.items(limits.OPTION_GROUPS):
        if group.has_keys(("label", "options")):
            check_plain_text(group["label"], limits.GROUP_LABEL)
            options += check_options(group["options"], limits.OPTIONS)
    return options


def check_initial(spot: Spot, options: list[object]) -> None:
    """Refuse an initial option that is not one of the options, letter for letter, description included."""
    if spot.value not in options:
        spot.refuse("must match one of the provided options")


def check_confirm(spot: Spot) -> None:
    """Check the dialogue that asks before an action."""
    if not spot.has_keys((), ("title", "text", "confirm", "deny", "style")):
        return
    for title in spot.given("title"):
        check_plain_text(title, limits.CONFIRM_TITLE)
    for text in spot.given("text"):
        check_text(text, limits.CONFIRM_TEXT)
    for button in spot.given("confirm", "deny"):
        check_plain_text(button, limits.CONFIRM_BUTTON)
    for style in spot.given("style"):
        style.choice(("primary", "danger"))


def check_dispatch(spot: Spot) -> None:
    """Check when a text input tells the app of what is being typed."""
    if spot.has_keys((), ("trigger_actions_on",)):
        for trigger in spot.given("trigger_actions_on"):
            for moment in trigger.items(2):
                moment.choice(("on_enter_pressed", "on_character_entered"))


def check_filter(spot: Spot) -> None:
    """Check which conversations a conversations menu offers; an empty filter is refused."""
    spot.has_keys((), ("include", "exclude_external_shared_channels", "exclude_bot_users"))
    if spot.value == {}:
        spot.refuse("must define at least one filter")
    for include in spot.given("include"):
        for kind in include.items(4):
            kind.choice(("im", "mpim", "private", "public"))
    for flag in spot.given("exclude_external_shared_channels", "exclude_bot_users"):
        flag.flag()


def check_slack_file(spot: Spot) -> None:
    """Check an image by a file of Slack's: by its id or its address, one of them."""
    if spot.has_keys((), ("id", "url")) and len(list(spot.given("id", "url"))) != 1:
        spot.refuse("must define exactly one of: id, url")
    for name in spot.given("id"):
        if name.text() is not None and not re.fullmatch(FILE_ID, str(name.value)):
            name.refuse(f"input must match regex pattern: {FILE_ID}")
    for name in spot.given("url"):
        name.text()


def check_picture(spot: Spot) -> None:
    """Check what image blocks and elements share: one source, and words for those who do not see it."""
    if len(list(spot.given("image_url", "slack_file"))) != 1:
        spot.refuse("must define exactly one of: image_url, slack_file")
    for url in spot.given("image_url"):
        url.address(limits.IMAGE_URL)
    for file in spot.given("slack_file"):
        check_slack_file(file)
    for alt in spot.given("alt_text"):
        alt.text(limits.IMAGE_ALT)
