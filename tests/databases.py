"""Databases for tests, one each: a file of SQLite's, or a database on a PostgreSQL."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from psycopg import sql
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL

from store.engines import address, writer_engine
from store.migrations import migrate
from tests.begun import begin_record
from tests.postgres import NO_POSTGRES, a_server, there_is_one

SQLITE, POSTGRES = "sqlite", "postgres"


@dataclass(frozen=True)
class Database:
    """A database of one test's own: its address, and a way to it behind the bot's back."""

    url: str

    @property
    def on_sqlite(self) -> bool:
        """Whether it is a file of SQLite's."""
        return self.url.startswith("sqlite")

    @property
    def file(self) -> Path:
        """Where it is, if it is a file."""
        assert self.on_sqlite
        return Path(self.url.removeprefix("sqlite:///"))

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """An engine as nobody of ours makes it: nothing is checked, nothing is set."""
        engine = create_engine(address(self.url))
        try:
            yield engine
        finally:
            engine.dispose()

    def run(self, *statements: str, **values: Any) -> None:
        """Run statements in a transaction of their own; `values` stand in them as `:name`."""
        with self.engine() as engine, engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement), values)

    def rows(self, query: str) -> Sequence[Any]:
        """What a query finds that is committed."""
        with self.engine() as engine, engine.connect() as connection:
            return connection.execute(text(query)).all()

    def tables(self) -> set[str]:
        """The tables there are; those of full-text search, which differ, left out."""
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            if self.on_sqlite
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        return {name for (name,) in self.rows(query) if "_fts" not in name}


@dataclass
class Postgres:
    """A server for as long as the tests run."""

    url: URL
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _begun: str | None = None

    @contextmanager
    def database(self, *, begun: bool) -> Iterator[Database]:
        """A new database, dropped afterwards; `begun`: migrated already, as a copy of one that was migrated once."""
        name = self._make(self._template() if begun else None)
        try:
            yield Database(self._address(name))
        finally:
            self._drop(name)

    @contextmanager
    def letting_nobody_in(self, database: Database) -> Iterator[None]:
        """Inside, the database is gone for everybody, who had it open too."""
        name = address(database.url).database or ""
        door = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        gone = sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}")
        try:
            self._run(door.format(sql.Identifier(name), sql.SQL("false")))
            self._run(gone.format(sql.Literal(name)))
            yield
        finally:
            self._run(door.format(sql.Identifier(name), sql.SQL("true")))

    def close(self) -> None:
        """Leave nothing on the server."""
        if self._begun is not None:
            self._drop(self._begun)

    def _template(self) -> str:
        if self._begun is None:
            self._begun = self._make(None)
            engine = writer_engine(address(self._address(self._begun)))
            migrate(engine, lambda config: command.upgrade(config, "head"))
            engine.dispose()
        return self._begun

    def _make(self, template: str | None) -> str:
        name = f"counterclaim_{os.getpid()}_{next(self._numbers)}"
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._run(made.format(sql.Identifier(name), sql.Identifier(template or "template0")))
        return name

    def _drop(self, name: str) -> None:
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement)

    def _address(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def postgres_at_work() -> Iterator[Postgres]:
    """A server that nobody else uses the databases of."""
    with a_server() as url:
        server = Postgres(address(url).set(drivername="postgresql"))
        try:
            yield server
        finally:
            server.close()


@contextmanager
def database_of(kind: str, folder: Path, postgres: Callable[[], Postgres], *, begun: bool) -> Iterator[Database]:
    """A database of this kind, empty, or begun: brought up to date."""
    if kind == POSTGRES:
        with postgres().database(begun=begun) as database:
            yield database
    else:
        file = folder / "record.db"
        yield Database(f"sqlite:///{begin_record(file) if begun else file}")


def on_both(metafunc: pytest.Metafunc) -> None:
    """Have a test that takes a database run on either, unless it says why it is about one alone."""
    kinds: list[Any] = []
    if not metafunc.definition.get_closest_marker("postgres_only"):
        kinds.append(SQLITE)
    if not metafunc.definition.get_closest_marker("sqlite_only"):
        kinds.append(POSTGRES if there_is_one() else pytest.param(POSTGRES, marks=pytest.mark.skip(reason=NO_POSTGRES)))
    for name in ("database", "empty_database"):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, kinds, indirect=True)
