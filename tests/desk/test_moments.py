"""Dates as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.moments import Moment, find_moment, instant, parse_moment, write_day
from bot.errors import NotUnderstood
from tests.desk.reading import KYIV, NOW


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2023-05-23", date(2023, 5, 23)),
        ("23 May", date(2023, 5, 23)),
        ("23 may", date(2023, 5, 23)),
        ("23rd of May 2023", date(2023, 5, 23)),
        ("May 23", date(2023, 5, 23)),
        ("May 22nd, 2022", date(2022, 5, 22)),
        ("24 June", date(2022, 6, 24)),  # this year's is still to come
        ("29 Feb", date(2020, 2, 29)),  # the last leap year
        ("3 Sept.", date(2022, 9, 3)),
        ("1 September 1939", date(1939, 9, 1)),
        ("22.05.2023", date(2023, 5, 22)),
        ("yesterday", date(2023, 5, 22)),
        ("Today", date(2023, 5, 23)),
        ("on 22 May", date(2023, 5, 22)),
    ],
)
def test_a_day(words: str, day: date) -> None:
    assert parse_moment(words, NOW, KYIV) == Moment(at=None, day=day)


@pytest.mark.parametrize(
    ("words", "utc"),
    [
        ("2023-05-23 10:40", "2023-05-23 07:40"),
        ("2023-05-23T10:40", "2023-05-23 07:40"),
        ("23 May, 10:40", "2023-05-23 07:40"),
        ("23 May 2022 at 10:40", "2022-05-23 07:40"),
        ("yesterday 10:40", "2023-05-22 07:40"),
        ("10:40 on 22 May", "2023-05-22 07:40"),
        ("10:40 today", "2023-05-23 07:40"),
        ("yesterday 10:40 pm", "2023-05-22 19:40"),
        ("yesterday 12:05am", "2023-05-21 21:05"),
        ("yesterday 10:40 UTC", "2023-05-22 10:40"),
        ("1 January 2023 00:30", "2022-12-31 22:30"),
        ("today 15:00", "2023-05-23 12:00"),
    ],
)
def test_a_minute_in_the_persons_zone(words: str, utc: str) -> None:
    assert parse_moment(words, NOW, KYIV) == Moment(at=datetime.fromisoformat(utc).replace(tzinfo=UTC), day=None)


def test_about_is_kept() -> None:
    assert parse_moment("about 22 May", NOW, KYIV) == Moment(None, date(2023, 5, 22), about=True)
    assert parse_moment("~22 May", NOW, KYIV) == Moment(None, date(2023, 5, 22), about=True)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("1 January 2999", "1 January 2999 is in the future."),
        ("tomorrow", "24 May 2023 is in the future."),
        ("24 May", "24 May 2023 is in the future."),
        ("20 June", "20 June 2023 is in the future."),
        ("today 15:01", "23 May 2023, 15:01 is in the future."),
        ("23 May 23:59", "23 May 2023, 23:59 is in the future."),
        ("9999-12-31 23:59", "31 December 9999, 23:59 is in the future."),
        ("31 February", "31 February is no date."),
        ("2023-02-29", "2023-02-29 is no date."),
        ("0000-01-01", "0000-01-01 is no date."),
        ("0001-01-01 00:30", "0001-01-01 00:30 is no date."),
        ("yesterday 25:00", "Yesterday 25:00 is no date."),
        ("yesterday 13:00 pm", "Yesterday 13:00 pm is no date."),
        ("soon", "Soon is no date."),
        ("10:40", "10:40 is no date."),
        ("May 2023", "May 2023 is no date."),
        ("23/05/2023", "23/05/2023 is no date."),
        ("23 May in Kyiv", "23 May in Kyiv is no date."),
        ("", "`said` names no date."),
    ],
)
def test_what_is_no_date_or_is_to_come_is_refused(words: str, what: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        parse_moment(words, NOW, KYIV)
    assert refusal.value.sentence == (
        f"{what} Nothing was filed. Write `said 23 May`, `said yesterday` or `said 2023-05-23 10:40`, or leave it out."
    )


def test_the_end_of_time_is_in_the_future_everywhere() -> None:
    for zone in ("America/New_York", "Pacific/Auckland"):
        with pytest.raises(NotUnderstood, match="is in the future"):
            parse_moment("9999-12-31 23:59", NOW, ZoneInfo(zone))


def test_today_is_the_persons_today() -> None:
    late = datetime(2023, 5, 23, 22, 30, tzinfo=UTC)
    assert parse_moment("today", late, KYIV).day == date(2023, 5, 24)
    assert parse_moment("today", late, ZoneInfo("America/New_York")).day == date(2023, 5, 23)


def test_the_longest_beginning_is_taken() -> None:
    assert find_moment(["22", "May", "10:40", "via", "WION"], NOW, KYIV) == (
        Moment(datetime(2023, 5, 22, 7, 40, tzinfo=UTC), None),
        3,
    )
    assert find_moment(["22", "May,", "2023,", "#tag"], NOW, KYIV) == (Moment(None, date(2023, 5, 22)), 3)
    assert find_moment(["yesterdays", "news"], NOW, KYIV) is None
    assert find_moment([], NOW, KYIV) is None


def test_of_a_time_that_comes_twice_the_first_of_one_left_out_the_next() -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC)
    assert parse_moment("2023-10-29 03:30", now, KYIV).at == datetime(2023, 10, 29, 0, 30, tzinfo=UTC)
    assert parse_moment("2023-03-26 03:30", now, KYIV).at == datetime(2023, 3, 26, 1, 0, tzinfo=UTC)
    # Samoa left out a whole day.
    assert instant(datetime.fromisoformat("2011-12-30T12:00"), ZoneInfo("Pacific/Apia")) == datetime(
        2011, 12, 30, 10, 0, tzinfo=UTC
    )


@given(
    st.datetimes(datetime.fromisoformat("1970-01-02"), datetime.fromisoformat("2037-12-31")),
    st.sampled_from(["Europe/Kyiv", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"]),
)
def test_a_local_time_comes_back_as_it_was_or_as_the_end_of_its_gap(local: datetime, name: str) -> None:
    zone, local = ZoneInfo(name), local.replace(microsecond=0, fold=0)
    at = instant(local, zone)
    back = at.astimezone(zone).replace(tzinfo=None)
    assert back == local or (local < back <= local + timedelta(hours=1) and at.second == 0)


@given(st.dates(date(1900, 1, 1), date(2023, 5, 23)), st.sampled_from(["", "T10:40", " 10:40"]))
def test_every_day_so_far_can_be_typed(day: date, clock: str) -> None:
    now = NOW + timedelta(hours=9)
    for words in (f"{day:%Y-%m-%d}{clock}", f"{write_day(day)}{clock}", f"{day:%d.%m.%Y}{clock}"):
        moment = parse_moment(words, now, KYIV)
        assert (moment.at.astimezone(KYIV).date() if moment.at else moment.day) == day
