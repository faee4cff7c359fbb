"""Takes the pictures of README again: `make pictures`. It plays the Belgorod case and looks at it in Chromium."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.async_api import FloatRect, Locator, async_playwright, expect

from docs.eight_weeks import live_eight_weeks
from sandbox.case import Case
from sandbox.casefile import read_case
from sandbox.play import play
from tests.browser.newsroom import NARROW, NO_CHROMIUM, Newsroom, Seat, open_newsroom, start_chromium

PICTURES = Path(__file__).parent / "pictures"
CASE = Path(__file__).parents[1] / "sandbox" / "cases" / "belgorod.yml"
CLAIM = "/claim Russian Volunteer Corps: We carried out the incursion. https://example.org/raid via WION citing Reuters"
SIZE = (920, 860)
ROUND_A_FORM = 20  # pixels left of the page round a form
BESIDE_A_SECTION = 8
PHONE = (390, 1_840)  # as wide as one, and high enough for a whole form
A_WEEK = 7  # days, after which the last reminder has come
TALL = (980, 10_000)  # a window in which a whole digest stands
# Pixels of a picture to one of the page: fewer where much is to be seen, or the file grows large.
FINE, COARSE, COARSEST = 2.0, 1.5, 1.25


async def take_pictures() -> None:
    """Take every picture; what the case expects must have come true."""
    async with async_playwright() as playwright:
        browser = await start_chromium(playwright)
        if browser is None:
            sys.exit(NO_CHROMIUM)
        with tempfile.TemporaryDirectory() as folder:
            async with open_newsroom(browser, Path(folder)) as newsroom:
                await _claim(newsroom)
                await _settings(newsroom)
                await _at_last(newsroom)
        with tempfile.TemporaryDirectory() as folder:
            async with open_newsroom(browser, Path(folder)) as newsroom:
                await _play(newsroom, replace(read_case(CASE), then=(), expect_then=None))
                await _digest(newsroom)
                await _dispute(newsroom)
                await _reminder(newsroom)
                await _dark(newsroom)
                await _narrow(newsroom)
        with tempfile.TemporaryDirectory() as folder:
            async with open_newsroom(browser, Path(folder)) as newsroom:
                await _play(newsroom, read_case(CASE))
                await _correction(newsroom)
                await _more(newsroom)
                await _verdict(newsroom)
                await _home(newsroom)
        with tempfile.TemporaryDirectory() as folder:
            async with open_newsroom(browser, Path(folder)) as newsroom:
                await _week(newsroom)
        await browser.close()


async def _play(newsroom: Newsroom, case: Case) -> None:
    played = await play(newsroom.server, case, lambda _line: None)
    if not played.ok:
        sys.exit("\n".join(played.problems))


async def _sit(
    newsroom: Newsroom, role: str, size: tuple[int, int] = SIZE, *, scale: float = FINE, scheme: str = "light"
) -> Seat:
    return await newsroom.sit(role, size=size, device_scale_factor=scale, color_scheme=scheme)


async def _claim(newsroom: Newsroom) -> None:
    rita = await _sit(newsroom, "reporter")
    await rita.say("/claim Moscow: Ukrainian armed groups carried out the attack. https://example.org/attack via WION")
    await expect(rita.card("C-1")).to_be_visible()
    await rita.say(CLAIM)
    await expect(rita.card("C-2")).to_be_visible()
    await _keep("claim", rita, rita.answers("C-2 is filed."), rita.card("C-2"))


async def _at_last(newsroom: Newsroom) -> None:
    own = "D" + newsroom.server.actor("lead").person.id[1:]  # her conversation with the bot
    lena = await newsroom.sit("lead", own, size=SIZE, device_scale_factor=FINE, color_scheme="light")
    await lena.move_clock("morning", A_WEEK)
    told = lena.message("still unverified after 3 reminders")
    await expect(told).to_have_count(1)
    await _keep("at-last", lena, told)


async def _digest(newsroom: Newsroom) -> None:
    lena = await _sit(newsroom, "lead", TALL, scale=COARSE)
    await _keep("digest", lena, lena.message("4 contested claims, 5 open disputes"))


async def _dispute(newsroom: Newsroom) -> None:
    rita = await _sit(newsroom, "reporter")
    await rita.say("/dispute C-8")
    await expect(rita.input("speaker")).to_be_focused()
    await rita.input("claims").click()
    await rita.input("claims").press_sequentially("legion")
    await expect(rita.page.get_by_test_id("select-option")).not_to_have_count(0)
    await _keep("dispute", rita, rita.form, margin=ROUND_A_FORM)
    await rita.input("claims").press("Escape")
    await rita.done()


async def _settings(newsroom: Newsroom) -> None:
    lena = await _sit(newsroom, "lead")
    await lena.say("/claim setup")
    await lena.choose("zone", "warsaw", "Europe/Warsaw")
    await expect(lena.form).to_contain_text("It is 10:00 there now")
    await lena.choose("digest_channel", "wire", "wire")
    await expect(lena.form).to_contain_text("I am not in")
    await _keep("setup", lena, lena.form, margin=ROUND_A_FORM)
    await lena.done()
    olena = await _sit(newsroom, "lead", PHONE, scale=COARSEST)
    await olena.say("/claim setup")
    await olena.input("digest_time").fill("08:30")
    await olena.button(olena.form, "more_settings").click()
    for day in ("Saturday", "Sunday"):
        await olena.field("work_days").get_by_label(day).uncheck()
    # What follows from an answer is waited for: it comes with a form drawn anew, which closes a menu that is open.
    await olena.input("work_from").fill("08:00")
    await expect(olena.form).to_contain_text("From 08:00 until 00:00.")
    await olena.input("work_until").fill("18:00")
    await expect(olena.form).to_contain_text("From 08:00 until 18:00.")
    await olena.choose("holidays_of", "berl", "Germany, Berlin")
    await expect(olena.form).to_contain_text("The next: Pentecost Monday")
    await olena.input("days_off").fill("1 June\n2023-07-24 to 2023-08-04")
    await _keep("settings", olena)
    await olena.page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
    await olena.send()
    await expect(olena.form).to_contain_text("Then Thu 25 May")
    await _keep("saved", olena, olena.form, margin=ROUND_A_FORM)
    await olena.done()
    await lena.move_clock("morning")
    home = await newsroom.sit("lead", "home", size=TALL, device_scale_factor=COARSE, color_scheme="light")
    desks = home.page.get_by_test_id("home")
    await expect(desks).to_contain_text("Last digest")
    rows = [desks.locator(f"[data-block-id='{each}']") for each in ("desks", "desk:1", "desk:1:steps")]
    await _keep("desks", home, *rows, margin=BESIDE_A_SECTION)


async def _reminder(newsroom: Newsroom) -> None:
    chen = await _sit(newsroom, "checker", TALL)
    for name in ("C-4", "C-12"):
        await chen.button(chen.card(name), "take").click()
        await expect(chen.button(chen.card(name), "release")).to_be_visible()
    await chen.move_clock("morning", 2)
    await chen.page.get_by_test_id("channel-dm").click()
    await _keep("reminder", chen, chen.message("2 claims you took are still unverified").last)


async def _dark(newsroom: Newsroom) -> None:
    chen = await _sit(newsroom, "checker", (1180, 640), scale=COARSEST, scheme="dark")
    await chen.card("C-4").get_by_test_id("open-replies").click()
    await expect(chen.replies.last).to_contain_text("took C-4")
    await chen.card("C-4").evaluate("card => card.scrollIntoView({block: 'start'})")
    await _keep("dark", chen)


async def _narrow(newsroom: Newsroom) -> None:
    lena = await _sit(newsroom, "lead", NARROW)
    await lena.card("C-4").evaluate("card => card.scrollIntoView({block: 'start'})")
    await _keep("narrow", lena)


async def _correction(newsroom: Newsroom) -> None:
    lena = await _sit(newsroom, "lead", TALL, scale=COARSE)
    await lena.card("C-12").get_by_test_id("open-replies").click()
    told = lena.replies.filter(has_text="Correction: C-12 was “confirmed”, is now “misleading”")
    await _keep("correction", lena, told)


async def _more(newsroom: Newsroom) -> None:
    chen = await _sit(newsroom, "checker")
    await chen.button(chen.card("C-4"), "take").click()
    await expect(chen.button(chen.card("C-4"), "release")).to_be_visible()
    await chen.button(chen.card("C-4"), "more").click()
    await expect(chen.form).to_contain_text("Propose a verdict…")
    await _keep("more", chen, chen.form, margin=ROUND_A_FORM)
    await chen.done()


async def _verdict(newsroom: Newsroom) -> None:
    chen = await _sit(newsroom, "checker", (920, 1100))
    await chen.button(chen.card("C-4"), "verdict").click()
    await chen.choose("verdict", "Unproven", "Unproven")
    await chen.write(note="Kyiv and Moscow were both asked; neither shows proof.")
    await _keep("verdict", chen, chen.form, margin=ROUND_A_FORM)
    await chen.send()
    await expect(chen.form).to_contain_text("C-4")
    await chen.done()


async def _home(newsroom: Newsroom) -> None:
    lena = await newsroom.sit("lead", "home", size=(920, 1400), device_scale_factor=COARSE, color_scheme="light")
    await expect(lena.page.get_by_text("Waiting for a second reader").first).to_be_visible()
    await _keep("home", lena)


async def _week(newsroom: Newsroom) -> None:
    digest = await live_eight_weeks(newsroom)
    lena = await newsroom.sit(
        "lead", size=(390, 2400), device_scale_factor=COARSE, color_scheme="light", thread=digest.ts
    )
    await expect(lena.replies.last.locator("img[alt^='Eight weeks']")).to_be_visible()
    await lena.replies.last.evaluate("message => message.scrollIntoView({block: 'end'})")
    await _keep("week", lena, lena.replies.last)


async def _keep(name: str, seat: Seat, *what: Locator, margin: int = 0) -> None:
    """Write a picture of what stands in these boxes, or of the whole page."""
    await seat.page.mouse.move(0, 0)
    boxes = [box for each in what if (box := await each.bounding_box()) is not None]
    await seat.page.screenshot(
        path=PICTURES / f"{name}.png", animations="disabled", clip=_round(boxes, margin) if boxes else None
    )


def _round(boxes: list[FloatRect], margin: int) -> FloatRect:
    left, top = min(box["x"] for box in boxes) - margin, min(box["y"] for box in boxes) - margin
    right = max(box["x"] + box["width"] for box in boxes) + margin
    bottom = max(box["y"] + box["height"] for box in boxes) + margin
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


if __name__ == "__main__":
    asyncio.run(take_pictures())
