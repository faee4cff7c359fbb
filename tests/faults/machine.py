"""What becomes of the machine: the bot killed at random moments, the clock set."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from tests.faults.room import Room

AT_MOST = 4.0  # seconds between two kills
NOTICED = 2.0  # seconds until libfaketime has read its file again


@asynccontextmanager
async def killed(room: Room) -> AsyncIterator[None]:
    """kill -9 at random moments, now and then before it is connected."""

    async def kill_again() -> None:
        while True:
            await room.bot.kill()
            await asyncio.sleep(1 + room.chance.random() * AT_MOST)

    task = asyncio.create_task(kill_again())
    yield
    task.cancel()


@asynccontextmanager
async def clock_back(room: Room) -> AsyncIterator[None]:
    """The machine's clock is set back by hours, and right again."""
    async with room.clock() as set_by:
        set_by(-timedelta(hours=room.chance.uniform(1, 30)))
        yield
        set_by(timedelta())
        await asyncio.sleep(NOTICED)


@asynccontextmanager
async def clock_forward(room: Room) -> AsyncIterator[None]:
    """The machine's clock is set forward by hours, and right again."""
    async with room.clock() as set_by:
        set_by(timedelta(hours=room.chance.uniform(1, 30)))
        yield
        set_by(timedelta())
        await asyncio.sleep(NOTICED)
