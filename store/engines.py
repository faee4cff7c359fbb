"""Engines for the record: SQLite in one file, or PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from store.errors import AddressNotUnderstood

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
READERS = 4


def address(text: str) -> URL:
    """Give the database address the driver we use. Raises AddressNotUnderstood."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise AddressNotUnderstood(text) from None
    driver = DRIVERS.get(url.get_backend_name())
    if driver is None or not url.database:
        raise AddressNotUnderstood(text)
    return url.set(drivername=driver)


def writer_engine(url: URL) -> AsyncEngine:
    """Open the one connection that writes; on SQLite its transactions take the write lock at once."""
    engine = create_async_engine(url, pool_size=1, max_overflow=0)
    if url.get_backend_name() == "sqlite":
        # FULL: NORMAL may lose the last commits when the power goes, and what we acknowledged is promised.
        _prepare_sqlite(engine, begin="BEGIN IMMEDIATE", synchronous="FULL")
    return engine


def reader_engine(url: URL) -> AsyncEngine:
    """Open a few connections that only read, and never wait for the writer."""
    engine = create_async_engine(url, pool_size=READERS, max_overflow=0)
    if url.get_backend_name() == "sqlite":
        _prepare_sqlite(engine, begin="BEGIN", synchronous="NORMAL")
    return engine


def _prepare_sqlite(engine: AsyncEngine, *, begin: str, synchronous: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN comes too late: a read before it would not be part of the transaction.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 10000")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)
