"""The tick: what is due goes into the outbox and its next time is set, in one transaction. The tick never posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.desks import digest_key, digest_place, wants_reminding
from bot.desk.digest import last_digest_at
from bot.desk.lifecycle import come_back
from bot.desk.reminders import TIMES, reminded_of
from bot.desk.slots import latest_slot, next_slot, same_time_later
from store import Session, due, outbox
from store.desks import desk_by_id
from store.tables import Claim, Desk, Due
from store.workspaces import lock_known

# Claims filed one after the other fall due one after the other; they are told of together, if their patience is long.
TOGETHER = timedelta(hours=1)
SHARE_OF_PATIENCE = 8
# After downtime the next reminder keeps its time of day, but does not follow on the heels of the late one.
APART = timedelta(hours=12)


def tick(session: Session, now: datetime) -> int:
    """Put everything that is due into the outbox, once; how many messages that makes."""
    messages = 0
    for workspace_id in due.workspaces_due(session, now):
        workspace = lock_known(session, workspace_id)
        while (row := due.next_due(session, workspace_id, "hold", now)) is not None:
            come_back(session, workspace, row, now)
        while (row := due.next_due(session, workspace_id, "digest", now)) is not None:
            messages += _digest(session, row, now)
        while (row := due.next_due(session, workspace_id, "reminder", now)) is not None:
            messages += _reminders(session, row, now)
    return messages


def _digest(session: Session, row: Due, now: datetime) -> int:
    """A digest that was missed is sent late, once: of several missed days only the last has something to say."""
    desk = desk_by_id(session, row.desk_id)
    zone = ZoneInfo(desk.zone)
    set_for = row.day or row.at.astimezone(zone).date()
    day, at = latest_slot(now, minute=desk.digest_minute, days=desk.digest_days, zone=zone) or (set_for, row.at)
    if day <= set_for:  # the clock was set back, or the settings moved
        day, at = set_for, row.at
    before = last_digest_at(session, desk)
    put = outbox.put(
        session,
        row.workspace_id,
        key=digest_key(desk, day),
        kind="digest",
        target=digest_place(desk),
        at=now,
        desk_id=desk.id,
        about={
            "due": at.isoformat(),
            "noticed": now.isoformat(),
            "since": None if before is None else before.isoformat(),
            "part": 1,
        },
    )
    row.last_day = day
    next_day, row.at = next_slot(max(now, at), minute=desk.digest_minute, days=desk.digest_days, zone=zone)
    while next_day <= day:  # the settings moved it to later the same day
        next_day, row.at = next_slot(row.at, minute=desk.digest_minute, days=desk.digest_days, zone=zone)
    row.day = next_day
    session.add(row)
    session.flush()
    return int(put is not None)


def _reminders(session: Session, first: Due, now: datetime) -> int:
    """One message for each checker, one for the desk's claims that nobody is on, one to the lead for the last ones."""
    desk = desk_by_id(session, first.desk_id)
    groups: defaultdict[tuple[str | None, bool], list[tuple[Due, Claim]]] = defaultdict(list)
    together = min(TOGETHER, timedelta(minutes=desk.patience) / SHARE_OF_PATIENCE)
    for row, claim in due.reminders_at(session, first.desk_id, now + together):
        last = row.nth > TIMES
        groups[None if last else reminded_of(claim), last].append((row, claim))
    messages = 0
    for (checker, last), members in groups.items():
        if all(row.at > now for row, _ in members):
            continue  # this group is not due by itself yet
        messages += _remind(session, desk, checker, members, last=last, now=now)
    session.flush()
    return messages


def _remind(
    session: Session,
    desk: Desk,
    checker: str | None,
    members: Sequence[tuple[Due, Claim]],
    *,
    last: bool,
    now: datetime,
) -> int:
    told = [(row, claim) for row, claim in members if wants_reminding(claim)]
    put = None
    if told:
        row, claim = told[0]
        put = outbox.put(
            session,
            desk.workspace_id,
            key=f"reminder:{desk.id}:{claim.number}:{row.nth}:{row.at.isoformat()}",
            kind="reminder",
            target=desk.person or desk.channel,
            at=now,
            desk_id=desk.id,
            about={
                "checker": checker,
                "last": last,
                "nths": {str(claim.number): row.nth for row, claim in told},
            },
        )
    for row, _ in members:
        _move_on(session, row, desk, now)
    return int(put is not None)


def _move_on(session: Session, row: Due, desk: Desk, now: datetime) -> None:
    if row.nth > TIMES:
        due.drop(session, row)
        return
    zone = ZoneInfo(desk.zone)
    row.at = same_time_later(row.at, zone)
    while row.at < now + APART:
        row.at = same_time_later(row.at, zone)
    row.nth += 1
    row.snoozed = False
    session.add(row)
