"""The conversation with a bot that has a Home tab: two tabs, and a Home that is live and works."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect
from slack_sdk.web.async_client import AsyncWebClient

from tests.browser.newsroom import Room
from tests.browser.small_bot import small_room
from tests.sandbox.bot_under_test import actions, button, modal, section, text_input

pytestmark = pytest.mark.asyncio(loop_scope="session")
RITA = "U0RITA0001"


def home(*lines: str) -> dict[str, Any]:
    menu = {"type": "external_select", "action_id": "claim", "min_query_length": 1}
    row = actions(button("file", text="File"), menu, block_id="row")
    search = text_input("search", "words", optional=True, dispatch_action=True)
    return {"type": "home", "blocks": [*map(section, lines), row, search]}


@pytest_asyncio.fixture(loop_scope="session")
async def room(browser: Browser) -> AsyncIterator[Room]:
    async with small_room(browser) as (room, app):

        @app.event("app_home_opened")
        async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
            if event["tab"] == "home":
                await client.views_publish(user_id=event["user"], view=home("Nothing waits for you."))

        @app.action("file")
        async def file(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await client.views_open(trigger_id=body["trigger_id"], view=modal(text_input("said")))
            await ack()

        @app.options("claim")
        async def find(ack: Any, payload: dict[str, Any]) -> None:
            text = f"C-1 holds {payload['value']}"
            await ack(options=[{"text": {"type": "plain_text", "text": text}, "value": "1"}])

        @app.action("claim")
        async def chosen(ack: Any, payload: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
            await client.views_publish(
                user_id=body["user"]["id"], view=home(payload["selected_option"]["text"]["text"])
            )
            await ack()

        @app.action("words")
        async def searched(ack: Any, payload: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
            await client.views_publish(user_id=body["user"]["id"], view=home(f"Found: {payload['value']}"))
            await ack()

        yield room


async def test_home_is_a_tab_beside_the_messages_and_works_there(room: Room) -> None:
    rita = await room.sit("reporter", "dm")
    page = rita.page
    await expect(page.get_by_test_id("composer")).to_be_visible()
    await page.get_by_test_id("tab-home").click()
    tab = page.get_by_test_id("home")
    await expect(tab).to_contain_text("Nothing waits for you.")
    await expect(page.get_by_test_id("composer")).to_have_count(0)
    await expect(page.get_by_test_id("tab-home")).to_have_attribute("aria-selected", "true")

    await tab.get_by_test_id("external_select").locator("input").fill("raid")
    await page.get_by_test_id("select-option").click()
    await expect(tab).to_contain_text("C-1 holds raid")

    words = tab.locator("[data-block-id=search] input")
    await words.fill("Peskov")
    await words.press("Enter")
    await expect(tab).to_contain_text("Found: Peskov")
    await expect(words).to_be_focused()
    await expect(words).to_have_value("Peskov")

    room.server.stage.views.publish(room.server.actor("reporter").person, home("Put up by itself"))
    await expect(tab).to_contain_text("Put up by itself")

    await rita.button(tab, "file").click()
    await expect(rita.form).to_be_visible()
    await rita.done()
    await page.get_by_test_id("tab-messages").click()
    await expect(page.get_by_test_id("composer")).to_be_focused()
    await page.go_back()
    await expect(tab).to_contain_text("Nothing waits for you.")


async def test_an_app_without_a_home_tab_shows_none(room: Room) -> None:
    room.server.manifest["features"]["app_home"]["home_tab_enabled"] = False
    rita = await room.sit("reporter", "home")
    await expect(rita.page.get_by_test_id("channel-title")).to_have_text("verification")
    await rita.page.get_by_test_id("channel-dm").click()
    await expect(rita.page.get_by_test_id("channel-title")).to_have_text("Counterclaim")
    await expect(rita.page.get_by_role("tab")).to_have_count(0)
