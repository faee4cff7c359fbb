"""Ways through several workspaces: from one to another, and of the bot into one."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.newsroom import Room


async def switch(page: Page, team: str) -> None:
    """Go to another workspace, by keys."""
    await page.get_by_test_id("workspaces").press("Enter")
    await expect(page.get_by_role("menu", name="Workspaces")).to_be_visible()
    while await page.evaluate("document.activeElement.dataset.team") != team:
        await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("composer")).to_be_focused()


async def add(page: Page, room: Room, team: str, answer: str = "Allow") -> None:
    """Go from the page of the apps to the bot's own, to Slack's question, and to the bot's end of it."""
    await page.goto(f"{room.server.url}/apps")
    await page.locator(f"[data-place={team}]").get_by_role("link", name="Add it to").click()
    await expect(page.get_by_role("heading", name="Install Counterclaim")).to_be_visible()
    await page.get_by_role("link", name="Go on to Slack").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Counterclaim is requesting permission")
    await page.get_by_label("Workspace").select_option(team)
    await page.get_by_role("button", name=answer).click()
