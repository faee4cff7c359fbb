"""Snooze: when the next reminder comes then, and what is no moment to put one off to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.desk import desks, snoozing
from bot.desk.snoozing import LONGEST, Snooze
from bot.desk.turns import Stepped
from bot.errors import NotAllowed, NotUnderstood
from store import Record, Session, due
from store.tables import Due
from store.workspaces import lock_workspace
from tests.desk.asking import CHECKER, change, file, request
from tests.desk.reading import NOW  # Tuesday 23 May 2023, 12:00 UTC

TODAY = NOW.date()


async def live_in(record: Record, person: str, zone: str) -> None:
    def learn(session: Session) -> None:
        workspace = lock_workspace(session, "T1", "")
        desks.learn_person(session, workspace, person, desks.Profile(zone, guest=False, admin=False), NOW)

    await record.write(learn)


async def snooze(record: Record, how: str, day: date | None = None, now: datetime = NOW) -> Stepped:
    return await record.write(lambda session: snoozing.snooze(session, request(CHECKER, now=now), 1, how, day))


@pytest.mark.parametrize(
    ("how", "day", "zone", "then"),
    [
        (Snooze.HOUR, None, "UTC", "2023-05-23T13:00"),
        (Snooze.TOMORROW, None, "UTC", "2023-05-24T09:00"),
        (Snooze.TOMORROW, None, "Europe/Kyiv", "2023-05-24T06:00"),
        (Snooze.TOMORROW, None, "Pacific/Kiritimati", "2023-05-24T19:00"),  # there it is the 24th already
        (Snooze.DAY, date(2023, 5, 26), "Europe/Kyiv", "2023-05-26T06:00"),
        (Snooze.DAY, date(2023, 10, 30), "Europe/Kyiv", "2023-10-30T07:00"),  # winter time
        (Snooze.DAY, TODAY + LONGEST, "UTC", "2024-05-23T09:00"),
    ],
)
async def test_it_comes_in_an_hour_or_in_the_morning_of_whoever_snoozes(
    record: Record, how: str, day: date | None, zone: str, then: str
) -> None:
    await file(record)
    await live_in(record, CHECKER, zone)
    assert (await snooze(record, how, day)).next_reminder == datetime.fromisoformat(then).replace(tzinfo=UTC)


async def test_it_waits_for_the_desk_to_open(record: Record) -> None:
    await file(record)
    await change(record, 1, work_from=600, work_until=700, days_off=["2023-05-24"], leads=[])
    assert (await snooze(record, Snooze.HOUR)).next_reminder == datetime(2023, 5, 25, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("how", "day", "says", "field"),
    [
        (Snooze.DAY, None, "Until which day?", "day"),
        (Snooze.DAY, TODAY, "23 May 2023 is not ahead.", "day"),
        (Snooze.DAY, date(1999, 1, 1), "1 January 1999 is not ahead.", "day"),
        (Snooze.DAY, TODAY + LONGEST + timedelta(1), "24 May 2024 is more than a year away.", "day"),
        (Snooze.DAY, date.max, "31 December 9999 is more than a year away.", "day"),
        ("", None, "Until when?", "until"),
        ("for ever", None, "Until when?", "until"),
    ],
)
async def test_what_is_no_moment_ahead_is_refused_and_nothing_moves(
    record: Record, how: str, day: date | None, says: str, field: str
) -> None:
    await file(record)
    with pytest.raises(NotUnderstood) as refusal:
        await snooze(record, how, day)
    assert refusal.value.sentence.startswith(says)
    assert "Nothing was changed." in refusal.value.sentence
    assert refusal.value.field == field
    assert (await _next(record)).at == NOW + timedelta(days=1)


async def test_when_no_reminder_is_to_come_there_is_none_to_snooze(record: Record) -> None:
    await file(record)
    await record.write(lambda session: due.drop(session, due.reminder_due(session, 1)))
    with pytest.raises(NotAllowed, match="No more reminders of C-1 are to come"):
        await snooze(record, Snooze.HOUR)


async def _next(record: Record) -> Due:
    row = await record.read(lambda session: due.reminder_due(session, 1))
    assert row is not None
    return row
