"""A desk at which everything happens, year in, year out, and what must be true of what it is told.

Claims are filed, taken, released and snoozed; settings change, the bot is down, the clock is set back, its checker
changes how she is reminded. Each tick is held against what the desk's settings say.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.scheduling import AFTER_CLOSING, Reminded
from bot.desk.slots import slot_on
from bot.desk.snoozing import Snooze
from bot.desk.working import working_of
from store import due
from store.claims import claims_by_numbers
from store.tables import Person
from store.workspaces import find_person
from tests.rhythm.desk_over_time import CHEN, DeskOverTime, file

DAY = timedelta(days=1)
START = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
ZONES = ["Europe/Kyiv", "America/New_York", "Pacific/Apia", "Africa/Cairo", "Australia/Lord_Howe", "America/Santiago"]
MINUTES = [0, 30, 90, 150, 540, 1080, 1410]  # after local midnight: where clocks change, and the usual hours
SETTINGS: dict[str, list[Any]] = {
    "zone": ZONES,
    "digest_minute": MINUTES,
    "digest_days": [0b1111111, 0b0011111, 0b1000100, 0b0100000],
    "patience": [60, 240, 1440, 4320],
    "remind_every": [240, 480, 1440, 2880, 10080],
    "remind_times": [1, 2, 3, 5],
    "tell_at_last": [[], ["U9"]],
    "work_days": [0b1111111, 0b0011111, 0b0000101],
    "work_from": [0, 540, 600, 960],
    "work_until": [1440, 1080, 240],
    "holidays_of": [None, "DE", "US", "EG", "nowhere"],
    "days_off": [[], [f"{year}-07-{day:02}" for year in (2026, 2027) for day in range(1, 22)]],
}


@dataclass
class DeskLife:
    """What happened so far: each digest with its local date and moment, each claim's reminders since they began."""

    desk: DeskOverTime
    chance: random.Random
    digests: list[tuple[date, datetime]] = field(default_factory=list)
    reminders: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    ended: set[int] = field(default_factory=set)  # claims of which somebody was told in the end
    put_off: set[int] = field(default_factory=set)  # claims that come at a moment of somebody's choice
    once_a_day: set[date] = field(default_factory=set)  # on which Chen, who wants that, was reminded
    claims: list[int] = field(default_factory=list)
    steady_since: datetime = START  # nothing changed, was down or went back since then

    def open(self) -> None:
        self.desk.open(zone=self.chance.choice(ZONES), minute=self.chance.choice(MINUTES))
        self.claims.append(1)
        self.choose()
        self.unsteady()

    def step(self) -> None:
        """Something happens, or the next thing that is due."""
        what = self.chance.random()
        if what < 0.03:
            self.desk.later(days=self.chance.random() * 9)  # the bot is down
            self.unsteady()
            self.tick()
        elif what < 0.08:
            self.change_settings()
        elif what < 0.1:
            self.desk.later(hours=-self.chance.random() * 30)  # the clock is set back
            self.once_a_day.clear()
            self.unsteady()
            self.tick()
        elif what < 0.35:
            self.work()
        else:
            self.on_time()

    def on_time(self) -> None:
        """The tick comes by half a minute after something is due, at the latest."""
        self.desk.now = max(self.desk.now, self._next_due() + timedelta(seconds=self.chance.random() * 30))
        self.tick()

    def pass_time(self, **step: float) -> None:
        """Time goes by, and the bot is up."""
        until = self.desk.now + timedelta(**step)
        while self._next_due() <= until:
            self.on_time()
        self.desk.now = max(self.desk.now, until)

    def _next_due(self) -> datetime:
        reminder = self.desk.next_reminder()
        return min([self.desk.digest.at, *([reminder] if reminder is not None else [])])

    def change_settings(self) -> None:
        self.pass_time(minutes=self.chance.random() * 600)
        names = self.chance.sample(sorted(SETTINGS), self.chance.randint(1, 5))
        row = self.desk.digest
        day, at, held = row.day or date.min, row.at, row.since is not None and row.since <= self.desk.now
        self.desk.change(**{name: self.chance.choice(SETTINGS[name]) for name in names})
        self._not_passed_over(day, at, held=held)
        self.unsteady()
        if self.chance.random() < 0.3:
            self.choose()

    def _not_passed_over(self, day: date, at: datetime, *, held: bool) -> None:
        """The digest that was coming on `day`, if that is a day for one still, comes then, or when the desk opens."""
        desk = self.desk.desk
        zone, working = ZoneInfo(desk.zone), working_of(desk)
        own = slot_on(day, minute=desk.digest_minute, zone=zone)
        if held or (desk.digest_days >> day.weekday() & 1 and own > desk.opened_at):
            openings = map(working.next_working, (self.desk.now if held else at, own))
            latest = max(day, *(opening.astimezone(zone).date() for opening in openings))
            assert self.desk.digest.day is not None
            assert self.desk.digest.day <= latest

    def choose(self) -> None:
        self.once_a_day.clear()
        self.desk.choose(self.chance.choice([Reminded.AS_DUE, Reminded.DAILY]), self.chance.choice(ZONES))

    def work(self) -> None:
        """Somebody files, takes, releases or snoozes."""
        self.pass_time(minutes=self.chance.random() * 300)
        number = self.chance.choice(self.claims[-20:])
        (claim,) = claims_by_numbers(self.desk.session, 1, [number])
        doing = self.chance.choice(["file", "file", "file", "take", "take", "release", "snooze"])
        if doing == "file" and len(self.claims) < 80:
            self.claims.append(file(self.desk.session, self.desk.now))
        elif doing == "take" and claim.checker is None:
            self.desk.take(number)
            self.begin_anew(number)
        elif doing == "release" and claim.checker == CHEN:
            self.desk.release(number)
            self.begin_anew(number)
        elif doing == "snooze" and due.reminder_due(self.desk.session, claim.id) is not None:
            day = self.desk.now.date() + timedelta(days=self.chance.randint(2, 40))
            self.desk.snooze(number, self.chance.choice(list(Snooze)), day)
            self.put_off.add(number)

    def begin_anew(self, number: int) -> None:
        self.reminders[number].clear()
        self.put_off.discard(number)
        self.ended.discard(number)

    def unsteady(self) -> None:
        self.steady_since = max(self.steady_since, self.desk.now)

    def tick(self) -> None:
        digests, _ = self.desk.tick()
        assert len(digests) <= 1
        working = working_of(self.desk.desk)
        for day in digests:
            assert not self.digests or day > self.digests[-1][0], "no local date has two digests, none comes later"
            self.digests.append((day, self.desk.now))
        for row in self.desk.put:
            own = bool(row.about.get("direct")) and not row.about["last"]
            if own and self._chen().reminded == Reminded.DAILY:
                self._once_a_day(row.about["nths"])
            else:
                assert any(working.is_working(self.desk.now - late) for late in (timedelta(0), AFTER_CLOSING)), row.key
            if row.kind == "reminder":
                self._reminded(row.about["nths"], last=row.about["last"])
        self._every_slot_once()
        assert self.desk.tick() == ([], []), "what was told is told once"

    def _reminded(self, nths: dict[str, int], *, last: bool) -> None:
        for number, nth in nths.items():
            told = self.reminders[int(number)]
            assert int(number) not in self.ended, "after the end there is silence"
            assert nth == len(told) + 1, "numbered without gap or repeat"
            told.append(nth)
            self.put_off.discard(int(number))
            if last:
                self.ended.add(int(number))

    def _once_a_day(self, nths: dict[str, int]) -> None:
        if self.put_off & set(map(int, nths)):
            return
        today = self.desk.now.astimezone(ZoneInfo(self._chen().zone or "UTC"))
        assert today.hour >= 9
        assert today.date() not in self.once_a_day
        assert not working_of(self.desk.desk).is_off(today.date())
        self.once_a_day.add(today.date())

    def _chen(self) -> Person:
        person = find_person(self.desk.session, 1, CHEN)
        assert person is not None
        return person

    def _every_slot_once(self) -> None:
        """Each day on which a digest was to come had one, as long as nothing was changed or down in between."""
        desk = self.desk.desk
        zone, working = ZoneInfo(desk.zone), working_of(desk)
        day = self.desk.now.astimezone(zone).date()
        for _ in range(3):
            slot = slot_on(day, minute=desk.digest_minute, zone=zone)
            wanted = desk.digest_days >> day.weekday() & 1 and working.is_working(slot)
            if wanted and self.steady_since < slot < self.desk.now - timedelta(minutes=1):
                assert day in [each for each, _ in self.digests[-5:]], f"{day} at {slot}, now {self.desk.now}"
            day -= DAY
