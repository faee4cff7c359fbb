"""An answer only one person sees, on the page: replaced where it stands, then taken away."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.browser.small_bot import small_room
from tests.sandbox.bot_under_test import actions, button, section

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_answer_is_replaced_in_its_place_and_taken_away(browser: Browser) -> None:
    async with small_room(browser) as (room, app):

        @app.command("/claim")
        async def claim(ack: Any) -> None:
            await ack(text="Filed", blocks=[section("C-1 is filed."), actions(button("edit", text="Edit"))])

        @app.action("edit")
        async def edit(ack: Any, respond: Any) -> None:
            await ack()
            blocks = [section("C-1 is changed."), actions(button("gone", text="Dismiss"))]
            await respond(text="Changed", blocks=blocks, replace_original=True)

        @app.action("gone")
        async def gone(ack: Any, respond: Any) -> None:
            await ack()
            await respond(delete_original=True)

        rita = await room.sit("reporter")
        await rita.say("/claim x")
        await expect(rita.answers("C-1 is filed.")).to_be_visible()
        await rita.say("Something else")
        await rita.button(rita.answers("C-1 is filed."), "edit").click()
        await expect(rita.messages).to_have_count(2)
        await expect(rita.messages.first).to_contain_text("C-1 is changed.")
        await expect(rita.page.get_by_test_id("edited")).to_have_count(0)
        await rita.button(rita.messages.first, "gone").click()
        await expect(rita.messages).to_have_count(1)
        await expect(rita.messages).to_contain_text("Something else")
