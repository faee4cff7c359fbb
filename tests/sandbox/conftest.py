"""A running sandbox, and the real client on it."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import SandboxClock
from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import APP_TOKEN, BOT_TOKEN, MANIFEST, Wall


@pytest.fixture
def manifest() -> dict[str, Any]:
    return copy.deepcopy(MANIFEST)


@pytest.fixture
async def server(manifest: dict[str, Any]) -> AsyncIterator[SandboxServer]:
    server = SandboxServer(SandboxClock(Wall()), manifest, bot_token=BOT_TOKEN, app_token=APP_TOKEN)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def client(server: SandboxServer) -> AsyncWebClient:
    """Slack's own client, without retries: what happened is what is seen."""
    return AsyncWebClient(token=BOT_TOKEN, base_url=server.api_url, retry_handlers=[])
