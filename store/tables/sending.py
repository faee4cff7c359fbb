"""What is to be sent, and when something is due."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from store.tables.base import Row

# What nobody asks for again long after it was sent, as a query has to say it word for word to find it by its index.
# A card is one row for life; a digest's key keeps its day from having two; an export is asked after by its row.
PASSING = "kind IN ('thread', 'told', 'reminder', 'week', 'reply_ended', 'test_digest')"


class Outbox(Row, table=True):
    """What is to be sent, not its text: that is rendered from the record when it is sent.

    A card is one row for life: it is posted, then updated until `drawn` equals `wanted`. `key` travels in the
    message's metadata, so that a post whose fate is unknown can be looked up before anything is sent again.
    """

    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'ended', 'stuck')", name="state"),
        Index("ix_outbox_unsent", "state", "id"),
        Index("ix_outbox_channel", "workspace_id", "channel", "slack_ts"),
        Index("ix_outbox_thread", "thread_of"),
        Index("ix_outbox_claim", "claim_id", "kind"),
        # Of what is deleted in time alone: a claim's filing puts a card in, and pays nothing for it.
        Index("ix_outbox_passing", "created_at", sqlite_where=text(PASSING), postgresql_where=text(PASSING)),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    key: str
    kind: str
    desk_id: int | None = Field(default=None, foreign_key="desk.id")
    claim_id: int | None = Field(default=None, foreign_key="claim.id")
    thread_of: int | None = Field(default=None, foreign_key="outbox.id")
    about: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    wanted: int = 1
    drawn: int = 0
    target: str | None = None  # where it is to go: a channel, or a person's conversation with the bot
    channel: str | None = None  # where it went, as Slack names it
    slack_ts: str | None = None
    state: str = "waiting"
    attempts: int = 0
    oldest: str | None = None  # Slack's timestamp from which history is read when its fate is unknown
    problem: str | None = None
    created_at: datetime


class Lane(Row, table=True):
    """Where messages go one at a time, to a channel or to a person, and which copy of the bot has that in hand.

    `turn` goes up whenever the holder takes the lane or says that it still has it.
    """

    __table_args__ = (UniqueConstraint("workspace_id", "target"), Index("ix_lane_holder", "holder"))

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    target: str
    holder: str | None = None
    turn: int = 0


class Due(Row, table=True):
    """When a desk's digest, a claim's reminder, its return from hold or a reply to it is next due.

    Taking it moves it on, in one transaction.
    """

    __table_args__ = (
        UniqueConstraint("kind", "desk_id", "claim_id"),
        # That one lets a digest through twice: it has no claim, and NULL equals nothing.
        Index(
            "uq_due_of_desk",
            "kind",
            "desk_id",
            unique=True,
            sqlite_where=text("claim_id IS NULL"),
            postgresql_where=text("claim_id IS NULL"),
        ),
        Index("ix_due_at", "at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: str
    desk_id: int = Field(foreign_key="desk.id")
    claim_id: int | None = Field(default=None, foreign_key="claim.id")
    nth: int = 1  # which reminder of how many
    snoozed: bool = False  # somebody chose the moment
    day: date | None = None  # a digest's local date
    last_day: date | None = None  # the local date of the digest before it: no date has two
    at: datetime
    # A reminder is counted from then; a digest held back would have come then; replies due by then have been told of.
    since: datetime | None = None
