"""What a lead must decide stands first in a digest, and what has been contested longest before what is as pressing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.deciding import decide_first, newly
from store.digests import Contested

NOW = datetime(2023, 5, 24, 6, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)


def contested(number: int, **more: Any) -> Contested:
    values: dict[str, Any] = {
        "claim_id": number,
        "number": number,
        "state": "checking",
        "verdict": "unverified",
        "priority": "normal",
        "checker": "U2",
        "disputes": 1,
        "since": NOW - timedelta(days=10),
        "shaken": False,
    }
    return Contested(**(values | more))


# From the most pressing to the least.
PRESSING: tuple[dict[str, Any], ...] = (
    {"verdict": "confirmed", "shaken": True, "state": "closed"},
    {"verdict": "confirmed", "state": "closed"},
    {"verdict": "false", "shaken": True, "state": "closed"},
    {"verdict": "false", "state": "closed"},
    {"state": "review"},
    {"priority": "urgent", "since": NOW, "checker": None},
    {"priority": "urgent"},
    {"since": NOW, "checker": None},
    {"since": NOW},
    {"checker": None},
    {"since": NOW - timedelta(days=12)},
    {},
    {"since": NOW - timedelta(days=9)},
)


@given(st.permutations(range(len(PRESSING))))
def test_the_most_pressing_stands_first(order: list[int]) -> None:
    found = decide_first([contested(100 - at, **PRESSING[at]) for at in order], YESTERDAY)
    assert [100 - claim.number for claim in found] == list(range(len(PRESSING)))


def test_of_two_that_are_alike_the_older_reference_comes_first() -> None:
    assert [claim.number for claim in decide_first([contested(9), contested(3)], YESTERDAY)] == [3, 9]


def test_without_a_digest_before_everything_is_new() -> None:
    assert newly(contested(1), None)
    assert not newly(contested(1), YESTERDAY)
    assert newly(contested(1, since=NOW), YESTERDAY)
