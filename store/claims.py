"""Claims: found by reference, listed, searched, and counted, always within what somebody may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from store.dossiers import CONTESTING, SET_ASIDE
from store.tables import Claim, Desk, Dispute, Event


@dataclass(frozen=True)
class Sight:
    """From where somebody looks: what a private channel or a conversation holds is seen only there."""

    workspace_id: int
    person: str
    channel: str | None
    direct: bool = False


def visible(sight: Sight) -> ColumnElement[bool]:
    """The condition on `Desk` under which its claims are seen from here."""
    own = and_(col(Desk.kind) == "direct", col(Desk.person) == sight.person) if sight.direct else false()
    return and_(
        col(Desk.workspace_id) == sight.workspace_id,
        or_(col(Desk.kind) == "public", col(Desk.channel) == sight.channel, own),
    )


def at_desk(desk_id: int) -> ColumnElement[bool]:
    """The condition on `Desk` under which its claims are of one desk only."""
    return col(Desk.id) == desk_id


def contested() -> ColumnElement[bool]:
    """The condition on `Claim`: an open dispute that denies, contradicts or corrects, and is no claim set aside."""
    return exists().where(col(Dispute.claim_id) == col(Claim.id), contests())


def contests() -> ColumnElement[bool]:
    """The condition on `Dispute` under which it contests its claim."""
    other = aliased(Claim)
    set_aside = exists().where(col(other.id) == col(Dispute.with_claim_id), col(other.state).in_(SET_ASIDE))
    return and_(col(Dispute.outcome) == "open", col(Dispute.kind).in_(CONTESTING), ~set_aside)


def unverified() -> ColumnElement[bool]:
    """The condition on `Claim`: nobody has settled it, and nobody has set it aside."""
    return and_(col(Claim.verdict) == "unverified", col(Claim.state).not_in(SET_ASIDE))


def claim_by_number(session: Session, sight: Sight, number: int) -> Claim | None:
    """The claim of this reference, if it is on file and can be seen from here."""
    return session.exec(
        select(Claim)
        .join(Desk, col(Desk.id) == col(Claim.desk_id))
        .where(Claim.workspace_id == sight.workspace_id, Claim.number == number, visible(sight))
    ).first()


def claim_by_id(session: Session, claim_id: int) -> Claim:
    """The claim with this id, which exists."""
    return session.get_one(Claim, claim_id)


def claims_by_ids(session: Session, ids: Sequence[int]) -> list[Claim]:
    """The claims with these ids, which exist, in their order."""
    rows = session.exec(select(Claim).where(col(Claim.id).in_(ids))).all()
    by_id = {claim.id: claim for claim in rows}
    return [by_id[claim_id] for claim_id in ids]


def claims_updated_by(session: Session, claim_id: int | None) -> Sequence[Claim]:
    """The claims of which this one is the newer figure."""
    return session.exec(select(Claim).where(Claim.updated_by_id == claim_id).order_by(col(Claim.number))).all()


def claims_by_numbers(session: Session, workspace_id: int, numbers: Sequence[int]) -> list[Claim]:
    """The claims of these references, in their order; what is not on file is left out."""
    if not numbers:
        return []
    rows = session.exec(select(Claim).where(Claim.workspace_id == workspace_id, col(Claim.number).in_(numbers))).all()
    by_number = {claim.number: claim for claim in rows}
    return [by_number[number] for number in numbers if number in by_number]


def contested_at(session: Session, desk_id: int) -> Sequence[Claim]:
    """A desk's contested claims, oldest first."""
    return session.exec(
        select(Claim)
        .where(Claim.desk_id == desk_id, col(Claim.state).not_in(SET_ASIDE), contested())
        .order_by(col(Claim.number))
    ).all()


def unverified_at(session: Session, desk_id: int, *, limit: int) -> tuple[Sequence[Claim], int]:
    """A desk's oldest unverified claims, at most `limit`; and how many there are."""
    query = select(Claim).where(Claim.desk_id == desk_id, unverified())
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    return session.exec(query.order_by(col(Claim.number)).limit(limit)).all(), total


def moved_since(
    session: Session, desk_id: int, whats: Collection[str], since: datetime
) -> Sequence[tuple[Claim, Event]]:
    """A desk's claims that events of these kinds have moved since then, with the last of them; oldest claim first."""
    rows = session.exec(
        select(Claim, Event)
        .join(Event, col(Event.claim_id) == col(Claim.id))
        .where(
            Claim.desk_id == desk_id,
            Event.workspace_id == Claim.workspace_id,
            col(Event.what).in_(whats),
            col(Event.at) > since,
        )
        .order_by(col(Claim.number), col(Event.sequence))
    ).all()
    return list({claim.number: (claim, event) for claim, event in rows}.values())


def waiting_at(session: Session, desk_id: int, *, limit: int) -> Sequence[Claim]:
    """A desk's claims whose verdict waits for a second reader, oldest first, at most `limit`."""
    return session.exec(
        select(Claim).where(Claim.desk_id == desk_id, Claim.state == "review").order_by(col(Claim.number)).limit(limit)
    ).all()


def upheld_at(session: Session, desk_id: int, *, limit: int) -> Sequence[Claim]:
    """A desk's ruled claims against which a dispute was found to stand since, oldest first, at most `limit`."""
    stands = exists().where(
        col(Dispute.claim_id) == col(Claim.id),
        col(Dispute.outcome) == "stands",
        col(Dispute.outcome_at) > col(Claim.settled_at),
    )
    return session.exec(
        select(Claim)
        .where(Claim.desk_id == desk_id, Claim.state == "closed", stands)
        .order_by(col(Claim.number))
        .limit(limit)
    ).all()
