"""A desk over two years: no local date has two digests, none is skipped, no claim is reminded of too often."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk.scheduling import APART
from bot.rhythm.reminding import TOGETHER
from tests.rhythm.desk_life import START, DeskLife
from tests.rhythm.desk_over_time import DeskOverTime, desk_over_time, file

TWO_YEARS = timedelta(days=730)
DAY = timedelta(days=1)
EVERY_DAY = 0b1111111
WEEKDAYS = 0b0011111
ZONES = ["Europe/Kyiv", "America/New_York", "Pacific/Apia", "Africa/Cairo", "Australia/Lord_Howe", "America/Santiago"]
AWKWARD = [0, 30, 90, 150, 540, 1410]  # minutes after local midnight: where clocks change, and the usual hour


def next_chosen(after: date, days: int) -> date:
    day = after + DAY
    while not days >> day.weekday() & 1:
        day += DAY
    return day


@pytest.mark.parametrize(("zone", "minute", "days"), [(ZONES[0], 150, EVERY_DAY), (ZONES[3], 30, WEEKDAYS)])
def test_each_chosen_local_date_of_two_years_has_its_digest(tmp_path: Path, zone: str, minute: int, days: int) -> None:
    with desk_over_time(tmp_path, START) as desk:
        desk.open(zone=zone, minute=minute, days=days)
        expected = desk.digest.day or date.min
        while desk.now < START + TWO_YEARS:
            desk.now = desk.digest.at + timedelta(seconds=desk.digest.at.day)
            assert desk.tick()[0] == [expected]
            assert desk.tick() == ([], [])
            assert desk.now.astimezone(ZoneInfo(zone)).date() == expected
            expected = next_chosen(expected, days)


class Years:
    """Two years of a desk at which anything happens: downtime, new settings, a clock set back."""

    def __init__(self, desk: DeskOverTime, chance: random.Random) -> None:
        self.desk, self.chance = desk, chance
        self.sent: list[date] = []
        self.zone, self.minute, self.days = chance.choice(ZONES), chance.choice(AWKWARD), EVERY_DAY
        desk.open(zone=self.zone, minute=self.minute, days=self.days)

    def step(self) -> None:
        what = self.chance.random()
        if what < 0.08:
            self.down()
        elif what < 0.2:
            self.new_settings()
        elif what < 0.25:
            self.set_back()
        else:
            self.on_time()

    def on_time(self) -> None:
        """The next digest comes on the date it was said to, and the one after it is the next chosen date."""
        wanted = self.desk.digest.day
        self.desk.now = max(self.desk.now, self.desk.digest.at + timedelta(seconds=self.chance.random() * 30))
        digests, _ = self.desk.tick()
        assert digests == [wanted]
        self.sent += digests
        assert self.desk.digest.day == next_chosen(self.sent[-1], self.days)

    def down(self) -> None:
        self.desk.later(days=self.chance.random() * 9)
        was_due = self.desk.digest.at <= self.desk.now
        digests, _ = self.desk.tick()
        assert len(digests) == was_due, "of several missed ones only the last is sent"
        self.sent += digests
        self.nothing_is_due()

    def new_settings(self) -> None:
        self.desk.later(minutes=self.chance.random() * 600)
        self.sent += self.desk.tick()[0]
        self.zone, self.minute = self.chance.choice(ZONES), self.chance.choice(AWKWARD)
        self.days = self.chance.choice([EVERY_DAY, WEEKDAYS, 0b1000100])
        self.desk.set(zone=self.zone, minute=self.minute, days=self.days)
        self.nothing_is_due()

    def set_back(self) -> None:
        self.desk.later(hours=-self.chance.random() * 50)
        assert self.desk.tick()[0] == []

    def nothing_is_due(self) -> None:
        assert self.desk.digest.at > self.desk.now
        assert self.desk.tick()[0] == []


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=True))
def test_whatever_happens_in_two_years_no_local_date_has_two_digests(tmp_path: Path, chance: random.Random) -> None:
    with desk_over_time(tmp_path, START) as desk:
        years = Years(desk, chance)
        while desk.now < START + TWO_YEARS:
            years.step()
        assert years.sent == sorted(set(years.sent))
        assert len(years.sent) > 100


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=True))
def test_every_claim_is_reminded_of_so_often_and_then_never_again(tmp_path: Path, chance: random.Random) -> None:
    with desk_over_time(tmp_path, START) as desk:
        desk.open(zone=chance.choice(ZONES))
        told: defaultdict[str, list[tuple[datetime, int]]] = defaultdict(list)
        while (at := desk.next_reminder()) is not None:
            desk.now = max(desk.now, at + timedelta(seconds=chance.random() * 30))
            if chance.random() < 0.1:
                desk.later(days=chance.random() * 5)
            for reminder in desk.tick()[1]:
                for claim, nth in reminder.items():
                    told[claim].append((desk.now, nth))
            if len(told) < 30:
                desk.later(minutes=chance.random() * 2000)
                file(desk.session, desk.now)
    assert len(told) >= 30
    for times in told.values():
        assert [nth for _, nth in times] == list(range(1, 5))
        moments = [moment for moment, _ in times]
        assert min(later - earlier for earlier, later in pairwise(moments)) >= APART - TOGETHER


@settings(max_examples=1, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=True))
def test_two_years_of_a_desks_life_tell_everything_once(tmp_path: Path, chance: random.Random) -> None:
    """Across holidays, clock changes, settings changes, downtime, takes and snoozes."""
    live(tmp_path, chance, TWO_YEARS)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=True))
def test_so_do_three_months_of_any_other(tmp_path: Path, chance: random.Random) -> None:
    live(tmp_path, chance, timedelta(days=90))


def live(folder: Path, chance: random.Random, time: timedelta) -> None:
    with desk_over_time(folder, START) as desk:
        life = DeskLife(desk, chance)
        life.open()
        while desk.now < START + time:
            life.step()
        assert len(life.digests) > time.days / 20
        while desk.next_reminder() is not None:  # nothing more happens: all that is owed comes
            life.on_time()
        assert life.ended == set(life.claims), "each was told of in the end"
