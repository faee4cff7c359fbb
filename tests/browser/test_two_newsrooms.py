"""Two newsrooms, one bot: each installs it by OAuth, neither sees anything of the other, and one can leave."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.newsroom import CLAIM, DISPUTE, Room, Seat
from tests.browser.workspaces import add, switch
from tests.slack.town import FIRST, SECOND, Town, open_town

pytestmark = pytest.mark.asyncio(loop_scope="session")
OURS = "Ukrainian armed groups"


@pytest_asyncio.fixture(loop_scope="session")
async def town(browser: Browser, tmp_path: Path) -> AsyncIterator[tuple[Room, Town]]:
    async with open_town(tmp_path / "record.db") as town:
        room = Room(town.server, browser)
        try:
            yield room, town
        finally:
            await room.leave()
        await town.settle()
        assert room.troubles == []
        assert town.server.record.doubled() == {}


async def install(seat: Seat, room: Room, team: str) -> None:
    """From Slack's list of apps to our page, to Slack's, and back to ours."""
    await add(seat.page, room, team)
    await expect(seat.page.get_by_role("heading", name="Counterclaim is installed")).to_be_visible()
    await expect(seat.page.get_by_role("main")).to_contain_text("/invite @Counterclaim")


async def test_each_has_its_own_and_one_can_leave(town: tuple[Room, Town]) -> None:
    room, bot = town
    olena = await room.sit("lead")
    for team in (FIRST, SECOND):
        await install(olena, room, team)
        await bot.invite(team)

    rita = await room.sit("reporter")
    await rita.say(CLAIM)
    await expect(rita.card("C-1")).to_be_visible()
    await rita.say(DISPUTE)
    await expect(rita.answers("is filed", "Kyiv")).to_be_visible()
    await expect(rita.card("C-1")).to_contain_text("Contested (1)")

    there = await room.sit("reporter")
    await switch(there.page, SECOND)
    await expect(there.page.get_by_test_id("workspaces")).to_contain_text("Sandbox 2")
    await expect(there.messages.filter(has_text=OURS)).to_have_count(0)
    for typed, answered in (
        ("/claim C-1", "There is no C-1 that you can see."),
        ("/claim list", "Claims: 0"),
        ("/claim search armed groups", "Nothing found"),
        ("/claim digest", "There is no desk here yet"),
    ):
        await there.say(typed)
        await expect(there.answers(answered).last).to_be_visible()
    await there.say("/dispute")
    await expect(there.form).to_be_visible()
    picker = there.form.locator("[data-testid=field] input[role=combobox]").first
    await picker.click()
    await picker.fill("armed")
    await expect(there.page.get_by_test_id("select-option").filter(has_text=OURS)).to_have_count(0)
    await there.done()
    await expect(there.page.locator("body")).not_to_contain_text(OURS)

    await there.say("/claim Kyiv: an altogether different thing https://example.org/other")
    await expect(there.card("C-1")).to_contain_text("altogether different")
    await rita.move_clock("morning")
    await expect(rita.message("1 contested claim").last).to_contain_text(OURS)
    await expect(there.message("Nothing contested today").last).to_be_visible()
    await expect(there.page.locator("body")).not_to_contain_text(OURS)
    chen = await room.sit("checker", "home")
    await expect(chen.page.get_by_test_id("home")).to_contain_text("Contested: 1")
    await chen.page.goto(f"{room.server.url}/#team={SECOND}&as=checker&in=home")
    await expect(chen.page.get_by_test_id("workspaces")).to_contain_text("Sandbox 2")
    await expect(chen.page.get_by_test_id("home")).to_contain_text("Contested: 0")
    await expect(chen.page.get_by_test_id("home")).not_to_contain_text(OURS)

    await olena.page.goto(f"{room.server.url}/apps")
    await olena.page.get_by_role("button", name="Remove it from Sandbox", exact=True).click()
    await expect(olena.page.locator(f"[data-place={FIRST}]")).to_contain_text("Not installed")
    await there.say("/claim Moscow: and one more https://example.org/more")
    await expect(there.card("C-2")).to_contain_text("and one more")
    assert [each.place.team for each in await bot.installed.installations.listed()] == [SECOND]


async def test_our_pages_read_without_scripts_in_light_and_dark_and_on_a_narrow_screen(
    town: tuple[Room, Town], browser: Browser
) -> None:
    _, bot = town
    for scheme in ("light", "dark"):
        context = await browser.new_context(
            viewport={"width": 390, "height": 780},
            color_scheme=scheme,
            java_script_enabled=False,
        )
        page = await context.new_page()
        for path, title in (
            ("install", "Install Counterclaim"),
            ("oauth_redirect?error=access_denied", "not installed"),
        ):
            await page.goto(f"{bot.url}/slack/{path}")
            await expect(page.get_by_role("main").get_by_role("heading", level=1)).to_contain_text(title)
            assert await page.locator("html").get_attribute("lang") == "en"
            box = await page.get_by_role("link").bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
        await context.close()
