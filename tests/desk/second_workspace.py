"""A second workspace in the same record: every row of the first once more, with the same channels, people and numbers.

Its ids are below zero, and what was said in it holds a word of its own: whatever comes of it can be told, and what is
filed in the first gets the ids that it gets where there is no other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Table, text
from sqlmodel import select

from store import Session
from store.index import post_again
from store.tables import ClaimTerms, Row

APART = -1_000_000
MARK = "B0RDER"
# What people typed; the rest tells places, people and how things stand, which are the same there.
TYPED = {"statement", "speaker", "name", "note", "outlet", "origin", "put", "asked", "answer", "file_name", "link"}


def tables() -> Iterator[Table]:
    """The tables whose rows belong to a workspace, and the workspaces."""
    for table in Row.metadata.sorted_tables:
        if "workspace_id" in table.columns or table.name == "workspace":
            yield table


def found_another(session: Session) -> None:
    """Put the second workspace on file."""
    session.flush()
    connection = session.connection()
    for table in tables():
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        copied = ", ".join(_copied(table, column) for column in table.columns)
        copy = f'INSERT INTO "{table.name}" ({columns}) SELECT {copied} FROM "{table.name}"'  # noqa: S608 (our tables)
        connection.execute(text(copy))
    terms = session.exec(select(ClaimTerms).where(ClaimTerms.workspace_id < 0)).all()
    post_again(connection, terms)
    session.expire_all()


def _copied(table: Table, column: Column[Any]) -> str:
    name = f'"{column.name}"'
    if column.foreign_keys or (column.primary_key and column.name == "id"):
        return f"{name} - {-APART}"
    if column.name in TYPED:
        return f"{name} || ' {MARK}'"
    if (table.name, column.name) == ("outbox", "key"):
        return f"'{MARK}:' || {name}"
    if (table.name, column.name) == ("workspace", "team_id"):
        return "'T2'"
    return name


def theirs(session: Session) -> str:
    """All that is on file of the second workspace, to see that nothing of it has changed."""
    connection = session.connection()
    told = []
    for table in tables():
        of = "id" if table.name == "workspace" else "workspace_id"
        rows = connection.execute(text(f'SELECT * FROM "{table.name}" WHERE {of} < 0')).all()  # noqa: S608 (our tables)
        told += [table.name, json.dumps([list(row) for row in rows], default=str)]
    return "\n".join(told)


def is_theirs(row: Sequence[Any]) -> bool:
    """Whether something in a row that was read is of the second workspace."""
    return any(
        value < APART // 2 if isinstance(value, int) else isinstance(value, str) and MARK in value for value in row
    )
