"""Alikes: what people said that two claims are to each other, so that nobody is asked twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from store.claims import Sight, visible
from store.tables import Alike, Claim, Dispute


def alike(session: Session, claim_id: int | None, other_id: int | None) -> Alike | None:
    """What was answered of a claim and an older one, if somebody did."""
    return session.exec(select(Alike).where(Alike.claim_id == claim_id, Alike.other_id == other_id)).first()


def keep_alike(
    session: Session, claim: Claim, other: Claim, *, answer: str, likeness: float | None, by: str, at: datetime
) -> Alike:
    """Keep what a person answered, in the place of what was answered before."""
    row = alike(session, claim.id, other.id) or Alike(
        workspace_id=claim.workspace_id,
        claim_id=claim.id or 0,
        other_id=other.id or 0,
        answer=answer,
        answered_by=by,
        answered_at=at,
    )
    row.answer, row.likeness, row.answered_by, row.answered_at = answer, likeness, by, at
    session.add(row)
    return row


def known_to_each_other(session: Session, claim: Claim) -> set[int]:
    """The ids of the claims of which it is on file what they are to this one; its own among them."""
    known = {claim.id, claim.updated_by_id, claim.merged_into_id, claim.split_from_id}
    linked: tuple[tuple[Any, Any], ...] = (
        (Alike.claim_id, Alike.other_id),
        (Alike.other_id, Alike.claim_id),
        (Dispute.claim_id, Dispute.with_claim_id),
        (Dispute.with_claim_id, Dispute.claim_id),
        (Claim.updated_by_id, Claim.id),
    )
    for here, there in linked:
        known.update(session.exec(select(there).where(here == claim.id)))
    return {claim_id for claim_id in known if claim_id is not None}


def seen_before(sight: Sight, claim: Claim) -> ColumnElement[bool]:
    """The condition on Desk and Claim: older than this claim, and seen from here."""
    return and_(visible(sight), col(Claim.id) < claim.id)
