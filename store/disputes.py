"""Disputes by id."""

from __future__ import annotations

from sqlmodel import Session, select

from store.tables import Dispute


def dispute_by_id(session: Session, workspace_id: int, dispute_id: int) -> Dispute:
    """The dispute with this id, which exists in this workspace."""
    return session.exec(select(Dispute).where(Dispute.workspace_id == workspace_id, Dispute.id == dispute_id)).one()


def disputes_with(session: Session, claim_id: int) -> dict[int, Dispute]:
    """The open disputes that a claim on file is, by the claim it stands against."""
    rows = session.exec(select(Dispute).where(Dispute.with_claim_id == claim_id, Dispute.outcome == "open")).all()
    return {row.claim_id: row for row in rows}
