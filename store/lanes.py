"""Lanes: where messages go one at a time, and which copy of the bot has which.

A copy that has a lane says so again every few seconds, and each time the lane's turn goes up. Whoever sees one turn for
as long as a lease lasts, by its own clock, may take the lane over: the clocks of two machines are never compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from store.tables import Lane, Outbox

LEASE = 45.0  # seconds that others wait; with how often they look, less than a minute
# Seconds after which whoever has a lane begins no further attempt: each ends well before anybody else begins one.
SAFE = LEASE / 2

Place = tuple[int, str]  # a workspace's id, and a channel, a person or what else is sent to
Seen = tuple[str, int]  # who has a lane, and at which turn


def lane_of(row: type[Outbox]) -> ColumnElement[bool]:
    """Where a row is to go, as a condition on its lane."""
    return and_(col(Lane.workspace_id) == col(row.workspace_id), col(Lane.target) == col(row.target))


def closed_to(holder: str, *, busy: Collection[int], dead: Collection[int]) -> ColumnElement[bool]:
    """Whether a lane is another's, and not a dead one's; or ours, and something is being sent on it."""
    others = and_(col(Lane.holder).is_not(None), col(Lane.holder) != holder, col(Lane.id).not_in(dead))
    return or_(col(Lane.id).in_(busy), others)


def held_by_others(session: Session, holder: str) -> Sequence[Lane]:
    """The lanes that other copies have, or had when they died."""
    return session.exec(select(Lane).where(col(Lane.holder).is_not(None), col(Lane.holder) != holder)).all()


def lay(session: Session, places: Iterable[Place]) -> None:
    """Put down lanes that are not there yet, for nobody."""
    values = [{"workspace_id": workspace, "target": target, "turn": 0} for workspace, target in sorted(set(places))]
    if not values:
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(Lane).values(values).on_conflict_do_nothing())


def take(session: Session, holder: str, places: Iterable[Place], dead: Mapping[int, Seen]) -> list[int]:
    """Have these lanes for `holder`, so far as they are free or their holder is `dead`; the ids of those it has now.

    What another copy is taking at this moment is left to it.
    """
    wanted = set(places)
    query = (
        select(Lane)
        .where(col(Lane.target).in_({target for _, target in wanted}))
        .where(or_(col(Lane.holder).is_(None), col(Lane.holder) == holder, col(Lane.id).in_(dead)))
        .order_by(col(Lane.id))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    taken = []
    for lane in session.exec(query):
        free = lane.holder in (None, holder) or dead.get(lane.id or 0) == (lane.holder, lane.turn)
        if free and (lane.workspace_id, lane.target) in wanted:
            lane.holder, lane.turn = holder, lane.turn + 1
            session.add(lane)
            taken.append(lane.id or 0)
    session.flush()
    return taken


def renew(session: Session, holder: str) -> list[int]:
    """Say again which lanes a holder has; their ids. One that is not among them has been taken over."""
    lanes = session.exec(
        select(Lane).where(Lane.holder == holder).order_by(col(Lane.id)).with_for_update(skip_locked=True)
    ).all()
    for lane in lanes:
        lane.turn += 1
        session.add(lane)
    return [lane.id or 0 for lane in lanes]


def release(session: Session, holder: str, ids: Collection[int]) -> None:
    """Let anybody have these lanes, as far as they are the holder's."""
    lanes = session.exec(
        select(Lane)
        .where(col(Lane.id).in_(ids), Lane.holder == holder)
        .order_by(col(Lane.id))
        .with_for_update(skip_locked=True)
    )
    for lane in lanes:
        lane.holder = None
        session.add(lane)


def still_has(session: Session, holder: str, lane_id: int) -> Lane | None:
    """The lane, if it is still the holder's: nobody takes it before the transaction ends."""
    return session.exec(
        select(Lane).where(Lane.id == lane_id, Lane.holder == holder).with_for_update(skip_locked=True)
    ).first()
