"""Events: by id, of a claim, of a workspace, and the last that changed a claim."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from store.tables import Event


def event_by_id(session: Session, event_id: int) -> Event:
    """The event with this id, which exists."""
    return session.get_one(Event, event_id)


def find_event(session: Session, workspace_id: int, event_id: int) -> Event | None:
    """The event of a workspace with this id, if there is one."""
    return session.exec(select(Event).where(Event.id == event_id, Event.workspace_id == workspace_id)).first()


# What adds to a claim and changes neither its words nor where it stands.
ADDING = (
    "snoozed",
    "disputed",
    "dispute edited",
    "dispute decided",
    "evidence added",
    "evidence taken back",
    "file read",
    "report added",
    "used",
    "translated",
    "priority set",
    "restricted",
    "restriction lifted",
    "source rated",
    "reply asked",
    "reply noted",
    "reply filed",
    "followed",
    "unfollowed",
    "alike answered",
    "asked to sign",
    "asked to hand over",
)


def find_last(session: Session, claim_id: int | None, what: str) -> Event | None:
    """The last event of a kind in a claim's history, if it has one."""
    return session.exec(
        select(Event)
        .where(Event.claim_id == claim_id, Event.what == what)
        .order_by(col(Event.sequence).desc())
        .limit(1)
    ).first()


def last_of(session: Session, claim_id: int | None, what: str) -> Event:
    """The last event of a kind in a claim's history, which has one."""
    found = find_last(session, claim_id, what)
    if found is None:
        raise LookupError(f"no claim {claim_id} was ever {what}")
    return found


def last_step(session: Session, claim_id: int | None) -> Event | None:
    """The last event that changed a claim's words or where it stands."""
    return session.exec(
        select(Event)
        .where(Event.claim_id == claim_id, col(Event.what).not_in(ADDING))
        .order_by(col(Event.sequence).desc())
        .limit(1)
    ).first()


def events_of(
    session: Session, claim_id: int | None, *, limit: int, after: int = 0, before: int | None = None
) -> Sequence[Event]:
    """A claim's events after a place in the chain, the oldest `limit` of them; or the last `limit` before one."""
    query = select(Event).where(Event.claim_id == claim_id, col(Event.sequence) > after)
    if before is None:
        return session.exec(query.order_by(col(Event.sequence)).limit(limit)).all()
    last = query.where(col(Event.sequence) < before).order_by(col(Event.sequence).desc()).limit(limit)
    return list(reversed(session.exec(last).all()))


def count_of(session: Session, claim_id: int | None) -> int:
    """How many events a claim's history has."""
    return session.exec(select(func.count()).where(col(Event.claim_id) == claim_id)).one()


def newest_of_workspace(session: Session, workspace_id: int, what: str, *, limit: int) -> Sequence[Event]:
    """A workspace's newest events of a kind, the newest first."""
    return session.exec(
        select(Event)
        .where(Event.workspace_id == workspace_id, Event.what == what)
        .order_by(col(Event.at).desc(), col(Event.sequence).desc())
        .limit(limit)
    ).all()
