"""Moving what belongs to one claim over to another, and back: reports, disputes, evidence, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from store.tables import Claim, Dispute, Evidence, Follower, ReplyRequest, Report, UsedIn

KINDS: dict[str, Any] = {
    "reports": Report,
    "disputes": Dispute,
    "evidence": Evidence,
    "followers": Follower,
    "used_in": UsedIn,
    "replies": ReplyRequest,
}
Moved = dict[str, list[int]]


def move_all(session: Session, claim: Claim, other: Claim) -> Moved:
    """Move everything that belongs to `claim` over to `other`; the ids of what moved, by kind.

    What `other` has already stays where it is (a follower, a story), and so does a dispute that is `other` itself, or
    one that would stand against it twice. `against`: the disputes that `claim` was, and that `other` is now; `updates`:
    the claims that `claim` was a newer figure of.
    """
    moved: Moved = {}
    for name, kind in KINDS.items():
        rows = session.exec(select(kind).where(kind.claim_id == claim.id).order_by(kind.id)).all()
        there = {_same(row) for row in session.exec(select(kind).where(kind.claim_id == other.id)).all()} - {None}
        moved[name] = []
        for row in rows:
            if _same(row) in there or getattr(row, "with_claim_id", None) == other.id:
                continue
            row.claim_id = other.id
            session.add(row)
            moved[name].append(row.id)
    moved["against"] = _turn(session, _against(session, claim), other)
    moved["updates"] = []
    for older in session.exec(select(Claim).where(Claim.updated_by_id == claim.id, Claim.id != other.id)).all():
        older.updated_by_id = other.id
        session.add(older)
        moved["updates"].append(older.id or 0)
    session.flush()
    return moved


def move_back(session: Session, moved: Moved, claim: Claim, other: Claim) -> Moved:
    """Move what `move_all` moved back from `other` to `claim`; what has left `other` since stays where it is.

    The ids of the disputes that moved: those of `claim`, and those that it is `against` again.
    """
    disputes: list[int] = []
    for name, kind in KINDS.items():
        there = {_same(row) for row in session.exec(select(kind).where(kind.claim_id == claim.id)).all()} - {None}
        for row in session.exec(select(kind).where(kind.id.in_(moved.get(name, [])), kind.claim_id == other.id)).all():
            if _same(row) not in there:  # they may have followed it meanwhile
                row.claim_id = claim.id
                session.add(row)
                disputes += [row.id] if kind is Dispute else []
    for older in session.exec(select(Claim).where(col(Claim.id).in_(moved.get("updates", [])))).all():
        if older.updated_by_id == other.id:
            older.updated_by_id = claim.id
            session.add(older)
    turned = session.exec(
        select(Dispute).where(col(Dispute.id).in_(moved["against"]), Dispute.with_claim_id == other.id)
    ).all()
    against = _turn(session, turned, claim)
    session.flush()
    return {"disputes": disputes, "against": against}


def _against(session: Session, claim: Claim) -> Sequence[Dispute]:
    return session.exec(select(Dispute).where(Dispute.with_claim_id == claim.id).order_by(col(Dispute.id))).all()


def _turn(session: Session, disputes: Sequence[Dispute], claim: Claim) -> list[int]:
    """Make disputes that were another claim be this one, but one of its own, or of what it disputes already."""
    disputed = {dispute.claim_id for dispute in _against(session, claim)} | {claim.id}
    turned = []
    for dispute in disputes:
        if dispute.claim_id not in disputed:
            dispute.with_claim_id = claim.id
            session.add(dispute)
            turned.append(dispute.id or 0)
    return turned


def _same(row: Any) -> Any:
    """What makes two rows of a kind the same one; None where two never are."""
    if isinstance(row, Follower):
        return row.person
    if isinstance(row, UsedIn):
        return row.link
    if isinstance(row, Dispute) and row.with_claim_id is not None:
        return row.with_claim_id
    return None
