"""Records to begin with: migrated once, for migrating takes longer than most tests."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from alembic import command

from store.engines import address, writer_engine
from store.migrations import migrate


def begin_record(file: Path) -> Path:
    """Put an empty record, up to date, in the place of whatever stood at `file`."""
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()
    shutil.copy(_empty(), file)
    return file


@cache
def _empty() -> Path:
    file = Path(tempfile.mkdtemp(prefix="counterclaim-")) / "empty.db"
    engine = writer_engine(address(f"sqlite:///{file}"))
    migrate(engine, lambda config: command.upgrade(config, "head"))
    engine.dispose()
    return file
