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
    credibility: int | None = None  # by the Admiralty code: 1 to 6
    unread: str | None = None  # why the file could not be read: a word of `bot.desk.files`
    message_link: str | None = None  # the message it was added from
    passed_on_by: str | None = None  # that message's author


class ReplyRequest(Row, table=True):
    """A right of reply: who was asked for an answer to a claim, what was put to them, until when, and what came."""

    __tablename__ = "reply_request"
    __table_args__ = (Index("ix_reply_request_claim", "claim_id"), Index("ix_reply_request_open", "state", "until"))

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    claim_id: int = Field(foreign_key="claim.id")
    asked: str  # whom, by name
    way: str  # mail, phone, message, in person, or any other in words
    put: str  # what exactly was put to them
    asked_by: str
    asked_at: datetime
    until: datetime
    state: str = "open"  # answered, refused, no answer, taken back
    answer: str | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None
    dispute_id: int | None = Field(default=None, foreign_key="dispute.id")  # what the answer became
    report_id: int | None = Field(default=None, foreign_key="report.id")
    filed_at: datetime
    revision: int = 1


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
