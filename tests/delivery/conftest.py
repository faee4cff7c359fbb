from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.server import SandboxServer
from tests.delivery.newsroom import Newsroom, newsroom


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(f"sqlite:///{tmp_path / 'record.db'}") as room:
        yield room


@pytest.fixture
def server(room: Newsroom) -> SandboxServer:
    return room.server
