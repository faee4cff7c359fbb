"""The newsroom every test works in, and what has to be true when it is left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import Database
from tests.slack.newsroom import Newsroom
from tests.slack.opening import open_newsroom


@pytest.fixture
def file(database: Database) -> Path | str:
    """Where the record is: a file, or the address of a database on PostgreSQL where a test is for both."""
    return database.file if database.on_sqlite else database.url


@pytest.fixture
async def newsroom(file: Path | str) -> AsyncIterator[Newsroom]:
    async with open_newsroom(file) as room:
        yield room
        await room.check_out()
