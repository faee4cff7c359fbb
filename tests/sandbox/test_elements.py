"""Every kind of element in a message, and in a form that tells at once: what Slack sends when somebody uses it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.errors import CannotDoError
from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import actions, button, connected, modal, new_app, section

Json = dict[str, Any]


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


def element(kind: str, **rest: Any) -> Json:
    return {"type": kind, "action_id": "it", **rest}


def group(label: str, *values: str) -> Json:
    return {"label": {"type": "plain_text", "text": label}, "options": [option(value) for value in values]}


GROUPS = [group("Ours", "denies", "corrects"), group("Theirs", "adds")]
THREE = [option("a"), option("b"), option("c")]
CONFIRM = {"title": {"type": "plain_text", "text": "Sure?"}, "text": {"type": "plain_text", "text": "It is final."}}


@pytest.fixture
async def seen(server: SandboxServer) -> AsyncIterator[list[Json]]:
    """The `block_actions` a bot is sent."""
    app = new_app(server)
    bodies: list[Json] = []

    @app.action("it")
    async def used(ack: Any, body: Json) -> None:
        bodies.append(body)
        await ack()

    @app.options("it")
    async def offered(ack: Any) -> None:
        await ack(option_groups=GROUPS)

    async with connected(app, server):
        yield bodies


KINDS: list[tuple[Json, Any, Json]] = [
    (element("button", text=option("a")["text"], value="C-1", confirm=CONFIRM), None, {"value": "C-1"}),
    (element("overflow", options=THREE, confirm=CONFIRM), "b", {"selected_option": option("b")}),
    (element("static_select", option_groups=GROUPS), "adds", {"selected_option": option("adds")}),
    (
        element("static_select", options=THREE, initial_option=option("c")),
        "a",
        {"selected_option": option("a"), "initial_option": option("c")},
    ),
    (element("radio_buttons", options=THREE), "c", {"selected_option": option("c")}),
    (element("checkboxes", options=THREE), ["a", "c"], {"selected_options": [option("a"), option("c")]}),
    (element("multi_static_select", option_groups=GROUPS), ["adds"], {"selected_options": [option("adds")]}),
    (element("datepicker", initial_date="2023-05-23"), "2023-05-24", {"selected_date": "2023-05-24"}),
    (element("users_select"), "checker", {"selected_user": "U0CHEN0001"}),
    (element("multi_users_select"), ["lead", "guest"], {"selected_users": ["U0OLENA001", "U0GUS00001"]}),
    (element("conversations_select"), "#wire", {"selected_conversation": "C0WIRE0001"}),
    (element("external_select", min_query_length=0), "Denies", {"selected_option": option("denies")}),
    (element("multi_external_select", min_query_length=0), ["adds"], {"selected_options": [option("adds")]}),
]


@pytest.mark.parametrize(
    ("it", "value", "sent"), KINDS, ids=[f"{kind['type']}{n}" for n, (kind, *_) in enumerate(KINDS)]
)
async def test_an_element_of_a_message_is_used(
    server: SandboxServer, client: AsyncWebClient, seen: list[Json], it: Json, value: Any, sent: Json
) -> None:
    blocks = [section("Which?") | {"accessory": it, "block_id": "row"}]
    await client.chat_postMessage(channel="C0VERIFY01", text="Which?", blocks=blocks)
    rita = server.actor("reporter")
    (message,) = await rita.messages("#verification")
    assert (await rita.press(message, "it", value=value)).acked
    (body,) = seen
    (action,) = body["actions"]
    kept = {"type": it["type"], "action_id": "it", "block_id": "row"} | sent
    assert {name: action[name] for name in kept} == kept
    chosen = {name: what for name, what in sent.items() if name.startswith("selected_")}
    in_state = {} if it["type"] in ("button", "overflow") else {"row": {"it": {"type": it["type"], **chosen}}}
    assert body["state"]["values"] == in_state
    assert server.record.refusals == []


@pytest.mark.parametrize(
    ("it", "value"),
    [
        (element("plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_character_entered"]}), "raid"),
        (element("url_text_input"), "https://example.org/raid"),
        (element("checkboxes", options=THREE), ["b"]),
        (element("datepicker"), "2023-05-23"),
    ],
    ids=["text", "address", "checkboxes", "date"],
)
async def test_an_input_that_tells_at_once_is_used_in_a_form(
    server: SandboxServer, seen: list[Json], it: Json, value: Any
) -> None:
    label = {"type": "plain_text", "text": "Search"}
    rita = server.actor("reporter")
    quiet = {"type": "input", "block_id": "quiet", "label": label, "element": it | {"action_id": "quiet"}}
    telling = {"type": "input", "block_id": "row", "label": label, "element": it, "dispatch_action": True}
    form = server.views.open(server.views.new_trigger(rita.person), modal(quiet, telling))
    assert (await rita.press(form, "it", value=value)).acked
    (body,) = seen
    given = {"checkboxes": [option("b")]}.get(it["type"], value)
    assert given in body["actions"][0].values()
    assert given in body["view"]["state"]["values"]["row"]["it"].values()
    assert ("message" in body, body["container"]["type"]) == (False, "view")
    with pytest.raises(CannotDoError, match="quiet is part of a form"):
        await rita.press(form, "quiet", value=value)


async def test_an_address_is_checked_before_the_form_is_sent(server: SandboxServer) -> None:
    label = {"type": "plain_text", "text": "Link"}
    rita = server.actor("reporter")
    block = {"type": "input", "block_id": "link", "label": label, "element": element("url_text_input")}
    form = server.views.open(server.views.new_trigger(rita.person), modal(block))
    outcome = await rita.submit(form, {"link": "no address"})
    assert (outcome.errors, outcome.request) == ({"link": "Please enter a valid URL."}, None)
    outcome = await rita.submit(form, {"link": "https://example.org"})
    assert outcome.request is not None


async def test_no_more_is_chosen_than_a_menu_takes(server: SandboxServer, client: AsyncWebClient) -> None:
    menus = [
        section("1") | {"accessory": element("multi_static_select", options=THREE, max_selected_items=2)},
        section("2") | {"accessory": element("multi_users_select", max_selected_items=1) | {"action_id": "who"}},
    ]
    await client.chat_postMessage(channel="C0VERIFY01", text="x", blocks=menus)
    rita = server.actor("reporter")
    (message,) = await rita.messages("#verification")
    with pytest.raises(CannotDoError, match="No more than 2 can be chosen in it"):
        await rita.press(message, "it", value=["a", "b", "c"])
    with pytest.raises(CannotDoError, match="No more than 1 can be chosen in who"):
        await rita.press(message, "who", value=["lead", "guest"])


async def test_an_element_where_slack_does_not_take_it_is_refused(client: AsyncWebClient) -> None:
    for wrong in (element("multi_static_select", options=THREE), element("url_text_input")):
        with pytest.raises(SlackApiError) as refusal:
            await client.chat_postMessage(channel="C0VERIFY01", text="x", blocks=[actions(button("ok"), wrong)])
        assert refusal.value.response["error"] == "invalid_blocks"
