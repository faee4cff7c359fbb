"""Linked: the claims that name another, so that they are drawn again when it may be named no more, or again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from store.tables import Claim, Dispute

AT_ONCE = 500  # parameters of one query


def naming(session: Session, claim_ids: Sequence[int | None]) -> list[int]:
    """The ids of the claims that name one of these: it stands against them, updates them, or goes back to them."""
    found: set[int] = set()
    for at in range(0, len(claim_ids), AT_ONCE):
        some = claim_ids[at : at + AT_ONCE]
        for query in (
            select(Dispute.claim_id).where(col(Dispute.with_claim_id).in_(some)),
            select(Claim.id).where(col(Claim.merged_into_id).in_(some)),
            select(Claim.id).where(col(Claim.updated_by_id).in_(some)),
            select(Claim.id).where(col(Claim.split_from_id).in_(some)),
        ):
            found.update(claim_id for claim_id in session.exec(query) if claim_id is not None)
    return sorted(found.difference(claim_ids))


def duplicates_of(session: Session, claim_id: int) -> list[Claim]:
    """The claims that were merged into this one, and into those in their turn: they say the same."""
    found: list[Claim] = []
    left = [claim_id]
    while left:
        merged = session.exec(select(Claim).where(col(Claim.merged_into_id).in_(left))).all()
        found += merged
        left = [claim.id for claim in merged if claim.id is not None]
    return found


def claims_of_desk(session: Session, desk_id: int) -> list[int]:
    """The ids of a desk's claims."""
    return [claim_id for claim_id in session.exec(select(Claim.id).where(Claim.desk_id == desk_id)) if claim_id]
