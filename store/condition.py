"""A database's condition, looked at from outside: nothing is made, changed or brought up to date."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, func, inspect, text
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from store.engines import DRIVERS, WAIT, address, said_by, writer_engine
from store.migrations import REVISION, revision_of, revisions
from store.outbox import UNSENT
from store.tables import Outbox


class Standing(Enum):
    """How a database's tables stand to what this code knows."""

    NOT_THERE = "there is no file yet"
    EMPTY = "no table is in it"
    FOREIGN = "its tables are somebody else's"
    OLDER = "an older Counterclaim wrote it"
    CURRENT = "this one can go on with it"
    NEWER = "a newer Counterclaim wrote it"


@dataclass(frozen=True)
class Queue:
    """What of the outbox is not sent: what waits, since when, and how much waits for a person, by its problem."""

    waiting: int = 0
    oldest: datetime | None = None
    stuck: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Condition:
    """What was found. `shut`: why nobody is let in; `unwritable`: why nothing can be written; None if neither is so."""

    where: str  # never with a password
    standing: Standing = Standing.NOT_THERE
    revision: str | None = None
    shut: str | None = None
    unwritable: str | None = None
    queue: Queue = field(default_factory=Queue)
    last_sent: datetime | None = None  # by Slack's clock


def condition(url: str) -> Condition:
    """Look at the database at an address. Raises AddressNotUnderstood."""
    at = address(url)
    where = at.database or "" if at.get_backend_name() == "sqlite" else at.render_as_string(hide_password=True)
    where = where.replace(f"{DRIVERS['postgresql']}://", "postgresql://")
    if at.get_backend_name() == "sqlite" and not Path(where).exists():
        return Condition(where, unwritable=_no_place(Path(where).absolute().parent))
    engine = _engine(at)
    try:
        with engine.connect() as connection:
            return _seen(connection, where)
    except DBAPIError as error:
        if getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_READONLY"):  # its log is
            return Condition(where, unwritable=said_by(error))
        return Condition(where, shut=said_by(error))
    finally:
        engine.dispose()


def queue_of(session: Session) -> Queue:
    """What of the outbox is not sent."""
    unsent = col(Outbox.state).in_(UNSENT)
    waiting, oldest = session.exec(select(func.count(), func.min(Outbox.created_at)).where(unsent)).one()
    stuck = select(Outbox.problem, func.count()).where(Outbox.state == "stuck").group_by(col(Outbox.problem))
    by_problem = {problem or "unknown": number for problem, number in session.exec(stuck)}
    return Queue(waiting, oldest, dict(sorted(by_problem.items())))


def _no_place(folder: Path) -> str | None:
    if not folder.is_dir():
        return f"there is no folder {folder}"
    return None if os.access(folder, os.W_OK | os.X_OK) else f"nothing can be written into {folder}"


def _engine(at: URL) -> Engine:
    """One connection that makes no file, and leaves the one it finds in the mode it is in."""
    if at.get_backend_name() != "sqlite":
        return writer_engine(at)
    name = f"file:{quote(str(Path(at.database or '').absolute()))}"
    there = URL.create(DRIVERS["sqlite"], database=name, query={"mode": "rw", "uri": "true"})
    return create_engine(there, hide_parameters=True, connect_args={"timeout": WAIT, "isolation_level": None})


def _seen(connection: Connection, where: str) -> Condition:
    standing, revision = _standing(connection)
    if standing is not Standing.CURRENT:
        return Condition(where, standing, revision, unwritable=_unwritable(connection))
    with Session(connection) as session:
        queue = queue_of(session)
        newest = select(Outbox.slack_ts).where(Outbox.state == "sent").order_by(col(Outbox.id).desc()).limit(1)
        sent = session.exec(newest).first()
    return Condition(
        where,
        standing,
        revision,
        unwritable=_unwritable(connection),
        queue=queue,
        last_sent=None if sent is None else datetime.fromtimestamp(float(sent), UTC),
    )


def _standing(connection: Connection) -> tuple[Standing, str | None]:
    tables = inspect(connection).get_table_names()
    if REVISION not in tables:
        return (Standing.FOREIGN if tables else Standing.EMPTY), None
    revision, known = revision_of(connection), revisions()
    if revision not in known:
        return Standing.NEWER, revision
    return (Standing.CURRENT if revision == known[0] else Standing.OLDER), revision


def _unwritable(connection: Connection) -> str | None:
    """Why nothing can be written, as the database says it; asked without writing anything."""
    connection.rollback()
    try:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql("ROLLBACK")
            return None
        read_only = connection.execute(text("SHOW transaction_read_only")).scalar_one() == "on"
        allowed = connection.execute(text("SELECT has_schema_privilege(current_schema(), 'CREATE')")).scalar()
    except DBAPIError as error:
        return said_by(error)
    if read_only:
        return "it is read-only"
    return None if allowed else "this role may not make tables"
