"""A desk's day on the page: disputing, taking, setting up, the clock, the digest, the reminder."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.newsroom import CLAIM, DISPUTE, Newsroom

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECOND = "/claim Dmitry Peskov: The raid was meant to divert attention from Bakhmut https://example.org/2 via WION"


async def test_a_dispute_from_a_card_finds_further_claims_as_one_types(newsroom: Newsroom) -> None:
    rita = await newsroom.sit("reporter")
    for line in (CLAIM, SECOND, "/claim Kyiv: The governor was not there https://example.org/3 via WION"):
        await rita.say(line)
    await expect(rita.card("C-3")).to_be_visible()
    await rita.button(rita.card("C-1"), "dispute").click()
    chips = rita.field("claims").locator(".chip")
    await expect(chips).to_have_text(["C-1 Moscow: Ukrainian armed groups carried out the attack"])
    await expect(rita.input("speaker")).to_be_focused()
    await rita.input("claims").click()
    found = rita.page.get_by_test_id("select-option")
    await expect(found).to_have_count(2)
    await rita.input("claims").press_sequentially("bakhm")
    await expect(found).to_have_count(1)
    await expect(found).to_contain_text("C-2 Dmitry Peskov")
    await rita.input("claims").press("Enter")
    await expect(chips).to_have_count(2)
    await rita.write(speaker="Kyiv", statement="Ukraine has nothing to do with it.", source="https://example.org/kyiv")
    await rita.choose("kind", "den", "denies")
    await rita.send()
    await expect(rita.form).to_contain_text("Your dispute of C-1 and C-2 is filed.")
    await expect(rita.form).to_contain_text("Kyiv denies: Ukraine has nothing to do with it.")
    await rita.done()
    for name in ("C-1", "C-2"):
        await expect(rita.card(name)).to_contain_text("Contested (1)")
    await rita.card("C-1").get_by_test_id("open-replies").click()
    await expect(rita.replies.last).to_contain_text("@Rita Melnyk filed a dispute of C-1:")


async def test_who_takes_a_claim_is_told_so_alone_and_stands_on_the_card_for_all(newsroom: Newsroom) -> None:
    rita, chen = await newsroom.sit("reporter"), await newsroom.sit("checker")
    await rita.say(CLAIM)
    await chen.button(chen.card("C-1"), "take").click()
    await expect(chen.answers("You took C-1.")).to_contain_text("Next reminder: tomorrow, 09:00")  # his zone is London
    await expect(rita.card("C-1")).to_contain_text("@Chen Wei is on it")
    await expect(rita.button(rita.card("C-1"), "release")).to_be_visible()
    await expect(rita.message("You took C-1.")).to_have_count(0)


async def test_the_lead_sets_the_desk_up_and_reads_when_the_next_digest_and_reminder_come(newsroom: Newsroom) -> None:
    lena = await newsroom.sit("lead")
    await lena.say(CLAIM)
    await lena.say("/claim setup")
    await expect(lena.input("zone")).to_be_focused()
    await expect(lena.input("zone")).to_have_value("Europe/Kyiv · 11:00")
    await lena.choose("zone", "berl", "Europe/Berlin · 10:00")
    for day in ("Wednesday", "Saturday", "Sunday"):
        await lena.field("digest_days").get_by_label(day).uncheck()
    await lena.input("digest_time").fill("07:30")
    await lena.button(lena.form, "more_settings").click()
    await expect(lena.input("patience")).to_be_focused()
    await lena.choose("patience", "12", "12 hours")
    await lena.choose("holidays_of", "berl", "Germany, Berlin")
    await expect(lena.form).to_contain_text("The next: Pentecost Monday, Mon 29 May 2023.")
    await lena.send()
    await expect(lena.form).to_contain_text("This desk is set up.")
    await expect(lena.form).to_contain_text("Next digest: Thu 25 May, 07:30 Berlin, in #verification.")
    await expect(lena.form).to_contain_text("Its lead: @Olena Koval.")
    await lena.done()
    await lena.say("/claim setup")
    await expect(lena.input("digest_time")).to_have_value("07:30")
    await expect(lena.field("digest_days").get_by_label("Saturday")).not_to_be_checked()


async def test_tomorrow_morning_brings_the_digest_with_both_sides(newsroom: Newsroom) -> None:
    rita, lena = await newsroom.sit("reporter"), await newsroom.sit("lead")
    await rita.say(CLAIM)
    await rita.say(DISPUTE)
    await expect(rita.card("C-1")).to_contain_text("Contested (1)")
    await lena.move_clock("morning")
    await expect(lena.clock).to_contain_text("09:00Wed 24 May")
    digest = lena.message("1 contested claim, 1 open dispute")
    for seat in (lena, rita):
        await expect(seat.message("1 contested claim, 1 open dispute")).to_have_count(1)
    await expect(digest).to_contain_text("Wed 24 May, 09:00 Kyiv")
    both = digest.locator("[data-block-id='claim:1']")
    await expect(both.locator("blockquote")).to_have_text(
        [
            "Moscow: Ukrainian armed groups carried out the attack (Reuters, via WION)",
            "Kyiv contradicts: Ukraine has nothing to do with it (WION)",
        ]
    )
    await lena.button(digest, "list_unverified").click()
    await expect(lena.answers("C-1", "contested (1)")).to_be_visible()


async def test_a_message_taller_than_the_window_is_read_from_its_beginning_and_the_next_is_followed(
    newsroom: Newsroom,
) -> None:
    lena = await newsroom.sit("lead", size=(900, 380))
    await lena.say(CLAIM)
    await lena.say(DISPUTE)
    await expect(lena.card("C-1")).to_contain_text("Contested (1)")
    await lena.move_clock("morning")
    await expect(lena.messages.get_by_text("1 contested claim, 1 open dispute")).to_be_in_viewport()
    await newsroom.server.actor("reporter").type("verification", "Good morning!")
    await expect(lena.messages.get_by_text("Good morning!")).to_be_in_viewport()


async def test_what_is_due_while_the_clock_moves_comes_when_it_is_due(newsroom: Newsroom) -> None:
    """Nine in London is eleven in Kyiv, where the desk had its digest at nine: it came then, and is not late."""
    chen = await newsroom.sit("checker")
    await newsroom.server.actor("reporter").type("verification", CLAIM)
    await chen.move_clock("morning")
    digest = chen.message("Nothing contested today")
    await expect(digest).to_contain_text("Wed 24 May, 09:00 Kyiv")
    await expect(digest).not_to_contain_text("Late")


async def test_a_reminder_is_snoozed_and_taken_from(newsroom: Newsroom) -> None:
    rita, chen = await newsroom.sit("reporter"), await newsroom.sit("checker")
    await rita.say(CLAIM)
    await rita.say(SECOND)
    await expect(rita.card("C-2")).to_be_visible()
    await chen.move_clock("morning")  # in London; in Kyiv it is eleven then, and the claims are a moment short of a day
    await chen.move_clock("hour")
    reminder = chen.message("2 claims are still unverified, and nobody is on them")
    await expect(reminder).to_contain_text("Reminder 1 of 3.")
    steps = reminder.locator("[data-block-id='steps:1']")
    await chen.button(steps, "snooze").click()
    await expect(chen.form).to_contain_text("Its next reminder comes Thu 25 May")
    await chen.send()
    await expect(chen.form).to_contain_text("C-1 is snoozed. Next reminder: tomorrow, 09:00.")
    await chen.done()
    await chen.button(reminder.locator("[data-block-id='steps:2']"), "take").click()
    await expect(chen.card("C-2")).to_contain_text("@Chen Wei is on it")
