"""Who said what, where it was carried, and who says otherwise."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from store.tables.base import Row, came_later


class Speaker(Row, table=True):
    """A person or an organisation that says things. The same name typed twice is the same speaker."""

    __table_args__ = (UniqueConstraint("workspace_id", "folded"), Index("ix_speaker_same_as", "same_as"))

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str
    folded: str
    same_as: int | None = Field(default=None, foreign_key="speaker.id")  # set: another name of that one


class Source(Row, table=True):
    """The outlet, account, document or broadcast that carried a statement, or that is credited for it."""

    __table_args__ = (UniqueConstraint("workspace_id", "folded"), Index("ix_source_same_as", "same_as"))

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str
    folded: str
    same_as: int | None = Field(default=None, foreign_key="source.id")  # set: another name of that one
    reliability: str | None = None  # by the Admiralty code: A to F


class Claim(Row, table=True):
    """Who said what, and where the desk stands: state is what we are doing, verdict is what we found."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "number"),
        Index("ix_claim_open", "workspace_id", "desk_id", "verdict", "state", "number"),
        Index("ix_claim_checker", "workspace_id", "checker", "number"),
        Index("ix_claim_speaker", "workspace_id", "speaker_id", "number"),
        Index("ix_claim_newest", "workspace_id", "state", "verdict", "number"),
        Index("ix_claim_priority", "workspace_id", "priority", "number"),
        Index("ix_claim_merged", "merged_into_id"),
        Index("ix_claim_updated", "updated_by_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    number: int
    desk_id: int = Field(foreign_key="desk.id")
    speaker_id: int = Field(foreign_key="speaker.id")
    speaker: str = ""  # the name as it was typed here
    known_to: list[str] = came_later([])  # of a withheld one: who knows
    role: str | None = None
    statement: str
    wording: str = "paraphrase"
    language: str | None = None
    said_at: datetime | None = None  # precision: the minute
    said_on: date | None = None  # precision: the day; neither: unknown, and left out
    said_about: bool = False
    note: str | None = None
    tags: list[str] = Field(default_factory=list, sa_type=JSON)
    priority: str = "normal"
    restricted: bool = came_later(False)  # to its desk's channel
    filed_by: str
    filed_at: datetime
    filed_in: str | None = None  # Slack's id of the channel it was typed in
    message_link: str | None = None  # the message it was filed from
    passed_on_by: str | None = None  # that message's author: never the speaker
    checker: str | None = None
    taken_at: datetime | None = None
    state: str = "new"
    state_why: str | None = None
    hold_until: date | None = None  # while it is on hold: the desk's local day on which it comes back
    verdict: str = "unverified"
    verdict_why: str | None = None
    was: str | None = None  # what it was ruled before it was reopened
    proposed: str | None = None  # the verdict that waits for a second reader
    proposed_by: str | None = None  # who proposed it; kept beside the verdict
    signed_by: str | None = None
    settled_at: datetime | None = None
    translation: str | None = None
    translated_by: str | None = None
    machine_translated: bool = came_later(False)
    merged_into_id: int | None = Field(default=None, foreign_key="claim.id")
    split_from_id: int | None = Field(default=None, foreign_key="claim.id")
    updated_by_id: int | None = Field(default=None, foreign_key="claim.id")
    revision: int = 1


class ClaimTag(Row, table=True):
    """A claim's tag once more, folded, so that the claims of one tag are found."""

    __tablename__ = "claim_tag"
    __table_args__ = (Index("ix_claim_tag_claim", "claim_id"), {"sqlite_with_rowid": False})

    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    tag: str = Field(primary_key=True)
    claim_id: int = Field(primary_key=True, foreign_key="claim.id")


class Dispute(Row, table=True):
    """A contrary statement, with its own speaker and report. It never overwrites the claim."""

    __table_args__ = (
        CheckConstraint("claim_id <> with_claim_id", name="not_with_itself"),
        Index("ix_dispute_claim", "claim_id", "outcome"),
        Index("ix_dispute_open", "workspace_id", "outcome", "kind", "claim_id"),
        Index("ix_dispute_speaker", "speaker_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    claim_id: int = Field(foreign_key="claim.id")
    with_claim_id: int | None = Field(default=None, foreign_key="claim.id")
    speaker_id: int = Field(foreign_key="speaker.id")
    speaker: str = ""  # the name as it was typed here
    known_to: list[str] = came_later([])  # of a withheld one: who knows
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
    outcome_at: datetime | None = None
    revision: int = 1


class Report(Row, table=True):
    """Where a claim, or a dispute, was carried, and which source that report credits (its origin)."""

    __table_args__ = (
        CheckConstraint("(claim_id IS NULL) <> (dispute_id IS NULL)", name="of_one"),
        Index("ix_report_claim", "claim_id"),
        Index("ix_report_dispute", "dispute_id"),
        Index("ix_report_source", "source_id"),
        Index("ix_report_origin", "origin_id"),
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
    basis: str | None = None  # on the record, background, off the record; None: nobody said
    added_by: str
    added_at: datetime
    message_link: str | None = None  # the message it was added from
    passed_on_by: str | None = None  # that message's author
