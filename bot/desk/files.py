"""Files that are evidence: what is kept of one when its bytes are read, and who is told where they cannot be.

The bytes themselves stay in Slack, where those who may see them see them; only their SHA-256 is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.desk import history
from store import Session, outbox
from store.chain import append
from store.claims import claim_by_id
from store.desks import desk_by_id
from store.findings import evidence_by_id
from store.tables import Evidence, Outbox
from store.workspaces import lock_known


class Unread(StrEnum):
    """Why a file could not be read. They are on file: add to them, never change one."""

    DELETED = "deleted"
    NOT_FOUND = "not found"
    ELSEWHERE = "kept elsewhere"
    TOO_LARGE = "too large"
    WITHHELD = "not given out"
    BROKE_OFF = "broke off"


# What may be otherwise another time: when we are invited, given leave, or started again.
PASSING = (Unread.NOT_FOUND, Unread.WITHHELD, Unread.BROKE_OFF)


@dataclass(frozen=True)
class FileRead:
    """A file whose bytes were read: their SHA-256 in hex, and the file's name and permalink as Slack has them."""

    sha256: str
    name: str
    permalink: str | None


def wanted(session: Session, row: Outbox) -> str | None:
    """Slack's id of the file that a row asks to read; None if nobody wants it any more, or it was read."""
    evidence = evidence_by_id(session, row.workspace_id, row.about["evidence"])
    return evidence.file_id if evidence.sha256 is None and evidence.taken_back_by is None else None


def keep_file(session: Session, row: Outbox, read: FileRead, now: datetime) -> None:
    """Keep what a file's bytes come to, once: nobody exchanges them unseen from then on."""
    workspace = lock_known(session, row.workspace_id)
    evidence = evidence_by_id(session, row.workspace_id, row.about["evidence"])
    if evidence.sha256 is None:
        claim = claim_by_id(session, evidence.claim_id)
        evidence.sha256, evidence.unread = read.sha256, None
        evidence.file_name = read.name or evidence.file_name
        evidence.link = evidence.link or read.permalink
        session.add(evidence)
        new = {"evidence": evidence.id, "sha256": read.sha256, "file": evidence.file_name, "link": evidence.link}
        event = append(
            session, workspace, at=now, actor=evidence.added_by, what=history.What.FILE_READ, claim=claim, new=new
        )
        history.tell(session, event, claim, desk_by_id(session, claim.desk_id))
    outbox.end(session, row.id or 0)


def could_not_read(session: Session, row: Outbox, why: Unread, now: datetime) -> None:
    """Keep why a file could not be read, and tell once whoever added it; what may pass is tried again."""
    lock_known(session, row.workspace_id)
    evidence = evidence_by_id(session, row.workspace_id, row.about["evidence"])
    if evidence.unread is None:
        _tell(session, evidence, now)
    evidence.unread = why
    session.add(evidence)
    if why in PASSING:
        outbox.stick(session, row.id or 0, why)
    else:
        outbox.end(session, row.id or 0)


def _tell(session: Session, evidence: Evidence, now: datetime) -> None:
    """In a message of their own; of what was filed in confidence, in its card's thread, and nowhere else."""
    claim = claim_by_id(session, evidence.claim_id)
    desk = desk_by_id(session, claim.desk_id)
    card = outbox.want_card(session, claim, desk, now) if desk.kind != "public" else None
    outbox.put(
        session,
        evidence.workspace_id,
        key=f"unread:{evidence.id}",
        kind="file_unread",
        target=evidence.added_by if card is None else card.target,
        at=now,
        desk_id=desk.id,
        claim_id=claim.id,
        thread_of=None if card is None else card.id,
        about={"evidence": evidence.id},
    )
