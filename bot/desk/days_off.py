"""Days off by hand: one a line, or the first and the last of several; each is kept, shown and read back as a date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.desk.characters import clean_lines
from bot.desk.moments import coming_day
from bot.desk.slots import DAY
from bot.errors import UNCHANGED, NotUnderstood

DAYS_AT_MOST = 366  # that are off at a time
LINES_AT_MOST = 32
TYPED_AT_MOST = 800  # characters: what is typed has to travel with a form's other page
_TO = re.compile(r"\s+(?:to|until|till)\s+|\s*(?:–|—|\.\.+|…)\s*|\s+-\s+", re.IGNORECASE)
REMEDY = "Write one a line, for example: 24 December, or 2026-12-24 to 2027-01-02."


def read_days_off(typed: str, today: date, *, field: str = "days_off") -> tuple[str, ...]:
    """The days off that were typed, in order, as ISO dates; what is past by `today` drops out. Raises NotUnderstood."""
    lines = [line.strip(" \t,;") for line in clean_lines(typed, field=field).splitlines()]
    found: set[date] = set()
    for line in filter(None, lines):
        first, last = _stretch(line, today, field)
        if last < first:
            raise _wrong(f"In “{_short(line)}” the last day comes before the first.", field)
        if (last - first).days >= DAYS_AT_MOST:
            raise _wrong(f"“{_short(line)}” is more than a year.", field)
        found |= {first + DAY * number for number in range((last - first).days + 1)}
    coming = sorted(day for day in found if day >= today)
    stretches = len(folded(coming))
    if len(coming) > DAYS_AT_MOST or stretches > LINES_AT_MOST:
        many = f"{len(coming)} days" if len(coming) > DAYS_AT_MOST else f"{stretches} lines"
        most = f"{DAYS_AT_MOST} days" if len(coming) > DAYS_AT_MOST else f"{LINES_AT_MOST} lines"
        raise _wrong(f"{many} are too many: {most} fit.", field)
    return tuple(day.isoformat() for day in coming)


def days_from(kept: Iterable[str], today: date) -> list[date]:
    """The days off that are kept, without those that are past."""
    return sorted(day for day in map(date.fromisoformat, kept) if day >= today)


def folded(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days in order as stretches without a gap: the first and the last of each."""
    stretches: list[tuple[date, date]] = []
    for day in days:
        if stretches and day - stretches[-1][1] == DAY:
            stretches[-1] = (stretches[-1][0], day)
        else:
            stretches.append((day, day))
    return stretches


def written(days: Sequence[date]) -> str:
    """Days as they are typed, one stretch a line."""
    return "\n".join(str(first) if first == last else f"{first} to {last}" for first, last in folded(days))


def _stretch(line: str, today: date, field: str) -> tuple[date, date]:
    ends = _TO.split(line)
    if len(ends) > 2:
        raise _wrong(f"“{_short(line)}” is no date.", field)
    first, dated = _day(ends[0], today, field)
    if len(ends) == 1:
        return first, first
    last, last_dated = _day(ends[1], today if not dated else first, field)
    if dated or last_dated or last >= first:
        if not dated and last_dated and first > last:  # 24 December to 2 January 2027
            first = _years_before(first, last)
        return first, last
    return _years_before(first, last), last  # it has begun already


def _years_before(day: date, upto: date) -> date:
    """The latest day of this name that is not after `upto`."""
    for back in range(1, 9):
        try:
            found = day.replace(year=day.year - back)
        except ValueError:
            continue
        if found <= upto:
            return found
    return day


def _day(words: str, today: date, field: str) -> tuple[date, bool]:
    try:
        return coming_day(words, today)
    except NotUnderstood:
        raise _wrong(f"“{_short(words)}” is no date.", field) from None


def _short(line: str) -> str:
    return line if len(line) <= 40 else f"{line[:39].rstrip()}…"


def _wrong(what: str, field: str) -> NotUnderstood:
    return NotUnderstood(what, unchanged=UNCHANGED, remedy=REMEDY, field=field)
