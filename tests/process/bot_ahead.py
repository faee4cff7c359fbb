"""What `app.py run` does, on a machine whose two clocks are so many seconds ahead: so long it was down.

Run as a program: `python tests/process/bot_ahead.py SECONDS`. It posts fast, so that something is always in hand.
"""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app import working
from bot.delivery.pace import Pace
from bot.settings import Settings, read_settings


@dataclass(frozen=True)
class Ahead:
    """The machine's clocks, later."""

    seconds: float

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return time.monotonic() + self.seconds


async def work(seconds: float) -> None:
    async with working(read_settings(Settings), Ahead(seconds), Pace(rate=50, burst=50)):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work(float(sys.argv[1])))
