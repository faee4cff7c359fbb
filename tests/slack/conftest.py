"""The newsroom every test works in, and what has to be true when it is left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.slack.newsroom import Newsroom
from tests.slack.opening import open_newsroom


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "counterclaim.db"


@pytest.fixture
async def newsroom(file: Path) -> AsyncIterator[Newsroom]:
    async with open_newsroom(file) as room:
        yield room
        await room.check_out()
