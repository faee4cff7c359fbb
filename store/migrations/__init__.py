"""Migrations of the record, run at start through the bot's own connection."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

# Any number will do, as long as every copy of the bot asks for the same one.
LOCK = 0xC1A1
REVISION = "alembic_version"  # the table that says which one a database is at
# Alembic keeps the migration it is at in a global; two records may be opened in one process.
_ONE_AT_A_TIME = Lock()


async def upgrade(engine: Engine) -> None:
    """Bring the tables to the newest revision: all of it or nothing, and one copy of the bot at a time.

    On SQLite the engine must be the writer's: its BEGIN IMMEDIATE makes the second copy wait (up to 10 s).
    """
    await asyncio.to_thread(migrate, engine, lambda config: command.upgrade(config, "head"))


def migrate(engine: Engine, step: Callable[[Config], None]) -> None:
    """Run an Alembic command in one transaction of `engine`, with no other copy doing the same."""
    on_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if on_sqlite:
            _enforce_references(connection, enforce=False)
        try:
            with connection.begin():
                if not on_sqlite:
                    take_turns(connection)
                with _ONE_AT_A_TIME:
                    step(configuration(connection))
                if on_sqlite:
                    _check_references(connection)
        finally:
            if on_sqlite:
                _enforce_references(connection, enforce=True)


def take_turns(connection: Connection) -> None:
    """Wait until no other copy migrates this PostgreSQL, and keep them waiting until the transaction ends."""
    connection.execute(text("SET LOCAL lock_timeout = 0"))  # a large record takes its time
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def bring_up(connection: Connection) -> None:
    """Make the tables of the newest revision inside a transaction that is open already."""
    with _ONE_AT_A_TIME:
        command.upgrade(configuration(connection), "head")


def revisions() -> list[str]:
    """Every revision there is, the newest first."""
    return [script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()]


def revision_of(connection: Connection) -> str | None:
    """The revision that a database is at, whose table of it is there."""
    found: str | None = connection.execute(text(f"SELECT version_num FROM {REVISION}")).scalar()  # noqa: S608
    return found


def configuration(connection: Connection | None = None) -> Config:
    """Say what elsewhere stands in alembic.ini; nothing is said on standard output."""
    config = Config(stdout=io.StringIO())
    here = str(Path(__file__).parent).replace("%", "%%")  # a % in the path would be read as interpolation
    config.set_main_option("script_location", here)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _enforce_references(connection: Connection, *, enforce: bool) -> None:
    # SQLite changes a table by making it anew, and dropping the old one would delete what refers to it.
    # It ignores this setting inside a transaction, so it goes to the driver, before SQLAlchemy begins one.
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys = {'ON' if enforce else 'OFF'}")
    cursor.close()


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").mappings().first()
    if broken is not None:
        raise RuntimeError(
            f"After the migration a row of {broken['table']} refers to a missing row of {broken['parent']}."
        )
