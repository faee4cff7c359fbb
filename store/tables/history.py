"""The append-only history."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from store.tables.base import Row


class Event(Row, table=True):
    """One line of the append-only history. `canonical` is the text its hash covers, the last hash in it."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "sequence"),
        Index("ix_event_claim", "claim_id", "sequence"),
        Index("ix_event_at", "workspace_id", "what", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    sequence: int
    claim_id: int | None = Field(default=None, foreign_key="claim.id")
    at: datetime
    actor: str
    what: str
    canonical: str
    hash: str
