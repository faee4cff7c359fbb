from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sandbox.server import SandboxServer
from tests.process.bot_process import slack


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    async with slack() as server:
        yield server
