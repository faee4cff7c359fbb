"""Zones are found by their city, and by the country they are in."""

from __future__ import annotations

import pytest

from bot.desk.desk_settings import known_zone
from bot.desk.zones import zones_like


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("kyiv", "Europe/Kyiv"),
        (" new  york ", "America/New_York"),
        ("Germany", "Europe/Berlin"),
        ("India", "Asia/Kolkata"),  # and not Indianapolis
        ("ukraine", "Europe/Kyiv"),
        ("usa", "America/New_York"),
        ("UK", "Europe/London"),
        ("utc", "UTC"),
    ],
)
def test_a_city_or_a_country_finds_its_zone(typed: str, first: str) -> None:
    assert zones_like(typed, 50)[0] == first


def test_what_is_offered_can_be_chosen() -> None:
    offered = zones_like("", 10_000)
    assert len(offered) > 300
    assert all(known_zone(zone) for zone in [*offered, *zones_like("united", 10_000)])
    assert not [zone for zone in offered if zone.startswith(("US/", "Etc/"))]
    assert zones_like("atlantis", 50) == []
