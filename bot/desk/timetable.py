"""When a desk's digests and reminders come: its settings read as a timetable. Pure: nothing on file is looked at.

Outside working time both are held back to the next opening. A digest that is held back to another local date goes with
that date's own, if it has one, at the later of the two times: no local date has two.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.desk.slots import latest_slot, next_slot, same_time_later
from bot.desk.working import MINUTES_A_DAY, Working, working_of
from store.tables import Desk

URGENT_PATIENCE = 120  # minutes
A_MOMENT = timedelta(microseconds=1)

Slot = tuple[date, datetime]  # a local date, and an instant in UTC


def next_digest(desk: Desk, after: datetime) -> Slot:
    """The first digest strictly after `after`: the local date it is of, and its instant. A day must be chosen."""
    return next(_digests_after(desk, after))


def next_digests(desk: Desk, now: datetime, number: int) -> list[Slot]:
    """The next digests that a desk's settings lead to; none where no day is chosen."""
    return list(islice(_digests_after(desk, now), number)) if desk.digest_days else []


def latest_digest(desk: Desk, upto: datetime) -> Slot | None:
    """The last digest not later than `upto`. None: no day is chosen."""
    working = working_of(desk)
    begin = last = _latest(desk, working, upto)
    if begin is None or last is None:
        return None
    # What is held back to the same date as the last may come after `upto` with it: then it is the one before.
    while begin is not None and _held(begin, working)[0] == _held(last, working)[0]:
        begin = _own(desk, begin[1] - A_MOMENT)
    found = None
    for slot in _digests(desk, working, (begin or last)[1] - A_MOMENT):
        if slot[1] > upto:
            break
        found = slot
    return found


def first_reminder(desk: Desk, priority: str, since: datetime) -> datetime:
    """When a claim is first reminded of whose wait began at `since`: after the desk's patience, whatever the hour."""
    patience = min(desk.patience, URGENT_PATIENCE) if priority == "urgent" else desk.patience
    return since + timedelta(minutes=patience)


def next_reminder(desk: Desk, before: datetime, zone: ZoneInfo | None = None) -> datetime:
    """When the reminder after that of `before` comes, whatever the hour.

    Where it comes every so many days, at the same time in `zone`, which is the desk's unless given.
    """
    days, minutes = divmod(desk.remind_every, MINUTES_A_DAY)
    if days and not minutes:
        return same_time_later(before, zone or ZoneInfo(desk.zone), days)
    return before + timedelta(minutes=max(desk.remind_every, 1))


def reminder_times(desk: Desk, since: datetime, priority: str = "normal") -> list[datetime]:
    """When a claim filed at `since` would come back; the last of these is told to whoever is told in the end."""
    working = working_of(desk)
    times = [working.next_working(first_reminder(desk, priority, since))]
    for _ in range(desk.remind_times):
        times.append(working.next_working(next_reminder(desk, times[-1])))
    return times


def _digests_after(desk: Desk, after: datetime) -> Iterator[Slot]:
    working = working_of(desk)
    latest = _latest(desk, working, after)
    begin = after if latest is None else latest[1] - A_MOMENT
    return (slot for slot in _digests(desk, working, begin) if slot[1] > after)


def _digests(desk: Desk, working: Working, after: datetime) -> Iterator[Slot]:
    """The digests whose own time is after `after`, those of one local date as one."""
    waiting: Slot | None = None
    while True:
        own = next_slot(after, minute=desk.digest_minute, days=desk.digest_days, zone=working.zone)
        slot, after = _held(own, working), own[1]
        if waiting is not None and waiting[0] != slot[0]:
            yield waiting
        waiting = slot


def _latest(desk: Desk, working: Working, upto: datetime) -> Slot | None:
    """The last own slot that comes, held back or not, no later than `upto`."""
    own = _own(desk, upto)
    while own is not None and working.next_working(own[1]) > upto:
        own = _own(desk, own[1] - A_MOMENT)
    return own


def _own(desk: Desk, upto: datetime) -> Slot | None:
    return latest_slot(upto, minute=desk.digest_minute, days=desk.digest_days, zone=ZoneInfo(desk.zone))


def _held(own: Slot, working: Working) -> Slot:
    """A digest's own slot, or the working moment that it is held back to."""
    held = working.next_working(own[1])
    return own if held == own[1] else (held.astimezone(working.zone).date(), held)
