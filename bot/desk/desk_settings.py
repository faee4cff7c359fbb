"""What can be set of a desk, what cannot be, and how settings are kept.

Times of day are minutes after local midnight, days of the week a bitmask (bit 0 is Monday), waits minutes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.desk import holidays_of
from bot.desk.days_off import DAYS_AT_MOST
from bot.desk.slots import EVERY_DAY
from bot.errors import UNCHANGED, NotUnderstood
from store.tables import Desk

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MIDNIGHT = 1440  # as the end of a day
PATIENCES = (60, 120, 240, 480, 720, 1440, 2880, 4320)
REMIND_EVERY = (240, 480, 1440, 2880, 10080)
REMIND_TIMES = 10
IF_NOTHING = ("say", "briefly", "not at all")
PEOPLE_AT_MOST = 10


@dataclass(frozen=True)
class Settings:
    """What can be set of a desk: each under the name that its row has for it."""

    zone: str
    digest_minute: int
    digest_days: int
    digest_channel: str | None
    patience: int
    second_reader: bool = False
    leads: tuple[str, ...] = ()
    remind_every: int = 1440
    remind_times: int = 3
    tell_at_last: tuple[str, ...] = ()
    work_days: int = EVERY_DAY
    work_from: int = 0
    work_until: int = MIDNIGHT
    holidays_of: str | None = None
    days_off: tuple[str, ...] = ()
    if_nothing: str = "say"
    restricted: bool = False
    picture_day: int | None = None
    admiralty: bool = False


NAMES = tuple(each.name for each in fields(Settings))


def settings_of(desk: Desk) -> Settings:
    """A desk's settings as they are."""
    values = {name: getattr(desk, name) for name in NAMES}
    return from_json(values)


def put(desk: Desk, settings: Settings) -> None:
    """Give a desk these settings. Its own channel is where its digest goes by itself."""
    for name, value in as_json(settings).items():
        setattr(desk, name, value)
    if desk.digest_channel == desk.channel:
        desk.digest_channel = None


def as_json(settings: Settings) -> dict[str, Any]:
    """Settings as an event keeps them."""
    values = {name: getattr(settings, name) for name in NAMES}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def from_json(kept: dict[str, Any]) -> Settings:
    """Settings out of an event; what an older one did not have is as it was then for everybody."""
    values = {name: kept[name] for name in NAMES if name in kept}
    read: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in values.items()}
    return Settings(**read)


def known_zone(name: str) -> ZoneInfo | None:
    """The time zone of this name, if there is one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def check(settings: Settings) -> None:
    """Refuse what cannot be, at the field it stands in. Raises NotUnderstood."""
    _check_digest(settings)
    _check_people(settings)
    _check_reminders(settings)
    _check_rest(settings)
    if settings.picture_day is not None:
        _must(settings.picture_day in range(7), "picture_day", "That is no day of the week.")
        day = DAYS[settings.picture_day]
        _must(
            bool(settings.digest_days >> settings.picture_day & 1),
            "picture_day",
            f"The digest does not come on a {day}, so no picture would.",
            "Choose one of the digest's days, or no picture.",
        )


def _check_digest(settings: Settings) -> None:
    _must(
        known_zone(settings.zone) is not None,
        "zone",
        f"There is no time zone called {settings.zone[:60]}.",
        "Choose one from the list, for example Europe/Kyiv.",
    )
    _must(0 <= settings.digest_minute < MIDNIGHT, "digest_time", "That is no time of day.", "For example 09:00.")
    _must(0 <= settings.digest_days <= EVERY_DAY, "digest_days", "Those are no days of the week.")
    _must(settings.if_nothing in IF_NOTHING, "if_nothing", "Choose from the list what is said then.")


def _check_people(settings: Settings) -> None:
    _must(bool(settings.leads), "leads", "A desk needs a lead.", "Choose at least one person.")
    for field in ("leads", "tell_at_last"):
        many = len(getattr(settings, field))
        _must(many <= PEOPLE_AT_MOST, field, f"{many} people are too many: {PEOPLE_AT_MOST} can be chosen.")


def _check_reminders(settings: Settings) -> None:
    _must(settings.patience in PATIENCES, "patience", "Choose how long to wait from the list.")
    _must(settings.remind_every in REMIND_EVERY, "remind_every", "Choose how often from the list.")
    times = settings.remind_times
    _must(1 <= times <= REMIND_TIMES, "remind_times", f"Choose how many times: from 1 to {REMIND_TIMES}.")


def _check_rest(settings: Settings) -> None:
    """When the desk rests."""
    _must(0 <= settings.work_days <= EVERY_DAY, "work_days", "Those are no days of the week.")
    _must(
        settings.work_days != 0, "work_days", "A desk that never works is never reminded.", "Choose at least one day."
    )
    since, until = settings.work_from, settings.work_until
    _must(0 <= since < MIDNIGHT, "work_from", "That is no time of day.", "For example 09:00.")
    _must(0 < until <= MIDNIGHT, "work_until", "That is no time of day.", "For example 18:00.")
    _must(
        since != until,
        "work_until",
        no_time(since, until),
        "For the whole day choose 00:00 twice.",
    )
    place = settings.holidays_of
    _must(
        place is None or holidays_of.is_known(place),
        "holidays_of",
        f"I know no public holidays of {(place or '')[:60]}.",
        "Choose a country from the list, or leave it out.",
    )
    _must(all(map(_is_day, settings.days_off)), "days_off", "Those are no days.", "For example 2026-12-24.")
    many = len(settings.days_off)
    _must(many <= DAYS_AT_MOST, "days_off", f"{many} days are too many: {DAYS_AT_MOST} fit.")


def clock(minute: int) -> str:
    """Minutes after midnight as a clock shows them; the end of a day is its midnight."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def no_time(since: int, until: int) -> str:
    """That nobody works between two times of day which are one."""
    return f"From {clock(since)} until {clock(until)} is no time at all."


def _is_day(kept: str) -> bool:
    try:
        return date.fromisoformat(kept).isoformat() == kept
    except ValueError:
        return False


def _must(holds: bool, field: str, what: str, remedy: str = "") -> None:
    if not holds:
        raise NotUnderstood(what, unchanged=UNCHANGED, remedy=remedy, field=field)
