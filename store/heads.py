"""Heads: what of the outbox can be sent now, the oldest of each lane, and who takes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from store import lanes, outbox
from store.lanes import Place, Seen
from store.tables import Lane, Outbox

AT_ONCE = 50  # lanes that a copy takes at a time: the rest is for the others, or for a moment later


def heads(
    session: Session,
    holder: str,
    *,
    busy: Collection[int] = (),
    resting: Collection[int] = (),
    dead: Collection[int] = (),
    at_most: int = AT_ONCE,
) -> Sequence[tuple[Outbox, Lane | None]]:
    """The oldest row of each lane that `holder` may send now, with its lane if that is there yet.

    `busy` are the holder's lanes on which something is being sent, `dead` those of copies that died; what other copies
    have is left alone: one sender at a time. `resting` rows wait for a retry; they hold back only their own threads.
    """
    return session.exec(_heads(lanes.closed_to(holder, busy=busy, dead=dead), resting).limit(at_most)).all()


def _heads(closed: ColumnElement[bool], resting: Collection[int]) -> Select[Outbox, Lane | None]:
    parent, earlier = aliased(Outbox), aliased(Outbox)
    behind_resting = (
        select(earlier.id)
        .where(
            col(earlier.id).in_(resting),
            earlier.thread_of == Outbox.thread_of,
            col(earlier.id) < col(Outbox.id),
        )
        .exists()
    )
    oldest = (
        select(func.min(Outbox.id))
        .join(parent, col(parent.id) == col(Outbox.thread_of), isouter=True)
        .where(
            col(Outbox.state).in_(outbox.UNSENT),
            col(Outbox.id).not_in(resting),
            or_(
                col(Outbox.thread_of).is_(None),
                and_(col(parent.slack_ts).is_not(None), col(parent.id).not_in(resting)),
            ),
            ~behind_resting,
            ~select(Lane.id).where(lanes.lane_of(Outbox), closed).exists(),
        )
        .group_by(col(Outbox.workspace_id), col(Outbox.target))
    )
    return (
        select(Outbox, Lane)
        .join(Lane, lanes.lane_of(Outbox), isouter=True)
        .where(col(Outbox.id).in_(oldest))
        .order_by(col(Outbox.id))
    )


def take(
    session: Session,
    holder: str,
    *,
    busy: Collection[int] = (),
    resting: Collection[int] = (),
    dead: Mapping[int, Seen] = MappingProxyType({}),
    at_most: int = AT_ONCE,
) -> Sequence[tuple[Outbox, int]]:
    """Have the lanes of the heads for `holder`, who alone may send on them; each with the head it has then.

    Another copy may be taking the same at this moment: what it is quicker at is left to it.
    """
    found = heads(session, holder, busy=busy, resting=resting, dead=dead, at_most=at_most)
    lanes.lay(session, [_place(row) for row, lane in found if lane is None])
    taken = lanes.take(session, holder, [_place(row) for row, _ in found], dead)
    # Looked at anew, now that they are ours: what was the head a moment ago may have been sent by whoever had it.
    ours = _heads(col(Lane.id).not_in(taken), resting).where(col(Lane.id).in_(taken))
    return [(row, lane.id or 0) for row, lane in session.exec(ours) if lane is not None]


def _place(row: Outbox) -> Place:
    return row.workspace_id, row.target or ""
