"""The sandbox's clock: real time, moved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Two kinds of time: `now` is aware UTC and may be moved, `monotonic` counts seconds and may not."""

    def now(self) -> datetime:
        """Return the wall time, aware, in UTC."""

    def monotonic(self) -> float:
        """Return seconds that only ever grow, from no particular start."""


class SandboxClock:
    """A wall clock that can be moved, forwards and back; it goes on running from where it was put."""

    def __init__(self, wall: Clock) -> None:
        self._wall = wall
        self._offset = timedelta()

    def now(self) -> datetime:
        """Return the moved wall time, aware, in UTC."""
        return self._wall.now() + self._offset

    def wall_now(self) -> datetime:
        """Return the wall time as it is, not moved."""
        return self._wall.now()

    def monotonic(self) -> float:
        """Return the wall's own seconds: time-outs and pace do not move with the clock."""
        return self._wall.monotonic()

    def move_to(self, moment: datetime) -> None:
        """Make it `moment` (aware) now."""
        if moment.tzinfo is None:
            raise ValueError("The clock is moved to an aware datetime only.")
        self._offset = moment - self._wall.now()

    def move_by(self, step: timedelta) -> None:
        """Move on by `step`, or back if it is negative."""
        self._offset += step
