"""The Home tab: opened, put up, pressed, searched in, and what Slack sends and refuses of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.errors import CannotDoError
from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import actions, button, connected, modal, new_app, section, text_input

RITA = "U0RITA0001"


def menu(action_id: str) -> dict[str, Any]:
    return {"type": "external_select", "action_id": action_id, "min_query_length": 1}


def home(count: int) -> dict[str, Any]:
    searching = text_input("search", "words", optional=True, dispatch_action=True)
    blocks = [section(f"Opened {count} times"), actions(button("more"), menu("claim"), block_id="row"), searching]
    return {"type": "home", "callback_id": "desk", "private_metadata": str(count), "blocks": blocks}


@pytest.fixture
async def bodies(server: SandboxServer) -> AsyncIterator[list[dict[str, Any]]]:
    """What a bot with a Home tab is sent, in order."""
    app = new_app(server)
    seen: list[dict[str, Any]] = []

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        seen.append(event)
        if event["tab"] == "home":
            await client.views_publish(user_id=event["user"], view=home(len(seen)))

    @app.action("more")
    async def more(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        seen.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=modal(text_input("said")))
        await ack()

    @app.action("claim")
    @app.action("words")
    async def chosen(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        await ack()

    @app.options("claim")
    async def search(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        await ack(options=[{"text": {"type": "plain_text", "text": "C-1 Moscow"}, "value": "1"}])

    async with connected(app, server):
        yield seen


async def test_opening_home_tells_the_bot_and_shows_what_it_puts_up(
    server: SandboxServer, bodies: list[dict[str, Any]]
) -> None:
    rita = server.actor("reporter")
    first = await rita.open_home()
    assert first is not None
    assert first is await rita.home()
    assert first.blocks[0]["text"]["text"] == "Opened 1 times"
    hash_before = first.hash
    again = await rita.open_home()
    assert again is first
    assert (again.blocks[0]["text"]["text"], again.hash == hash_before) == ("Opened 2 times", False)
    assert (await rita.open_messages()).acked
    await server.until(lambda: len(bodies) == 3)
    assert [(event["tab"], event["user"], event["channel"]) for event in bodies] == [
        ("home", RITA, "D0RITA0001"),
        ("home", RITA, "D0RITA0001"),
        ("messages", RITA, "D0RITA0001"),
    ]
    assert ["view" in event for event in bodies] == [False, True, False]
    sent = bodies[1]["view"]
    assert (sent["type"], sent["id"], sent["hash"], sent["private_metadata"]) == ("home", first.id, hash_before, "1")


async def test_a_press_on_home_is_sent_as_slack_sends_it_and_opens_a_form(
    server: SandboxServer, bodies: list[dict[str, Any]]
) -> None:
    rita = server.actor("reporter")
    tab = await rita.open_home()
    assert tab is not None
    await rita.fill(tab, {"search": "Peskov"})
    outcome = await rita.press(tab, "more")
    body = bodies[-1]
    assert body["container"] == {"type": "view", "view_id": tab.id}
    assert not {"channel", "message", "response_url", "state"} & set(body)
    assert (body["view"]["type"], body["view"]["callback_id"], body["view"]["title"]["text"]) == (
        "home",
        "desk",
        "View Title",
    )
    assert body["view"]["state"]["values"]["search"]["words"]["value"] == "Peskov"
    assert outcome.view is not None
    assert outcome.view.callback_id == "form"
    assert await rita.home() is tab


async def test_home_has_menus_that_search_and_inputs_that_tell_at_once(
    server: SandboxServer, bodies: list[dict[str, Any]]
) -> None:
    rita = server.actor("reporter")
    tab = await rita.open_home()
    assert tab is not None
    await rita.press(tab, "claim", value="C-1")
    await rita.press(tab, "words", value="raid")
    asked, chosen, typed = bodies[1:]
    assert (asked["type"], asked["value"], asked["container"]["type"], asked["view"]["type"]) == (
        "block_suggestion",
        "C-1",
        "view",
        "home",
    )
    assert chosen["actions"][0]["selected_option"]["value"] == "1"
    assert (typed["actions"][0]["type"], typed["actions"][0]["value"]) == ("plain_text_input", "raid")


async def test_somebody_elses_home_is_not_in_front_of_one(server: SandboxServer, bodies: list[dict[str, Any]]) -> None:
    tab = await server.actor("reporter").open_home()
    assert tab is not None
    with pytest.raises(LookupError, match="not open in front of this person"):
        await server.actor("lead").press(tab, "more")
    assert len(bodies) == 1


@pytest.mark.parametrize(
    ("view", "error"),
    [
        (modal(section("x")), "invalid_arguments"),
        ({"type": "home", "blocks": [section("x")] * 101}, "invalid_arguments"),
        ({"type": "home", "blocks": [{"type": "divider"}], "private_metadata": "x" * 3001}, "invalid_arguments"),
        ({"type": "home", "blocks": [section("ї" * 3000)] * 50}, "view_too_large"),
    ],
    ids=["a modal", "101 blocks", "long metadata", "over 250 kB"],
)
async def test_what_slack_would_not_put_up_is_refused(
    server: SandboxServer, client: AsyncWebClient, view: dict[str, Any], error: str
) -> None:
    with pytest.raises(SlackApiError) as refusal:
        await client.views_publish(user_id=RITA, view=view)
    assert refusal.value.response["error"] == error
    assert await server.actor("reporter").home() is None


async def test_an_app_without_a_home_tab_has_none(
    server: SandboxServer, client: AsyncWebClient, manifest: dict[str, Any]
) -> None:
    manifest["features"]["app_home"]["home_tab_enabled"] = False
    with pytest.raises(CannotDoError, match="no Home tab"):
        await server.actor("reporter").open_home()
    assert (await server.actor("reporter").open_messages()).acked
    assert server.record.deliveries == []
    with pytest.raises(SlackApiError) as refusal:
        await client.views_publish(user_id=RITA, view=home(1))
    assert refusal.value.response["error"] == "not_enabled"


async def test_a_bot_that_does_not_hear_of_it_leaves_home_as_it_stood(
    server: SandboxServer, client: AsyncWebClient, manifest: dict[str, Any]
) -> None:
    manifest["settings"]["event_subscriptions"]["bot_events"] = []
    assert await server.actor("reporter").open_home() is None
    await client.views_publish(user_id=RITA, view=home(7))
    tab = await server.actor("reporter").open_home()
    assert tab is not None
    assert tab.blocks[0]["text"]["text"] == "Opened 7 times"
