"""The answers that a desk is set up with, as they stand in the fields of the form, and the settings they make.

They are kept as they were given, whatever is wrong with them: a form drawn again gives back all that was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.desk.days_off import TYPED_AT_MOST, days_from, read_days_off, written
from bot.desk.desk_settings import DAYS, MIDNIGHT, Settings, check, clock, known_zone
from bot.errors import UNCHANGED, NotUnderstood

Given = dict[str, Any]

# The fields of each page, by name. One that a page does not show keeps the answer it had.
FIRST = ("zone", "digest_time", "digest_days", "digest_channel", "leads", "second_reader")
MORE = (
    *("patience", "remind_every", "remind_times", "tell_at_last"),
    *("work_days", "work_from", "work_until", "holidays_of", "days_off"),
    *("if_nothing", "picture_day", "restricted", "admiralty"),
)
YES = ["yes"]
NEVER = "never"


def given_of(settings: Settings, today: date) -> Given:
    """The answers that make these settings; days off that are past by `today` are not asked again."""
    return {
        "zone": settings.zone,
        "digest_time": clock(settings.digest_minute),
        "digest_days": _listed(settings.digest_days),
        "digest_channel": settings.digest_channel,
        "leads": list(settings.leads),
        "second_reader": YES if settings.second_reader else [],
        "patience": str(settings.patience),
        "remind_every": str(settings.remind_every),
        "remind_times": str(settings.remind_times),
        "tell_at_last": list(settings.tell_at_last),
        "work_days": _listed(settings.work_days),
        "work_from": clock(settings.work_from),
        "work_until": clock(settings.work_until),
        "holidays_of": settings.holidays_of,
        "days_off": written(days_from(settings.days_off, today)) or None,
        "if_nothing": settings.if_nothing,
        "restricted": YES if settings.restricted else [],
        "picture_day": NEVER if settings.picture_day is None else str(settings.picture_day),
        "admiralty": YES if settings.admiralty else [],
    }


def read(given: Mapping[str, Any], now: datetime) -> Settings:
    """The settings that these answers make. Raises NotUnderstood, at the field that is wrong."""
    zone = given["zone"] or ""
    settings = Settings(
        zone=zone,
        digest_minute=minute_in(given, "digest_time"),
        digest_days=_mask(given["digest_days"]),
        digest_channel=given["digest_channel"],
        patience=_number(given, "patience"),
        second_reader=bool(given["second_reader"]),
        leads=tuple(given["leads"] or ()),
        remind_every=_number(given, "remind_every"),
        remind_times=_number(given, "remind_times"),
        tell_at_last=tuple(given["tell_at_last"] or ()),
        work_days=_mask(given["work_days"]),
        work_from=minute_in(given, "work_from"),
        work_until=minute_in(given, "work_until") or MIDNIGHT,
        holidays_of=given["holidays_of"] or None,
        days_off=read_days_off(given["days_off"] or "", today_in(zone, now)),
        if_nothing=given["if_nothing"] or "",
        restricted=bool(given["restricted"]),
        picture_day=None if given["picture_day"] in (None, NEVER) else _number(given, "picture_day"),
        admiralty=bool(given["admiralty"]),
    )
    check(settings)
    return settings


def today_in(zone: str, now: datetime) -> date:
    """The date it is in a zone; in UTC where there is no such zone."""
    return now.astimezone(known_zone(zone) or UTC).date()


def minute_in(given: Mapping[str, Any], field: str) -> int:
    """A time of day, in minutes after midnight. Raises NotUnderstood."""
    hour, _, minute = (given[field] or "").partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        shown = f"{(given[field] or '')[:20]} is no time of day." if given[field] else "Choose a time of day."
        raise NotUnderstood(shown, unchanged=UNCHANGED, remedy="For example 09:00.", field=field)
    return int(hour) * 60 + int(minute)


def cut_to_fit(given: Given) -> Given:
    """The answers, with no more of what was typed than a form can take along."""
    typed = given.get("days_off")
    return given if typed is None else given | {"days_off": _printable(typed)[:TYPED_AT_MOST]}


def _printable(typed: str) -> str:
    return "".join(letter for letter in typed if letter == "\n" or letter.isprintable())


def _listed(mask: int) -> list[str]:
    return [str(day) for day in range(len(DAYS)) if mask >> day & 1]


def _mask(days: list[str] | None) -> int:
    return sum(1 << int(day) for day in set(days or ()))


def _number(given: Mapping[str, Any], field: str) -> int:
    value = str(given[field] or "")
    return int(value) if value.isdecimal() and len(value) < 9 else -1
