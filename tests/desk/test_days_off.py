"""Days off by hand: what is read as which days, what is refused, and that what is shown reads back the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import holidays_of
from bot.desk.days_off import DAYS_AT_MOST, LINES_AT_MOST, TYPED_AT_MOST, days_from, folded, read_days_off, written
from bot.errors import NotUnderstood

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "reads"),
    [
        ("", ""),
        ("\n \n", ""),
        ("24 December", "2026-12-24"),
        ("24 Dec.", "2026-12-24"),
        ("December 24th, 2027", "2027-12-24"),
        ("24.12.2026", "2026-12-24"),
        ("1 January", "2027-01-01"),
        ("today\ntomorrow", "2026-11-24 to 2026-11-25"),
        ("29 February", "2028-02-29"),
        ("2026-12-24 to 2027-01-02", "2026-12-24 to 2027-01-02"),
        ("24 December to 2 January", "2026-12-24 to 2027-01-02"),
        ("24 December – 2 January 2027", "2026-12-24 to 2027-01-02"),
        ("24 December 2026 until 2 January", "2026-12-24 to 2027-01-02"),
        ("2026-12-24..2026-12-26", "2026-12-24 to 2026-12-26"),
        ("20 November to 26 November", "2026-11-24 to 2026-11-26"),
        ("2 May 2026", ""),
        ("2026-12-26\n2026-12-24,\n2026-12-25;", "2026-12-24 to 2026-12-26"),
        ("2026-12-24\n2026-12-24 to 2026-12-24", "2026-12-24"),
    ],
)
def test_what_is_typed_is_read_as_days_to_come(typed: str, reads: str) -> None:
    days = read_days_off(typed, TODAY)
    assert written(days_from(days, TODAY)) == reads


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Christmas", "“Christmas” is no date."),
        ("2026-02-30", "“2026-02-30” is no date."),
        ("31 April", "“31 April” is no date."),
        ("32 December", "“32 December” is no date."),
        ("about 24 December", "“about 24 December” is no date."),
        ("24 December 10:00", "“24 December 10:00” is no date."),
        ("1 to 2 to 3", "“1 to 2 to 3” is no date."),
        ("2026-12-24 to", "“2026-12-24 to” is no date."),
        ("24 December\nno idea", "“no idea” is no date."),
        ("2026-12-29 to 2026-12-27", "In “2026-12-29 to 2026-12-27” the last day comes before the first."),
        ("2026-12-24 to 2028-12-24", "“2026-12-24 to 2028-12-24” is more than a year."),
        ("x" * 500, f"“{'x' * 39}…” is no date."),
    ],
)
def test_what_is_no_day_is_named_with_a_right_example(typed: str, says: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_days_off(typed, TODAY)
    assert refusal.value.sentence == (
        f"{says} Nothing was changed. Write one a line, for example: 24 December, or 2026-12-24 to 2027-01-02."
    )
    assert refusal.value.field == "days_off"


def test_a_control_character_is_named() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_days_off("24 December\x07", TODAY)
    assert "control character" in refusal.value.sentence
    assert refusal.value.field == "days_off"


def test_too_many_days_and_too_many_lines_are_refused() -> None:
    every_other = "\n".join(str(TODAY + timedelta(days=2 * number)) for number in range(LINES_AT_MOST + 1))
    with pytest.raises(NotUnderstood, match=f"{LINES_AT_MOST + 1} lines are too many: {LINES_AT_MOST} lines fit"):
        read_days_off(every_other, TODAY)
    with pytest.raises(NotUnderstood, match="367 days are too many: 366 days fit"):
        read_days_off("2026-12-24 to 2027-12-24\n2027-12-26", TODAY)
    assert len(read_days_off("2026-12-24 to 2027-12-24", TODAY)) == DAYS_AT_MOST


@given(st.sets(st.integers(0, 400), max_size=DAYS_AT_MOST))
def test_what_is_shown_reads_back_the_same_and_fits_its_field(ahead: set[int]) -> None:
    days = [TODAY + timedelta(days=each) for each in sorted(ahead)]
    shown = written(days)
    if len(folded(days)) > LINES_AT_MOST:
        return
    assert len(shown) <= TYPED_AT_MOST
    assert read_days_off(shown, TODAY) == tuple(day.isoformat() for day in days)


@pytest.mark.parametrize(
    ("place", "name", "coming"),
    [
        ("DE-BE", "Germany, Berlin", (date(2026, 12, 25), "Christmas Day")),
        ("GB-SCT", "United Kingdom, Scotland", (date(2026, 11, 30), "Saint Andrew's Day")),
        ("IM", "Isle of Man", (date(2026, 12, 25), "Christmas Day")),
        ("UA", "Ukraine", None),  # suspended by martial law
        ("XX", "XX", None),
        ("DE-ZZ", "DE-ZZ", None),
    ],
)
def test_a_place_has_a_name_and_a_next_holiday(place: str, name: str, coming: tuple[date, str] | None) -> None:
    assert holidays_of.name_of(place) == name
    assert holidays_of.next_holiday(place, TODAY) == coming
    assert holidays_of.is_known(place) == (name != place)


def test_places_are_found_by_name_and_by_code_countries_first() -> None:
    assert holidays_of.places_like("germany", 3) == ["DE", "DE-Augsburg", "DE-BW"]
    assert holidays_of.places_like("de-be", 3) == ["DE-BE"]
    assert holidays_of.places_like("nowhere", 3) == []


@pytest.mark.parametrize(
    ("typed", "first"), [("de", "DE"), ("uk", "GB"), ("USA", "US"), ("geo", "GE"), ("india", "IN")]
)
def test_the_country_that_was_meant_comes_first(typed: str, first: str) -> None:
    assert holidays_of.places_like(typed, 5)[0] == first
