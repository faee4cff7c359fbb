"""Where work is done and by whom: workspaces, people, desks, and the requests that were answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from store.tables.base import Row


class Workspace(Row, table=True):
    """A Slack workspace. Every write locks its row first: it holds the next reference and the chain head."""

    __table_args__ = (UniqueConstraint("enterprise_id", "team_id"),)

    id: int | None = Field(default=None, primary_key=True)
    enterprise_id: str = ""
    team_id: str
    address: str | None = None  # the workspace's own, which links to messages begin with
    next_number: int = 1
    chain_length: int = 0
    chain_head: str = ""


class Person(Row, table=True):
    """What we have learnt of a person from Slack. Their name is never kept: Slack shows it."""

    __table_args__ = (UniqueConstraint("workspace_id", "slack_id"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    slack_id: str
    zone: str | None = None
    guest: bool | None = None
    admin: bool | None = None
    learnt_at: datetime | None = None


class Desk(Row, table=True):
    """A channel with its settings, or a person's talk with the bot (`person` set, `channel` learnt later)."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "channel"),
        UniqueConstraint("workspace_id", "person"),
        CheckConstraint("kind IN ('public', 'private', 'direct')", name="kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: str
    channel: str | None = None
    person: str | None = None
    first: bool = False
    zone: str = "UTC"
    zone_of: str | None = None  # whose zone is to be learnt from Slack; None once it is known or chosen
    digest_channel: str | None = None  # None: the desk's own channel
    digest_minute: int = 540  # minutes after local midnight
    digest_days: int = 0b1111111  # bit 0 is Monday
    patience: int = 1440  # minutes before the first reminder
    leads: list[str] = Field(default_factory=list, sa_type=JSON)
    second_reader: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    set_up_at: datetime | None = None
    opened_at: datetime
    problem: str | None = None  # why Slack last refused a post here; None once one arrives
    problem_at: datetime | None = None
    revision: int = 1


class InboundKey(Row, table=True):
    """A request we have answered: a second delivery, or a person's own retry, finds the first answer."""

    __tablename__ = "inbound_key"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_inbound_key_words", "workspace_id", "person", "channel", "words"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    key: str
    person: str
    channel: str | None = None
    words: str | None = None  # a hash of what was typed, never the words
    answer: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime
