"""When a desk works: its days and hours, the public holidays it keeps, its days off.

A shift belongs to the local date on which it begins; one that ends earlier in the day than it begins goes on past
midnight. The minute of closing still counts, unless it is midnight: that is the next day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.desk.holidays_of import holidays_in
from bot.desk.slots import DAY, EVERY_DAY, slot_on
from store.tables import Desk

MINUTES_A_DAY = 24 * 60
# Nobody is held back longer than this: a desk that never opens counts as one that always does.
DAYS_AHEAD = 366


@dataclass(frozen=True)
class Working:
    """The working time of a desk. Minutes count from local midnight; bit 0 of `days` is Monday."""

    zone: ZoneInfo
    days: int = EVERY_DAY
    begins: int = 0
    ends: int = MINUTES_A_DAY
    holidays_of: str | None = None
    days_off: frozenset[str] = frozenset()

    @property
    def always(self) -> bool:
        """Whether nothing is ever held back."""
        return self.all_day and self.days == EVERY_DAY and not self.holidays_of and not self.days_off

    @property
    def all_day(self) -> bool:
        """Whether a working day has no hours off."""
        return self.begins % MINUTES_A_DAY == self.ends % MINUTES_A_DAY

    def is_off(self, day: date) -> bool:
        """Whether nobody works on this local date."""
        if not self.days >> day.weekday() & 1 or day.isoformat() in self.days_off:
            return True
        return self.holidays_of is not None and day in public_holidays(self.holidays_of, day.year)

    def is_working(self, at: datetime) -> bool:
        """Whether somebody works at this moment (aware)."""
        return self.always or self.next_working(at) == at

    def next_working(self, at: datetime) -> datetime:
        """The first working moment that is not before `at` (aware): `at` itself, or an opening, in UTC.

        Where none comes within a year, `at` itself.
        """
        if self.always:
            return at
        day = at.astimezone(self.zone).date() - DAY  # yesterday's shift may go on past midnight
        for _ in range(DAYS_AHEAD + 1):
            if not self.is_off(day):
                opens, closes = self._shift(day)
                if at < closes or (at == closes and not self._until_midnight):
                    return max(at, opens)
            day += DAY
        return at

    @property
    def _until_midnight(self) -> bool:
        return self.all_day or self.ends % MINUTES_A_DAY == 0

    def _shift(self, day: date) -> tuple[datetime, datetime]:
        if self.all_day:
            return _at(day, 0, self.zone), _at(day, MINUTES_A_DAY, self.zone)
        ends = self.ends if self.ends > self.begins else self.ends + MINUTES_A_DAY
        return _at(day, self.begins, self.zone), _at(day, ends, self.zone)


def working_of(desk: Desk) -> Working:
    """The working time that a desk's settings say."""
    return Working(
        ZoneInfo(desk.zone),
        desk.work_days or EVERY_DAY,
        desk.work_from,
        desk.work_until,
        desk.holidays_of or None,
        frozenset(desk.days_off),
    )


@lru_cache(maxsize=256)
def public_holidays(code: str, year: int) -> frozenset[date]:
    """The public holidays of a country, or a part of one (`DE`, `DE-BE`), in a year; none of an unknown one."""
    return frozenset(holidays_in(code, year))


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    days, minute = divmod(minute, MINUTES_A_DAY)
    return slot_on(day + timedelta(days=days), minute=minute, zone=zone)
