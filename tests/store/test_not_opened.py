"""What is no record of ours, or a newer one's, is said in a sentence by whoever opens it."""

from __future__ import annotations

import pytest

from store import Record
from store.errors import CannotOpen
from tests.databases import Database


@pytest.mark.sqlite_only("PostgreSQL has no files that could be something else")
async def test_a_file_that_is_no_database(empty_database: Database) -> None:
    empty_database.file.write_text("Dear diary, today nobody contested anything.\n" * 100)
    with pytest.raises(CannotOpen, match=r"^The database cannot be opened: file is not a database\.$"):
        await Record(empty_database.url).open()


async def test_a_record_that_a_newer_one_wrote(database: Database) -> None:
    database.run("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(CannotOpen, match=r"^The database was written by a newer Counterclaim\. Bring this one up"):
        await Record(database.url).open()
    assert database.rows("SELECT version_num FROM alembic_version") == [("9999",)]


@pytest.mark.postgres_only("SQLite's is tested by app.py check")
async def test_a_database_that_may_only_be_read(empty_database: Database) -> None:
    name = empty_database.url.rpartition("/")[2].partition("?")[0]
    empty_database.run(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    with pytest.raises(CannotOpen, match="read-only transaction"):
        await Record(empty_database.url).open()
