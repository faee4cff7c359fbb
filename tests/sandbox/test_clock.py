"""The sandbox's clock: moved, it runs on from where it was put; seconds are never moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.clock import SandboxClock

MORNING = datetime(2023, 5, 24, 6, 0, tzinfo=UTC)


@dataclass
class HandWall:
    """A wall clock turned by hand."""

    at: datetime = datetime(2023, 5, 23, 12, 0, tzinfo=UTC)
    seconds: float = 100.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.seconds


def test_a_moved_clock_runs_on_from_where_it_was_put() -> None:
    wall = HandWall()
    clock = SandboxClock(wall)
    clock.move_to(MORNING)
    wall.at += timedelta(seconds=5)
    assert clock.now() == MORNING + timedelta(seconds=5)
    clock.move_by(timedelta(hours=-1))
    assert clock.now() == MORNING + timedelta(seconds=5, hours=-1)
    assert clock.wall_now() == wall.at


def test_seconds_do_not_move_with_the_clock() -> None:
    clock = SandboxClock(HandWall())
    clock.move_by(timedelta(days=1))
    assert clock.monotonic() == 100.0


def test_only_an_aware_moment_is_taken() -> None:
    with pytest.raises(ValueError, match="aware"):
        SandboxClock(HandWall()).move_to(MORNING.replace(tzinfo=None))
