"""Whose public holidays can be kept: countries, and the parts of them that have holidays of their own.

A place is named as ISO 3166 names it: `DE`, `DE-BE`. What is free there, and when, the holidays library knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import holidays
from holidays.registry import COUNTRIES

LOOK_AHEAD = timedelta(days=500)  # longer than from one year's holidays to the next year's
_CALLED = {"UK": "GB", "USA": "US", "UAE": "AE"}
_SMALL = {"Of": "of", "And": "and", "The": "the"}


def is_known(place: str) -> bool:
    """Whether the holidays of this place are known."""
    return place in _places()


def name_of(place: str) -> str:
    """A place as people call it: `Germany, Berlin`."""
    return _places().get(place, place)


def places_like(typed: str, limit: int) -> list[str]:
    """The places whose name or code holds what was typed: that very code first, then names that begin so, then others.

    Of each kind whole countries come first.
    """
    wanted, code = typed.strip().casefold(), code_of(typed)
    found = [
        place
        for place, name in _places().items()
        if wanted in name.casefold() or wanted in place.casefold() or place == code
    ]

    def how_well(place: str) -> tuple[bool, bool, bool, str]:
        name = name_of(place)
        return place != code, not name.casefold().startswith(wanted), "-" in place, name

    return sorted(found, key=how_well)[:limit]


def code_of(typed: str) -> str:
    """What was typed, as a country's code is written; some are called by another."""
    code = typed.strip().upper()
    return _CALLED.get(code, code)


def holidays_in(place: str, year: int) -> Mapping[date, str]:
    """A place's public holidays of a year, by their names in English where it has them. Unknown places have none."""
    country, _, part = place.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None, years=year, language=_language(country))
    except (NotImplementedError, KeyError, ValueError):  # a code that the library does not know, or no longer does
        return {}


def next_holiday(place: str, today: date) -> tuple[date, str] | None:
    """A place's next public holiday from today on, and its name; None if none is known to come."""
    coming = {**holidays_in(place, today.year), **holidays_in(place, today.year + 1)}
    days = [day for day in coming if today <= day <= today + LOOK_AHEAD]
    return (min(days), coming[min(days)]) if days else None


@cache
def _places() -> Mapping[str, str]:
    """Every place, by its code, in its people's words. Read once: the library loads each country for that."""
    found = {}
    names = {codes[1]: _title(name) for name, codes in COUNTRIES.items()}
    for country, parts in holidays.list_supported_countries(include_aliases=False).items():
        found[country] = names.get(country, country)
        aliases = getattr(type(holidays.country_holidays(country)), "subdivisions_aliases", {})
        called = {code: name for name, code in aliases.items()}
        found |= {f"{country}-{part}": f"{found[country]}, {called.get(part, part)}" for part in parts}
    return found


def _title(name: str) -> str:
    words = [word.capitalize() for word in name.split("_")]
    return " ".join([words[0], *(_SMALL.get(word, word) for word in words[1:])])


@cache
def _language(country: str) -> str | None:
    """English where the library has it, else what it says by itself."""
    spoken = getattr(type(holidays.country_holidays(country)), "supported_languages", ())
    return next((each for each in ("en_US", "en_GB", "en") if each in spoken), None) or next(
        (each for each in spoken if each.startswith("en")), None
    )
