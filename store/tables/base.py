"""What every table has in common."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

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
