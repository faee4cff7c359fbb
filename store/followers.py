"""Followers: who is told what becomes of a claim."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from store.tables import Claim, Follower


def follow(session: Session, claim: Claim, person: str, at: datetime, *, directly: bool | None = None) -> Follower:
    """Have a person told of a claim; `directly` stays as it is unless it is given."""
    session.flush()
    row = follower(session, claim, person)
    if row is None:
        row = Follower(workspace_id=claim.workspace_id, claim_id=claim.id or 0, person=person, since=at)
    if directly is not None:
        row.directly = directly
    session.add(row)
    return row


def unfollow(session: Session, claim: Claim, person: str) -> None:
    """Tell a person no more of a claim."""
    row = follower(session, claim, person)
    if row is not None:
        session.delete(row)


def follower(session: Session, claim: Claim, person: str) -> Follower | None:
    """A person's following of a claim, if they do."""
    return session.exec(select(Follower).where(Follower.claim_id == claim.id, Follower.person == person)).first()


def followers_of(session: Session, claim_id: int | None) -> Sequence[Follower]:
    """Who follows a claim, in the order they began to."""
    return session.exec(select(Follower).where(Follower.claim_id == claim_id).order_by(col(Follower.id))).all()
