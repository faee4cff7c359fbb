"""A desk's settings as plain records: what the set-up form is given, no database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.desk.desk_settings import NAMES, PEOPLE_AT_MOST, Settings, as_json
from bot.desk.setup import Sheet
from bot.desk.setup_answers import given_of
from bot.desk.setup_draft import Draft, Page
from bot.desk.setup_history import Change
from tests.surfaces.records import NOW

PEOPLE = tuple(f"U0123456{number:03}" for number in range(2 * PEOPLE_AT_MOST))
USUAL = Settings("Europe/Kyiv", 540, 0b1111111, None, 1440, leads=("U3",))
# As long as each can be, and none as it is at first.
FULLEST = Settings(
    "America/Argentina/ComodRivadavia",
    1439,
    0b0111110,
    "C0123456789",
    4320,
    second_reader=True,
    leads=PEOPLE[:PEOPLE_AT_MOST],
    remind_every=10080,
    remind_times=10,
    tell_at_last=PEOPLE[PEOPLE_AT_MOST:],
    work_days=0b0111110,
    work_from=1380,
    work_until=420,
    holidays_of="CA-NL",
    days_off=tuple(f"2024-{month:02}-{day:02}" for month in range(1, 9) for day in (1, 10, 11, 12, 20)),
    if_nothing="not at all",
    restricted=True,
    picture_day=4,
    admiralty=True,
)


def change(old: Settings = USUAL, new: Settings = FULLEST, **more: Any) -> Change:
    """A change from some settings to others."""
    about: dict[str, Any] = {"desk": 1, "set_up": True, "zone_of": None}
    return Change(NOW, "U0123456789", as_json(old) | about, as_json(new) | about | {"revision": 2}, **more)


def sheet(settings: Settings = USUAL, **more: Any) -> Sheet:
    """A desk's settings as somebody finds them."""
    return Sheet(settings, 1, **({"kind": "public", "channel": "C1"} | more))


def draft(page: Any = "first", settings: Settings = USUAL, **given: Any) -> Draft:
    """Settings that are being changed: these, and whatever `given` says stands in a field."""
    kept: Page = page
    return Draft(given_of(settings, NOW.date()) | given, kept)


def differing() -> list[tuple[str, Settings]]:
    """For every setting, settings in which only that one is another than at first."""
    return [(name, replace(USUAL, **{name: getattr(FULLEST, name)})) for name in NAMES]
