"""Time zones, found by a city or by a country: few know which city their zone is named after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from bot.desk.holidays_of import code_of

_OTHER_NAMES = ("Etc/", "posix/", "right/", "SystemV/", "US/")


def zones_like(typed: str, limit: int) -> list[str]:
    """The zones of the country that was typed; those whose name holds it; those of countries whose name does."""
    wanted = " ".join(typed.replace("_", " ").split()).casefold()
    by_name = sorted(zone for zone in _zones() if wanted in zone.replace("_", " ").casefold())
    if not wanted:
        return by_name[:limit]
    countries = _countries()
    own = [code for code, name in countries.items() if wanted == name.casefold() or code_of(wanted) == code]
    like = [code for code, name in countries.items() if wanted in name.casefold()]
    of_country = _by_country()
    found = [
        *(zone for code in own for zone in of_country[code]),
        *by_name,
        *(zone for code in like for zone in of_country[code]),
    ]
    return list(dict.fromkeys(found))[:limit]


@cache
def _zones() -> frozenset[str]:
    """Every zone that is named after a place, and UTC."""
    return frozenset(
        name for name in available_timezones() if name == "UTC" or ("/" in name and not name.startswith(_OTHER_NAMES))
    )


@cache
def _countries() -> Mapping[str, str]:
    """Every country's name, by its code."""
    return dict(line.split("\t")[:2] for line in _table("iso3166.tab"))


@cache
def _by_country() -> Mapping[str, tuple[str, ...]]:
    """The zones of every country, by its code; what most of it keeps (the table says so) comes first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in sorted(_table("zone.tab"), key=lambda line: "most" not in line.rpartition("\t")[2]):
        code, _, zone = line.split("\t")[:3]
        if zone in _zones():
            found[code].append(zone)
    return {code: tuple(found[code]) for code in _countries()}


def _table(name: str) -> list[str]:
    """The lines of one of the tables that come with the zones."""
    text = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
