"""Followers: who is told what becomes of a claim."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from store.rows import add, find
from store.tables import Claim, Follower


def follow(session: Session, claim: Claim, person: str, at: datetime, *, directly: bool | None = None) -> None:
    """Have a person told of a claim; `directly` stays as it is unless it is given."""
    session.flush()
    row = follower(session, claim, person)
    if row is None:
        follow_new(session, claim, person, at, directly=bool(directly))
    elif directly is not None:
        row.directly = directly
        session.add(row)


def follow_new(session: Session, claim: Claim, person: str, at: datetime, *, directly: bool = False) -> None:
    """Have a person told of a claim that they do not follow yet."""
    about = {"workspace_id": claim.workspace_id, "claim_id": claim.id}
    add(session, Follower, **about, person=person, since=at, directly=directly)


def unfollow(session: Session, claim: Claim, person: str) -> None:
    """Tell a person no more of a claim."""
    row = follower(session, claim, person)
    if row is not None:
        session.delete(row)


def follower(session: Session, claim: Claim, person: str) -> Follower | None:
    """A person's following of a claim, if they do."""
    return find(session, Follower, claim_id=claim.id, person=person)


def followers_of(session: Session, claim_id: int | None) -> Sequence[Follower]:
    """Who follows a claim, in the order they began to."""
    return session.exec(select(Follower).where(Follower.claim_id == claim_id).order_by(col(Follower.id))).all()
