"""Disputes: by id, those that a claim is, and those that go along when a claim is split."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from store.tables import Claim, Dispute


def dispute_by_id(session: Session, workspace_id: int, dispute_id: int) -> Dispute:
    """The dispute with this id, which exists in this workspace."""
    return session.exec(select(Dispute).where(Dispute.workspace_id == workspace_id, Dispute.id == dispute_id)).one()


def find_dispute(session: Session, workspace_id: int, dispute_id: int) -> Dispute | None:
    """The dispute with this id, if this workspace has it."""
    return session.exec(select(Dispute).where(Dispute.workspace_id == workspace_id, Dispute.id == dispute_id)).first()


def disputes_with(session: Session, claim_id: int) -> dict[int, Dispute]:
    """The open disputes that a claim on file is, by the claim it stands against."""
    rows = session.exec(select(Dispute).where(Dispute.with_claim_id == claim_id, Dispute.outcome == "open")).all()
    return {row.claim_id: row for row in rows}


def move_disputes(session: Session, claim: Claim, other: Claim, ids: Collection[int]) -> list[int]:
    """Make these disputes of a claim disputes of another; the ids of those that it had."""
    of_claim = select(Dispute).where(Dispute.claim_id == claim.id, col(Dispute.id).in_(ids))
    rows = session.exec(of_claim.order_by(col(Dispute.id))).all()
    for row in rows:
        row.claim_id = other.id or 0
        session.add(row)
    return [row.id or 0 for row in rows]
