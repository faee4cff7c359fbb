"""Several workspaces in the browser: the bot is added by OAuth, works in each alone, and is taken out again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.newsroom import CLAIM, Room
from tests.browser.workspaces import add, switch
from tests.slack.town import FIRST, SECOND, Town, open_town

pytestmark = pytest.mark.asyncio(loop_scope="session")


@asynccontextmanager
async def browsing(browser: Browser, folder: Path) -> AsyncIterator[tuple[Room, Town]]:
    """Two workspaces without the bot, and the bot at work; no page may have had trouble when the block is left."""
    async with open_town(folder / "counterclaim.db") as town:
        room = Room(town.server, browser)
        try:
            yield room, town
        finally:
            await room.leave()
        assert room.troubles == []


async def test_each_workspace_adds_it_and_sees_nothing_of_the_other(browser: Browser, tmp_path: Path) -> None:
    async with browsing(browser, tmp_path) as (room, _town):
        lead = await room.sit("lead", "wire")
        await lead.page.get_by_test_id("bot-absent").get_by_role("link", name="Add Counterclaim").click()
        await expect(lead.page.locator(f"[data-place={FIRST}]")).to_contain_text("Not installed")
        for team in (FIRST, SECOND):
            await add(lead.page, room, team)
            await expect(lead.page.locator("body")).to_contain_text("Counterclaim is installed")

        rita = await room.sit("reporter", "wire")
        await rita.page.get_by_test_id("invite-bot").click()
        await rita.say(CLAIM)
        await expect(rita.card("C-1")).to_be_visible()
        await switch(rita.page, SECOND)
        await expect(rita.page.get_by_test_id("workspaces")).to_contain_text("Sandbox 2")
        await rita.page.get_by_test_id("channel-wire").click()
        await expect(rita.messages).to_have_count(0)
        await rita.say("/claim C-1")
        await expect(rita.answers("There is no C-1 that you can see.")).to_be_visible()
        await rita.page.reload()
        await expect(rita.answers("There is no C-1 that you can see.")).to_be_visible()
        await switch(rita.page, FIRST)
        await rita.page.get_by_test_id("channel-wire").click()
        await expect(rita.card("C-1")).to_be_visible()


async def test_who_cancels_is_told_so_and_an_admin_takes_it_out(browser: Browser, tmp_path: Path) -> None:
    async with browsing(browser, tmp_path) as (room, town):
        lead = await room.sit("lead", "wire")
        await add(lead.page, room, SECOND, "Cancel")
        await expect(lead.page.locator("body")).to_contain_text("the installation was cancelled")
        assert urlsplit(lead.page.url).netloc == urlsplit(town.url).netloc
        assert room.server.installations.at(SECOND) is None
        await add(lead.page, room, SECOND)
        await expect(lead.page.locator("body")).to_contain_text("Counterclaim is installed")
        await lead.page.goto(f"{room.server.url}/apps")
        place = lead.page.locator(f"[data-place={SECOND}]")
        await expect(place).to_contain_text("Installed by Olena Koval")
        await place.get_by_role("button", name="Remove it from Sandbox 2").click()
        await expect(place).to_contain_text("Not installed")
        await lead.page.goto(f"{room.server.url}/#team={SECOND}&as=lead")
        await expect(lead.page.get_by_test_id("bot-absent")).to_contain_text("is not installed in this workspace")


async def test_the_pages_read_well_in_light_and_dark_and_on_a_narrow_screen(browser: Browser, tmp_path: Path) -> None:
    async with browsing(browser, tmp_path) as (room, town):
        for scheme in ("light", "dark"):
            seat = await room.sit("lead", "wire", size=(390, 780), color_scheme=scheme)
            await seat.page.goto(f"{room.server.url}/apps")
            await reads_well(seat.page, scheme)
            await seat.page.goto(f"{town.url}/slack/install")
            await seat.page.get_by_role("link", name="Go on to Slack").click()
            wishes = seat.page.get_by_role("list", name="What will Counterclaim be able to do?")
            await expect(wishes).to_contain_text("Send messages as itself")
            await reads_well(seat.page, scheme)


async def reads_well(page: Page, scheme: str) -> None:
    """See that nothing is wider than the screen, and that the heading stands out from its ground."""
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    text, ground = await page.evaluate(
        "[getComputedStyle(document.querySelector('h1')).color,"
        " getComputedStyle(document.querySelector('main')).backgroundColor].map("
        "c => c.match(/\\d+/g).slice(0, 3).reduce((sum, n) => sum + Number(n), 0))"
    )
    assert (text < ground) is (scheme == "light")
    assert abs(text - ground) > 450
