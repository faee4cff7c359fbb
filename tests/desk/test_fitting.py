"""A form holds the first reports that fit; the others stay on file, whatever it says when it is sent in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.fitting import fitting, with_the_rest
from bot.desk.limits import REPORTS, REPORTS_TOGETHER
from store.dossiers import Carried


def report(number: int, length: int = 30) -> Carried:
    return Carried("WION", f"https://example.org/{number}".ljust(length, "a"), None, id=number)


@pytest.mark.parametrize(
    ("lengths", "fit"),
    [([], 0), ([30], 1), ([30] * 10, 10), ([30] * 11, 10), ([30] * 40, 10), ([2_000, 2_000], 1), ([700] * 5, 4)],
)
def test_the_first_that_fit_are_shown(lengths: list[int], fit: int) -> None:
    reports = [report(number, length) for number, length in enumerate(lengths)]
    assert list(fitting(reports)) == reports[:fit]


def test_a_form_that_showed_all_says_all() -> None:
    assert with_the_rest([report(1)], [report(1), report(2)], None) == [report(1)]


@given(st.lists(st.integers(30, 2_000), max_size=30), st.sets(st.integers(0, 40)), st.integers(0, 5))
def test_nothing_that_was_not_shown_is_lost(lengths: list[int], taken_out: set[int], added: int) -> None:
    on_file = [report(number, length) for number, length in enumerate(lengths)]
    shown = fitting(on_file)
    assert len(shown) <= REPORTS
    assert sum(len(each.link or "") for each in shown) <= REPORTS_TOGETHER
    later = [*on_file, *(report(1_000 + number) for number in range(added))]
    said = [each for each in shown if each.id not in taken_out]
    kept = with_the_rest(list(said), later, [each.id or 0 for each in shown])
    assert {each.id for each in kept} == {each.id for each in later} - {
        each.id for each in shown if each.id in taken_out
    }
