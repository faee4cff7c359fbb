"""Two kinds of time, both handed in: wall time rules the record, monotonic time rules leases, retries and pace."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """Wall time: aware, UTC, and movable in the sandbox."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment; it never goes back and nobody moves it."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Wall time, aware, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since the machine started, the same for every process on it."""
        return time.monotonic()
