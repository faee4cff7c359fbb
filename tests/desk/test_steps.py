"""The table of steps: what leads where, who may, and what is said to who may not."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.steps import (
    EVIDENCE_FOR,
    FINDINGS,
    RULES,
    Standing,
    State,
    Step,
    Verdict,
    Who,
    check,
    check_verdict,
    may,
    open_steps,
)
from bot.errors import Mistake, NotAllowed, NotUnderstood, Overtaken

FILER, CHECKER, PROPOSER, STRANGER = "U1", "U2", "U2", "U9"


def standing(state: str, person: str = CHECKER, **more: object) -> Standing:
    values: dict[str, object] = {
        "number": 12,
        "state": state,
        "person": person,
        "filed_by": FILER,
        "checker": None if state == State.NEW else CHECKER,
        "proposed_by": PROPOSER if state == State.REVIEW else None,
        "decides": False,
        "second_reader": True,
    }
    return Standing(**(values | more))  # type: ignore[arg-type]


# What is open in each state to a lead, who may do most.
OPEN_TO_A_LEAD = {
    State.NEW: {Step.TAKE, Step.PROPOSE, Step.HOLD, Step.SPLIT, Step.MERGE, Step.DISCARD},
    State.CHECKING: {
        Step.HAND_OVER,
        Step.RELEASE,
        Step.PROPOSE,
        Step.HOLD,
        Step.SPLIT,
        Step.MERGE,
        Step.DISCARD,
    },
    State.REVIEW: {Step.SIGN, Step.SEND_BACK, Step.MERGE, Step.DISCARD},
    State.HOLD: {Step.RESUME, Step.MERGE, Step.DISCARD},
    State.CLOSED: {Step.REOPEN, Step.MERGE},
    State.DISCARDED: {Step.RESTORE},
    State.MERGED: {Step.UNMERGE},
}


@pytest.mark.parametrize("state", State)
def test_what_is_open_in_each_state(state: State) -> None:
    assert set(open_steps(standing(state, "U5", decides=True))) == OPEN_TO_A_LEAD[state]


@pytest.mark.parametrize(
    ("step", "state", "person", "allowed"),
    [
        (Step.SIGN, State.REVIEW, PROPOSER, False),
        (Step.SIGN, State.REVIEW, STRANGER, True),
        (Step.SEND_BACK, State.REVIEW, PROPOSER, True),
        (Step.RELEASE, State.CHECKING, CHECKER, True),
        (Step.RELEASE, State.CHECKING, FILER, False),
        (Step.HAND_OVER, State.CHECKING, STRANGER, False),
        (Step.HOLD, State.CHECKING, STRANGER, False),
        (Step.HOLD, State.NEW, STRANGER, True),
        (Step.DISCARD, State.CHECKING, FILER, True),
        (Step.DISCARD, State.CHECKING, STRANGER, False),
        (Step.MERGE, State.CLOSED, STRANGER, False),
        (Step.REOPEN, State.CLOSED, STRANGER, True),
    ],
)
def test_who_may(step: Step, state: State, person: str, allowed: bool) -> None:
    assert may(standing(state, person), step) is allowed


def test_where_no_second_reader_is_asked_for_one_signs_ones_own() -> None:
    assert may(standing(State.REVIEW, PROPOSER, second_reader=False), Step.SIGN)


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_what_is_not_offered_is_refused_and_what_is_offered_is_not(state: State, step: Step) -> None:
    for person, decides in product((FILER, CHECKER, STRANGER), (True, False)):
        here = standing(state, person, decides=decides)
        if step in open_steps(here):
            check(here, step)
            continue
        with pytest.raises(Mistake) as refusal:
            check(here, step)
        assert "C-12" in refusal.value.sentence


def test_a_refusal_says_what_can_be_done_and_who_may() -> None:
    with pytest.raises(NotAllowed) as refusal:
        check(standing(State.CLOSED), Step.RELEASE)
    assert refusal.value.sentence == (
        "C-12 is closed, so nobody can release it. Nothing was changed. "
        "It can be reopened (by anybody), merged (by who filed it, its checker or a lead)."
    )


def test_what_was_set_aside_meanwhile_was_overtaken() -> None:
    with pytest.raises(Overtaken, match=r"C-12 was merged in the meantime, so nobody can take it\."):
        check(standing(State.MERGED), Step.TAKE)


def test_nobody_signs_their_own_and_is_offered_a_second_reader() -> None:
    with pytest.raises(NotAllowed) as refusal:
        check(standing(State.REVIEW, PROPOSER), Step.SIGN)
    assert refusal.value.sentence == (
        "You proposed this verdict, so someone else must sign it off. C-12 is still in review."
    )
    assert refusal.value.offer == ("ask to sign", 12)


@pytest.mark.parametrize(
    ("verdict", "sides", "note", "field"),
    [
        (Verdict.CONFIRMED, ["supports"], "", None),
        (Verdict.CONFIRMED, ["refutes", "gives context"], "x", "evidence"),
        (Verdict.FALSE, ["refutes"], "", None),
        (Verdict.FALSE, ["supports"], "x", "evidence"),
        (Verdict.MISLEADING, ["gives context"], "", None),
        (Verdict.MISLEADING, [], "x", "evidence"),
        (Verdict.UNPROVEN, [], "Nobody shows proof.", None),
        (Verdict.UNPROVEN, ["supports"], "", "note"),
        (Verdict.NOT_CHECKABLE, [], "", "note"),
        (Verdict.UNVERIFIED, ["supports"], "x", "verdict"),
        ("", [], "", "verdict"),
    ],
)
def test_what_a_verdict_needs(verdict: str, sides: list[str], note: str, field: str | None) -> None:
    if field is None:
        check_verdict(verdict, sides, note)
        return
    with pytest.raises(NotUnderstood) as refusal:
        check_verdict(verdict, sides, note)
    assert refusal.value.field == field
    assert refusal.value.unchanged == "Nothing was changed."


@given(st.sampled_from(FINDINGS), st.lists(st.sampled_from(["supports", "refutes", "gives context"])), st.text())
def test_a_verdict_is_never_without_evidence_and_without_a_note(verdict: Verdict, sides: list[str], note: str) -> None:
    try:
        check_verdict(verdict, sides, note)
    except NotUnderstood:
        return
    assert sides if verdict in EVIDENCE_FOR else note


def test_every_state_but_the_first_can_be_reached_and_every_one_can_be_left() -> None:
    reached = {end for rule in RULES.values() for end in rule.end}
    left = {start for rule in RULES.values() for start in rule.start}
    assert reached == set(State)
    assert left == set(State)
    assert {rule.who for rule in RULES.values()} == set(Who)
