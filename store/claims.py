"""Claims: found by reference, listed, searched, and counted, always within what somebody may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from store.dossiers import CONTESTING, SET_ASIDE
from store.rows import add
from store.tables import Claim, Desk, Dispute
from store.tags import add_tags


def add_to_file(session: Session, **values: Any) -> Claim:
    """Put a claim on file, with its tags."""
    # Read anew: SQLite gives the id of what was undone to the next, and the session may still hold that.
    claim = session.get_one(Claim, add(session, Claim, **values), populate_existing=True)
    add_tags(session, claim)
    return claim


@dataclass(frozen=True)
class Sight:
    """From where somebody looks, and which desks they see from elsewhere.

    `channels` are those whose desks' claims are seen from anywhere: all public ones for None, as full members see them;
    those that somebody is in for guests, for people of other workspaces, and for whoever is not known yet.
    """

    workspace_id: int
    person: str
    channel: str | None
    direct: bool = False
    channels: frozenset[str] | None = frozenset()


def kept() -> ColumnElement[bool]:
    """The condition on `Claim` and `Desk` under which a claim is seen in its desk's own channel only."""
    return or_(col(Desk.kind) != "public", col(Claim.restricted))


def here(sight: Sight) -> ColumnElement[bool]:
    """The condition on `Desk` that somebody looks from its own channel, or from their own conversation."""
    own = and_(col(Desk.kind) == "direct", col(Desk.person) == sight.person) if sight.direct else false()
    channel = col(Desk.channel) == sight.channel if sight.channel else false()
    return and_(col(Desk.workspace_id) == sight.workspace_id, or_(channel, own))


def visible(sight: Sight) -> ColumnElement[bool]:
    """The condition on `Claim` and `Desk` under which a claim is seen from here."""
    open_to_them = or_(open_desk(sight), and_(col(Desk.kind) == "public", *typed_here(sight)))
    return and_(
        col(Desk.workspace_id) == sight.workspace_id,
        or_(here(sight), and_(~kept(), open_to_them)),
    )


def open_desk(sight: Sight) -> ColumnElement[bool]:
    """The condition on `Desk` under which what is not kept there is seen from elsewhere."""
    public = col(Desk.kind) == "public"
    return public if sight.channels is None else and_(public, col(Desk.channel).in_(sorted(sight.channels)))


def typed_here(sight: Sight) -> tuple[ColumnElement[bool], ...]:
    """The conditions on `Claim` that whoever looks filed it themselves, from where they look: they may correct it."""
    if sight.channels is None or not sight.channel:
        return (false(),)  # nothing that is not seen already, and no channel
    return (col(Claim.filed_by) == sight.person, col(Claim.filed_in) == sight.channel)


def seen_desks(session: Session, sight: Sight) -> Sequence[int | None]:
    """The desks of which something can be seen from here."""
    wanted = or_(here(sight), open_desk(sight))
    return session.exec(select(Desk.id).where(Desk.workspace_id == sight.workspace_id, wanted)).all()


def desks_here(session: Session, sight: Sight) -> Sequence[int]:
    """The desks that somebody looks from: what is kept there is seen."""
    return [desk_id for desk_id in session.exec(select(Desk.id).where(here(sight))) if desk_id is not None]


def seen(session: Session, sight: Sight) -> ColumnElement[bool]:
    """The condition on `Claim` alone under which it is seen from here: `visible`, read off its desk's id."""
    desk = col(Claim.desk_id) + 0  # an expression, so that no database takes it for what to walk along
    inside, outside = desks_here(session, sight), seen_desks(session, sight)
    mine = [*typed_here(sight), desk.in_(select(Desk.id).where(*_public(sight)))]
    return or_(desk.in_(inside), and_(col(Claim.restricted).is_(False), or_(desk.in_(outside), and_(*mine))))


def _public(sight: Sight) -> tuple[ColumnElement[bool], ...]:
    return (col(Desk.workspace_id) == sight.workspace_id, col(Desk.kind) == "public")


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
    return and_(col(Dispute.outcome) == "open", col(Dispute.kind).in_(CONTESTING), ~set_aside, ~unnamed())


def unnamed() -> ColumnElement[bool]:
    """The condition on `Dispute` that it is a claim on file which its claim may not name (store.dossiers.may_name)."""
    claim, other, desk = aliased(Claim), aliased(Claim), aliased(Desk)
    same_place = and_(col(claim.desk_id) == col(other.desk_id), or_(col(desk.kind) != "public", col(claim.restricted)))
    return exists().where(
        col(other.id) == col(Dispute.with_claim_id),
        col(claim.id) == col(Dispute.claim_id),
        col(desk.id) == col(other.desk_id),
        or_(col(other.restricted), col(desk.kind) != "public"),
        ~same_place,
    )


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
