"""A record's transfer from SQLite into PostgreSQL: whole, in one transaction, its history verified before it counts.

The file is opened so that nothing can be written to it. What goes wrong on the way leaves the target as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Table, func, insert, inspect, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from store import chain
from store.engines import address, said_by, sealed_engine, writer_engine
from store.errors import AddressNotUnderstood, CannotTransfer, ChainBroken, ControlCharacter
from store.index import post_again
from store.migrations import REVISION, bring_up, revision_of, revisions, take_turns
from store.tables import ClaimTerms, Row, Workspace

BATCH = 1_000  # rows

Told = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Transferred:
    """What was moved: the rows of all tables, and the events of all histories, each verified at its new place."""

    rows: int
    events: int


def transfer(source: str, target: str, told: Told = lambda _table, _done, _of: None) -> Transferred:
    """Move the record at `source`, a file of SQLite's, into the empty PostgreSQL at `target`.

    `told` hears of each table how many of its rows are over, and of how many. Raises AddressNotUnderstood where the
    two are not of these kinds, and CannotTransfer with a sentence.
    """
    here, there = address(source), address(target)
    if here.get_backend_name() != "sqlite" or there.get_backend_name() != "postgresql":
        raise AddressNotUnderstood
    file = Path(here.database or "")
    with _reading(file) as reading, _one_transaction(there) as writing:
        before = _changes(reading)
        moved = _move(reading, writing, told)
        reading.rollback()
        if _changes(reading) != before:
            raise CannotTransfer(f"Somebody wrote to {file} meanwhile. Stop the bot, then try again.")
    return moved


@contextmanager
def _reading(file: Path) -> Iterator[Connection]:
    """The record as it is at one moment, in the newest revision."""
    if not file.is_file():
        raise CannotTransfer(f"There is no file {file}.")
    engine = sealed_engine(file)
    try:
        with engine.connect() as connection:
            _check_revision(connection, file)
            yield connection
    except DBAPIError as error:
        raise CannotTransfer(f"{file} cannot be read: {said_by(error)}.") from None
    finally:
        engine.dispose()


def _check_revision(connection: Connection, file: Path) -> None:
    if not inspect(connection).has_table(REVISION):
        raise CannotTransfer(f"{file} is no record of Counterclaim's.")
    revision, known = revision_of(connection), revisions()
    if revision not in known:
        raise CannotTransfer(f"{file} was written by a newer Counterclaim. Bring this one up to date.")
    if revision != known[0]:
        raise CannotTransfer(
            f"{file} was written by an older Counterclaim ({revision}; this one writes {known[0]}). "
            "Start the bot on it once, or on a copy of it: that brings it up to date."
        )


def _changes(connection: Connection) -> int:
    """A number that changes when another connection commits; seen anew in each transaction."""
    return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


@contextmanager
def _one_transaction(url: URL) -> Iterator[Connection]:
    engine = writer_engine(url)
    try:
        connection = engine.connect()
    except DBAPIError as error:
        engine.dispose()
        raise CannotTransfer(f"PostgreSQL does not let us in: {said_by(error)}.") from None
    try:
        with connection, connection.begin():
            yield connection
    except DBAPIError as error:
        if not isinstance(error.orig, psycopg.Error):
            raise  # the file's
        raise CannotTransfer(f"PostgreSQL refused: {said_by(error)}.") from None
    finally:
        engine.dispose()


def _move(reading: Connection, writing: Connection, told: Told) -> Transferred:
    _make_ready(writing)
    _look_at_references_at_once(writing, yes=False)
    rows = 0
    for table in Row.metadata.sorted_tables:
        of = _count(reading, table)
        for done in _copied(reading, writing, table):
            told(table.name, done, of)
        if _count(writing, table) != of:
            raise CannotTransfer(f"Of {of} rows of {table.name} not all arrived.")
        _number_on(writing, table)
        rows += of
    _look_at_references_at_once(writing, yes=True)
    return Transferred(rows, _verified(writing))


def _make_ready(writing: Connection) -> None:
    """Make the tables; what there is already must be empty."""
    take_turns(writing)
    encoding = writing.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise CannotTransfer(f"The target keeps text as {encoding}. Make a database with ENCODING 'UTF8'.")
    ours = {*Row.metadata.tables, REVISION, "claim_fts"}
    for name in sorted(inspect(writing).get_table_names()):
        # What an empty table of ours looks like, its revision says.
        if name not in ours or (name != REVISION and writing.execute(text(f'SELECT 1 FROM "{name}" LIMIT 1')).first()):  # noqa: S608
            raise CannotTransfer(f"The target is not empty: there is something in {name}. Name an empty database.")
    try:
        bring_up(writing)
    except CommandError:
        raise CannotTransfer("The target was made by a newer Counterclaim. Bring this one up to date.") from None


def _copied(reading: Connection, writing: Connection, table: Table) -> Iterator[int]:
    """Copy a table in its order; how many rows are over, after each batch."""
    done = 0
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    for batch in reading.execute(query).partitions():
        rows: list[dict[str, Any]] = [dict(row._mapping) for row in batch]
        try:
            writing.execute(insert(table), rows)
        except ControlCharacter:
            raise CannotTransfer(f"A text in {table.name} has a control character in it.") from None
        if table.name == ClaimTerms.__tablename__:
            post_again(writing, [ClaimTerms(**row) for row in rows])
        done += len(rows)
        yield done


def _look_at_references_at_once(writing: Connection, *, yes: bool) -> None:
    """Whether a row may name only rows that are there already: an older claim names the newer figure."""
    quote = writing.dialect.identifier_preparer.quote
    if yes:
        writing.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for table in Row.metadata.tables:
        for key in inspect(writing).get_foreign_keys(table):
            if key["referred_table"] == table:
                how = "NOT DEFERRABLE" if yes else "DEFERRABLE INITIALLY DEFERRED"
                writing.execute(text(f"ALTER TABLE {quote(table)} ALTER CONSTRAINT {quote(str(key['name']))} {how}"))


def _number_on(writing: Connection, table: Table) -> None:
    """Have the next row of a table numbered after the last that came."""
    numbered = table.autoincrement_column
    if numbered is not None:
        last = writing.execute(select(func.max(numbered))).scalar()
        if last is not None:
            sequence = func.pg_get_serial_sequence(table.name, numbered.name)
            writing.execute(select(func.setval(sequence, last)))


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _verified(writing: Connection) -> int:
    """How many events there are in all the histories, every one of them unchanged and in order."""
    with Session(writing, join_transaction_mode="create_savepoint") as session:
        try:
            return sum(chain.verify(session, workspace) for workspace in session.scalars(select(Workspace)).all())
        except ChainBroken as broken:
            raise CannotTransfer(f"The history was changed behind the bot's back: {broken}") from None
