"""A modal or App Home Slack refuses, the sandbox refuses, naming the place; what Slack takes, it takes."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.blocks import check_view

Json = dict[str, Any]


def plain(text: str = "Text") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*Text*") -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn()} | more


def element(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": "it"} | more


def entry(kind: str = "plain_text_input", **more: Any) -> Json:
    return {"type": "input", "label": plain("Who said it?"), "element": element(kind, **more)}


OPTION = {"text": plain("One"), "value": "1"}
SAID = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "said"}]}],
}
TAKE = {"type": "actions", "elements": [{"type": "button", "action_id": "take", "text": plain("Take")}]}


def modal(*blocks: Json, **more: Any) -> Json:
    view = {"type": "modal", "title": plain("File a claim"), "submit": plain("File"), "blocks": list(blocks)}
    return {key: value for key, value in (view | more).items() if value is not None}


BAD_VIEWS: list[tuple[str, Any]] = [
    ("unsupported type: dialog [json-pointer:/view/type]", {"type": "dialog", "blocks": []}),
    ("missing required field: title [json-pointer:/view]", modal(section(), title=None)),
    ("missing required field: blocks", modal(blocks=None)),
    ("must provide at least 1 items [json-pointer:/view/blocks]", modal()),
    ("no more than 100 items allowed", modal(*[section()] * 101)),
    (
        "must be less than 25 characters [json-pointer:/view/title/text]",
        modal(section(), title=plain("a" * 25)),
    ),
    (
        "must be less than 25 characters [json-pointer:/view/submit/text]",
        modal(section(), submit=plain("a" * 25)),
    ),
    (
        "must be less than 25 characters [json-pointer:/view/close/text]",
        modal(section(), close=plain("a" * 25)),
    ),
    ("unsupported type: mrkdwn", modal(section(), title=mrkdwn())),
    ("must be less than 3001 characters", modal(section(), private_metadata="a" * 3001)),
    ("must be less than 256 characters", modal(section(), callback_id="a" * 256)),
    ("invalid additional property: submit_disabled", modal(section(), submit_disabled=True)),
    (
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]",
        modal(section(), entry(), submit=None),
    ),
    ("invalid additional property: title", {"type": "home", "title": plain(), "blocks": [section()]}),
    ("unsupported type: markdown", {"type": "home", "blocks": [{"type": "markdown", "text": "a"}]}),
    ("unsupported type: table", modal({"type": "table", "rows": []})),
    ('`block_id` "b" already exists', modal(entry() | {"block_id": "b"}, section(block_id="b"))),
    ("missing required field: label", modal({"type": "input", "element": element("plain_text_input")})),
    ("must be less than 2001 characters", modal(entry() | {"label": plain("a" * 2001)})),
    ("must be less than 2001 characters", modal(entry() | {"hint": plain("a" * 2001)})),
    ("unsupported type: button", modal(entry("button"))),
    ("unsupported type: overflow", modal(entry("overflow"))),
    ("unsupported type: file_input", modal(entry("file_input") | {"dispatch_action": True})),
    ("must be less than or equal to 3000", modal(entry(max_length=3001))),
    ("must be less than 11 characters", modal(entry(max_length=10, initial_value="a" * 11))),
    ("must be less than 3001 characters", modal(entry(initial_value="a" * 3001))),
    ("must be more than 4 characters", modal(entry(min_length=5, initial_value="abc"))),
    ("must be less than or equal to max_length", modal(entry(min_length=5, max_length=3))),
    ("must be a valid enum value", modal(entry(dispatch_action_config={"trigger_actions_on": ["on_blur"]}))),
    ("missing required field: is_decimal_allowed", modal(entry("number_input"))),
    (
        "only one element may have focus_on_load",
        modal(*[entry(focus_on_load=True), entry(focus_on_load=True)]),
    ),
]

GOOD_VIEWS: list[Any] = [
    modal(entry(), submit=plain("a" * 24), close=plain("a" * 24), title=plain("a" * 24)),
    modal(section(), submit=None, private_metadata="", callback_id="a" * 255, notify_on_close=True),
    modal(entry(multiline=True, max_length=3000, initial_value="a" * 3000, focus_on_load=True)),
    modal(entry(initial_value="")),
    modal(entry("external_select", min_query_length=3) | {"dispatch_action": True, "optional": True, "hint": plain()}),
    modal(entry("multi_static_select", options=[OPTION], initial_options=[OPTION], max_selected_items=1)),
    *(modal(entry(kind)) for kind in ("users_select", "multi_channels_select", "datetimepicker", "file_input")),
    modal(entry("number_input", is_decimal_allowed=False, min_value="-1.5")),
    modal(entry("rich_text_input", initial_value=SAID)),
    {"type": "home", "blocks": [section(), entry(), TAKE], "private_metadata": "a"},
    modal(*[section()] * 100),
]


def naming(cases: list[tuple[str, Any]]) -> list[str]:
    return [f"{at}-{reason[:50]}" for at, (reason, _) in enumerate(cases)]


@pytest.mark.parametrize(("reason", "view"), BAD_VIEWS, ids=naming(BAD_VIEWS))
def test_a_view_slack_refuses_is_refused_with_its_reason(reason: str, view: Any) -> None:
    assert any(reason in problem for problem in check_view(view)), check_view(view)


@pytest.mark.parametrize("view", GOOD_VIEWS)
def test_a_view_slack_takes_is_taken(view: Any) -> None:
    assert check_view(view) == []
