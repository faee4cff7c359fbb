"""When something was said: a day, or a minute, in the person's zone; never in the future, never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import NotUnderstood

REMEDY = "Write `said 23 May`, `said yesterday` or `said 2023-05-23 10:40`, or leave it out."

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NUMBER_OF = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
_DAYS_ON = {"yesterday": -1, "today": 0, "tomorrow": 1}

_MONTH = "(?:" + "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + r"|Sept)\.?"
_CLOCK = r"(?P<hour{n}>\d{{1,2}}):(?P<minute{n}>\d{{2}})\ ?(?P<half{n}>[ap]m)?(?:\ ?(?P<utc{n}>UTC|GMT|Z))?"
_WRITTEN = re.compile(
    rf"""
    (?:on\ |at\ )?
    (?P<about>(?:about|around|circa|ca\.?)\ |~\ ?)?
    (?:{_CLOCK.format(n=1)},?\ (?:on\ )?)?
    (?: (?P<year_a>\d{{4}})-(?P<month_a>\d{{1,2}})-(?P<day_a>\d{{1,2}})
      | (?P<day_b>\d{{1,2}})\.(?P<month_b>\d{{1,2}})\.(?P<year_b>\d{{4}})
      | (?P<day_c>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?(?P<month_c>{_MONTH})(?:,?\ (?P<year_c>\d{{4}}))?
      | (?P<month_d>{_MONTH})\ (?P<day_d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\ (?P<year_d>\d{{4}}))?
      | (?P<relative>{"|".join(_DAYS_ON)})
    )
    (?:(?:T|,?\ (?:at\ )?){_CLOCK.format(n=2)})?
    (?=[)\],;.]*(?:\ |$))
    """,
    re.VERBOSE | re.IGNORECASE,
)
WEEKS_AHEAD = timedelta(days=31)
# Until when somebody has time to answer: to come, and within a year.
DEADLINE = "Write `until 25 May 18:00`, `until tomorrow` or `until 18:00`."
YEAR_AHEAD = timedelta(days=366)
LAST_MINUTE = time(23, 59)  # of a day that is given alone
_CLOCK_ALONE = re.compile(r"(?:at )?\d{1,2}:\d{2}(?: ?[ap]m)?(?: ?(?:UTC|GMT|Z))?", re.IGNORECASE)
# The longest date takes nine words: "on about 10:40 am UTC on 23 May 2023".
_LONGEST = 10


@dataclass(frozen=True)
class Moment:
    """A point in time as precisely as it was given: `at` (aware, UTC) to the minute, or `day` alone.

    Exactly one of the two is set; a day is a day in the zone of who gave it. `about`: given as approximate. `typed`:
    how they wrote it.
    """

    at: datetime | None
    day: date | None
    about: bool = False
    typed: str = field(default="", compare=False)


def parse_moment(words: str, now: datetime, zone: ZoneInfo) -> Moment:
    """Read the whole of `words` as a date, with or without a time, in `zone`; `now` is aware.

    Raises NotUnderstood when it is no date, or lies in the future.
    """
    listed = words.split()
    found = find_moment(listed, now, zone)
    if found is None or found[1] != len(listed):
        raise no_date(words)
    return found[0]


def find_moment(words: Sequence[str], now: datetime, zone: ZoneInfo) -> tuple[Moment, int] | None:
    """The longest beginning of `words` that is a date, and how many words it takes; None if there is none.

    Raises NotUnderstood for what has the shape of a date and is none (`31 February`), and for the future.
    """
    text = " ".join(words[:_LONGEST])
    written = _WRITTEN.match(text)
    if written is None:
        return None
    try:
        moment = _moment(written, now, zone)
    except (ValueError, OverflowError):
        raise no_date(written[0]) from None
    return replace(moment, typed=written[0]), written[0].count(" ") + 1


def coming_day(words: str, today: date) -> tuple[date, bool]:
    """Read the whole of `words` as a day that may lie ahead, and say whether its year was given.

    Without a year it is the next such day, `today` included. Raises NotUnderstood.
    """
    written = _WRITTEN.fullmatch(words.strip())
    if written is None or written["about"] or written["hour1"] or written["hour2"]:
        raise no_date(words)
    dated = any(written[f"year_{form}"] for form in "abcd") or written["relative"] is not None
    try:
        return _day_to_come(written, today), dated
    except (ValueError, OverflowError):
        raise no_date(words) from None


def parse_deadline(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant (aware, UTC) until which somebody has time, read in `zone`; a time alone is today's.

    Raises NotUnderstood when it is no date, is over, or lies more than a year ahead.
    """
    text = " ".join(words.split()).removeprefix("until ").strip(" .,;")
    written = _WRITTEN.fullmatch(f"today {text}" if _CLOCK_ALONE.fullmatch(text) else text)
    if written is None or written["about"] is not None:
        raise _no_deadline(f"“{_shortened(text)}” is no date." if text else "Until when?")
    try:
        clock = _clock(written)
        hour, in_utc = clock or (LAST_MINUTE, False)
        local = datetime.combine(_day_to_come(written, now.astimezone(UTC if in_utc else zone).date()), hour)
    except (ValueError, OverflowError):
        raise _no_deadline(f"“{_shortened(text)}” is no date.") from None
    at = local.replace(tzinfo=UTC) if in_utc else instant(local, zone)
    shown = f"{write_day(local.date())}, {hour:%H:%M}"
    if at <= now:
        raise _no_deadline(f"{shown} is over.")
    if at > now + YEAR_AHEAD:
        raise _no_deadline(f"{shown} is more than a year ahead.")
    return at


