"""What was found: evidence by id, and the stories of our own that rely on a claim."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from store.tables import Claim, Evidence, UsedIn


def evidence_by_id(session: Session, workspace_id: int, evidence_id: int) -> Evidence:
    """The piece of evidence with this id, which exists in this workspace."""
    return session.exec(select(Evidence).where(Evidence.workspace_id == workspace_id, Evidence.id == evidence_id)).one()


def sides_of(session: Session, claim: Claim, *, without: int | None = None) -> Sequence[str]:
    """On which sides a claim has evidence that was not taken back; `without` the piece of this id."""
    there = select(Evidence.side).where(Evidence.claim_id == claim.id, col(Evidence.taken_back_by).is_(None))
    if without is not None:
        there = there.where(Evidence.id != without)
    return session.exec(there.distinct()).all()


def story_of(session: Session, claim: Claim, link: str) -> UsedIn | None:
    """A story of our own that relies on a claim, if this link is on file there."""
    return session.exec(select(UsedIn).where(UsedIn.claim_id == claim.id, UsedIn.link == link)).first()
