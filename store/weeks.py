"""What a look back asks of the record: how claims and disputes stand now, and what has happened to them since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_
from sqlmodel import Session, col, select

from store.claims import unnamed, unverified
from store.digests import Remit
from store.tables import Claim, Dispute, Event

AT_ONCE = 5_000  # ids in one statement


@dataclass
class Stand:
    """Where a claim stands; `own`: it is one of those that are counted."""

    claim_id: int
    number: int
    filed_at: datetime
    state: str
    verdict: str
    own: bool


@dataclass
class Case:
    """Where a dispute stands; `named`: what it says may be said beside its claim."""

    dispute_id: int
    claim_id: int
    with_claim_id: int | None
    kind: str
    outcome: str
    filed_at: datetime
    named: bool


def events_since(session: Session, workspace_id: int, whats: Collection[str], since: datetime) -> Sequence[Event]:
    """A workspace's events of these kinds since then, the newest first."""
    wanted = select(Event).where(Event.workspace_id == workspace_id, col(Event.what).in_(whats), col(Event.at) > since)
    # Asked for in order, SQLite would walk the whole history along the index that has it.
    return sorted(session.exec(wanted).all(), key=lambda event: event.sequence, reverse=True)


def filed_since(session: Session, remit: Remit, what: str, since: datetime) -> list[int]:
    """The ids of the claims of a desk that were filed since then; `what` is what the event is called."""
    rows = session.exec(
        select(Claim.id)
        .join(Event, col(Event.claim_id) == col(Claim.id))
        .where(Event.workspace_id == remit.workspace_id, Event.what == what, col(Event.at) > since, *remit.holds())
    ).all()
    return [claim_id for claim_id in rows if claim_id is not None]


def unverified_ids(session: Session, remit: Remit) -> list[int]:
    """The ids of a desk's unverified claims."""
    own = (Claim.workspace_id == remit.workspace_id, Claim.desk_id == remit.desk_id)
    rows = session.exec(select(Claim.id).where(*own, unverified(), *remit.holds())).all()
    return [claim_id for claim_id in rows if claim_id is not None]


def stands(session: Session, remit: Remit, ids: Iterable[int]) -> list[Stand]:
    """Where these claims stand."""
    own = and_(*remit.holds())
    found: list[Stand] = []
    for some in _in_pieces(ids):
        rows = session.exec(
            select(  # type: ignore[call-overload]
                Claim.id, Claim.number, Claim.filed_at, Claim.state, Claim.verdict, own
            ).where(col(Claim.id).in_(some))
        ).all()
        found += [Stand(*row) for row in rows]
    return found


def cases(session: Session, workspace_id: int, ids: Iterable[int]) -> list[Case]:
    """Where a workspace's open disputes stand, and these."""
    open_ones = select(Dispute.id).where(Dispute.workspace_id == workspace_id, Dispute.outcome == "open")
    wanted = {dispute for dispute in session.exec(open_ones) if dispute is not None} | set(ids)
    found: list[Case] = []
    for some in _in_pieces(wanted):
        rows = session.exec(
            select(  # type: ignore[call-overload]
                Dispute.id,
                Dispute.claim_id,
                Dispute.with_claim_id,
                Dispute.kind,
                Dispute.outcome,
                Dispute.filed_at,
                ~unnamed(),
            ).where(col(Dispute.id).in_(some))
        ).all()
        found += [Case(*row) for row in rows]
    return found


def _in_pieces(ids: Iterable[int]) -> Iterable[Sequence[int]]:
    listed = sorted(set(ids))
    return (listed[at : at + AT_ONCE] for at in range(0, len(listed), AT_ONCE))
