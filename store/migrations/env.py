"""Alembic runs this: on the connection it is handed, inside the transaction that is already open."""

from __future__ import annotations

from typing import Any

from alembic import context

from store.tables import Row


def include_object(_object: Any, name: str | None, kind: str, _reflected: bool, _compared_to: Any) -> bool:
    """Leave out the tables of full-text search, which bring their own."""
    return not (kind == "table" and name is not None and "_fts" in name)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    include_object=include_object,
    render_as_batch=True,  # SQLite cannot alter a column in place
)
context.run_migrations()
