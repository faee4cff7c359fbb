"""Several workspaces in the browser: an app is added by OAuth, works in each, and is taken out again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.newsroom import Room, Seat
from tests.sandbox.bolt_over_http import Site, site, slack

pytestmark = pytest.mark.asyncio(loop_scope="session")
SECOND = "T0SANDBOX2"


@asynccontextmanager
async def town(browser: Browser, folder: Path) -> AsyncIterator[tuple[Room, Site]]:
    async with slack() as server, site(server, folder) as bot:
        server.manifest["display_information"] = {"name": "Counterclaim"}

        async def claim(ack: Any, command: dict[str, Any]) -> None:
            await ack(f"Filed in {command['team_id']}: {command['text']}")

        bot.app.command("/claim")(claim)
        bot.app.enable_token_revocation_listeners()
        room = Room(server, browser)
        try:
            yield room, bot
        finally:
            await room.leave()
        assert room.troubles == []


async def sit(room: Room, role: str, **more: Any) -> Seat:
    """Open the page; the picture of Bolt's own page for "Add to Slack" lies on a site that tests do not go to."""
    seat = await room.sit(role, "wire", **more)

    async def nothing(route: Route) -> None:
        await route.fulfill(status=200, content_type="image/png", body=b"")

    await seat.page.route("https://platform.slack-edge.com/**", nothing)
    return seat


async def switch(page: Page, team: str) -> None:
    await page.get_by_test_id("workspaces").click()
    await page.locator(f"[data-testid=menu-item][data-team={team}]").click()


async def test_it_is_added_to_one_workspace_and_works_there_alone(browser: Browser, tmp_path: Path) -> None:
    async with town(browser, tmp_path) as (room, bot):
        lead = await sit(room, "lead")
        await switch(lead.page, SECOND)
        await expect(lead.page.get_by_test_id("workspaces")).to_contain_text("Sandbox 2")
        await lead.page.get_by_test_id("bot-absent").get_by_role("link", name="Add Counterclaim").click()
        place = lead.page.locator(f"[data-place={SECOND}]")
        await expect(place).to_contain_text("Not installed")
        await place.get_by_role("link", name="Add it to Sandbox 2").click()
        await lead.page.get_by_role("link", name="Add to Slack").click()
        await expect(lead.page.get_by_role("heading", level=1)).to_contain_text("Counterclaim is requesting permission")
        wishes = lead.page.get_by_role("list", name="What will Counterclaim be able to do?")
        await expect(wishes.get_by_role("listitem")).to_have_count(4)
        await expect(wishes).to_contain_text("Send messages as itself")
        await expect(lead.page.get_by_label("Workspace")).to_have_value(SECOND)
        await lead.page.get_by_role("button", name="Allow").click()
        await expect(lead.page.get_by_text("Thank you!")).to_be_visible()
        assert bot.store.find_bot(enterprise_id=None, team_id=SECOND) is not None

        rita = await sit(room, "reporter")
        await rita.say("/claim Kyiv: no")
        await expect(rita.page.get_by_text("/claim is not a valid command.")).to_be_visible()
        await switch(rita.page, SECOND)
        await expect(rita.page).to_have_url(f"{room.server.url}/#team={SECOND}&as=reporter&in=verification")
        await rita.say("/claim Kyiv: no")
        await expect(rita.answers(f"Filed in {SECOND}: Kyiv: no")).to_be_visible()
        await rita.page.reload()
        await expect(rita.answers(f"Filed in {SECOND}")).to_be_visible()
        await switch(rita.page, "T0SANDBOX1")
        await expect(rita.messages).to_have_count(0)
        await expect(rita.page.get_by_test_id("channel-dm")).to_have_count(0)


async def test_who_cancels_is_sent_back_and_an_admin_takes_it_out(browser: Browser, tmp_path: Path) -> None:
    async with town(browser, tmp_path) as (room, bot):
        lead = await sit(room, "lead")
        await lead.page.goto(f"{bot.url}/slack/install?team={SECOND}")
        await lead.page.get_by_role("link", name="Add to Slack").click()
        await lead.page.get_by_role("button", name="Cancel").click()
        await expect(lead.page.locator("body")).to_contain_text("access_denied")
        assert room.server.installations.at(SECOND) is None

        await lead.page.goto(f"{bot.url}/slack/install?team={SECOND}")
        await lead.page.get_by_role("link", name="Add to Slack").click()
        await lead.page.get_by_role("button", name="Allow").click()
        await expect(lead.page.get_by_text("Thank you!")).to_be_visible()
        await lead.page.goto(f"{room.server.url}/apps")
        place = lead.page.locator(f"[data-place={SECOND}]")
        await expect(place).to_contain_text("Installed by Olena Koval")
        await place.get_by_role("button", name="Remove it from Sandbox 2").click()
        await expect(place).to_contain_text("Not installed")
        await room.server.until(lambda: bot.store.find_bot(enterprise_id=None, team_id=SECOND) is None)


async def test_the_pages_read_well_in_light_and_dark_and_on_a_narrow_screen(browser: Browser, tmp_path: Path) -> None:
    async with town(browser, tmp_path) as (room, bot):
        for scheme in ("light", "dark"):
            seat = await sit(room, "lead", size=(390, 780), color_scheme=scheme)
            await seat.page.goto(f"{room.server.url}/apps")
            await reads_well(seat.page, scheme)
            await seat.page.goto(f"{bot.url}/slack/install")
            await seat.page.get_by_role("link", name="Add to Slack").click()
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
