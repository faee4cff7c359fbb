from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from store.engines import address, reader_engine, writer_engine
from store.errors import AddressNotUnderstood
from tests.databases import Database


@pytest.fixture
def engines(empty_database: Database) -> Iterator[dict[str, Engine]]:
    url = address(empty_database.url)
    both = {"writer": writer_engine(url), "reader": reader_engine(url)}
    yield both
    for engine in both.values():
        engine.dispose()


@pytest.mark.sqlite_only("PostgreSQL is set up by whoever runs it")
@pytest.mark.parametrize(
    ("which", "pragma", "value"),
    [
        ("writer", "journal_mode", "wal"),
        ("writer", "synchronous", 2),  # FULL
        ("writer", "foreign_keys", 1),
        ("writer", "busy_timeout", 10000),
        ("writer", "query_only", 0),
        ("reader", "journal_mode", "wal"),
        ("reader", "foreign_keys", 1),
        ("reader", "busy_timeout", 10000),
        ("reader", "query_only", 1),
    ],
)
def test_sqlite_is_set_as_promised(engines: dict[str, Engine], which: str, pragma: str, value: object) -> None:
    with engines["writer"].begin():
        pass  # the writer makes the file
    with engines[which].connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


@pytest.mark.postgres_only("on SQLite every reader is told that it may only read")
def test_a_reader_sees_one_moment_and_changes_nothing(engines: dict[str, Engine]) -> None:
    with engines["writer"].begin() as connection:
        connection.exec_driver_sql("CREATE TABLE a (id INTEGER PRIMARY KEY)")
    with engines["reader"].connect() as reading:
        assert reading.exec_driver_sql("SELECT count(*) FROM a").scalar_one() == 0
        with engines["writer"].begin() as connection:
            connection.exec_driver_sql("INSERT INTO a VALUES (1)")
        assert reading.exec_driver_sql("SELECT count(*) FROM a").scalar_one() == 0
        with pytest.raises(DBAPIError, match="read-only"):
            reading.exec_driver_sql("DELETE FROM a")


def test_a_row_may_not_refer_to_one_that_is_not_there(engines: dict[str, Engine]) -> None:
    with engines["writer"].begin() as connection:
        connection.exec_driver_sql("CREATE TABLE a (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE b (a_id INTEGER REFERENCES a (id))")
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), engines["writer"].begin() as connection:
        connection.exec_driver_sql("INSERT INTO b VALUES (7)")


@pytest.mark.parametrize(
    ("typed", "driver"),
    [
        ("sqlite:///record.db", "sqlite+pysqlite"),
        ("sqlite:////var/lib/record.db", "sqlite+pysqlite"),
        ("sqlite+aiosqlite:///record.db", "sqlite+pysqlite"),
        ("postgresql://desk:secret@host/claims", "postgresql+psycopg"),
    ],
)
def test_an_address_is_given_our_driver(typed: str, driver: str) -> None:
    assert address(typed).drivername == driver


@pytest.mark.parametrize(
    "typed",
    ["", "record.db", "mysql://host/claims", "sqlite://", "sqlite:///:memory:", "postgresql://host", "http://host/x"],
)
def test_an_address_that_is_neither_is_refused_and_not_repeated(typed: str) -> None:
    """It may hold a password."""
    with pytest.raises(AddressNotUnderstood) as refused:
        address(typed)
    assert "postgresql://" in str(refused.value)
    assert "host" not in str(refused.value)
