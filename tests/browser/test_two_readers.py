"""Three people settle a claim on the page: one files, one checks and proposes, another signs; then it was wrong."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.newsroom import Newsroom, Seat

pytestmark = pytest.mark.asyncio(loop_scope="session")

VIDEO = (
    "/claim Russian Volunteer Corps: A video shows our fighters with a captured carrier "
    "https://example.org/video via WION citing Reuters"
)


async def ask_for_second_reader(lena: Seat) -> None:
    await lena.say("/claim setup")
    await expect(lena.input("zone")).to_be_focused()
    await lena.field("second_reader").get_by_label("Yes: nobody signs off their own verdict").check()
    await lena.send()
    await expect(lena.form).to_contain_text("This desk is set up.")
    await lena.done()


async def verdict(seat: Seat) -> None:
    await seat.button(seat.card("C-1"), "verdict").click()
    await expect(seat.form).to_be_visible()


async def propose(seat: Seat, option: str, evidence: str = "") -> None:
    await verdict(seat)
    await seat.choose("verdict", option, option)
    if evidence:
        await seat.write(evidence=evidence)
    await seat.send()


async def sign(seat: Seat) -> None:
    await verdict(seat)
    await seat.field("decision").get_by_label("Sign it off").check()
    await seat.send()
    await expect(seat.form).to_contain_text("now.")
    await seat.done()


async def test_a_verdict_is_checked_by_two_signed_disputed_and_corrected_in_public(newsroom: Newsroom) -> None:
    rita, chen, lena = [await newsroom.sit(role) for role in ("reporter", "checker", "lead")]
    await rita.say(VIDEO)
    await expect(rita.card("C-1")).to_be_visible()
    await ask_for_second_reader(lena)

    await chen.button(chen.card("C-1"), "take").click()
    await expect(rita.card("C-1")).to_contain_text("@Chen Wei is on it")
    await chen.button(chen.card("C-1"), "add_evidence").click()
    await chen.field("side").get_by_label("supports").check()
    await chen.write(link="https://archive.example/video", note="The carrier's number is one of theirs.")
    await chen.send()
    await expect(chen.form).to_contain_text("C-1")
    await chen.done()
    await expect(rita.card("C-1")).to_contain_text("1 for")

    await propose(chen, "Confirmed")
    await expect(chen.form).to_contain_text("somebody else signs it off")
    await chen.done()
    await expect(lena.card("C-1")).to_contain_text("In review: confirmed? (provisional)")
    await verdict(chen)
    await expect(chen.form).to_contain_text("You proposed this verdict, so someone else must sign it off.")
    await expect(chen.form.get_by_test_id("modal-submit")).to_have_count(0)
    await chen.done()
    await sign(lena)
    await expect(rita.card("C-1")).to_contain_text("Confirmed")
    await expect(rita.card("C-1")).to_contain_text("signed off by @Olena Koval")

    await rita.say("/dispute C-1 Moscow: The video is from March https://example.org/march via WION")
    await expect(chen.card("C-1")).to_contain_text("Contested (1)")
    await verdict(lena)
    await expect(lena.form).to_contain_text("It is “confirmed”.")
    await lena.write(why="The same video was online in March.")
    await lena.send()
    await expect(lena.form).to_contain_text("C-1 is open again.")
    await lena.done()
    await expect(rita.card("C-1")).to_contain_text("Unverified (was confirmed)")

    await propose(chen, "Misleading", "context https://archive.example/march the video was online in March")
    await expect(chen.form).to_contain_text("somebody else signs it off")
    await chen.done()
    await sign(lena)
    await rita.card("C-1").get_by_test_id("open-replies").click()
    await expect(rita.replies.last).to_contain_text("Correction: C-1 was “confirmed”, is now “misleading”")
    await expect(rita.replies.last).to_contain_text("Proposed by @Chen Wei, signed off by @Olena Koval")
    own = "D" + newsroom.server.actor("reporter").person.id[1:]  # her conversation with the bot
    at_home = await newsroom.sit("reporter", place=own)
    await expect(at_home.message("Correction: C-1 was “confirmed”, is now “misleading”")).to_have_count(1)
