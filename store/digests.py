"""What a digest asks of the record: what is contested at a desk, what moved, what waits, what nobody has verified.

There may be thousands of each: what is only counted or named is not read as a whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func
from sqlmodel import Session, col, select

from store.claims import claims_by_numbers, contests, unverified
from store.dossiers import SET_ASIDE
from store.tables import Claim, Desk, Dispute, Event


@dataclass(frozen=True)
class Remit:
    """Whose claims a digest speaks of: one desk's; what is kept in its channel only if it is read `within` that."""

    workspace_id: int
    desk_id: int
    within: bool

    def holds(self) -> list[ColumnElement[bool]]:
        """The conditions on `Claim`. The desk chooses no index: claims that disputes or events name are few."""
        desk = (col(Claim.desk_id) + 0) == self.desk_id
        public = exists().where(col(Desk.id) == self.desk_id, col(Desk.kind) == "public")
        return [desk] if self.within else [desk, col(Claim.restricted).is_(False), public]


@dataclass(frozen=True)
class Contested:
    """A contested claim, with what decides its place in a digest."""

    claim_id: int
    number: int
    state: str
    verdict: str
    priority: str
    checker: str | None
    disputes: int  # those that contest it
    since: datetime  # when the first of them was filed, opened again, or turned against it
    shaken: bool  # another was found to stand since the verdict


@dataclass(frozen=True)
class Few:
    """The references of the first few of many claims, and how many there are."""

    numbers: tuple[int, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class Moved:
    """A claim that something happened to: how it stands now, and which event that was."""

    claim_id: int
    number: int
    state: str
    updated: bool
    event_id: int
    what: str


def held(session: Session, remit: Remit, numbers: Sequence[int]) -> list[Claim]:
    """The claims of these references, in their order, that a digest may speak of."""
    ids = session.exec(
        select(Claim.id).where(Claim.workspace_id == remit.workspace_id, col(Claim.number).in_(numbers), *remit.holds())
    ).all()
    return [claim for claim in claims_by_numbers(session, remit.workspace_id, numbers) if claim.id in set(ids)]


def contested_at(session: Session, remit: Remit, turned: Mapping[int, datetime] | None = None) -> list[Contested]:
    """A desk's contested claims, in the order they were filed.

    `turned`: disputes that only added context until then, by id; nobody else remembers when that changed.
    """
    began = func.min(func.coalesce(Dispute.outcome_at, Dispute.filed_at))
    rows = session.exec(
        select(  # type: ignore[call-overload]
            Claim.id,
            Claim.number,
            Claim.state,
            Claim.verdict,
            Claim.priority,
            Claim.checker,
            func.count(col(Dispute.id)),
            began,
            _shaken(),
        )
        .join(Dispute, col(Dispute.claim_id) == col(Claim.id))
        .where(Dispute.workspace_id == remit.workspace_id, contests(), *remit.holds())
        .where(col(Claim.state).not_in(SET_ASIDE))
        .group_by(col(Claim.id))
        .order_by(col(Claim.number))
    ).all()
    found = [Contested(*row) for row in rows]
    again = _since(session, turned) if turned else {}
    return [replace(claim, since=again.get(claim.claim_id, claim.since)) for claim in found]


def _since(session: Session, turned: Mapping[int, datetime]) -> dict[int, datetime]:
    """Since when the claims are contested that these disputes contest."""
    ids = select(Dispute.claim_id).where(col(Dispute.id).in_(turned))
    began: dict[int, datetime] = {}
    for dispute in session.exec(select(Dispute).where(col(Dispute.claim_id).in_(ids), contests())):
        at = turned.get(dispute.id or 0) or dispute.outcome_at or dispute.filed_at
        began[dispute.claim_id] = min(at, began.get(dispute.claim_id, at))
    return began


def _shaken() -> ColumnElement[bool]:
    """The condition on `Claim`: it was ruled on, and a dispute was found to stand since."""
    upheld = Dispute.__table__.alias("upheld")  # type: ignore[attr-defined]
    return exists().where(
        upheld.c.claim_id == col(Claim.id),
        upheld.c.outcome == "stands",
        upheld.c.outcome_at > col(Claim.settled_at),
        col(Claim.state) == "closed",
    )


def unverified_at(session: Session, remit: Remit, *, limit: int) -> tuple[Sequence[Claim], int]:
    """A desk's oldest unverified claims, at most `limit`; and how many there are."""
    own = (Claim.workspace_id == remit.workspace_id, Claim.desk_id == remit.desk_id)
    query = select(Claim).where(*own, unverified(), *remit.holds())
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    # "+ 0": PostgreSQL would walk all claims from the oldest on, which are the settled ones, until it has enough.
    return session.exec(query.order_by(col(Claim.number) + 0).limit(limit)).all(), total


def waiting_at(session: Session, remit: Remit, *, limit: int) -> Few:
    """A desk's claims whose verdict waits for a second reader, oldest first."""
    own = (Claim.workspace_id == remit.workspace_id, Claim.desk_id == remit.desk_id)
    numbers = session.exec(
        select(Claim.number)
        .where(*own, Claim.verdict == "unverified", Claim.state == "review", *remit.holds())
        .order_by(col(Claim.number))
    ).all()
    return Few(tuple(numbers[:limit]), len(numbers))


def shaken_at(session: Session, remit: Remit, *, limit: int) -> Few:
    """A desk's ruled claims against which a dispute was found to stand since, oldest first."""
    numbers = session.exec(
        select(Claim.number)
        .join(Dispute, col(Dispute.claim_id) == col(Claim.id))
        .where(Dispute.workspace_id == remit.workspace_id, Dispute.outcome == "stands")
        .where(col(Dispute.outcome_at) > col(Claim.settled_at), Claim.state == "closed", *remit.holds())
        .distinct()
        .order_by(col(Claim.number))
    ).all()
    return Few(tuple(numbers[:limit]), len(numbers))


def moved_since(session: Session, remit: Remit, whats: Collection[str], since: datetime) -> list[Moved]:
    """A desk's claims that events of these kinds have moved since then, with the last of them; oldest claim first."""
    rows = session.exec(
        select(  # type: ignore[call-overload]
            Claim.id, Claim.number, Claim.state, col(Claim.updated_by_id).is_not(None), Event.id, Event.what
        )
        .join(Event, col(Event.claim_id) == col(Claim.id))
        .where(Event.workspace_id == remit.workspace_id, col(Event.what).in_(whats), col(Event.at) > since)
        .where(*remit.holds())
        .order_by(col(Claim.number), col(Event.sequence))
    ).all()
    return list({row[1]: Moved(*row) for row in rows}.values())
