"""Engines for the record: SQLite in one file, or PostgreSQL. They are plain ones, used from threads."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from store.errors import AddressNotUnderstood
from store.text import refuse_controls

DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}
READERS = 4
WAIT = 10  # seconds for a lock that another copy holds


def address(text: str) -> URL:
    """Give the database address the driver we use. Raises AddressNotUnderstood."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise AddressNotUnderstood from None
    driver = DRIVERS.get(url.get_backend_name())
    # Each connection to :memory: is a database of its own: readers would never see what the writer wrote.
    if driver is None or not url.database or url.database == ":memory:":
        raise AddressNotUnderstood
    return url.set(drivername=driver)


def writer_engine(url: URL) -> Engine:
    """Open the one connection that writes; on SQLite its transactions take the write lock at once."""
    engine = create_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
    event.listen(engine, "before_cursor_execute", _refuse_controls)
    if url.get_backend_name() == "sqlite":
        # FULL: NORMAL may lose the last commits when the power goes, and what we acknowledged is promised.
        _prepare_sqlite(engine, "synchronous = FULL", begin="BEGIN IMMEDIATE")
    return engine


def reader_engine(url: URL) -> Engine:
    """Open a few connections that only read, and never wait for the writer."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, pool_size=READERS, max_overflow=0, hide_parameters=True)
        _prepare_sqlite(engine, "query_only = ON", begin="BEGIN")
        return engine
    # As SQLite has it: all that one reader reads is of one moment.
    options = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
    return create_engine(url, pool_size=READERS, max_overflow=0, hide_parameters=True, execution_options=options)


def in_transaction(connection: Connection) -> bool:
    """Whether the transaction still stands. Some errors (a full disk) make SQLite undo all of it, unasked."""
    if connection.dialect.name != "sqlite":
        return True
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)


def _prepare_sqlite(engine: Engine, pragma: str, *, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN comes too late: a read before it would not be part of the transaction.
        connection.isolation_level = None
        cursor = connection.cursor()
        for each in (f"busy_timeout = {1000 * WAIT}", "foreign_keys = ON", pragma):
            cursor.execute(f"PRAGMA {each}")
        _write_ahead(cursor)
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def _write_ahead(cursor: Any) -> None:
    """Put the file into WAL mode. SQLite does not wait for others who do so at the same moment: it says "locked"."""
    for attempts_left in reversed(range(10 * WAIT)):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if not attempts_left:
                raise
            time.sleep(0.1)
        else:
            return


def _refuse_controls(_c: Any, _cursor: Any, _statement: str, parameters: Any, _context: Any, _many: bool) -> None:
    refuse_controls(parameters)
