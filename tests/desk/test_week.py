"""Eight weeks counted back from the history equal what was counted when each week ended, whatever happened since."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.desk.disputing import KINDS
from bot.desk.history import What
from bot.desk.outcomes import OUTCOMES
from bot.desk.week import AGES, WEEKS, Week, compile_weeks, picture_due
from store.desks import desk_by_id
from store.digests import Remit, contested_at, unverified_at
from store.tables import Claim, Desk, Event
from tests.desk.asking import LEAD, REPORTER
from tests.desk.newsroom_life import PEOPLE, NewsroomLife
from tests.desk.reading import NOW

LIVED = WEEKS + 2
ACTS = 10  # a week
REMIT = Remit(1, 1, within=True)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happened_each_week_is_counted_as_it_was(tmp_path: Path, seed: int) -> None:
    life, chance = NewsroomLife(tmp_path), random.Random(seed)  # noqa: S311 - nothing is kept secret with it
    life.once_through()
    lived: list[Week] = []
    for nth in range(1, LIVED + 1):
        begin, end = NOW + timedelta(weeks=nth - 1), NOW + timedelta(weeks=nth)
        for _ in range(ACTS):
            life.now = min(life.now + timedelta(hours=chance.randrange(6)), end - timedelta(minutes=30))
            act(life, chance)
        life.now = end
        lived.append(counted(life, begin, end))
    for _ in range(ACTS):  # what happens later changes nothing
        act(life, chance)
    compiled = compile_weeks(life.session, desk_by_id(life.session, 1), at=NOW + timedelta(weeks=LIVED), within=True)
    assert list(compiled.weeks) == lived[-WEEKS:]
    assert compiled.open == lived[-1].unverified
    assert len({week.contested for week in lived}) > 1
    life.close()


def test_disputes_that_went_along_with_a_merge_are_where_they_were_each_week(tmp_path: Path) -> None:
    life = NewsroomLife(tmp_path)
    for words in (2, 3, 4):
        life.file(REPORTER, 0, words)
    lived: list[int] = []

    def end_week() -> None:
        lived.append(len(contested_at(life.session, REMIT)))
        life.now = NOW + timedelta(weeks=len(lived), minutes=1)

    life.dispute_with(REPORTER, 1, 3)
    life.now = NOW + timedelta(weeks=1) - timedelta(minutes=1)
    end_week()
    life.merge(LEAD, 1, 2)  # C-2 is contested instead
    end_week()
    life.unmerge(LEAD, 1)
    life.dispute_with(REPORTER, 2, 4)
    end_week()
    life.merge(LEAD, 1, 2)
    end_week()
    for number in (3, 4):
        life.discard(LEAD, number)  # nothing contests any more
    end_week()
    assert lived == [1, 1, 2, 1, 0]
    compiled = compile_weeks(
        life.session, desk_by_id(life.session, 1), at=NOW + timedelta(weeks=len(lived)), within=True
    )
    assert [week.contested for week in compiled.weeks[-len(lived) :]] == lived
    life.close()


def act(life: NewsroomLife, chance: random.Random) -> None:
    """One of the things that change what is counted, or anything that is offered."""
    who, number, which = chance.choice(PEOPLE), chance.choice(life.numbers()), chance.randrange(1000)
    acts: list[Callable[[], None]] = [
        lambda: life.file(who, which % 3, which),
        lambda: life.dispute(who, number),
        lambda: life.dispute_with(who, number, chance.choice(life.numbers())),
        lambda: life.edit_dispute(who, which, chance.choice(KINDS)),
        lambda: life.decide(who, which, chance.choice(OUTCOMES)),
        *[lambda: life.take_open_step(who, number, which)] * 4,
        lambda: life.merge(who, number, chance.choice(life.numbers())),
    ]
    chance.choice(acts)()


def counted(life: NewsroomLife, begin: datetime, end: datetime) -> Week:
    """A week counted at its end, from the columns as they stand then."""
    session = life.session
    filed = session.exec(select(Claim.id).where(col(Claim.filed_at) > begin, col(Claim.filed_at) <= end)).all()
    ruled = session.exec(
        select(Event.claim_id)
        .where(col(Event.what).in_((What.SETTLED, What.CORRECTED)), col(Event.at) > begin, col(Event.at) <= end)
        .distinct()
    ).all()
    unverified = unverified_at(session, REMIT, limit=1)[1]
    return Week(end.date(), len(filed), len(ruled), len(contested_at(session, REMIT)), unverified)


def test_open_claims_are_told_by_their_age(tmp_path: Path) -> None:
    life = NewsroomLife(tmp_path)
    at = life.now
    for hours in (2, 30, 24 * 5, 24 * 20, 24 * 40):
        life.now = at - timedelta(hours=hours)
        life.file(PEOPLE[0], 0, hours)
    weeks = compile_weeks(life.session, desk_by_id(life.session, 1), at=at + timedelta(minutes=1), within=True)
    assert dict(weeks.ages) == dict(zip((name for name, _ in AGES), (2, 1, 1, 1, 1), strict=True))
    life.close()


def test_what_is_restricted_is_counted_in_the_desks_own_channel_only(tmp_path: Path) -> None:
    life = NewsroomLife(tmp_path)
    life.file(PEOPLE[0], 0, 7)
    life.dispute_with(PEOPLE[1], 2, 1)
    claim = life.claim(2)
    claim.restricted = True
    life.session.add(claim)
    life.session.flush()
    at, desk = life.now + timedelta(minutes=1), desk_by_id(life.session, 1)
    within, outside = (compile_weeks(life.session, desk, at=at, within=within).weeks[-1] for within in (True, False))
    assert (within.filed, within.contested, within.unverified) == (2, 1, 2)
    assert (outside.filed, outside.contested, outside.unverified) == (1, 0, 1)
    life.close()


def test_an_empty_desk_has_eight_empty_weeks(tmp_path: Path) -> None:
    life = NewsroomLife(tmp_path)
    weeks = compile_weeks(life.session, desk_by_id(life.session, 1), at=NOW - timedelta(days=1), within=True)
    assert len(weeks.weeks) == WEEKS
    assert {(week.filed, week.settled, week.contested, week.unverified) for week in weeks.weeks} == {(0, 0, 0, 0)}
    life.close()


@pytest.mark.parametrize(
    ("asked", "day", "before", "due"),
    [
        (None, date(2023, 5, 24), date(2023, 5, 23), False),
        (2, date(2023, 5, 24), date(2023, 5, 23), True),
        (2, date(2023, 5, 24), None, True),
        (2, date(2023, 5, 25), date(2023, 5, 24), False),
        (2, date(2023, 5, 26), date(2023, 5, 23), True),  # Wednesday had no digest
        (2, date(2023, 5, 26), None, False),
        (6, date(2023, 5, 22), date(2023, 5, 19), True),  # nobody is there on Sundays
        (6, date(2023, 5, 23), date(2023, 5, 22), False),
    ],
)
def test_the_picture_comes_with_the_digest_of_its_weekday_or_the_next_there_is(
    asked: int | None, day: date, before: date | None, due: bool
) -> None:
    desk = Desk(workspace_id=1, kind="public", channel="C1", opened_at=NOW, picture_day=asked)
    assert picture_due(desk, day, before) is due
