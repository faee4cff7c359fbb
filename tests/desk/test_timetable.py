"""The timetable that a desk's settings are: which digests and reminders are to be expected."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.slots import latest_slot, next_slot
from bot.desk.timetable import Slot, first_reminder, latest_digest, next_digest, next_digests, next_reminder
from bot.desk.working import working_of
from store.tables import Desk
from tests.desk.working_desks import WEEKDAYS, desk, desks, moments

OFFICE = {"work_days": WEEKDAYS, "work_from": 600, "work_until": 1080}
SATURDAYS = 0b0100000


def coming(at: str, number: int = 4, **settings: Any) -> list[str]:
    of = desk(**settings)
    found = next_digests(of, datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(of.zone)), number)
    return [f"{day:%a %d}: {instant.astimezone(ZoneInfo(of.zone)):%a %d %H:%M}" for day, instant in found]


def dated(slot: Slot | None) -> tuple[date, datetime]:
    assert slot is not None
    return slot.day, slot.at


@pytest.mark.parametrize(
    ("settings", "then"),
    [
        ({}, ["Fri 13: Fri 13 09:00", "Sat 14: Sat 14 09:00", "Sun 15: Sun 15 09:00"]),
        # Before opening: held to the opening. The weekend's go with Monday's.
        (OFFICE, ["Fri 13: Fri 13 10:00", "Mon 16: Mon 16 10:00", "Tue 17: Tue 17 10:00"]),
        (OFFICE | {"digest_minute": 720}, ["Fri 13: Fri 13 12:00", "Mon 16: Mon 16 12:00", "Tue 17: Tue 17 12:00"]),
        # After closing: held to the next morning, each on a date of its own.
        (OFFICE | {"digest_minute": 1200}, ["Fri 13: Fri 13 10:00", "Mon 16: Mon 16 10:00", "Tue 17: Tue 17 10:00"]),
        (OFFICE | {"digest_days": SATURDAYS}, ["Mon 16: Mon 16 10:00", "Mon 23: Mon 23 10:00", "Mon 30: Mon 30 10:00"]),
        ({"days_off": ["2026-03-13"]}, ["Sat 14: Sat 14 09:00", "Sun 15: Sun 15 09:00", "Mon 16: Mon 16 09:00"]),
        ({"digest_days": 0}, []),
    ],
)
def test_the_next_digests_are_those_of_working_time(settings: dict[str, Any], then: list[str]) -> None:
    assert coming("2026-03-12 21:00", 3, **settings) == then


def test_what_is_held_back_is_expected_until_it_has_come() -> None:
    weekly = OFFICE | {"digest_days": SATURDAYS}
    assert coming("2026-03-15 12:00", 1, **weekly) == ["Mon 16: Mon 16 10:00"]
    assert coming("2026-03-16 10:00", 1, **weekly) == ["Mon 23: Mon 23 10:00"]


@given(of=desks, at=moments, minute=st.integers(0, 1439), days=st.integers(1, 0b1111111))
def test_digests_come_in_working_time_each_on_a_date_of_its_own_and_none_is_passed_over(
    of: Desk, at: datetime, minute: int, days: int
) -> None:
    of.digest_minute, of.digest_days = minute, days
    working, found = working_of(of), next_digests(of, at, 6)
    for (day, instant), (later_day, later) in pairwise(found):
        assert day < later_day
        assert instant < later
        assert next_digest(of, instant)[:2] == (later_day, later)
        assert dated(latest_digest(of, later)) == (later_day, later)
        assert dated(latest_digest(of, later - timedelta(microseconds=1))) == (day, instant)
    for _, instant in found:
        assert instant > at
        assert working.is_working(instant)
    # The first of the chosen dates is in one of them, when it opens or later.
    own = next_slot(at, minute=minute, days=days, zone=working.zone)[1]
    assert any(instant >= working.next_working(own) for _, instant in found)


@given(at=moments, minute=st.integers(0, 1439), days=st.integers(1, 0b1111111), zone=st.sampled_from(["Africa/Cairo"]))
def test_where_nothing_is_held_back_each_chosen_date_has_its_own(
    at: datetime, minute: int, days: int, zone: str
) -> None:
    of = desk(zone=zone, digest_minute=minute, digest_days=days)
    asked: Any = {"minute": minute, "days": days, "zone": ZoneInfo(zone)}
    assert next_digest(of, at) == (*next_slot(at, **asked), None)
    assert dated(latest_digest(of, at)) == latest_slot(at, **asked)


def reminder_times(of: Desk, since: datetime, priority: str = "normal") -> list[datetime]:
    """When a claim filed at `since` would come back; the last of these is told to whoever is told in the end."""
    working = working_of(of)
    times = [working.next_working(first_reminder(of, priority, since))]
    for _ in range(of.remind_times):
        times.append(working.next_working(next_reminder(of, times[-1])))
    return times


def test_a_claim_comes_back_after_the_patience_and_then_so_often_in_working_time() -> None:
    filed = datetime(2026, 3, 12, 14, 0, tzinfo=UTC)  # a Thursday
    of = desk(**OFFICE)
    times = [f"{at:%a %d %H:%M}" for at in reminder_times(of, filed)]
    assert times == ["Fri 13 14:00", "Mon 16 10:00", "Tue 17 10:00", "Wed 18 10:00"]
    of.remind_every, of.remind_times, of.patience = 240, 2, 60
    assert [f"{at:%a %H:%M}" for at in reminder_times(of, filed)] == ["Thu 15:00", "Fri 10:00", "Fri 14:00"]
    assert f"{reminder_times(of, filed, 'urgent')[0]:%a %H:%M}" == "Thu 15:00"
    assert reminder_times(desk(remind_every=2880, zone="Europe/Kyiv"), datetime(2026, 3, 27, 9, tzinfo=UTC))[1] == (
        datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
    ), "over a clock change the local time stays"
