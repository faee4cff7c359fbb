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


@asynccontextmanager
async def brought_back_unheard(room: Room) -> AsyncIterator[None]:
    """The channel is archived; when it is brought back, Slack's word of that never reaches the bot."""
    lead = room.server.actor("lead")
    await lead.archive(DESK)
    yield
    channel = room.server.workspace.channel(DESK)
    channel.archived = False
