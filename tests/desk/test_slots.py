from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.slots import latest_slot, next_slot, same_time_later

DAY = timedelta(days=1)
EVERY_DAY = 0b1111111
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
BEFORE_ALL = datetime(2025, 12, 28, tzinfo=UTC)
NAMES = sorted(available_timezones())

Change = tuple[int, timedelta | None]


def _changes(zone: ZoneInfo) -> Iterator[Change]:
    """The zone's offset at the start, then each change of the two years: (second, offset from then on)."""
    moment = int(BEFORE_ALL.timestamp())
    offset = datetime.fromtimestamp(moment, zone).utcoffset()
    yield moment, offset
    while moment < datetime(2028, 1, 4, tzinfo=UTC).timestamp():
        tomorrow = moment + 86400
        if datetime.fromtimestamp(tomorrow, zone).utcoffset() != offset:
            low, high = moment, tomorrow
            while high - low > 1:
                middle = (low + high) // 2
                same = datetime.fromtimestamp(middle, zone).utcoffset() == offset
                low, high = (middle, high) if same else (low, middle)
            offset = datetime.fromtimestamp(high, zone).utcoffset()
            yield high, offset
        moment = tomorrow


@pytest.fixture(scope="module")
def patterns() -> dict[tuple[Change, ...], list[str]]:
    """Every zone there is, those that change alike together, so that one of each can speak for all."""
    found: dict[tuple[Change, ...], list[str]] = {}
    for name in NAMES:
        found.setdefault(tuple(_changes(ZoneInfo(name))), []).append(name)
    return found


def test_the_patterns_cover_every_zone(patterns: dict[tuple[Change, ...], list[str]]) -> None:
    assert sum(map(len, patterns.values())) == len(NAMES) > 400
    assert sum(len(changes) > 1 for changes in patterns) > 10


@pytest.mark.parametrize("minute", [0, 30, 90, 150, 540, 1380, 1410])
def test_in_every_zone_each_local_date_of_two_years_has_one_slot(
    patterns: dict[tuple[Change, ...], list[str]], minute: int
) -> None:
    """Never twice for a local date, never skipped, and each at the first instant that shows the time or later."""
    for changes, names in patterns.items():
        zone = ZoneInfo(names[0])
        clock = f"{names[0]} at {minute // 60:02}:{minute % 60:02}"
        day, instant = next_slot(BEFORE_ALL, minute=minute, days=EVERY_DAY, zone=zone)
        while day < FIRST:
            day, instant = next_slot(instant, minute=minute, days=EVERY_DAY, zone=zone)
        expected = FIRST
        while expected <= LAST:
            assert day == expected, clock
            assert instant.tzinfo is UTC
            wanted = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
            since_change = [int(instant.timestamp()) - second for second, _ in changes[1:]]
            assert _shown(instant, zone) == wanted or (0 in since_change and _shown(instant, zone) > wanted), clock
            for earlier in (1, 1800, 3600, 7200) if any(0 <= s < 86400 for s in since_change) else (1,):
                assert _shown(instant - timedelta(seconds=earlier), zone) < wanted, clock
            expected += DAY
            day, instant = next_slot(instant, minute=minute, days=EVERY_DAY, zone=zone)


def _shown(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("zone", "day", "minute", "instant"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 150, "2026-03-29T01:00Z"),  # 02:30 is never shown: 03:00
        ("Europe/Berlin", date(2026, 10, 25), 150, "2026-10-25T00:30Z"),  # shown twice: the first
        ("Europe/Berlin", date(2026, 3, 30), 0, "2026-03-29T22:00Z"),  # where APScheduler's cron skips the day
        ("Africa/Cairo", date(2026, 4, 24), 0, "2026-04-23T22:00Z"),  # the day begins at 01:00
        ("America/Nuuk", date(2026, 3, 28), 1410, "2026-03-29T01:00Z"),  # 23:30 is skipped, the day ends at 23:00
        ("Australia/Lord_Howe", date(2026, 10, 4), 135, "2026-10-03T15:30Z"),  # half an hour's change
        ("Asia/Kathmandu", date(2026, 5, 1), 540, "2026-05-01T03:15Z"),
        ("Europe/Kyiv", date(2023, 5, 24), 540, "2023-05-24T06:00Z"),
    ],
)
def test_the_awkward_days(zone: str, day: date, minute: int, instant: str) -> None:
    due = datetime.fromisoformat(instant)
    for moment in (due - timedelta(microseconds=1), due - timedelta(hours=20)):
        assert next_slot(moment, minute=minute, days=EVERY_DAY, zone=ZoneInfo(zone)) == (day, due)
    assert latest_slot(due, minute=minute, days=EVERY_DAY, zone=ZoneInfo(zone)) == (day, due)


