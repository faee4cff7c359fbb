"""Disputes by id."""

from __future__ import annotations

from sqlmodel import Session, select

from store.tables import Dispute


def dispute_by_id(session: Session, workspace_id: int, dispute_id: int) -> Dispute:
    """The dispute with this id, which exists in this workspace."""
    return session.exec(select(Dispute).where(Dispute.workspace_id == workspace_id, Dispute.id == dispute_id)).one()
