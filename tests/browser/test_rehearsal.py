"""An admin who has never seen it sets a channel up within one form, and rehearses it with the clock.

Tuesday to Tuesday, by Germany's holidays: of the week's digests the weekend's and Whit Monday's do not come.
"""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.browser.newsroom import CLAIM, DISPUTE, Newsroom, Seat

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONTESTED = "1 contested claim, 1 open dispute"


def own(newsroom: Newsroom, role: str) -> str:
    """Somebody's conversation with the bot."""
    return "D" + newsroom.server.actor(role).person.id[1:]


async def set_up(lena: Seat) -> None:
    """Everything in one form of two pages: when digests come, when the desk rests, who is told in the end."""
    await lena.say("/claim setup")
    await expect(lena.input("zone")).to_be_focused()
    await lena.input("digest_time").fill("09:30")
    await lena.button(lena.form, "more_settings").click()
    await expect(lena.form).to_contain_text("On which days does the desk work?")
    for day in ("Saturday", "Sunday"):
        await lena.field("work_days").get_by_label(day).uncheck()
    await lena.input("work_from").fill("09:00")
    await expect(lena.form).to_contain_text("From 09:00 until 00:00.")
    await lena.input("work_until").fill("18:00")
    await expect(lena.form).to_contain_text("From 09:00 until 18:00.")
    await lena.input("holidays_of").fill("germany")
    await lena.page.get_by_test_id("select-option").get_by_text("Germany", exact=True).click()
    await expect(lena.form).to_contain_text("Mon 29 May")  # the next one there
    await lena.choose("remind_times", "Once", "Once")
    await lena.choose("picture_day", "Fri", "On Fridays")
    await lena.send()


async def test_a_desk_is_set_up_within_one_form_and_its_week_is_rehearsed(newsroom: Newsroom) -> None:
    lena, rita = await newsroom.sit("lead"), await newsroom.sit("reporter")
    await set_up(lena)
    await expect(lena.form).to_contain_text("This desk is set up.")
    await expect(lena.form).to_contain_text("Next digest: Wed 24 May, 09:30 Kyiv, in #verification.")
    await expect(lena.form).to_contain_text("Then Thu 25 May, 09:30 and Fri 26 May, 09:30.")
    await lena.button(lena.form, "test_digest").click()
    await expect(lena.form).to_contain_text("A test digest is on its way to you")
    await lena.done()
    told_directly = await newsroom.sit("lead", place=own(newsroom, "lead"))
    await expect(told_directly.message("A test digest", "for you alone")).to_have_count(1)

    await rita.say(CLAIM)
    await rita.say(DISPUTE)
    await expect(rita.card("C-1")).to_contain_text("Contested (1)")
    digests = lena.messages.get_by_text(CONTESTED)
    await lena.move_clock("morning")
    await lena.move_clock("hour")
    await expect(digests).to_have_count(1)
    await lena.move_clock("hour", 2)
    reminder = lena.message("1 claim is still unverified, and nobody is on it")
    await expect(reminder).to_contain_text("Reminder 1 of 1. If nothing happens, the lead is told once")
    await lena.move_clock("morning", 2)
    escalation = told_directly.message("1 claim of #verification is still unverified after 1 reminder")
    await expect(escalation).to_contain_text("This was the last reminder of it")
    await lena.move_clock("hour")
    await expect(digests).to_have_count(3)

    friday = lena.message(CONTESTED).last
    await expect(friday).to_contain_text("Fri 26 May, 09:30 Kyiv")
    await friday.get_by_test_id("open-replies").click()
    picture = lena.replies.locator("img")
    await expect(picture).to_have_attribute("alt", re.compile("^Eight weeks to .*1 open claim, by age"))
    await lena.move_clock("morning", 3)
    await lena.move_clock("hour")
    await expect(lena.clock).to_contain_text("Mon 29 May")
    await expect(digests).to_have_count(3)
    await lena.move_clock("morning")
    await lena.move_clock("hour")
    await expect(digests).to_have_count(4)
    await expect(lena.message(CONTESTED).last).to_contain_text("Tue 30 May, 09:30 Kyiv")
