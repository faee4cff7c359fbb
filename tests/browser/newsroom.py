"""A sandbox with the real bot in it, and people who sit before its page."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Playwright, expect

from app import Bot, working
from bot.clock import SystemClock
from bot.delivery.pace import Pace
from bot.operating.manifest import socket_manifest
from bot.settings import Settings
from sandbox.clock import SandboxClock
from sandbox.server import SandboxServer

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
NO_CHROMIUM = "There is no Chromium here: apt install chromium"
# A Tuesday, 11:00 in Kyiv: working hours, and summer time everywhere that has one.
STARTS = datetime(2023, 5, 23, 8, 0, tzinfo=UTC)
MOVING = 60_000  # milliseconds at most that the clock is on its way: a digest's picture is drawn meanwhile
# Somebody chose on before what follows from their choice was shown: it is shown with the next.
FASTER = ("hash_conflict",)
WIDE = (1280, 860)
NARROW = (390, 780)
CLAIM = "/claim Moscow: Ukrainian armed groups carried out the attack https://example.org/raid via WION citing Reuters"
DISPUTE = "/dispute C-1 Kyiv: Ukraine has nothing to do with it https://example.org/kyiv via WION"


class Seat:
    """One person before the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.messages = page.get_by_test_id("messages").get_by_test_id("message")
        self.replies = page.get_by_test_id("thread-messages").get_by_test_id("message")
        self.form = page.get_by_test_id("modal")
        self.clock = page.get_by_test_id("clock")

    async def say(self, text: str) -> None:
        """Type a line into the message box and send it."""
        await self.page.get_by_test_id("composer").fill(text)
        await self.page.get_by_test_id("composer").press("Enter")

    def message(self, *parts: str) -> Locator:
        """Messages of the conversation that hold all of these words."""
        found = self.messages
        for part in parts:
            found = found.filter(has_text=part)
        return found

    def card(self, name: str) -> Locator:
        """A claim's card in the conversation."""
        line = self.page.locator("[data-block-id=claim]").filter(has_text=f"{name} ·")
        return self.messages.filter(has=line).and_(self.page.locator(":not([data-ephemeral])"))

    def answers(self, *parts: str) -> Locator:
        """What this person alone is told, if it holds all of these words."""
        return self.message(*parts).and_(self.page.locator("[data-ephemeral]"))

    def button(self, where: Locator, action: str) -> Locator:
        """A button of a message or a form, by its control."""
        return where.locator(f"[data-action-id={action}]")

    def field(self, name: str) -> Locator:
        """A field of the open form."""
        return self.form.locator(f"[data-testid=field][data-block-id={name}]")

    def input(self, name: str) -> Locator:
        """Where one types in a field of the open form."""
        return self.field(name).locator("input, textarea").first

    async def write(self, **fields: str) -> None:
        """Type into fields of the open form; in a menu that takes what is typed, choose that."""
        for name, text in fields.items():
            await self.input(name).fill(text)
            if await self.input(name).get_attribute("role") == "combobox":
                await self.page.get_by_test_id("select-option").filter(has_text=text).first.click()

    async def choose(self, name: str, typed: str, option: str) -> None:
        """Search in a list of the open form, as one types, and choose what holds these words."""
        await self.input(name).click()
        await self.input(name).fill(typed)
        await self.page.get_by_test_id("select-option").filter(has_text=option).click()

    async def send(self) -> None:
        """Send the open form."""
        await self.page.get_by_test_id("modal-submit").click()

    async def done(self) -> None:
        """Close the open form."""
        await self.page.get_by_test_id("modal-close").click()
        await expect(self.form).to_have_count(0)

    async def shortcut(self, message: Locator, callback: str) -> None:
        """Choose a shortcut behind a message's ⋮."""
        await message.hover()
        await message.get_by_test_id("message-menu").click()
        await self.page.locator(f"[data-testid=menu-item][data-callback-id={callback}]").click()

    async def move_clock(self, step: str, times: int = 1) -> None:
        """Move the sandbox's clock by its buttons: `now`, `hour` or `morning`."""
        for _ in range(times):
            before = await self.clock.get_attribute("data-now")
            await self.page.get_by_test_id(f"clock-{step}").click()
            await expect(self.clock).not_to_have_attribute("data-now", before or "", timeout=MOVING)
            await expect(self.clock).not_to_have_attribute("aria-busy", "true", timeout=MOVING)


class Room:
    """A sandbox, and the browser to look at it with."""

    def __init__(self, server: SandboxServer, browser: Browser) -> None:
        self.server = server
        self.browser = browser
        self.troubles: list[str] = []
        self._leave: list[Callable[[], Awaitable[None]]] = []

    async def sit(
        self, role: str, place: str = "verification", *, size: tuple[int, int] = WIDE, thread: str = "", **more: Any
    ) -> Seat:
        """Open the page as a person, in a channel; `more` goes to the browser's context."""
        context = await self.browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
        self._leave.append(context.close)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"{role}'s page: {error}"))
        page.on("console", self._console)
        await page.goto(f"{self.server.url}/#as={role}&in={place}" + (f"&thread={thread}" if thread else ""))
        await expect(page.get_by_test_id("channel-title")).to_be_visible()
        return Seat(page)

    def _console(self, line: ConsoleMessage) -> None:
        if line.type in ("error", "warning"):
            self.troubles.append(f"console: {line.text}")

    async def leave(self) -> None:
        """Close every page."""
        for leave in self._leave:
            await leave()


class Newsroom(Room):
    """A room with the real bot in it."""

    def __init__(self, server: SandboxServer, bot: Bot, browser: Browser) -> None:
        super().__init__(server, browser)
        self.bot = bot


@asynccontextmanager
async def open_newsroom(browser: Browser, folder: Path) -> AsyncIterator[Newsroom]:
    """Start the sandbox and the bot, as `app.py sandbox` does; nothing may have gone wrong when the block is left."""
    clock = SandboxClock(SystemClock())
    clock.move_to(STARTS)
    server = SandboxServer(clock, socket_manifest())
    await server.start()
    settings = Settings(
        slack_bot_token=server.bot_token,
        slack_app_token=server.app_token,
        slack_api_url=server.api_url,
        database_url=f"sqlite:///{folder / 'counterclaim.db'}",
        counterclaim_semantic=False,
    )
    try:
        async with working(settings, clock, Pace(rate=1000, burst=1000)) as bot:
            server.after_move = bot.settle
            newsroom = Newsroom(server, bot, browser)
            try:
                yield newsroom
            finally:
                await newsroom.leave()
            assert newsroom.troubles == []
            refusals = [refusal for refusal in server.record.refusals if refusal.error not in FASTER]
            assert refusals == []
    finally:
        await server.stop()


async def start_chromium(playwright: Playwright) -> Browser | None:
    """Start the system's Chromium, without its own sandbox, which containers do not allow; None if there is none."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        return None
    return await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
