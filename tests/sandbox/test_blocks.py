"""What Slack refuses, the sandbox refuses, naming the place; what Slack takes, it takes."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from sandbox.blocks import check_message, check_view, message_size

Json = dict[str, Any]


def plain(text: str = "Text") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*Text*") -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn()} | more


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "take", "text": plain("Take")} | more


def option(text: str = "One", value: str = "1", **more: Any) -> Json:
    return {"text": plain(text), "value": value} | more


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": [option()]} | more


def element(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": "it"} | more


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def line(*inline: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(inline)}


def words(text: str = "said", **more: Any) -> Json:
    return {"type": "text", "text": text} | more


def date(**more: Any) -> Json:
    return {
        "type": "date",
        "timestamp": 1684850400,
        "format": "{date_short} {time}",
        "fallback": "23 May",
    } | more


def confirm(**more: Any) -> Json:
    return {"title": plain("Sure?"), "text": mrkdwn(), "confirm": plain("Yes"), "deny": plain("No")} | more


PICTURE = {"type": "image", "image_url": "https://site.example/a.png", "alt_text": "A carrier"}

# The reason Slack gives, and one block that earns it in a message.
BAD_BLOCKS: list[tuple[str, Any]] = [
    ("must provide an object [json-pointer:/blocks/0]", "section"),
    ("missing required field: type", {"text": mrkdwn()}),
    ("unsupported type: paragraph [json-pointer:/blocks/0/type]", section(type="paragraph")),
    ("unsupported type: input", {"type": "input", "label": plain(), "element": element("plain_text_input")}),
    ("invalid additional property: colour", section(colour="red")),
    ("must be less than 256 characters [json-pointer:/blocks/0/block_id]", section(block_id="b" * 256)),
    ("missing required field: text or fields", {"type": "section"}),
    ("must be more than 0 characters [json-pointer:/blocks/0/text/text]", section(text=mrkdwn(""))),
    ("must be less than 3001 characters", section(text=mrkdwn("a" * 3001))),
    ("must provide an object [json-pointer:/blocks/0/text]", section(text="Text")),
    ("invalid additional property: emoji", section(text=mrkdwn() | {"emoji": True})),
    ("invalid additional property: verbatim", section(text=plain() | {"verbatim": True})),
    ("must be less than 2001 characters", section(fields=[mrkdwn("a" * 2001)])),
    ("no more than 10 items allowed [json-pointer:/blocks/0/fields]", section(fields=[mrkdwn()] * 11)),
    ("must provide at least 1 items [json-pointer:/blocks/0/fields]", section(fields=[])),
    ("unsupported type: plain_text_input", section(accessory=element("plain_text_input"))),
    ("unsupported type: datetimepicker", section(accessory=element("datetimepicker"))),
    ("missing required field: text", {"type": "header"}),
    ("unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]", {"type": "header", "text": mrkdwn()}),
    ("must be less than 151 characters", {"type": "header", "text": plain("a" * 151)}),
    ("must provide at least 1 items [json-pointer:/blocks/0/elements]", actions()),
    ("no more than 25 items", actions(*(button(action_id=f"a{n}") for n in range(26)))),
    ("unsupported type: lever", actions(element("lever"))),
    ("unsupported type: multi_users_select", actions(element("multi_users_select"))),
    (
        '`action_id` "take" already exists [json-pointer:/blocks/0/elements/1/action_id]',
        actions(button(), button()),
    ),
    ("must be less than 256 characters", actions(button(action_id="a" * 256))),
    ("unsupported type: mrkdwn", actions(button(text=mrkdwn()))),
    (
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
        actions(button(text=plain("a" * 76))),
    ),
    ("must be less than 2001 characters", actions(button(value="v" * 2001))),
    ("must be less than 3001 characters", actions(button(url="https://a.example/" + "u" * 3000))),
    ("must be a valid URL", actions(button(url="not a link"))),
    ("must be a valid enum value", actions(button(style="loud"))),
    ("invalid additional property: disabled", actions(button(disabled=True))),
    ("must be less than 101 characters", actions(button(confirm=confirm(title=plain("a" * 101))))),
    ("must be less than 301 characters", actions(button(confirm=confirm(text=plain("a" * 301))))),
    ("must be less than 31 characters", actions(button(confirm=confirm(deny=plain("a" * 31))))),
    ("must provide at least 1 items", context()),
    ("no more than 10 items allowed", context(*[mrkdwn()] * 11)),
    ("unsupported type: button", context(button())),
    ("missing required field: alt_text", {"type": "image", "image_url": "https://a.example/a.png"}),
    ("must define exactly one of: image_url, slack_file", {"type": "image", "alt_text": "A carrier"}),
    (
        "input must match regex pattern: ^[F][A-Z0-9]{8,}$ [json-pointer:/blocks/0/slack_file/id]",
        {"type": "image", "slack_file": {"id": "https://a.slack.com/files/U1/F1/a.png"}, "alt_text": "A carrier"},
    ),
    (
        "must provide at least 1 items [json-pointer:/blocks/0/elements/0/options]",
        actions(select(options=[])),
    ),
    ("no more than 100 items", actions(select(options=[option(value=str(n)) for n in range(101)]))),
    ("must define exactly one of: options, option_groups", actions(element("static_select"))),
    ("must define exactly one of: options, option_groups", actions(select(option_groups=[]))),
    ("must be less than 76 characters", actions(select(options=[option("a" * 76)]))),
    ("must be less than 151 characters", actions(select(options=[option(value="v" * 151)]))),
    ("must be less than 76 characters", actions(select(options=[option(description=plain("a" * 76))]))),
    ("missing required field: value", actions(select(options=[{"text": plain()}]))),
    ("invalid additional property: url", actions(select(options=[option(url="https://a.example")]))),
    ("must match one of the provided options", actions(select(initial_option=option("Two", "2")))),
    ("must match one of the provided options", actions(select(initial_option=option("Other words", "1")))),
    ("unsupported type: mrkdwn", actions(select(placeholder=mrkdwn()))),
    ("must be less than 151 characters", actions(select(placeholder=plain("a" * 151)))),
    ("must provide an integer", actions(element("external_select", min_query_length="2"))),
    ("invalid additional property: options", actions(element("external_select", options=[option()]))),
    ("must provide at least 1 items", actions(element("overflow", options=[]))),
    ("no more than 5 items", actions(element("overflow", options=[option(value=str(n)) for n in range(6)]))),
    (
        "no more than 10 items",
        actions(element("checkboxes", options=[option(value=str(n)) for n in range(11)])),
    ),
    (
        "must match one of the provided options [json-pointer:/blocks/0/elements/0/initial_options/0]",
        actions(element("checkboxes", options=[option()], initial_options=[option("Two", "2")])),
    ),
    ("must be a date in the form YYYY-MM-DD", actions(element("datepicker", initial_date="23 May 2023"))),
    ("must be a valid date", actions(element("datepicker", initial_date="2023-02-31"))),
    ("must be a time in the form HH:mm", actions(element("timepicker", initial_time="9:00"))),
    (
        "must be greater than or equal to 1000000000",
        actions(element("datetimepicker", initial_date_time=16848)),
    ),
    (
        "must be greater than or equal to 1",
        section(accessory=element("multi_users_select", max_selected_items=0)),
    ),
    ("must define at least one filter", actions(element("conversations_select", filter={}))),
    ("unsupported type: paragraph", rich({"type": "paragraph", "elements": [words()]})),
    ("must provide at least 1 items", rich()),
    ("unsupported type: button", rich(line(button()))),
    ("must be more than 0 characters", rich(line(words("")))),
    ("must provide a boolean", rich(line(words(style={"bold": "yes"})))),
    ("invalid additional property: loud", rich(line(words(style={"loud": True})))),
    (
        "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/url]",
        rich(line({"type": "link", "url": ""})),
    ),
    ("missing required field: user_id", rich(line({"type": "user"}))),
    ("missing required field: channel_id", rich(line({"type": "channel", "user_id": "U1"}))),
    ("missing required field: name", rich(line({"type": "emoji"}))),
    ("missing required field: usergroup_id", rich(line({"type": "usergroup"}))),
    ("missing required field: format", rich(line({"type": "date", "timestamp": 1684850400}))),
    ("must provide an integer", rich(line(date(timestamp="1684850400")))),
    ("must contain valid date tokens", rich(line(date(format="%d.%m.")))),
    (
        "unsupported type: user",
        rich({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]}),
    ),
    ("unsupported type: text", rich({"type": "rich_text_list", "style": "bullet", "elements": [words()]})),
    ("missing required field: style", rich({"type": "rich_text_list", "elements": [line(words())]})),
    (
        "must be less than or equal to 1",
        rich({"type": "rich_text_quote", "elements": [words()], "border": 2}),
    ),
    ("must be less than 12001 characters", {"type": "markdown", "text": "a" * 12001}),
    ("no more than 20 items", {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}] * 21]}),
    ("unsupported type: mrkdwn", {"type": "table", "rows": [[mrkdwn()]]}),
]

BAD_MESSAGES: list[tuple[str, Any]] = [
    ("must provide an array [json-pointer:/blocks]", {"type": "section"}),
    ("no more than 50 items allowed [json-pointer:/blocks]", [section()] * 51),
    (
        '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
        [section(block_id="b"), {"type": "divider", "block_id": "b"}],
    ),
    ("no more than 1 table allowed", [{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}] * 2),
    ("must be less than 12001 characters of markdown", [{"type": "markdown", "text": "a" * 6001}] * 2),
]

GOOD_BLOCKS: list[Any] = [
    section(),
    section(text=mrkdwn("a" * 3000), fields=[mrkdwn("a" * 2000)] * 10),
    {"type": "section", "fields": [plain()]},
    *(section(accessory=element(kind)) for kind in ("users_select", "multi_users_select", "datepicker", "timepicker")),
    section(accessory=PICTURE),
    section(accessory=button(confirm=confirm(), style="danger", value="v" * 2000, url="https://a.example/?a=b")),
    {"type": "divider", "block_id": "line"},
    {"type": "header", "text": plain("a" * 150)},
    context(PICTURE, mrkdwn(), plain() | {"emoji": False}),
    actions(*(button(action_id=f"a{n}", text=plain("a" * 75)) for n in range(25))),
    actions(button(), {"type": "button", "text": plain()}, {"type": "button", "text": plain()}),
    actions(select(options=[option(value=str(n)) for n in range(100)], initial_option=option(value="7"))),
    actions(
        {
            "type": "static_select",
            "option_groups": [{"label": plain(), "options": [option("a" * 75, "v" * 150)]}],
            "initial_option": option("a" * 75, "v" * 150),
        }
    ),
    actions(element("external_select", min_query_length=0, initial_option=option(), placeholder=plain("a" * 150))),
    actions(element("overflow", options=[option(url="https://a.example")] + [option(value=str(n)) for n in range(4)])),
    actions(
        element(
            "checkboxes",
            options=[option() | {"text": mrkdwn()}],
            initial_options=[option() | {"text": mrkdwn()}],
        )
    ),
    actions(element("radio_buttons", options=[option(description=plain())])),
    actions(
        element("datepicker", initial_date="2024-02-29"),
        element("timepicker", action_id="t", initial_time="09:00"),
    ),
    actions(element("datetimepicker", initial_date_time=1684850400)),
    actions(element("conversations_select", filter={"include": ["public"]}, default_to_current_conversation=True)),
    PICTURE | {"title": plain()},
    {"type": "image", "slack_file": {"id": "F0123456789"}, "alt_text": "A carrier"},
    rich(
        line(
            words(style={"bold": True}),
            words(" "),
            {"type": "link", "url": "https://a.example", "text": "WION"},
        ),
        line({"type": "user", "user_id": "U1"}, {"type": "channel", "channel_id": "C1"}, date()),
        line(
            {"type": "emoji", "name": "wave"},
            {"type": "usergroup", "usergroup_id": "S1"},
            {"type": "broadcast", "range": "here"},
        ),
        {"type": "rich_text_quote", "elements": [words()], "border": 1},
        {
            "type": "rich_text_preformatted",
            "elements": [words(), {"type": "link", "url": "mailto:a@a.example"}],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "indent": 1,
            "elements": [line(words()), line(words())],
        },
    ),
    {"type": "markdown", "text": "**bold**"},
    {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": "a"}, rich(line(words()))]],
        "column_settings": [None, {"align": "right"}],
    },
]


def naming(cases: list[tuple[str, Any]]) -> list[str]:
    return [f"{at}-{reason[:50]}" for at, (reason, _) in enumerate(cases)]


@pytest.mark.parametrize(("reason", "block"), BAD_BLOCKS, ids=naming(BAD_BLOCKS))
def test_a_block_slack_refuses_is_refused_with_its_reason(reason: str, block: Any) -> None:
    assert any(reason in problem for problem in check_message([block])), check_message([block])


@pytest.mark.parametrize(("reason", "blocks"), BAD_MESSAGES, ids=naming(BAD_MESSAGES))
def test_blocks_that_do_not_go_together_in_a_message_are_refused(reason: str, blocks: Any) -> None:
    assert any(reason in problem for problem in check_message(blocks)), check_message(blocks)


@pytest.mark.parametrize("block", GOOD_BLOCKS)
def test_a_block_slack_takes_is_taken_and_left_as_it_was(block: Any) -> None:
    before = copy.deepcopy(block)
    assert check_message([block]) == []
    assert block == before


def test_the_same_action_may_stand_in_two_blocks() -> None:
    assert check_message([actions(button()), actions(button())]) == []
    assert check_message([section()] * 50) == check_message([]) == []


@pytest.mark.parametrize(
    "junk", [None, 7, "blocks", [None], [[]], [{"type": ["section"]}], [{"type": "actions", "elements": 3}]]
)
def test_junk_is_refused_and_breaks_nothing(junk: Any) -> None:
    assert check_message(junk)
    assert check_view(junk)
    assert check_view({"type": "modal", "title": junk, "blocks": junk})


def test_size_counts_characters_as_written_not_as_escaped() -> None:
    assert message_size([{"type": "section", "text": {"type": "mrkdwn", "text": "Песков & 🛰"}}]) == 65


def test_the_tables_hold_at_least_the_49_payloads_models_were_measured_with() -> None:
    assert len(BAD_BLOCKS + BAD_MESSAGES) >= 49
