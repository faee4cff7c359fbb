"""What becomes of a desk's channel: archived, or the bot taken out of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.faults.room import Room

DESK, PRIVATE, BOT = "verification", "investigation", "Counterclaim"


@asynccontextmanager
async def archived(room: Room) -> AsyncIterator[None]:
    """The first desk's channel is put away, and brought back."""
    lead = room.server.actor("lead")
    await lead.archive(DESK)
    yield
    await lead.archive(DESK, archived=False)


@asynccontextmanager
async def bot_removed(room: Room) -> AsyncIterator[None]:
    """The bot is taken out of a private desk's channel, and invited again."""
    lead = room.server.actor("lead")
    await lead.kick(PRIVATE, BOT)
    yield
    await lead.invite(PRIVATE, BOT)
