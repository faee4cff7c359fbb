"""A record in a file, for the use cases that need one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import Record


@pytest.fixture
async def record(tmp_path: Path) -> AsyncIterator[Record]:
    record = Record(f"sqlite:///{tmp_path / 'record.db'}")
    await record.open()
    yield record
    await record.close()
