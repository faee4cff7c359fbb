from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from store import Record
from tests.databases import Database, on_both


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    on_both(metafunc)


@pytest.fixture
async def record(database: Database) -> AsyncIterator[Record]:
    record = Record(database.url)
    await record.open()
    yield record
    await record.close()
