"""Chromium on the sandbox's page, with the real bot behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright, async_playwright

from tests.browser.newsroom import NO_CHROMIUM, Newsroom, open_newsroom, start_chromium


# The plugin's own `playwright` and `browser` would live in the first test's loop and die with it: of pytest-asyncio's
# settings, the one that would keep them alive would put the fixtures of every other test into one loop, too.
@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as started:
        yield started


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    browser = await start_chromium(playwright)
    if browser is None:
        pytest.skip(NO_CHROMIUM)
    yield browser
    await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def newsroom(browser: Browser, tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_newsroom(browser, tmp_path) as newsroom:
        yield newsroom
