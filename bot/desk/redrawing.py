"""Redrawing: the cards that name claims which may be named no more, or may be again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from store import Session, outbox
from store.claims import claims_by_ids
from store.desks import desk_by_id
from store.index import index_claims
from store.linked import naming


def draw_what_names(session: Session, claim_ids: Sequence[int | None], at: datetime) -> None:
    """Draw the cards again that name these claims, and find them by what they may show now."""
    session.flush()
    found = naming(session, claim_ids)
    for claim in claims_by_ids(session, found):
        outbox.want_card(session, claim, desk_by_id(session, claim.desk_id), at)
    index_claims(session, found)
