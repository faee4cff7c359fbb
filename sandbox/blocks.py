"""Block Kit as Slack takes it in messages, modals and App Home; what Slack refuses is refused in its words.

Not offered, so refused as unknown: video, file, call, card, plan and others Counterclaim has no use for.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sandbox import limits
from sandbox.composition import TEXT_TYPES, check_picture, check_plain_text, check_text
from sandbox.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, check_element
from sandbox.payload import Spot
from sandbox.rich_text import check_rich_text, check_table

MESSAGE, MODAL, HOME = "message", "modal", "home"


def check_message(blocks: object) -> list[str]:
    """Say what Slack has against these blocks in a message; an empty list when it takes them.

    The total size is not looked at here: Slack has an error of its own for it (see `message_size`).
    """
    problems: list[str] = []
    _check_blocks(Spot(blocks, "/blocks", problems), MESSAGE, limits.MESSAGE_BLOCKS, least=0)
    return problems


def check_view(view: object) -> list[str]:
    """Say what Slack has against this modal or App Home view; an empty list when it takes it."""
    problems: list[str] = []
    spot = Spot(view, "/view", problems)
    surface = spot.kind((MODAL, HOME))
    if surface is None:
        return problems
    optional = ["private_metadata", "callback_id", "external_id"]
    if surface == MODAL:
        optional += ["submit", "close", "clear_on_close", "notify_on_close"]
    if spot.has_keys(("type", "blocks", "title") if surface == MODAL else ("type", "blocks"), optional):
        _check_blocks(spot["blocks"], surface, limits.VIEW_BLOCKS, least=1)
    if surface == MODAL:
        for label in spot.given("title", "submit", "close"):
            check_plain_text(label, limits.VIEW_TITLE)
        for flag in spot.given("clear_on_close", "notify_on_close"):
            flag.flag()
        _check_submit(spot)
    for key, most in (
        ("private_metadata", limits.PRIVATE_METADATA),
        ("callback_id", limits.CALLBACK_ID),
        ("external_id", limits.EXTERNAL_ID),
    ):
        for text in spot.given(key):
            text.text(most, least=0)
    return problems


def message_size(blocks: object) -> int:
    """Count the blocks' characters as compact JSON; over `limits.MESSAGE_SIZE` is msg_blocks_too_long."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


class Block(NamedTuple):
    """The keys of a type of block beside `type` and `block_id`, where it may stand and how it is checked."""

    check: Callable[[Spot], None]
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = (MESSAGE, MODAL, HOME)


def _section(spot: Spot) -> None:
    if "text" not in spot and "fields" not in spot:
        spot.refuse("missing required field: text or fields")
    for text in spot.given("text"):
        check_text(text)
    for fields in spot.given("fields"):
        for field in fields.items(limits.SECTION_FIELDS):
            check_text(field, limits.FIELD_TEXT)
    for accessory in spot.given("accessory"):
        check_element(accessory, IN_SECTION)
    for expand in spot.given("expand"):
        expand.flag()


def _actions(spot: Spot) -> None:
    for element in spot["elements"].items(limits.ACTIONS):
        check_element(element, IN_ACTIONS)


def _context(spot: Spot) -> None:
    for element in spot["elements"].items(limits.CONTEXT_ELEMENTS):
        match element.kind((*TEXT_TYPES, "image")):
            case "image":
                check_element(element, ("image",))
            case str():
                check_text(element)


def _input(spot: Spot) -> None:
    check_plain_text(spot["label"], limits.LABEL)
    for hint in spot.given("hint"):
        check_plain_text(hint, limits.HINT)
    for optional in spot.given("optional"):
        optional.flag()
    dispatches = [dispatch.flag() for dispatch in spot.given("dispatch_action")]
    # Slack's reference: with dispatch_action a file_input is an unsupported type.
    check_element(spot["element"], tuple(kind for kind in IN_INPUT if kind != "file_input" or True not in dispatches))


def _image(spot: Spot) -> None:
    check_picture(spot)
    for title in spot.given("title"):
        check_plain_text(title, limits.IMAGE_TITLE)


BLOCKS: dict[str, Block] = {
    "section": Block(_section, (), ("text", "fields", "accessory", "expand")),
    "divider": Block(lambda spot: None),
    "header": Block(lambda spot: check_plain_text(spot["text"], limits.HEADER_TEXT), ("text",)),
    "context": Block(_context, ("elements",)),
    "actions": Block(_actions, ("elements",)),
    "image": Block(_image, ("alt_text",), ("image_url", "slack_file", "title")),
    "rich_text": Block(check_rich_text, ("elements",)),
    "input": Block(_input, ("label", "element"), ("hint", "optional", "dispatch_action"), surfaces=(MODAL, HOME)),
    "markdown": Block(lambda spot: None, ("text",), surfaces=(MESSAGE,)),
    "table": Block(check_table, ("rows",), ("column_settings",), surfaces=(MESSAGE,)),
}


def _check_blocks(spot: Spot, surface: str, most: int, least: int) -> None:
    blocks = spot.items(most, least)
    for block in blocks:
        kind = block.kind(tuple(kind for kind, shape in BLOCKS.items() if surface in shape.surfaces))
        if kind is None:
            continue
        shape = BLOCKS[kind]
        if block.has_keys(("type", *shape.required), ("block_id", *shape.optional)):
            shape.check(block)
        for name in block.given("block_id"):
            name.text(limits.BLOCK_ID)
    _check_names(blocks)
    _check_totals(spot, blocks)


def _check_names(blocks: list[Spot]) -> None:
    """Refuse a block_id twice in a message or view, an action_id twice in a block.

    Slack: block_id "should be unique for each message or view" (input block reference), action_id "should be
    unique among all other action_ids in the containing block" (@slack/types, Actionable).
    """
    _check_doubles([name for block in blocks for name in block.given("block_id")], "block_id")
    for block in blocks:
        _check_doubles([name for element in _elements(block) for name in element.given("action_id")], "action_id")


def _check_doubles(names: list[Spot], key: str) -> None:
    seen: set[str] = set()
    for name in names:
        if isinstance(name.value, str):
            if name.value in seen:
                name.refuse(f'`{key}` "{name.value}" already exists')
            seen.add(name.value)


def _elements(block: Spot) -> Iterator[Spot]:
    """Go through the elements a person can act on in a block."""
    yield from block.given("accessory", "element")
    listed = block["elements"]
    if isinstance(listed.value, list):
        yield from listed.items(least=0)


def _check_totals(spot: Spot, blocks: list[Spot]) -> None:
    """Check what is limited in a message or view as a whole: tables, markdown, who takes the focus."""
    kinds = Counter(_of(block.value, "type") for block in blocks)
    if kinds["table"] > 1:
        spot.refuse("no more than 1 table allowed")
    written = 0
    for block in blocks:
        if _of(block.value, "type") == "markdown" and "text" in block:
            written += len(block["text"].text() or "")
    if written > limits.MARKDOWN_TEXT:
        spot.refuse(f"must be less than {limits.MARKDOWN_TEXT + 1} characters of markdown")
    focused = [element for block in blocks for element in _elements(block) if "focus_on_load" in element]
    if sum(element["focus_on_load"].value is True for element in focused) > 1:
        spot.refuse("only one element may have focus_on_load")


def _of(value: Any, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _check_submit(view: Spot) -> None:
    if "submit" in view or not isinstance(view["blocks"].value, list):
        return
    for block in view["blocks"].items(least=0):
        if _of(block.value, "type") == "input":
            block["input"].refuse("must define `submit` to use an `input` block in modals")
