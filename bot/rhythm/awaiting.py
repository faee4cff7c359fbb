"""Requests for a reply whose time is over: told of once, those of a desk together, in its working time."""

from __future__ import annotations

from datetime import datetime

from bot.desk.working import working_of
from store import Session, due, outbox
from store.desks import desk_by_id
from store.dossiers import SET_ASIDE
from store.replies import ended_requests, next_end
from store.tables import Due, ReplyRequest


def tell_ended(session: Session, first: Due, now: datetime) -> int:
    """Tell of a desk's requests that ended, beginning with the one due `first`; how many messages that makes."""
    desk = desk_by_id(session, first.desk_id)
    rows = due.replies_at(session, first.desk_id, now)
    working = working_of(desk)
    if not working.is_working(now):
        opening = working.next_working(now)
        for row, _ in rows:
            row.at = opening
            session.add(row)
        session.flush()
        return 0
    ended: list[ReplyRequest] = []
    for row, claim in rows:
        if claim.state not in SET_ASIDE:
            ended += ended_requests(session, claim.id, after=row.since or row.at, upto=now)
        at = next_end(session, claim.id, now)
        if at is None:
            due.drop(session, row)
        else:
            due.set_reply(session, claim, at, since=now)
    session.flush()
    if not ended:
        return 0
    put = outbox.put(
        session,
        desk.workspace_id,
        key=f"reply_ended:{desk.id}:{ended[0].id}:{ended[0].until.isoformat()}",
        kind="reply_ended",
        target=desk.person or desk.channel,
        at=now,
        desk_id=desk.id,
        about={"requests": [each.id for each in ended]},
    )
    return int(put is not None)
