"""What `app.py run` does, on a machine whose two clocks are so many seconds ahead: so long it was down.

Run as a program: `python tests/process/bot_ahead.py SECONDS`. It posts fast, so that something is always in hand; and
its leases are short, as Slack's answers are in tests: so those of the dead run out soon.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app import working
from bot.delivery import leases, pump
from bot.delivery.pace import Pace
from bot.settings import Settings, read_settings

SHORT = {"LEASE": 8.0, "SAFE": 4.0, "AGAIN": 1.0}  # seconds


@dataclass(frozen=True)
class Ahead:
    """The machine's clocks, later."""

    seconds: float

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return time.monotonic() + self.seconds


async def work(seconds: float) -> None:
    for name, seconds_of in SHORT.items():
        setattr(leases, name, seconds_of)
    pump.LOOK_AGAIN = 1.0
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with working(read_settings(Settings), Ahead(seconds), Pace(rate=50, burst=50)):
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(work(float(sys.argv[1])))
