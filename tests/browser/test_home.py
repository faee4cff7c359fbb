"""Home in the browser: what waits is found there, searched, taken and ruled on, without leaving it."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.newsroom import CLAIM, DISPUTE, Newsroom

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_checker_works_from_home(newsroom: Newsroom) -> None:
    rita = await newsroom.sit("reporter")
    await rita.say(CLAIM)
    await expect(rita.card("C-1")).to_be_visible()
    await rita.say(DISPUTE)
    await expect(rita.answers("is filed", "Kyiv")).to_be_visible()

    chen = await newsroom.sit("checker", "home")
    tab = chen.page.get_by_test_id("home")
    await expect(tab).to_contain_text("Yours: 0")
    await expect(tab).to_contain_text("Contested: 1")
    line = tab.locator("[data-block-id='unverified:1:steps']")
    await chen.button(line, "take").click()
    await expect(chen.form).to_contain_text("You took C-1.")
    await expect(tab).to_contain_text("Yours: 1")
    await chen.done()
    await expect(tab.locator("[data-block-id='mine:1']")).to_contain_text("contested (1)")

    words = tab.locator("[data-block-id=search] input")
    await words.fill("armed groups")
    await words.press("Enter")
    await expect(chen.form).to_contain_text("C-1")
    await chen.button(chen.form, "more").click()
    await expect(chen.button(chen.form, "hand_over")).to_be_visible()
    await chen.page.get_by_test_id("modal-x").click()
    await expect(chen.form).to_have_count(0)
    await expect(words).to_have_value("armed groups")

    await chen.button(tab.locator("[data-block-id='mine:1:steps']"), "verdict").click()
    await chen.choose("verdict", "unproven", "unproven")
    await chen.write(note="Both ministries were asked; neither shows proof.")
    await chen.send()
    await expect(chen.form).to_contain_text("C-1 is “unproven” now.")
    await expect(tab).to_contain_text("Yours: 0")
    await expect(rita.card("C-1")).to_contain_text("Unproven")
