"""Desks of every working time, and the moments at which they are asked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from store.tables import Desk

WEEKDAYS = 0b0011111
NOW = datetime(2026, 3, 9, tzinfo=UTC)  # a Monday


def desk(**settings: Any) -> Desk:
    values: dict[str, Any] = {"workspace_id": 1, "kind": "public", "channel": "C1", "zone": "UTC", "opened_at": NOW}
    return Desk(**(values | settings))


desks = st.builds(
    desk,
    zone=st.sampled_from(["Europe/Kyiv", "America/Nuuk", "Pacific/Apia", "Africa/Cairo", "Australia/Lord_Howe"]),
    work_days=st.integers(0, 0b1111111),
    work_from=st.integers(0, 1439),
    work_until=st.integers(0, 1440),
    holidays_of=st.sampled_from([None, "DE", "EG", "US", "nowhere"]),
    days_off=st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(date.isoformat), max_size=30),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
