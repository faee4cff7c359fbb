"""A town: several workspaces, none of which has installed the bot yet, and the bot at work over HTTP."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from app import Bot, working
from bot.clock import SystemClock
from bot.delivery.clients import InstalledClients
from bot.delivery.pace import Pace
from bot.operating.http_door import HttpDoor
from bot.operating.manifest import http_manifest
from bot.settings import HttpSettings
from sandbox.acting import Actor
from sandbox.clock import SandboxClock
from sandbox.outcome import Outcome
from sandbox.reading import Reader
from sandbox.server import SandboxServer
from sandbox.workspace import Channel, Message
from tests.begun import begin_record
from tests.sandbox.bolt_over_http import Site, add_to_slack
from tests.slack.newsroom import KYIV, NOON, PATIENCE

FIRST, SECOND = "T0SANDBOX1", "T0SANDBOX2"
KEY, OTHER_KEY = (Fernet.generate_key().decode() for _ in range(2))


@dataclass
class Town:
    """The workspaces, and the bot that serves them from `url`."""

    server: SandboxServer
    bot: Bot
    url: str

    @property
    def installed(self) -> InstalledClients:
        assert isinstance(self.bot.door, HttpDoor)
        return self.bot.door.clients

    async def install(self, place: str = FIRST, **more: Any) -> tuple[int, str]:
        """Install the bot as somebody in a browser does; the status and the text of the page at the end."""
        store: Any = None
        status, text, _ = await add_to_slack(self.server, Site(self.bot.door.app, self.url, store), place, **more)
        return status, text

    async def uninstall(self, place: str = FIRST) -> None:
        """Take the bot out, and wait until it knows."""
        self.server.installations.uninstall(place)
        await self.gone(place)

    async def gone(self, place: str) -> None:
        """Wait until the bot knows of an installation no more."""
        async with asyncio.timeout(PATIENCE):
            while place in {part for each in await self.installed.installations.places() for part in each}:
                await self.settle()

    def event(self, event: dict[str, Any], team: str = FIRST) -> dict[str, Any]:
        """An event of this moment, as Slack would send it."""
        return self.server.town.stages[team].payloads.event(event)

    def refused(self) -> set[tuple[str, str]]:
        """What Slack refused the bot: method, error."""
        return {(refusal.method, refusal.error) for refusal in self.server.record.refusals}

    async def invite(self, team: str, channel: str = "verification") -> None:
        """Invite the bot to a channel."""
        await self.actor("lead", team).type(f"#{channel}", "/invite @Counterclaim")

    def actor(self, name: str, team: str) -> Actor:
        return self.server.actor(name, team)

    async def says(self, team: str, typed: str, *, who: str = "reporter", channel: str = "verification") -> str:
        """What somebody who types this is answered."""
        return self.read(await self.actor(who, team).type(channel, typed), team)

    async def settle(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.bot.settle()

    async def to(self, moment: datetime) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.bot.settle()
            await self.server.move_clock(to=moment)

    def channel(self, team: str, name: str = "verification") -> Channel:
        return self.server.town.workspaces[team].channel(name)

    async def posts(self, team: str, name: str = "verification") -> list[str]:
        """What the bot posted in a channel, as it is read."""
        await self.settle()
        return [self._text(message, team) for message in self.channel(team, name).top if message.key]

    def read(self, outcome: Outcome, team: str) -> str:
        if outcome.messages:
            return "\n".join(self._text(message, team) for message in outcome.messages)
        assert outcome.view is None
        return outcome.error or ""

    def _text(self, message: Message, team: str) -> str:
        workspace = self.server.town.workspaces[team]

        def name(slack_id: str) -> str:
            channel = workspace.channels.get(slack_id)
            return channel.name if channel is not None else workspace.person(slack_id).name

        return "\n".join(Reader(KYIV, name).lines(message.text, message.blocks))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@asynccontextmanager
async def slack(url: str, *, manifest: dict[str, Any] | None = None, **more: Any) -> AsyncIterator[SandboxServer]:
    """Two workspaces that know where the bot is; `manifest` is what differs in its settings."""
    clock = SandboxClock(SystemClock())
    clock.move_to(NOON)
    registered = http_manifest(url)
    registered["settings"] |= manifest or {}
    server = SandboxServer(clock, registered, **({"installed": False, "workspaces": 2} | more))
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


def settings_for(server: SandboxServer, url: str, record: Path | str, **more: Any) -> HttpSettings:
    if isinstance(record, Path) and not record.exists():
        begin_record(record)
    said: dict[str, Any] = {
        "slack_client_id": server.registration.client_id,
        "slack_client_secret": server.registration.client_secret,
        "slack_signing_secret": server.registration.signing_secret,
        "slack_api_url": server.api_url,
        "counterclaim_token_key": KEY,
        "counterclaim_port": int(url.rpartition(":")[2]),
        "counterclaim_semantic": False,
        "database_url": f"sqlite:///{record}" if isinstance(record, Path) else record,
    }
    return HttpSettings(**said | more)


@asynccontextmanager
async def at_work(server: SandboxServer, url: str, record: Path | str, **more: Any) -> AsyncIterator[Town]:
    """The bot at work over HTTP; `more` are settings."""
    settings = settings_for(server, url, record, **more)
    async with working(settings, server.clock, Pace(rate=1000, burst=1000)) as bot:
        server.after_move = bot.settle
        try:
            yield Town(server, bot, url)
        finally:
            server.after_move = None


@asynccontextmanager
async def open_town(record: Path | str, **more: Any) -> AsyncIterator[Town]:
    """Slack, and the bot at work in it; `more` is Slack's."""
    url = f"http://127.0.0.1:{free_port()}"
    async with slack(url, **more) as server, at_work(server, url, record) as town:
        yield town
