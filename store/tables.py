"""The tables of the record, one class each. Every row carries its workspace; every time is UTC.

Text that people typed has no length limit here: the desk's grammar sets the limits, and says so.
SQLModel reads annotations at run time, so this module does without `from __future__ import annotations`.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, MetaData, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

# Constraints without names cannot be changed by a later migration.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# Text that a range finds by its beginning: PostgreSQL orders by the language's rules unless told otherwise.
BY_CODE_POINT = String().with_variant(String(collation="C"), "postgresql")


class Row(SQLModel):
    """What every table has in common: the metadata with its naming rule."""

    metadata = MetaData(naming_convention=NAMING)


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
    set_up_at: datetime | None = None
    opened_at: datetime
    problem: str | None = None  # why Slack last refused a post here; None once one arrives
    problem_at: datetime | None = None
    revision: int = 1


class Speaker(Row, table=True):
    """A person or an organisation that says things. The same name typed twice is the same speaker."""

    __table_args__ = (UniqueConstraint("workspace_id", "folded"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str
    folded: str


class Source(Row, table=True):
    """The outlet, account, document or broadcast that carried a statement, or that is credited for it."""

    __table_args__ = (UniqueConstraint("workspace_id", "folded"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str
    folded: str


class Claim(Row, table=True):
    """Who said what, and where the desk stands: state is what we are doing, verdict is what we found."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "number"),
        Index("ix_claim_open", "workspace_id", "desk_id", "verdict", "state", "number"),
        Index("ix_claim_checker", "workspace_id", "checker", "number"),
        Index("ix_claim_speaker", "workspace_id", "speaker_id", "number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    number: int
    desk_id: int = Field(foreign_key="desk.id")
    speaker_id: int = Field(foreign_key="speaker.id")
    speaker: str = ""  # the name as it was typed here
    role: str | None = None
    statement: str
    folded: str = ""  # speaker and statement without case and marks, for the picker
    wording: str = "paraphrase"
    language: str | None = None
    said_at: datetime | None = None  # precision: the minute
    said_on: date | None = None  # precision: the day; neither: unknown, and left out
    said_about: bool = False
    note: str | None = None
    tags: list[str] = Field(default_factory=list, sa_type=JSON)
    priority: str = "normal"
    filed_by: str
    filed_at: datetime
    filed_in: str | None = None  # Slack's id of the channel it was typed in
    message_link: str | None = None  # the message it was filed from
    passed_on_by: str | None = None  # that message's author: never the speaker
    checker: str | None = None
    taken_at: datetime | None = None
    state: str = "new"
    state_why: str | None = None
    verdict: str = "unverified"
    revision: int = 1


class Dispute(Row, table=True):
    """A contrary statement, with its own speaker and report. It never overwrites the claim."""

    __table_args__ = (
        CheckConstraint("claim_id <> with_claim_id", name="not_with_itself"),
        Index("ix_dispute_claim", "claim_id", "outcome"),
        Index("ix_dispute_open", "workspace_id", "outcome", "kind", "claim_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    claim_id: int = Field(foreign_key="claim.id")
    with_claim_id: int | None = Field(default=None, foreign_key="claim.id")
    speaker_id: int = Field(foreign_key="speaker.id")
    speaker: str = ""  # the name as it was typed here
    role: str | None = None
    statement: str
    wording: str = "paraphrase"
    kind: str = "contradicts"
    said_at: datetime | None = None
    said_on: date | None = None
    said_about: bool = False
    filed_by: str
    filed_at: datetime
    filed_in: str | None = None
    message_link: str | None = None
    passed_on_by: str | None = None
    outcome: str = "open"
    outcome_by: str | None = None
    outcome_why: str | None = None
    revision: int = 1


class Report(Row, table=True):
    """Where a claim, or a dispute, was carried, and which source that report credits (its origin)."""

    __table_args__ = (
        CheckConstraint("(claim_id IS NULL) <> (dispute_id IS NULL)", name="of_one"),
        Index("ix_report_claim", "claim_id"),
        Index("ix_report_dispute", "dispute_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    claim_id: int | None = Field(default=None, foreign_key="claim.id")
    dispute_id: int | None = Field(default=None, foreign_key="dispute.id")
    source_id: int | None = Field(default=None, foreign_key="source.id")
    origin_id: int | None = Field(default=None, foreign_key="source.id")
    outlet: str | None = None  # their names as they were typed here
    origin: str | None = None
    link: str | None = None
    place: str | None = None
    published_at: datetime | None = None
    basis: str | None = None
    added_by: str
    added_at: datetime


class Event(Row, table=True):
    """One line of the append-only history. `canonical` is the text its hash covers, the last hash in it."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "sequence"),
        Index("ix_event_claim", "claim_id", "sequence"),
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
    holder: str | None = None  # the lease: which process has it in hand
    held_since: float | None = None  # seconds on the machine's monotonic clock
    problem: str | None = None
    created_at: datetime


class Due(Row, table=True):
    """When a desk's digest, or a claim's reminder, is next due. Taking it moves it on, in one transaction."""

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
    snoozed: bool = False  # put off once already
    day: date | None = None  # a digest's local date
    last_day: date | None = None  # the local date of the digest before it: no date has two
    at: datetime


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


class ClaimTerms(Row, table=True):
    """A claim's words, folded, as the full-text index holds them: what is not in here cannot be taken out of there."""

    __tablename__ = "claim_terms"
    __table_args__ = (Index("ix_claim_terms_fingerprint", "workspace_id", "fingerprint"),)

    claim_id: int = Field(primary_key=True, foreign_key="claim.id", sa_column_kwargs={"autoincrement": False})
    workspace_id: int = Field(foreign_key="workspace.id")
    folding: int  # which rules of folding: a claim folded by older ones is indexed again at the next start
    fingerprint: str  # of the statement: two that share it are exact twins
    said: str  # the statement's terms, in its order, a space between
    beside: dict[str, str] = Field(default_factory=dict, sa_type=JSON)  # the same of what else is searched, by field
    length: int  # terms in the statement


class TermCount(Row, table=True):
    """In how many of a workspace's claims a term stands: in the statement, and anywhere.

    Never across workspaces: how rare a word is would tell what other teams write about.
    """

    __tablename__ = "term_count"
    __table_args__ = {"sqlite_with_rowid": False}

    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    term: str = Field(primary_key=True, sa_type=BY_CODE_POINT)
    said: int = 0
    anywhere: int = 0


class IndexSize(Row, table=True):
    """How many of a workspace's claims are indexed, and how many terms their statements have together."""

    __tablename__ = "index_size"

    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_column_kwargs={"autoincrement": False})
    claims: int = 0
    length: int = 0