def _no_deadline(what: str) -> NotUnderstood:
    return NotUnderstood(what, remedy=DEADLINE, field="until")


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:39].rstrip() + "…"


def _day_to_come(written: re.Match[str], today: date) -> date:
    """The day written; without a year the next one that is not before `today`. Raises ValueError."""
    form = next((form for form in "abcd" if written[f"day_{form}"]), None)
    if form is None or written[f"year_{form}"]:
        return _day(written, today)
    for ahead in range(9):  # 29 February: at most eight years
        try:
            found = _in_year(written, form, today.year + ahead)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError("no year has that day")


def no_date(words: str) -> NotUnderstood:
    """The refusal of `words`, which are no date."""
    shown = " ".join(words.split()).strip(" ,;.")
    shown = _shortened(shown)
    what = f"{shown[0].upper()}{shown[1:]} is no date." if shown else "`said` names no date."
    return NotUnderstood(what, remedy=REMEDY, field="said")


def write_day(day: date) -> str:
    """A day as a person writes it: `23 May 2023`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _moment(written: re.Match[str], now: datetime, zone: ZoneInfo) -> Moment:
    """The moment written; raises ValueError or OverflowError where the calendar has none."""
    clock = _clock(written)
    today = now.astimezone(UTC if clock and clock[1] else zone).date()
    day = _day(written, today)
    about = written["about"] is not None
    if clock is None:
        if day > today:
            raise _future(write_day(day))
        return Moment(at=None, day=day, about=about)
    hour, in_utc = clock
    shown = f"{write_day(day)}, {hour:%H:%M}"
    if day > today:
        raise _future(shown)
    local = datetime.combine(day, hour)
    at = local.replace(tzinfo=UTC) if in_utc else instant(local, zone)
    if at > now:
        raise _future(shown)
    return Moment(at=at, day=None, about=about)


def _future(shown: str) -> NotUnderstood:
    return NotUnderstood(f"{shown} is in the future.", remedy=REMEDY, field="said")


def _clock(written: re.Match[str]) -> tuple[time, bool] | None:
    """The time of day written, and whether it was given in UTC."""
    if written["hour1"] and written["hour2"]:
        raise ValueError("two times")
    n = "1" if written["hour1"] else "2"
    if written[f"hour{n}"] is None:
        return None
    hour, half = int(written[f"hour{n}"]), written[f"half{n}"]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if half.casefold() == "pm" else 0)
    return time(hour, int(written[f"minute{n}"])), written[f"utc{n}"] is not None


def _day(written: re.Match[str], today: date) -> date:
    """The day written; without a year the most recent one that is not after `today`.

    One that lies only weeks ahead is meant as it stands, and is in the future: it is not silently last year's.
    """
    if written["relative"]:
        return today + timedelta(days=_DAYS_ON[written["relative"].casefold()])
    form = next(form for form in "abcd" if written[f"day_{form}"])
    if written[f"year_{form}"]:
        return _in_year(written, form, int(written[f"year_{form}"]))
    for back in range(9):  # 29 February: at most eight years
        try:
            found = _in_year(written, form, today.year - back)
        except ValueError:
            continue
        if found <= today or found - today <= WEEKS_AHEAD:
            return found
    raise ValueError("no year has that day")


def _in_year(written: re.Match[str], form: str, year: int) -> date:
    """The day and month written, in a year. Raises ValueError."""
    month = written[f"month_{form}"]
    in_year = int(month) if month.isdecimal() else _NUMBER_OF[month[:3].casefold()]
    return date(year, in_year, int(written[f"day_{form}"]))


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant (aware, UTC) of a local date and time without a zone.

    Of a time that comes twice the first; for one the clocks leave out, the instant they are put forward.
    """
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == local:
        return first
    early, late = local.replace(tzinfo=zone, fold=1).astimezone(UTC), first
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return (early + timedelta(seconds=1)).replace(microsecond=0) if late.microsecond else late
