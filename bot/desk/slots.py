"""When something is due: pure functions of a schedule, a zone and an instant.

A slot belongs to a local date and stands at the first instant at which the clock of the zone shows the wanted time
or a later one. So where the clock is put forward over the wanted time the slot is the moment of the change, and
where it is put back and shows the time twice the slot is the first of the two. (APScheduler's triggers skip or
double such days, which is why only its tick is used.)
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
EVERY_DAY = 0b1111111
# A week, another for a date that a zone left out altogether (Samoa had no 30 December 2011), and a day on either side.
DAYS_TO_LOOK = 16


def next_slot(after: datetime, *, minute: int, days: int, zone: ZoneInfo) -> tuple[date, datetime]:
    """Find the first slot strictly after `after`: its local date, and its instant in UTC.

    `after` is aware; `minute` counts from local midnight (0 to 1439); bit 0 of `days` is Monday, and at least one
    day must be chosen, or ValueError.
    """
    if not 0 < days < 0b10000000:
        raise ValueError("A schedule needs at least one day of the week.")
    day = after.astimezone(zone).date()
    for _ in range(DAYS_TO_LOOK):
        instant = _slot(day, minute, days, zone)
        if instant is not None and instant > after:
            return day, instant
        day += DAY
    raise AssertionError("unreachable: every weekday comes within a fortnight")


def latest_slot(upto: datetime, *, minute: int, days: int, zone: ZoneInfo) -> tuple[date, datetime] | None:
    """Find the last slot not later than `upto`: its local date, and its instant in UTC. None: no day is chosen."""
    # Where the clock is put back over midnight it shows yesterday again, after today's slot has been.
    day = upto.astimezone(zone).date() + DAY
    for _ in range(DAYS_TO_LOOK):
        instant = _slot(day, minute, days, zone)
        if instant is not None and instant <= upto:
            return day, instant
        day -= DAY
    return None


def slot_on(day: date, *, minute: int, zone: ZoneInfo) -> datetime:
    """Return the slot of a local date, in UTC; of a date that the zone leaves out, that of the next."""
    instant = _slot(day, minute, EVERY_DAY, zone)
    return instant if instant is not None else slot_on(day + DAY, minute=minute, zone=zone)


def same_time_later(at: datetime, zone: ZoneInfo, days: int = 1) -> datetime:
    """Return the instant, in UTC, at which the zone's clock shows so many dates on what it shows at `at`."""
    local = at.astimezone(zone)
    day = local.date() + days * DAY
    instant = _instant(day, local.time(), zone)
    while instant is None:
        day += DAY
        instant = _instant(day, local.time(), zone)
    return instant


def _slot(day: date, minute: int, days: int, zone: ZoneInfo) -> datetime | None:
    if not days >> day.weekday() & 1:
        return None
    return _instant(day, time(minute // 60, minute % 60), zone)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The first instant at which the clock shows `at` on `day`, or later; None if the zone leaves `day` out."""
    wall = datetime.combine(day, at.replace(fold=0), zone)
    instant = wall.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    # The clock never shows it. By PEP 495 the two folds are then read with the offsets after and before the change,
    # and so stand on either side of it.
    change = _change_between(wall.replace(fold=1).astimezone(UTC), instant, zone)
    a_moment_before = change - timedelta(microseconds=1)
    if day in (a_moment_before.astimezone(zone).date(), change.astimezone(zone).date()):
        return change
    return None


def _change_between(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the zone's offset changes, to the second, as zones are defined."""
    before = early.astimezone(zone).utcoffset()
    low, high = int(early.timestamp()), int(late.timestamp()) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)
