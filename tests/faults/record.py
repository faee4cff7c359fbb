"""What becomes of the record: locked, full or read-only; a PostgreSQL that is gone or frozen."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import LiteralString

import psycopg
from psycopg import sql

from tests.faults.room import Room

BALLAST = "ballast"


@asynccontextmanager
async def locked(room: Room) -> AsyncIterator[None]:
    """Somebody else has the record locked: another program that writes, or a backup."""
    if room.database.on_sqlite:
        with closing(_beside(room)) as other:
            await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
    else:
        async with await psycopg.AsyncConnection.connect(room.database.url) as another:
            await another.execute("LOCK TABLE workspace IN ACCESS EXCLUSIVE MODE")
            yield
            await another.rollback()


def _beside(room: Room) -> sqlite3.Connection:
    # Whoever waits for the lock does so in a thread, for people go on meanwhile.
    return sqlite3.connect(room.database.file, isolation_level=None, timeout=30, check_same_thread=False)


@asynccontextmanager
async def full_disk(room: Room) -> AsyncIterator[None]:
    """The disk is full to its last byte; where none may be mounted, the file may not grow any more."""
    if room.small_disk:
        ballast = room.database.file.with_name(BALLAST)
        with ballast.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                pass
        yield
        ballast.unlink()
        return
    everything = room.database.file.parent.glob("record.db*")
    process, largest = room.bot.now.process, max(each.stat().st_size for each in everything)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
    yield
    if process.returncode is None:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@asynccontextmanager
async def read_only(room: Room) -> AsyncIterator[None]:
    """The file may only be read when the bot comes back from a restart; a server that became a stand-by."""
    if room.database.on_sqlite:
        file = room.database.file
        file.chmod(stat.S_IRUSR)
        await room.bot.kill()
        yield
        file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    else:
        await _server(room, "ALTER SYSTEM SET default_transaction_read_only = on")
        yield
        await _server(room, "ALTER SYSTEM RESET default_transaction_read_only")


async def _server(room: Room, statement: LiteralString) -> None:
    async with await psycopg.AsyncConnection.connect(room.database.url, autocommit=True) as operator:
        await operator.execute("SET default_transaction_read_only = off")
        await operator.execute(sql.SQL(statement))
        await operator.execute("SELECT pg_reload_conf()")


@asynccontextmanager
async def postgres_gone(room: Room) -> AsyncIterator[None]:
    """The server crashes and stays away."""
    assert room.postgres is not None
    await asyncio.to_thread(room.postgres.crash)
    yield
    await asyncio.to_thread(room.postgres.start)


@asynccontextmanager
async def postgres_frozen(room: Room) -> AsyncIterator[None]:
    """The server stands still without a word, with every connection open."""
    assert room.postgres is not None
    await asyncio.to_thread(room.postgres.freeze)
    yield
    await asyncio.to_thread(room.postgres.thaw)
