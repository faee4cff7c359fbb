"""Where work is done and by whom: workspaces, people, desks, and the requests that were answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from store.tables.base import Row, came_later


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
    reminded: str = came_later("as due")  # of own claims; daily, never


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
    second_reader: bool = came_later(False)
    remind_every: int = came_later(1440)  # minutes from one to the next
    remind_times: int = came_later(3)  # before somebody is told in the end
    tell_at_last: list[str] = came_later([])
    work_days: int = came_later(0b1111111)  # bit 0 is Monday
    work_from: int = came_later(0)  # minutes after local midnight
    work_until: int = came_later(1440)  # earlier than from: past midnight
    holidays_of: str | None = None  # a country whose public holidays are free, or a part of one: DE, DE-BE
    days_off: list[str] = came_later([])  # ISO dates
    if_nothing: str = came_later("say")  # contested: say, briefly, not at all
    restricted: bool = came_later(False)  # what is filed here is
    picture_day: int | None = None  # the weekday whose digest brings the week's picture, 0 is Monday; None: none does
    admiralty: bool = came_later(False)  # A to F and 1 to 6 are asked
    set_up_at: datetime | None = None
    opened_at: datetime
    problem: str | None = None  # why Slack last refused a post here; None once one arrives
    problem_at: datetime | None = None
    revision: int = 1


class Leaver(Row, table=True):
    """Somebody who left a channel, and has not come back: a form that they opened there before is theirs no more."""

    __table_args__ = (UniqueConstraint("workspace_id", "channel", "person"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    channel: str
    person: str
    at: datetime


class InboundKey(Row, table=True):
    """A request we have answered: a second delivery, or a person's own retry, finds the first answer."""

    __tablename__ = "inbound_key"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_inbound_key_words", "workspace_id", "person", "channel", "words"),
        Index("ix_inbound_key_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    key: str
    person: str
    channel: str | None = None
    words: str | None = None  # a hash of what was typed, never the words
    answer: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime
