"""Rows: found by what they are known by, and put on file, by statements that are made once.

Making a statement takes twice as long as running it, and an ORM's unit of work five times as long as the insert that
comes of it: of a command that reads and writes some twenty rows that would be nearly all it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Insert, bindparam, insert
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from store.tables import Row

T = TypeVar("T", bound=Row)


def find(session: Session, kind: type[T], /, **known: Any) -> T | None:
    """The first row with these values, none of them None, if there is one."""
    return session.exec(_with(kind, tuple(known)), params=known).first()


def find_id(session: Session, kind: type[Row], /, **known: Any) -> int | None:
    """The same row's id alone. What the session has not written yet is not found."""
    found: int | None = session.connection().execute(_id_with(kind, tuple(known)), known).scalar()
    return found


def find_locked(session: Session, kind: type[T], /, **known: Any) -> T | None:
    """The same, locked; read anew, whatever the session holds of it."""
    return session.exec(_locked(kind, tuple(known)), params=known).first()


def add(session: Session, kind: type[Row], /, **values: Any) -> int:
    """Put a row on file, and return its id; what is not given begins as its table says.

    The session does not hold it, and what it refers to is on file already.
    """
    added = session.connection().execute(_adding(kind), _beginning(kind) | values)
    return int((added.inserted_primary_key or (0,))[0])


def add_all(session: Session, kind: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows on file, each with all its values."""
    if rows:
        session.connection().execute(_adding(kind), rows)


@cache
def _with(kind: type[T], names: tuple[str, ...]) -> SelectOfScalar[T]:
    return select(kind).where(*(col(getattr(kind, name)) == bindparam(name) for name in names))


@cache
def _id_with(kind: type[Row], names: tuple[str, ...]) -> SelectOfScalar[Any]:
    columns: Any = kind.__dict__["__table__"].c
    return select(columns.id).where(*(columns[name] == bindparam(name) for name in names))


@cache
def _locked(kind: type[T], names: tuple[str, ...]) -> SelectOfScalar[T]:
    return _with(kind, names).with_for_update().execution_options(populate_existing=True)


@cache
def _adding(kind: type[Row]) -> Insert:
    table: Any = kind.__dict__["__table__"]
    return insert(table)


@cache
def _fields(kind: type[Row]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    optional = {name: field for name, field in kind.model_fields.items() if name != "id" and not field.is_required()}
    made: dict[str, Any] = {name: field.default_factory for name, field in optional.items() if field.default_factory}
    return {name: field.default for name, field in optional.items() if name not in made}, made


def _beginning(kind: type[Row]) -> dict[str, Any]:
    """What a row begins with."""
    given, made = _fields(kind)
    return given | {name: make() for name, make in made.items()}
