"""When a desk's digests and reminders come: its settings read as a timetable. Pure: nothing on file is looked at.

Outside working time both are held back to the next opening. A digest that is held back to another local date goes with
that date's own, if it has one, at the later of the two times: no local date has two.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.desk.slots import latest_slot, next_slot, same_time_later
from bot.desk.working import MINUTES_A_DAY, Working, working_of
from store.tables import Desk

URGENT_PATIENCE = 120  # minutes
A_MOMENT = timedelta(microseconds=1)


class Slot(NamedTuple):
    """When a digest comes, and the local date it is of; `since`: it is held back since then, in UTC like `at`."""

    day: date
    at: datetime
    since: datetime | None = None


def next_digest(desk: Desk, after: datetime) -> Slot:
    """The first digest strictly after `after`. A day must be chosen."""
    return next(_digests_after(desk, after))


def next_digests(desk: Desk, now: datetime, number: int) -> list[tuple[date, datetime]]:
    """The next digests that a desk's settings lead to, each with its local date; none where no day is chosen."""
    return [(slot.day, slot.at) for slot in islice(_digests_after(desk, now), number)] if desk.digest_days else []


def latest_digest(desk: Desk, upto: datetime) -> Slot | None:
    """The last digest not later than `upto`. None: no day is chosen."""
    working = working_of(desk)
    begin = last = _latest(desk, working, upto)
    if begin is None or last is None:
        return None
    # What is held back to the same date as the last may come after `upto` with it: then it is the one before.
    while begin is not None and _held(begin, working).day == _held(last, working).day:
        begin = _own(desk, begin.at - A_MOMENT)
    found = None
    for slot in _digests(desk, working, (begin or last).at - A_MOMENT):
        if slot.at > upto:
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


def _digests_after(desk: Desk, after: datetime) -> Iterator[Slot]:
    working = working_of(desk)
    latest = _latest(desk, working, after)
    begin = after if latest is None else latest.at - A_MOMENT
    return (slot for slot in _digests(desk, working, begin) if slot.at > after)


def _digests(desk: Desk, working: Working, after: datetime) -> Iterator[Slot]:
    """The digests whose own time is after `after`, those of one local date as one."""
    waiting: Slot | None = None
    while True:
        own = Slot(*next_slot(after, minute=desk.digest_minute, days=desk.digest_days, zone=working.zone))
        slot, after = _held(own, working), own.at
        if waiting is not None and waiting.day == slot.day:
            slot = slot._replace(since=waiting.since)
        elif waiting is not None:
            yield waiting
        waiting = slot


def _latest(desk: Desk, working: Working, upto: datetime) -> Slot | None:
    """The last own slot that comes, held back or not, no later than `upto`."""
    own = _own(desk, upto)
    while own is not None and working.next_working(own.at) > upto:
        own = _own(desk, own.at - A_MOMENT)
    return own


def _own(desk: Desk, upto: datetime) -> Slot | None:
    found = latest_slot(upto, minute=desk.digest_minute, days=desk.digest_days, zone=ZoneInfo(desk.zone))
    return None if found is None else Slot(*found)


def _held(own: Slot, working: Working) -> Slot:
    """A digest's own slot, or the working moment that it is held back to."""
    at = working.next_working(own.at)
    return own if at == own.at else Slot(at.astimezone(working.zone).date(), at, own.at)
