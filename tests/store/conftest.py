from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import Record


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


@pytest.fixture
async def record(file: Path) -> AsyncIterator[Record]:
    record = Record(f"sqlite:///{file}")
    await record.open()
    yield record
    await record.close()
