"""Migrations of the record, run at start through the bot's own connection."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

# Any number will do, as long as every copy of the bot asks for the same one.
LOCK = 0xC1A1


async def upgrade(engine: AsyncEngine) -> None:
    """Bring the tables to the newest revision: all of it or nothing, and one copy of the bot at a time.

    On SQLite the engine must be the writer's: its BEGIN IMMEDIATE makes the second copy wait (up to 10 s).
    """
    await migrate(engine, lambda config: command.upgrade(config, "head"))


async def migrate(engine: AsyncEngine, step: Callable[[Config], None]) -> None:
    """Run an Alembic command in one transaction of `engine`, with no other copy doing the same."""

    def run(connection: Connection) -> None:
        step(configuration(connection))

    async with engine.connect() as connection:
        on_sqlite = engine.dialect.name == "sqlite"
        if on_sqlite:
            await _enforce_references(connection, enforce=False)
        try:
            async with connection.begin():
                if not on_sqlite:
                    await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                await connection.run_sync(run)
                if on_sqlite:
                    await _check_references(connection)
        finally:
            if on_sqlite:
                await _enforce_references(connection, enforce=True)


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings, which elsewhere stand in alembic.ini; it says nothing on standard output."""
    config = Config(stdout=io.StringIO())
    here = str(Path(__file__).parent).replace("%", "%%")  # a % in the path would be read as interpolation
    config.set_main_option("script_location", here)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def _enforce_references(connection: AsyncConnection, *, enforce: bool) -> None:
    # SQLite changes a table by making it anew, and dropping the old one would delete what refers to it.
    # It ignores this setting inside a transaction, so it goes to the driver, before SQLAlchemy begins one.
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None  # noqa: S101 only a detached connection has none
    await (await driver.execute(f"PRAGMA foreign_keys = {'ON' if enforce else 'OFF'}")).close()


async def _check_references(connection: AsyncConnection) -> None:
    broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).mappings().first()
    if broken is not None:
        raise RuntimeError(
            f"After the migration a row of {broken['table']} refers to a missing row of {broken['parent']}."
        )
