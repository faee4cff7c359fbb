"""Reminders on the page: the desk's, one's own, and what the lead is told in the end."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.newsroom import CLAIM, Newsroom

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECOND = "/claim Moscow: more than 70 were killed https://example.org/70 via WION"


async def test_what_one_took_comes_directly_and_how_often_is_chosen_there(newsroom: Newsroom) -> None:
    rita, chen = await newsroom.sit("reporter"), await newsroom.sit("checker")
    await rita.say(CLAIM)
    await rita.say(SECOND)
    for name in ("C-1", "C-2"):
        await chen.button(chen.card(name), "take").click()
        await expect(chen.button(chen.card(name), "release")).to_be_visible()
    await chen.move_clock("morning", 2)
    await expect(chen.message("claims you took")).to_have_count(0)
    await chen.page.get_by_test_id("channel-dm").click()
    reminder = chen.message("2 claims you took are still unverified")
    await expect(reminder).to_contain_text("09:00 London")
    await chen.button(reminder, "how_reminded").click()
    await expect(chen.form).to_contain_text("When are you reminded of the claims you took?")
    await chen.field("how").get_by_text("Once a day, at 09:00").click()
    await chen.send()
    await expect(chen.form).to_contain_text("once a day, at 09:00 London time")
    await chen.done()
    await chen.button(reminder.locator("[data-block-id='steps:1']"), "release").click()
    await expect(chen.answers("C-1 is released.")).to_be_visible()


async def test_the_lead_is_told_in_the_end_what_is_oldest_and_who_is_on_it(newsroom: Newsroom) -> None:
    lena, chen = await newsroom.sit("lead"), await newsroom.sit("checker")
    await lena.say("/claim setup")
    await expect(lena.field("zone")).to_be_visible()
    await lena.send()
    await lena.done()
    await lena.say(CLAIM)
    await lena.say(SECOND)
    await chen.button(chen.card("C-1"), "take").click()
    await lena.move_clock("morning", 6)
    await lena.page.get_by_test_id("channel-dm").click()
    told = lena.message("2 claims of #verification are still unverified after 3 reminders")
    await expect(told).to_contain_text("@Chen Wei is on it")
    await expect(told).to_contain_text("nobody is on it")
    await expect(told).to_contain_text("The oldest is C-1")
