"""What Slack answers on a bad day: too many, cannot, too late, never, or nothing after it was done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.faults.room import Room

POSTING = ("chat.postMessage", "chat.update")


@asynccontextmanager
async def too_many_requests(room: Room) -> AsyncIterator[None]:
    """429 with a second to wait, again and again."""
    for method in POSTING:
        room.server.faults.rate_limit(method, retry_after=1, times=None)
    yield
    room.server.faults.clear()


@asynccontextmanager
async def error_500(room: Room) -> AsyncIterator[None]:
    """500 to whatever is asked."""
    room.server.faults.fail(status=500, times=None)
    yield
    room.server.faults.clear()


@asynccontextmanager
async def error_503(room: Room) -> AsyncIterator[None]:
    """503 to whatever is asked."""
    room.server.faults.fail(status=503, times=None)
    yield
    room.server.faults.clear()


@asynccontextmanager
async def late(room: Room) -> AsyncIterator[None]:
    """Done at once, and answered after four seconds."""
    for method in POSTING:
        room.server.faults.slow(method, seconds=4, times=None)
    yield
    room.server.faults.clear()


@asynccontextmanager
async def too_late(room: Room) -> AsyncIterator[None]:
    """Done at once, and answered when the bot waits no more."""
    for method in POSTING:
        room.server.faults.slow(method, seconds=12, times=3)
    yield
    room.server.faults.clear()


@asynccontextmanager
async def never(room: Room) -> AsyncIterator[None]:
    """Not done, and never answered."""
    for method in POSTING:
        room.server.faults.never(method, times=3)
    yield
    room.server.faults.clear()


@asynccontextmanager
async def accepted_and_dropped(room: Room) -> AsyncIterator[None]:
    """Done, and the connection cut instead of an answer."""
    for method in POSTING:
        room.server.faults.drop_after_accepting(method, times=None)
    yield
    room.server.faults.clear()


@asynccontextmanager
async def dropped(room: Room) -> AsyncIterator[None]:
    """The connection cut before anything was done, whatever is asked."""
    room.server.faults.drop_before(times=None)
    yield
    room.server.faults.clear()


@asynccontextmanager
async def unreachable_at_start(room: Room) -> AsyncIterator[None]:
    """Nothing of Slack answers while the bot starts."""
    room.server.faults.drop_before(times=None)
    await room.bot.kill()
    yield
    room.server.faults.clear()
