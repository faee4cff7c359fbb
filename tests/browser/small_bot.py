"""A sandbox with a small bot on the real slack_bolt, for what the page can do and Counterclaim does not use."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser
from slack_bolt.app.async_app import AsyncApp

from sandbox.clock import SandboxClock
from sandbox.server import SandboxServer
from tests.browser.newsroom import Room
from tests.sandbox.bot_under_test import APP_TOKEN, BOT_TOKEN, MANIFEST, Wall, connected, new_app


@asynccontextmanager
async def small_room(browser: Browser) -> AsyncIterator[tuple[Room, AsyncApp]]:
    """Start a sandbox with a bot that does nothing yet; no page may have had trouble when the block is left."""
    server = SandboxServer(SandboxClock(Wall()), copy.deepcopy(MANIFEST), bot_token=BOT_TOKEN, app_token=APP_TOKEN)
    await server.start()
    try:
        app = new_app(server)
        async with connected(app, server):
            room = Room(server, browser)
            try:
                yield room, app
            finally:
                await room.leave()
            assert room.troubles == []
    finally:
        await server.stop()