def test_a_clock_put_back_over_midnight_does_not_take_the_slot_back() -> None:
    """St. John's used to change at 00:01, to 23:01 of the day before."""
    zone, sunday = ZoneInfo("America/St_Johns"), date(2006, 10, 29)
    first_midnight = datetime(2006, 10, 29, 2, 30, tzinfo=UTC)
    evening_again = first_midnight + timedelta(minutes=15)
    assert evening_again.astimezone(zone).date() == sunday - DAY
    assert latest_slot(evening_again, minute=0, days=EVERY_DAY, zone=zone) == (sunday, first_midnight)
    assert next_slot(evening_again, minute=0, days=EVERY_DAY, zone=zone)[0] == sunday + DAY


@pytest.mark.parametrize("minute", [0, 540, 1439])
def test_a_date_that_a_zone_left_out_has_no_slot(minute: int) -> None:
    samoa = ZoneInfo("Pacific/Apia")
    day, instant = next_slot(datetime(2011, 12, 29, 9, 59, 30, tzinfo=UTC), minute=minute, days=EVERY_DAY, zone=samoa)
    assert day == date(2011, 12, 29)
    assert next_slot(instant, minute=minute, days=EVERY_DAY, zone=samoa)[0] == date(2011, 12, 31)
    assert same_time_later(instant, samoa) - instant == DAY
    fridays = 0b0010000
    assert next_slot(instant, minute=minute, days=fridays, zone=samoa)[0] == date(2012, 1, 6)
    found = latest_slot(datetime(2012, 1, 1, tzinfo=UTC), minute=minute, days=fridays, zone=samoa)
    assert found is not None
    assert found[0] == date(2011, 12, 23)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from(NAMES).map(ZoneInfo)
minutes = st.integers(0, 1439)


@given(after=moments, minute=minutes, days=st.integers(1, EVERY_DAY), zone=zones)
def test_the_next_slot_is_later_on_a_chosen_day_and_none_lies_between(
    after: datetime, minute: int, days: int, zone: ZoneInfo
) -> None:
    day, instant = next_slot(after, minute=minute, days=days, zone=zone)
    assert instant > after
    assert days >> day.weekday() & 1
    assert latest_slot(instant, minute=minute, days=days, zone=zone) == (day, instant)
    before = latest_slot(instant - timedelta(microseconds=1), minute=minute, days=days, zone=zone)
    assert before is not None
    assert before[1] <= after
    assert before[0] < day
    assert next_slot(before[1], minute=minute, days=days, zone=zone) == (day, instant)


@given(at=moments, zone=zones)
def test_a_reminder_comes_again_on_the_next_date_at_the_same_time_or_when_the_clock_has_passed_it(
    at: datetime, zone: ZoneInfo
) -> None:
    again = same_time_later(at, zone)
    wanted = _shown(at, zone) + DAY
    assert again.tzinfo is UTC
    assert timedelta(hours=22) <= again - at <= timedelta(hours=26)
    assert _shown(again, zone) >= wanted
    assert _shown(again - timedelta(microseconds=1), zone) < wanted


@pytest.mark.parametrize(
    ("at", "again"),
    [
        ("2026-03-28T01:30Z", "2026-03-29T01:00Z"),  # 02:30, then never shown: 03:00
        ("2026-03-27T09:00Z", "2026-03-28T09:00Z"),
        ("2026-03-28T09:00Z", "2026-03-29T08:00Z"),  # 10:00 stays 10:00
        ("2026-10-25T01:30Z", "2026-10-26T01:30Z"),  # from the second 02:30
        ("2026-10-24T00:30Z", "2026-10-25T00:30Z"),  # to the first 02:30
    ],
)
def test_a_reminder_keeps_its_local_time_over_a_change(at: str, again: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert same_time_later(datetime.fromisoformat(at), berlin) == datetime.fromisoformat(again)


def test_a_schedule_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        next_slot(BEFORE_ALL, minute=540, days=0, zone=ZoneInfo("UTC"))
    assert latest_slot(BEFORE_ALL, minute=540, days=0, zone=ZoneInfo("UTC")) is None
