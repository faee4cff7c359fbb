"""What becomes of the way from Slack to the bot: envelopes doubled or out of order, sockets that go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.faults.room import Room

BETWEEN = 0.7  # seconds between two cuts


@asynccontextmanager
async def doubled_envelopes(room: Room) -> AsyncIterator[None]:
    """Every envelope comes twice."""
    room.server.faults.double_envelopes(times=None)
    yield
    room.server.faults.clear()


@asynccontextmanager
async def out_of_order(room: Room) -> AsyncIterator[None]:
    """Half of the envelopes wait until the next has gone before them."""

    async def hold_back() -> None:
        while True:
            room.server.faults.hold_back()
            await asyncio.sleep(room.chance.random())

    task = asyncio.create_task(hold_back())
    yield
    task.cancel()
    room.server.faults.clear()


@asynccontextmanager
async def cut(room: Room) -> AsyncIterator[None]:
    """Sockets cut without a word, again and again."""

    async def cut_again() -> None:
        while True:
            await room.server.faults.cut_sockets()
            await asyncio.sleep(BETWEEN + room.chance.random())

    task = asyncio.create_task(cut_again())
    yield
    task.cancel()


@asynccontextmanager
async def warning(room: Room) -> AsyncIterator[None]:
    """Slack warns that it will close the socket, and then does."""
    await room.server.faults.disconnect("warning")
    yield
    await room.server.faults.disconnect("refresh_requested")


@asynccontextmanager
async def refresh_requested(room: Room) -> AsyncIterator[None]:
    """Slack takes the socket away and asks for a new one, every other second."""

    async def refresh() -> None:
        while True:
            await room.server.faults.disconnect("refresh_requested")
            await asyncio.sleep(2)

    task = asyncio.create_task(refresh())
    yield
    task.cancel()


@asynccontextmanager
async def link_disabled(room: Room) -> AsyncIterator[None]:
    """Somebody switches Socket Mode off, and on again."""
    await room.server.faults.disconnect("link_disabled")
    yield
    room.server.link.enabled = True


@asynccontextmanager
async def too_many_websockets(room: Room) -> AsyncIterator[None]:
    """As many sockets as an app may have are open elsewhere."""
    room.server.faults.crowded = True
    await room.server.faults.disconnect("too_many_websockets")
    yield
    room.server.faults.crowded = False
