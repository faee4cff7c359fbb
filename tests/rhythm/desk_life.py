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
    by_herself: list[date] = field(default_factory=list)  # when Chen was reminded, once a day
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
            self.tick()
            self.unsteady()
        elif what < 0.08:
            self.change_settings()
        elif what < 0.1:
            self.desk.later(hours=-self.chance.random() * 30)  # the clock is set back
            self.tick()
            self.unsteady()
        elif what < 0.25:
            self.work()
        else:
            self.on_time()

    def on_time(self) -> None:
        """The tick comes by half a minute after something is due, at the latest."""
        moments = [row.at for row in (due.digest_due(self.desk.session, self.desk.desk.id),) if row is not None]
        reminder = self.desk.next_reminder()
        next_at = min([*moments, *([reminder] if reminder is not None else []), self.desk.now + DAY])
        self.desk.now = max(self.desk.now, next_at + timedelta(seconds=self.chance.random() * 30))
        self.tick()

    def change_settings(self) -> None:
        self.desk.later(minutes=self.chance.random() * 600)
        self.tick()
        names = self.chance.sample(sorted(SETTINGS), self.chance.randint(1, 5))
        before = self.desk.digest.at
        self.desk.change(**{name: self.chance.choice(SETTINGS[name]) for name in names})
        assert self.desk.digest.at > self.desk.now or self.desk.digest.at <= max(before, self.desk.now)
        self.unsteady()
        if self.chance.random() < 0.3:
            self.choose()

    def choose(self) -> None:
        self.desk.choose(self.chance.choice([Reminded.AS_DUE, Reminded.DAILY]), self.chance.choice(ZONES))

    def work(self) -> None:
        """Somebody files, takes, releases or snoozes."""
        self.desk.later(minutes=self.chance.random() * 300)
        self.tick()
        number = self.chance.choice(self.claims[-20:])
        (claim,) = claims_by_numbers(self.desk.session, 1, [number])
        doing = self.chance.choice(["file", "file", "take", "release", "snooze"])
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
            self.by_herself.clear()  # what she put off herself comes when she said

    def begin_anew(self, number: int) -> None:
        self.reminders[number].clear()
        self.ended.discard(number)

    def unsteady(self) -> None:
        self.steady_since = self.desk.now
        self.by_herself.clear()

    def tick(self) -> None:
        digests, _ = self.desk.tick()
        assert len(digests) <= 1
        working = working_of(self.desk.desk)
        for day in digests:
            assert not self.digests or day > self.digests[-1][0], "no local date has two digests, none comes later"
            self.digests.append((day, self.desk.now))
        for row in self.desk.put:
            own = row.about.get("direct") and not row.about["last"]
            daily = own and self._daily()
            if not daily:
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
            if last:
                self.ended.add(int(number))

    def _daily(self) -> bool:
        person = find_person(self.desk.session, 1, CHEN)
        return person is not None and person.reminded == Reminded.DAILY

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
