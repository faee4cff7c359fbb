"""Tags: a claim's, kept once more folded, so that the claims of one tag are found."""

from __future__ import annotations

from sqlmodel import Session, col, delete

from store.tables import Claim, ClaimTag


def fold_tag(tag: str) -> str:
    """A tag as it is looked for: without its sign and its capitals."""
    return tag.lstrip("#＃").casefold()


def set_tags(session: Session, claim: Claim) -> None:
    """Make a claim findable by the tags it now has, and by no others."""
    new = claim.id is None
    session.add(claim)
    session.flush()
    if not new:
        session.exec(delete(ClaimTag).where(col(ClaimTag.claim_id) == claim.id))
    for tag in dict.fromkeys(map(fold_tag, claim.tags)):
        session.add(ClaimTag(workspace_id=claim.workspace_id, tag=tag, claim_id=claim.id or 0))
