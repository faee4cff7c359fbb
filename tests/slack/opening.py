"""How a newsroom is opened: a workspace, and the bot at work in it on a record of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from app import Bot, working
from bot.clock import SystemClock
from bot.delivery.pace import Pace
from bot.settings import Settings
from sandbox.clock import SandboxClock
from sandbox.server import SandboxServer
from tests.begun import begin_record
from tests.slack.newsroom import NOON, Newsroom

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


def _address(record: Path | str) -> str:
    """Where a record is; a file that is not there yet begins migrated already: hundreds of newsrooms are opened."""
    if isinstance(record, str):
        return record
    if not record.exists():
        begin_record(record)
    return f"sqlite:///{record}"


@asynccontextmanager
async def open_newsroom(record: Path | str, at: datetime = NOON, **more: Any) -> AsyncIterator[Newsroom]:
    """A new workspace with the bot in it, whose record is in this file or at this address; `more` are settings."""
    clock = SandboxClock(SystemClock())
    clock.move_to(at)
    server = SandboxServer(clock, yaml.safe_load(MANIFEST.read_text()))
    await server.start()
    try:
        async with at_work(server, record, **more) as bot:
            yield Newsroom(server, bot)
    finally:
        await server.stop()


@asynccontextmanager
async def at_work(server: SandboxServer, record: Path | str, **more: Any) -> AsyncIterator[Bot]:
    """The bot, from its start to its stop, on a record that may be there already.

    It compares words alone unless it is told otherwise: loading the encoder takes longer than most tests.
    """
    settings = Settings(
        slack_bot_token=server.bot_token,
        slack_app_token=server.app_token,
        slack_api_url=server.api_url,
        database_url=_address(record),
        **({"counterclaim_semantic": False} | more),
    )
    async with working(settings, server.clock, Pace(rate=1000, burst=1000)) as bot:
        server.after_move = bot.settle
        try:
            yield bot
        finally:
            server.after_move = None
