"""Origins: five reports may be one origin, and the card must not count five."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.origins import origins_of

Reports = list[tuple[str, str | None]]


@pytest.mark.parametrize(
    ("reports", "origins"),
    [
        pytest.param([], [], id="nobody reported it"),
        pytest.param([("WION", None)], ["WION"], id="an outlet's own report"),
        pytest.param([("WION", None), ("BBC", None)], ["WION", "BBC"], id="two outlets, each by itself"),
        pytest.param([("WION", None), ("WION", None)], ["WION"], id="one outlet twice"),
        pytest.param([("WION", "Reuters")], ["Reuters"], id="the source that is credited"),
        pytest.param([("WION", "Reuters"), ("BBC", "Reuters")], ["Reuters"], id="two outlets, one source"),
        pytest.param([("WION", "Reuters"), ("Reuters", None)], ["Reuters"], id="the source itself, too"),
        pytest.param([("WION", "Reuters"), ("Reuters", "TASS")], ["TASS"], id="a chain ends where it ends"),
        pytest.param([("Reuters", "TASS"), ("WION", "Reuters")], ["TASS"], id="in whatever order it was filed"),
        pytest.param([("A", "B"), ("B", "C"), ("C", "D"), ("D", None)], ["D"], id="a long chain"),
        pytest.param([("WION", "Reuters"), ("BBC", "AFP")], ["Reuters", "AFP"], id="two sources"),
        pytest.param([("A", "B"), ("B", "C"), ("B", "D")], ["C", "D"], id="a source that credits two"),
        pytest.param([("A", "B"), ("B", None), ("B", "C")], ["B", "C"], id="a source that also saw it itself"),
        pytest.param([("A", "A")], ["A"], id="an outlet that credits itself"),
        pytest.param([("A", "B"), ("B", "A")], ["B"], id="two that credit each other are one"),
        pytest.param([("A", "B"), ("B", "C"), ("C", "A"), ("D", "A")], ["B"], id="a circle, and one who believes it"),
        pytest.param([("A", "B"), ("B", "A"), ("B", "C")], ["C"], id="a circle with a way out"),
        pytest.param([("A", "B"), ("B", "A"), ("A", None)], ["A"], id="a circle one of which saw it itself"),
        pytest.param([("A", "B"), ("B", "A"), ("C", "D"), ("D", "C")], ["B", "D"], id="two circles"),
        pytest.param([("A", "B"), ("B", "A"), ("E", "F"), ("F", None)], ["F", "B"], id="a circle beside a source"),
    ],
)
def test_what_reports_lead_back_to(reports: Reports, origins: list[str]) -> None:
    assert origins_of(reports) == origins


names = st.sampled_from("ABCDEF")
any_reports = st.lists(st.tuples(names, st.one_of(st.none(), names)), max_size=12)


@given(any_reports)
def test_there_are_never_more_origins_than_reports_and_never_none(reports: Reports) -> None:
    found = origins_of(reports)
    assert len(found) == len(set(found)) <= len(reports)
    assert bool(found) == bool(reports)


@given(any_reports, st.randoms(use_true_random=False))
def test_the_order_in_which_they_were_filed_does_not_change_the_count(reports: Reports, chance: random.Random) -> None:
    assert len(origins_of(chance.sample(reports, len(reports)))) == len(origins_of(reports))


@given(any_reports, names)
def test_one_more_outlet_that_credits_a_known_name_is_no_further_origin(reports: Reports, credited: str) -> None:
    known = {name for pair in reports for name in pair}
    more = origins_of([*reports, ("a newcomer", credited)])
    assert len(more) == len(origins_of(reports)) + (credited not in known)


@given(any_reports)
def test_whoever_saw_it_themselves_is_an_origin(reports: Reports) -> None:
    own = {outlet for outlet, origin in reports if origin in (None, outlet)}
    assert own <= set(origins_of(reports))


def test_a_chain_of_a_thousand_ends_at_its_end() -> None:
    assert origins_of([(f"outlet {n}", f"outlet {n + 1}") for n in range(1_000)]) == ["outlet 1000"]
