"""Tags: a claim's, kept once more folded, so that the claims of one tag are found."""

from __future__ import annotations

from sqlmodel import Session, col, delete

from store.rows import add_all
from store.tables import Claim, ClaimTag


def fold_tag(tag: str) -> str:
    """A tag as it is looked for: without its sign and its capitals."""
    return tag.lstrip("#＃").casefold()


def set_tags(session: Session, claim: Claim) -> None:
    """Make a claim findable by the tags it now has, and by no others."""
    session.exec(delete(ClaimTag).where(col(ClaimTag.claim_id) == claim.id))
    add_tags(session, claim)


def add_tags(session: Session, claim: Claim) -> None:
    """Make a new claim findable by its tags."""
    of = {"workspace_id": claim.workspace_id, "claim_id": claim.id}
    add_all(session, ClaimTag, [of | {"tag": tag} for tag in dict.fromkeys(map(fold_tag, claim.tags))])
