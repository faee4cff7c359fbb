"""Whatever five people do to a desk's claims, in whatever order: only allowed steps happen, and nothing is lost.

Three hundred steps; `COUNTERCLAIM_STEPS=10000 pytest tests/desk/test_whole_life.py` takes ten thousand.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.desk.disputing import KINDS
from bot.desk.exhibits import SIDES
from bot.desk.outcomes import OUTCOMES
from bot.desk.replies import OUTCOMES as REPLIED
from bot.desk.steps import FINDINGS, Step
from tests.databases import Postgres
from tests.desk.newsroom_life import FOLLOWING, PEOPLE, SPEAKERS, NewsroomLife
from tests.desk.what_holds import check_chain
from tests.postgres import NO_POSTGRES, there_is_one

TERMS = ("", "on background", "off the record")
STEPS = int(os.environ.get("COUNTERCLAIM_STEPS", "300"))
CLAIMS_AT_MOST = 8
CHAIN_EVERY = 25  # steps
A_DESK = 60  # steps

people = st.sampled_from(PEOPLE)
which = st.integers(0, 999)
words = st.integers(0, 9)


class Desk(RuleBasedStateMachine):
    """Everything that anybody can try."""

    fresh: Callable[[], Path | str]  # where the next one lives
    seen: Counter[str] = Counter()  # noqa: RUF012  # hypothesis makes the desks; this is what all of them did

    def __init__(self) -> None:
        super().__init__()
        self.life = NewsroomLife(self.fresh())
        self.steps = 0

    @initialize()
    def once_through(self) -> None:
        self.life.once_through()

    def number(self, at: int) -> int:
        numbers = self.life.numbers()
        return numbers[at % len(numbers)]

    @rule(who=people, speaker=st.integers(0, len(SPEAKERS) - 1), words=words)
    def file(self, who: str, speaker: int, words: int) -> None:
        if len(self.life.numbers()) < CLAIMS_AT_MOST:
            self.life.file(who, speaker, words)

    @rule(who=people, at=which)
    def dispute(self, who: str, at: int) -> None:
        self.life.dispute(who, self.number(at))

    @rule(who=people, at=which, other=which)
    def dispute_with(self, who: str, at: int, other: int) -> None:
        self.life.dispute_with(who, self.number(at), self.number(other))

    @rule(who=people, at=which, words=words)
    def edit(self, who: str, at: int, words: int) -> None:
        self.life.edit(who, self.number(at), words)

    @rule(who=people, at=which, kind=st.sampled_from(KINDS))
    def edit_dispute(self, who: str, at: int, kind: str) -> None:
        self.life.edit_dispute(who, at, kind)

    @rule(who=people, at=which, outcome=st.sampled_from(OUTCOMES))
    def decide(self, who: str, at: int, outcome: str) -> None:
        self.life.decide(who, at, outcome)

    @rule(who=people, at=which, side=st.sampled_from(SIDES))
    def add_evidence(self, who: str, at: int, side: str) -> None:
        self.life.add_evidence(who, self.number(at), side)

    @rule(who=people, at=which)
    def take_back(self, who: str, at: int) -> None:
        self.life.take_back(who, at)

    @rule(who=people, at=which, terms=st.sampled_from(TERMS))
    def report(self, who: str, at: int, terms: str) -> None:
        self.life.report(who, self.number(at), terms)

    @rule(who=people, at=which)
    def ask(self, who: str, at: int) -> None:
        self.life.ask(who, self.number(at))

    @rule(who=people, at=which, outcome=st.sampled_from(REPLIED))
    def note_reply(self, who: str, at: int, outcome: str) -> None:
        self.life.note_reply(who, at, outcome)

    @rule(who=people, at=which, story=words)
    def use(self, who: str, at: int, story: int) -> None:
        self.life.use(who, self.number(at), story)

    @rule(who=people, at=which, how=st.sampled_from(FOLLOWING))
    def follow(self, who: str, at: int, how: Any) -> None:
        self.life.follow(who, self.number(at), how)

    @rule(who=people, at=which, other=which)
    def update(self, who: str, at: int, other: int) -> None:
        self.life.update(who, self.number(at), self.number(other))

    @rule(who=people, at=which)
    def undo_update(self, who: str, at: int) -> None:
        self.life.undo_update(who, self.number(at))

    @rule(who=people, at=which)
    def take(self, who: str, at: int) -> None:
        self.life.take(who, self.number(at))

    @rule(who=people, at=which)
    def release(self, who: str, at: int) -> None:
        self.life.release(who, self.number(at))

    @rule(who=people, at=which, to=people)
    def hand_over(self, who: str, at: int, to: str) -> None:
        self.life.hand_over(who, self.number(at), to)

    @rule(who=people, at=which, verdict=st.integers(0, len(FINDINGS) - 1), note=st.sampled_from(["", "Asked both."]))
    def propose(self, who: str, at: int, verdict: int, note: str) -> None:
        self.life.propose(who, self.number(at), verdict, note)

    @rule(who=people, at=which)
    def sign(self, who: str, at: int) -> None:
        self.life.sign(who, self.number(at))

    @rule(who=people, at=which)
    def send_back(self, who: str, at: int) -> None:
        self.life.send_back(who, self.number(at))

    @rule(who=people, at=which)
    def reopen(self, who: str, at: int) -> None:
        self.life.reopen(who, self.number(at))

    @rule(who=people, at=which, days=st.integers(-1, 3))
    def hold(self, who: str, at: int, days: int) -> None:
        self.life.hold(who, self.number(at), days)

    @rule(who=people, at=which)
    def resume(self, who: str, at: int) -> None:
        self.life.resume(who, self.number(at))

    @rule(who=people, at=which)
    def discard(self, who: str, at: int) -> None:
        self.life.discard(who, self.number(at))

    @rule(who=people, at=which)
    def restore(self, who: str, at: int) -> None:
        self.life.restore(who, self.number(at))

    @rule(who=people, at=which, words=words)
    def split(self, who: str, at: int, words: int) -> None:
        if len(self.life.numbers()) < CLAIMS_AT_MOST:
            self.life.split(who, self.number(at), words)

    @rule(who=people, at=which, into=which)
    def merge(self, who: str, at: int, into: int) -> None:
        self.life.merge(who, self.number(at), self.number(into))

    @rule(who=people, at=which, into=which)
    def merge_and_back(self, who: str, at: int, into: int) -> None:
        self.life.merge_and_back(who, self.number(at), self.number(into))

    @rule(who=people, at=which)
    def unmerge(self, who: str, at: int) -> None:
        self.life.unmerge(who, self.number(at))

    @rule(who=people, at=which, pick=which)
    def take_open_step(self, who: str, at: int, pick: int) -> None:
        self.life.take_open_step(who, self.number(at), pick)

    @rule(who=people, at=which, pick=which)
    def take_another_open_step(self, who: str, at: int, pick: int) -> None:
        self.life.take_open_step(who, self.number(at), pick)

    @rule(days=st.integers(1, 2))
    def pass_days(self, days: int) -> None:
        self.life.pass_days(days)

    @invariant()
    def holds(self) -> None:
        self.steps += 1
        self.life.check()
        if self.steps % CHAIN_EVERY == 0:
            check_chain(self.life.session)

    def teardown(self) -> None:
        check_chain(self.life.session)
        self.seen.update(self.life.done)
        self.life.close()


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
def test_whatever_five_people_do_only_allowed_steps_happen_and_nothing_is_lost(tmp_path: Path) -> None:
    live(lambda: tmp_path, STEPS)


@pytest.mark.skipif(not there_is_one(), reason=NO_POSTGRES)
@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
def test_the_same_goes_for_a_desk_on_postgresql(postgres: Postgres) -> None:
    with ExitStack() as databases:
        live(lambda: databases.enter_context(postgres.database(begun=True)).url, STEPS // 5)


def live(fresh: Callable[[], Path | str], steps: int) -> None:
    """Let desks live for so many steps together, each on a record of its own."""
    Desk.fresh, Desk.seen = staticmethod(fresh), Counter()
    run_state_machine_as_test(
        Desk,
        settings=settings(
            # Each desk leaves some rules out, as hypothesis has it: several desks try more than one long one.
            max_examples=max(2, 2 * steps // A_DESK),
            stateful_step_count=A_DESK,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {step for step in Step if step not in Desk.seen} == set(), "some step was never taken"
