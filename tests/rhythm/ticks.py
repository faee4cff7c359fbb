"""A program that ticks four times a second and says so: `python tests/rhythm/ticks.py`."""

from __future__ import annotations

import asyncio
import time

from bot.rhythm.ticking import ticking


async def say() -> None:
    print(int(time.time()), flush=True)  # noqa: T201


async def work() -> None:
    async with ticking((0.25, say), minded=0.5):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work())
