"""The tick: what is due goes into the outbox and its next time is set, in one transaction. The tick never posts."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.desks import digest_place
from bot.desk.digest import last_digest_at
from bot.desk.lifecycle import come_back
from bot.desk.scheduling import AFTER_CLOSING, digest_key
from bot.desk.timetable import Slot, latest_digest, next_digest
from bot.desk.working import working_of
from bot.rhythm.awaiting import tell_ended
from bot.rhythm.reminding import remind
from store import Session, due, outbox
from store.desks import desk_by_id
from store.tables import Desk, Due
from store.workspaces import lock_known


def tick(session: Session, now: datetime) -> int:
    """Put everything that is due into the outbox, once; how many messages that makes."""
    messages = 0
    for workspace_id in due.workspaces_due(session, now):
        if not due.ticks_alone(session, workspace_id):  # the copy that does has more to do yet, and we need not wait
            continue
        workspace = lock_known(session, workspace_id)
        while (row := due.next_due(session, workspace_id, "hold", now)) is not None:
            come_back(session, workspace, row, now)
        while (row := due.next_due(session, workspace_id, "digest", now)) is not None:
            messages += _digest(session, row, now)
        while (row := due.next_due(session, workspace_id, "reply", now)) is not None:
            messages += tell_ended(session, row, now)
        while (row := due.next_due(session, workspace_id, "reminder", now)) is not None:
            messages += remind(session, row, now)
    return messages


def _digest(session: Session, row: Due, now: datetime) -> int:
    """A digest that was missed is sent late, once: of several missed days only the last has something to say."""
    desk = desk_by_id(session, row.desk_id)
    set_for = row.day or row.at.astimezone(ZoneInfo(desk.zone)).date()
    slot = latest_digest(desk, now)
    if slot is None or slot.day <= set_for:  # the clock was set back, or the settings moved
        slot = Slot(set_for, row.at)
    working = working_of(desk)
    if not working.is_working(now) and now - slot.at > AFTER_CLOSING:
        _hold(session, row, desk, now, since=row.since or slot.at)
        return 0
    before = last_digest_at(session, desk)
    put = outbox.put(
        session,
        row.workspace_id,
        key=digest_key(desk, slot.day),
        kind="digest",
        target=digest_place(desk),
        at=now,
        desk_id=desk.id,
        about={
            "due": slot.at.isoformat(),
            "noticed": now.isoformat(),
            "since": None if before is None else before.isoformat(),
            "part": 1,
        },
    )
    row.last_day = slot.day
    coming = next_digest(desk, max(now, slot.at))
    while coming.day <= slot.day:  # the settings moved it to later the same day
        coming = next_digest(desk, coming.at)
    _set(session, row, coming)
    return int(put is not None)


def _hold(session: Session, row: Due, desk: Desk, now: datetime, *, since: datetime) -> None:
    """Hold a missed digest back to the next opening, or to that day's own: no local date has two."""
    opening, coming = working_of(desk).next_working(now), next_digest(desk, now)
    day = opening.astimezone(ZoneInfo(desk.zone)).date()
    held = Slot(day, opening, since)
    _set(session, row, coming._replace(since=since) if coming.day <= day else held)


def _set(session: Session, row: Due, slot: Slot) -> None:
    row.day, row.at, row.since = slot.day, slot.at, slot.since
    session.add(row)
    session.flush()
