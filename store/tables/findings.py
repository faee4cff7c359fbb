"""What was found about a claim, who relies on it, and who is told."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from store.tables.base import Row


class Evidence(Row, table=True):
    """What supports a claim, refutes it, or gives it context; taken back, it stays on file."""

    __table_args__ = (Index("ix_evidence_claim", "claim_id"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    claim_id: int = Field(foreign_key="claim.id")
    side: str
    kind: str
    link: str | None = None  # of a file: its permalink in Slack
    file_id: str | None = None  # Slack's id of a file
    file_name: str | None = None
    sha256: str | None = None  # of the file's bytes; None until they have been read
    note: str | None = None
    added_by: str
    added_at: datetime
    taken_back_by: str | None = None
    unread: str | None = None  # why the file could not be read: a word of `bot.desk.files`
    message_link: str | None = None  # the message it was added from
    passed_on_by: str | None = None  # that message's author


class UsedIn(Row, table=True):
    """A story of our own that relies on a claim."""

    __tablename__ = "used_in"
    __table_args__ = (UniqueConstraint("claim_id", "link"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    claim_id: int = Field(foreign_key="claim.id")
    link: str
    added_by: str
    added_at: datetime


class Follower(Row, table=True):
    """Who is told what becomes of a claim: in its card's thread, and directly if they asked for it."""

    __table_args__ = (UniqueConstraint("claim_id", "person"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    claim_id: int = Field(foreign_key="claim.id")
    person: str
    directly: bool = False
    since: datetime


class Alike(Row, table=True):
    """What a person answered to "looks the same as": what the two claims are to each other."""

    __table_args__ = (UniqueConstraint("claim_id", "other_id"), Index("ix_alike_other", "other_id"))

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    claim_id: int = Field(foreign_key="claim.id")
    other_id: int = Field(foreign_key="claim.id")
    answer: str
    likeness: float | None = None
    answered_by: str
    answered_at: datetime
