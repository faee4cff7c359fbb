"""A database that cannot take it now: whoever asked is told that nothing was kept, and later all goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import event

from store import Record
from store.errors import NotKept
from store.record import watching_writes
from tests.databases import Database
from tests.store.writing import add, full, teams


def fill(session: Any) -> None:
    session.connection().exec_driver_sql("CREATE TABLE ballast (line TEXT)")
    session.connection().exec_driver_sql("INSERT INTO ballast VALUES (?)", ("x" * 100_000,))


@pytest.mark.sqlite_only("PostgreSQL's disk is another machine's")
async def test_a_full_disk_is_told_by_what_sqlite_says_and_over_when_there_is_room(record: Record) -> None:
    with full(record):
        with pytest.raises(NotKept, match="full") as said:
            await record.write(fill)
        assert said.value.problem == "database or disk is full"
    await record.write(fill)
    assert await record.write(add("T1")) == "T1"


@pytest.mark.sqlite_only("a file that others lock")
async def test_a_file_that_stays_locked_is_told_and_written_when_it_is_free(record: Record, database: Database) -> None:
    with closing(sqlite3.connect(database.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        def hurry(connection: Any, _record: Any, _proxy: Any) -> None:
            connection.execute("PRAGMA busy_timeout = 100")

        event.listen(record._writer, "checkout", hurry)
        tasks = [asyncio.create_task(record.write(add(team))) for team in ("T1", "T2")]
        assert {str(each) for each in await asyncio.gather(*tasks, return_exceptions=True)} == {
            "Nothing was kept: database is locked."
        }
    assert await record.write(add("T3")) == "T3"
    assert await record.read(teams) == ["T3"]


async def test_whether_anything_may_have_been_kept_is_known_of_each_task(record: Record) -> None:
    with watching_writes() as nothing:
        await record.read(teams)
    with watching_writes() as something:
        await record.write(add("T1"))
    assert (nothing.perhaps, something.perhaps) == (False, True)
