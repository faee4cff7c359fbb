"""What every table has in common."""

import json
from typing import Any

from sqlalchemy import JSON, MetaData, text
from sqlmodel import Field, SQLModel

# Constraints without names cannot be changed by a later migration.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """What every table has in common: the metadata with its naming rule."""

    metadata = MetaData(naming_convention=NAMING)


def came_later(begins: str | int | bool | list[str]) -> Any:
    """A column that came with a later migration: rows that were on file begin with this value, and so do new ones."""
    if isinstance(begins, str):
        return Field(default=begins, sa_column_kwargs={"server_default": begins})
    written = {"server_default": text(json.dumps(begins)) if isinstance(begins, bool) else json.dumps(begins)}
    if isinstance(begins, list):
        return Field(default_factory=lambda: list(begins), sa_type=JSON, sa_column_kwargs=written)
    return Field(default=begins, sa_column_kwargs=written)
