"""Engines for the record: SQLite in one file, or PostgreSQL. They are plain ones, used from threads."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, InternalError, OperationalError

from store.errors import AddressNotUnderstood, NotKept
from store.text import refuse_controls

DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}
READERS = 4
WAIT = 10  # seconds for a lock that another copy holds, and for PostgreSQL to let us in
# A server that went without a word is noticed within a minute; what the address says itself goes before.
_NOTICED = {
    "connect_timeout": WAIT,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "counterclaim",
}
# A copy that froze in a transaction lets go of its locks.
_WRITING = (f"SET lock_timeout = '{WAIT}s'", "SET idle_in_transaction_session_timeout = '60s'")
_CROSSED = ("40001", "40P01")  # PostgreSQL's: serialization failure, deadlock


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
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
        # FULL: NORMAL may lose the last commits when the power goes, and what we acknowledged is promised.
        _prepare_sqlite(engine, "synchronous = FULL", begin="BEGIN IMMEDIATE")
    else:
        engine = _postgresql(url, pool_size=1)
        event.listen(engine, "connect", _prepare_writer)
    event.listen(engine, "before_cursor_execute", _refuse_controls)
    return engine


def reader_engine(url: URL) -> Engine:
    """Open a few connections that only read, and never wait for the writer."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, pool_size=READERS, max_overflow=0, hide_parameters=True)
        _prepare_sqlite(engine, "query_only = ON", begin="BEGIN")
        return engine
    # As SQLite has it: all that one reader reads is of one moment.
    options = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
    return _postgresql(url, pool_size=READERS, execution_options=options)


def sealed_engine(file: Path) -> Engine:
    """Open a file of SQLite's to which nothing is written, whatever is asked; what one reads is of one moment."""
    name = f"file:{quote(str(file.absolute()))}"
    url = URL.create(DRIVERS["sqlite"], database=name, query={"mode": "ro", "uri": "true"})
    engine = create_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
    _begin_ourselves(engine, "BEGIN")
    return engine


def in_transaction(connection: Connection) -> bool:
    """Whether the transaction still stands.

    Some errors (a full disk) make SQLite undo all of it, unasked; PostgreSQL may be gone, or wait for us to undo it.
    """
    if connection.invalidated:
        return False
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        return bool(driver.in_transaction)
    return driver.info.transaction_status in (TransactionStatus.IDLE, TransactionStatus.INTRANS)


def said_by(error: DBAPIError) -> str:
    """What the database said of an error, in a line; PostgreSQL goes on with advice."""
    return str(error.orig).strip().partition("\n")[0].rstrip(".:")


def first_of(error: BaseException) -> BaseException:
    """Of an error and those that it came on top of the first that is the database's; itself if there is none."""
    found, each = error, error.__context__
    while each is not None:
        found, each = each if isinstance(each, DBAPIError) else found, each.__context__
    return found


def trouble(error: BaseException | None, *, committing: bool = False) -> str | None:
    """What the database said, if it is in trouble itself and surely kept nothing; None of any other error.

    A connection that goes while a transaction commits leaves open whether it was kept, and so does a disk that fails;
    one that is full does not.
    """
    if isinstance(error, NotKept):
        return error.problem
    if not isinstance(error, OperationalError | InternalError):
        return None
    if committing and getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_FULL:
        return None
    return said_by(error)


def crossed(error: BaseException | None) -> bool:
    """Whether PostgreSQL undid something because two copies were in each other's way: it may be tried again."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _CROSSED


def _postgresql(url: URL, **more: Any) -> Engine:
    # Pinged before use: a connection that was lost while nobody asked is made anew, and costs nobody an error.
    noticed = {name: value for name, value in _NOTICED.items() if name not in url.query}
    return create_engine(url, max_overflow=0, hide_parameters=True, pool_pre_ping=True, connect_args=noticed, **more)


def _prepare_writer(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        for each in _WRITING:
            cursor.execute(each)
    connection.commit()


def _prepare_sqlite(engine: Engine, pragma: str, *, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for each in (f"busy_timeout = {1000 * WAIT}", "foreign_keys = ON", pragma):
            cursor.execute(f"PRAGMA {each}")
        _write_ahead(cursor)
        cursor.close()

    _begin_ourselves(engine, begin)


def _begin_ourselves(engine: Engine, begin: str) -> None:
    """Begin transactions by this: the driver's own BEGIN comes too late, a read before it would be no part of it."""

    @event.listens_for(engine, "connect", insert=True)
    def leave_it_to_us(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

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
