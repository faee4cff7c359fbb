"""Working time: what is off, when the next shift opens, and that every question has an answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.working import DAYS_AHEAD, public_holidays, working_of
from store.tables import Desk
from tests.desk.working_desks import WEEKDAYS, desk, desks, moments


def opens(at: str, **settings: Any) -> str:
    """When a desk next works, in its own time."""
    of = desk(**settings)
    moment = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(of.zone))
    return working_of(of).next_working(moment).astimezone(ZoneInfo(of.zone)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("at", "settings", "then"),
    [
        ("2026-03-14 03:00", {}, "2026-03-14 03:00"),
        ("2026-03-14 12:00", {"work_days": WEEKDAYS}, "2026-03-16 00:00"),  # a Saturday
        ("2026-03-14 12:00", {"work_days": WEEKDAYS, "work_from": 540}, "2026-03-16 09:00"),
        ("2026-03-13 23:59", {"work_days": WEEKDAYS}, "2026-03-13 23:59"),
        ("2026-03-14 00:00", {"work_days": WEEKDAYS}, "2026-03-16 00:00"),  # midnight is the next day
        ("2026-03-13 08:59", {"work_from": 540, "work_until": 1080}, "2026-03-13 09:00"),
        ("2026-03-13 18:00", {"work_from": 540, "work_until": 1080}, "2026-03-13 18:00"),  # closing still counts
        ("2026-03-13 18:01", {"work_from": 540, "work_until": 1080}, "2026-03-14 09:00"),
        ("2026-03-14 02:30", {"work_from": 960, "work_until": 240}, "2026-03-14 02:30"),  # Friday's night shift
        ("2026-03-14 00:00", {"work_from": 540, "work_until": 0}, "2026-03-14 09:00"),
        ("2026-03-14 02:30", {"work_from": 960, "work_until": 240, "work_days": WEEKDAYS}, "2026-03-14 02:30"),
        ("2026-03-15 02:30", {"work_from": 960, "work_until": 240, "work_days": WEEKDAYS}, "2026-03-16 16:00"),
        ("2026-03-13 05:00", {"work_from": 540, "work_until": 540}, "2026-03-13 05:00"),  # round the clock
        ("2026-05-01 10:00", {"holidays_of": "DE"}, "2026-05-02 00:00"),
        ("2026-03-09 10:00", {"holidays_of": "DE-BE"}, "2026-03-09 10:00"),
        ("2026-03-08 10:00", {"holidays_of": "DE-BE"}, "2026-03-09 00:00"),  # Women's Day, in Berlin only
        ("2026-03-08 10:00", {"holidays_of": "DE-BY"}, "2026-03-08 10:00"),
        ("2026-03-10 10:00", {"days_off": ["2026-03-10", "2026-03-11"]}, "2026-03-12 00:00"),
        ("2026-03-28 23:00", {"zone": "Europe/Berlin", "work_from": 150, "work_until": 600}, "2026-03-29 03:00"),
        ("2026-04-23 12:00", {"zone": "Africa/Cairo", "days_off": ["2026-04-23"]}, "2026-04-24 01:00"),
    ],
)
def test_what_comes_when_nobody_works_waits_for_the_next_opening(at: str, settings: dict[str, Any], then: str) -> None:
    assert opens(at, **settings) == then


@pytest.mark.parametrize("code", ["XX", "", "DE-ZZ", "de", "UA-99", "-", "DE-BE-MITTE", "🇩🇪", "../etc", "D" * 500])
def test_a_country_that_nobody_knows_has_no_holidays(code: str) -> None:
    assert public_holidays(code, 2026) == frozenset()
    assert opens("2026-03-14 03:00", holidays_of=code) == "2026-03-14 03:00"


@pytest.mark.parametrize(
    "settings",
    [
        {"work_days": 0},
        {"work_days": 0b0000001, "days_off": [(date(2026, 1, 1) + timedelta(n)).isoformat() for n in range(900)]},
    ],
)
def test_a_desk_that_never_opens_holds_nothing_back(settings: dict[str, Any]) -> None:
    assert opens("2026-03-14 03:00", **settings) == "2026-03-14 03:00"


def test_a_day_off_is_a_weekday_a_holiday_or_one_chosen_by_hand() -> None:
    working = working_of(desk(work_days=WEEKDAYS, holidays_of="DE", days_off=["2026-03-10"]))
    off = [n for n in range(1, 32) if working.is_off(date(2026, 5, n))]
    assert off == [1, 2, 3, 9, 10, 14, 16, 17, 23, 24, 25, 30, 31]
    assert working.is_off(date(2026, 3, 10))
    assert not working.is_off(date(2026, 3, 11))


@given(of=desks, at=moments, later=st.integers(0, 400))
def test_the_next_working_moment_is_the_first_there_is(of: Desk, at: datetime, later: int) -> None:
    working = working_of(of)
    opening = working.next_working(at)
    assert at <= opening <= at + timedelta(days=DAYS_AHEAD + 1)
    assert working.next_working(opening) == opening, "an opening is a working moment"
    after = at + timedelta(hours=later)
    assert working.next_working(after) >= opening, "whoever asks later opens no earlier"
    if at < after < opening:
        assert working.next_working(after) == opening, "none lies between"
