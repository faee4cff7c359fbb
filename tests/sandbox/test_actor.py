"""What people do: menus, shortcuts, several buttons of one name, and what they cannot see or do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.errors import CannotDoError
from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import actions, button, connected, modal, new_app, section, text_input


def option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


def select(action_id: str, *values: str, **rest: Any) -> dict[str, Any]:
    options = [option(value) for value in values]
    return {"type": "static_select", "action_id": action_id, "options": options, **rest}


def labelled(block_id: str, element: dict[str, Any], **rest: Any) -> dict[str, Any]:
    label = {"type": "plain_text", "text": block_id}
    return {"type": "input", "block_id": block_id, "label": label, "element": element, **rest}


async def test_a_press_carries_who_where_and_the_button(server: SandboxServer, client: AsyncWebClient) -> None:
    app = new_app(server)
    seen: list[dict[str, Any]] = []

    @app.action("snooze")
    async def snooze(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        seen.append(body)

    rows = [actions(button("snooze", "C-4")), actions(button("snooze", "C-12"))]
    await client.chat_postMessage(channel="C0VERIFY01", text="Reminder", blocks=rows)
    chen = server.actor("checker")
    (reminder,) = await chen.messages("#verification")
    async with connected(app, server):
        await chen.press(reminder, "snooze", value="C-12")
    (body,) = seen
    assert body["actions"][0]["value"] == "C-12"
    assert body["user"]["id"] == "U0CHEN0001"
    assert body["container"] == {
        "type": "message",
        "message_ts": reminder.ts,
        "channel_id": "C0VERIFY01",
        "is_ephemeral": False,
    }
    assert body["message"]["ts"] == reminder.ts
    with pytest.raises(LookupError):
        await chen.press(reminder, "snooze", value="C-99")
    with pytest.raises(LookupError, match="There is: snooze"):
        await chen.press(reminder, "take")


async def test_what_is_chosen_in_a_message_is_in_the_state_of_that_person(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    app = new_app(server)
    seen: list[Any] = []

    @app.action("kind")
    async def kind(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        seen.append((body["actions"][0]["selected_option"]["value"], body["state"]["values"]["row"]))

    row = actions(select("kind", "denies", "corrects"), button("ok"), block_id="row")
    await client.chat_postMessage(channel="C0VERIFY01", text="x", blocks=[row])
    rita = server.actor("reporter")
    (message,) = await rita.messages("#verification")
    async with connected(app, server):
        await rita.press(message, "kind", value="corrects")
    assert seen == [("corrects", {"kind": {"type": "static_select", "selected_option": option("corrects")}})]
    with pytest.raises(CannotDoError, match="none of the options"):
        await rita.press(message, "kind", value="doubts")


async def test_every_kind_of_input_comes_back_in_slacks_shape(server: SandboxServer) -> None:
    app = new_app(server)
    seen: dict[str, Any] = {}

    @app.view("form")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        await ack()
        for inputs in view["state"]["values"].values():
            seen.update(inputs)

    boxes = {"type": "checkboxes", "action_id": "boxes", "options": [option("a"), option("b")]}
    body = modal(
        labelled("b1", select("select", "x", "y", initial_option=option("y"))),
        labelled("b2", {"type": "users_select", "action_id": "user"}),
        labelled("b3", {"type": "channels_select", "action_id": "channel"}),
        labelled("b4", {"type": "datepicker", "action_id": "date"}),
        labelled("b5", {"type": "timepicker", "action_id": "time", "initial_time": "09:00"}),
        labelled("b6", boxes, optional=True),
        labelled("b7", {"type": "multi_users_select", "action_id": "users"}, optional=True),
        labelled("b8", {"type": "radio_buttons", "action_id": "radio", "options": [option("r")]}, optional=True),
    )
    rita = server.actor("reporter")
    view = server.views.open(server.views.new_trigger(rita.person), body)
    values = {"user": "checker", "b3": "#verification", "date": "2023-05-23", "boxes": ["b"]}
    async with connected(app, server):
        assert (await rita.submit(view, values)).acked
    assert seen == {
        "select": {"type": "static_select", "selected_option": option("y")},
        "user": {"type": "users_select", "selected_user": "U0CHEN0001"},
        "channel": {"type": "channels_select", "selected_channel": "C0VERIFY01"},
        "date": {"type": "datepicker", "selected_date": "2023-05-23"},
        "time": {"type": "timepicker", "selected_time": "09:00"},
        "boxes": {"type": "checkboxes", "selected_options": [option("b")]},
        "users": {"type": "multi_users_select", "selected_users": []},
        "radio": {"type": "radio_buttons", "selected_option": None},
    }


async def test_a_searching_menu_asks_the_bot_and_only_its_answers_can_be_chosen(server: SandboxServer) -> None:
    app = new_app(server)
    asked: list[str] = []

    @app.options("claim")
    async def search(ack: Any, payload: dict[str, Any]) -> None:
        asked.append(payload["value"])
        many = 101 if payload["value"] == "too many" else 2
        await ack(options=[option(f"c-{n}") for n in range(many)])

    @app.view("form")
    async def submitted(ack: Any) -> None:
        await ack()

    menu = {"type": "external_select", "action_id": "claim", "min_query_length": 2}
    rita = server.actor("reporter")
    view = server.views.open(server.views.new_trigger(rita.person), modal(labelled("pick", menu)))
    async with connected(app, server):
        assert await rita.options(view, "claim", "c") == []
        with pytest.raises(CannotDoError):
            await rita.submit(view, {"claim": "x"})
        found = await rita.options(view, "claim", "c-")
        assert await rita.options(view, "claim", "too many") == []
        assert (await rita.submit(view, {"claim": "c-1"})).acked
    assert [each["value"] for each in found] == ["c-0", "c-1"]
    assert asked == ["c-", "too many"]
    assert [refusal.error for refusal in server.record.refusals] == ["invalid_options"]


async def test_shortcuts_bring_the_message_its_thread_and_its_author(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    app = new_app(server)
    seen: list[dict[str, Any]] = []

    @app.shortcut("file_claim")
    async def file_claim(ack: Any, shortcut: dict[str, Any]) -> None:
        await ack()
        seen.append(shortcut)

    @app.shortcut("new_claim")
    async def new_claim(ack: Any, shortcut: dict[str, Any]) -> None:
        await ack()
        seen.append(shortcut)

    chen = server.actor("checker")
    (parent,) = (await chen.type("#verification", "Peskov spoke")).messages
    (reply,) = (await chen.type("#verification", "60 killed", thread_ts=parent.ts)).messages
    async with connected(app, server):
        assert (await server.actor("reporter").shortcut("file_claim", "#verification", reply.ts)).acked
        assert (await server.actor("reporter").shortcut("new_claim")).acked
    message = seen[0]["message"]
    assert (message["text"], message["user"], message["thread_ts"]) == ("60 killed", "U0CHEN0001", parent.ts)
    assert seen[0]["channel"]["id"] == "C0VERIFY01"
    assert "response_url" not in seen[1]


async def test_ephemeral_answers_are_pressed_and_replaced_by_their_reader_only(server: SandboxServer) -> None:
    app = new_app(server)

    @app.command("/claim")
    async def claim(ack: Any) -> None:
        await ack(text="C-1 is filed.", blocks=[section("C-1 is filed."), actions(button("edit"))])

    @app.action("edit")
    async def edit(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        assert "message" not in body
        await respond(text="Changed.", replace_original=True)

    rita = server.actor("reporter")
    async with connected(app, server):
        (answer,) = (await rita.type("#verification", "/claim x")).messages
        with pytest.raises(LookupError):
            await server.actor("lead").press(answer, "edit")
        assert (await rita.press(answer, "edit")).acked
        await server.until(lambda: answer.text == "Changed.")
    assert answer.blocks is None


async def test_a_response_url_is_good_for_five_answers_and_thirty_minutes(server: SandboxServer) -> None:
    rita = server.actor("reporter")
    addresses = []
    for _ in range(2):
        outcome = await rita.type("#verification", "/claim x")
        assert outcome.request is not None
        addresses.append(AsyncWebhookClient(outcome.request["response_url"]))
    used, old = addresses
    answers = [await used.send(text=f"{n}", response_type="in_channel") for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert [m.text for m in await server.actor("lead").messages("#verification")] == ["0", "1", "2", "3", "4"]
    await server.move_clock(by=timedelta(minutes=31))
    assert (await old.send(text="late")).status_code == 404
    assert [refusal.error for refusal in server.record.refusals] == ["used_url", "expired_url"]


async def test_people_see_only_their_channels(server: SandboxServer) -> None:
    with pytest.raises(LookupError):
        await server.actor("guest").messages("#verification")
    with pytest.raises(LookupError):
        await server.actor("checker").messages("#investigation")
    await server.actor("lead").archive("#wire")
    with pytest.raises(CannotDoError, match="archived"):
        await server.actor("lead").type("#wire", "x")


async def test_commands_are_refused_in_threads_and_unknown_ones_everywhere(server: SandboxServer) -> None:
    rita = server.actor("reporter")
    (parent,) = (await rita.type("#verification", "hello")).messages
    assert (await rita.type("#verification", "/claim x", thread_ts=parent.ts)).error
    assert (await rita.type("#verification", "/clam x")).error == "/clam is not a valid command."
    assert server.record.deliveries == []


async def test_the_channel_is_named_as_slack_names_it(server: SandboxServer) -> None:
    names = {}
    for channel in ("#verification", "#investigation", "im"):
        outcome = await server.actor("reporter").type(channel, "/claim x")
        assert outcome.request is not None
        names[channel] = outcome.request["channel_name"]
    assert names == {"#verification": "verification", "#investigation": "privategroup", "im": "directmessage"}


async def test_a_form_checks_lengths_before_it_sends(server: SandboxServer) -> None:
    rita = server.actor("reporter")
    body = modal(text_input("said", element={"max_length": 5}))
    view = server.views.open(server.views.new_trigger(rita.person), body)
    outcome = await rita.submit(view, {"said": "too long"})
    assert outcome.errors == {"said": "Please shorten this to 5 characters."}
    assert outcome.request is None
