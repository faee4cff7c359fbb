"""A newsroom to deliver in: the sandbox's server, a record, and as many pumps as a test wants."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import select

from bot.delivery.clients import OneClient
from bot.delivery.pace import Pace
from bot.delivery.pump import Pump
from bot.desk import lifecycle
from bot.desk.disputing import dispute_line
from bot.desk.filing import Filed, file_line
from bot.desk.request import Kind, Request
from sandbox.clock import SandboxClock
from sandbox.record import Post
from sandbox.server import SandboxServer
from store import Record, heads, outbox
from store.lanes import LEASE
from store.tables import Lane, Outbox

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
ATTEMPT = 10.0  # seconds, as app.py has it
PATIENCE = 10.0  # seconds a test waits for what is to come
REPORTER, CHECKER, LEAD = "U0RITA0001", "U0CHEN0001", "U0OLENA001"
VERIFICATION, WIRE, INVESTIGATION = "C0VERIFY01", "C0WIRE0001", "C0INVEST01"
KINDS: dict[str, Kind] = {VERIFICATION: "public", WIRE: "public", INVESTIGATION: "private"}  # else a conversation


class MovableClock:
    """The machine's clock, of which the monotonic half can be sent ahead."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead


@dataclass
class Newsroom:
    """People file straight into the record; pumps carry it to the sandbox over real HTTP."""

    database: str
    server: SandboxServer
    record: Record
    wall: MovableClock
    clock: SandboxClock
    sessions: list[aiohttp.ClientSession] = field(default_factory=list)
    running: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _keys: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def client(self, attempt: float = ATTEMPT) -> AsyncWebClient:
        session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=attempt))
        self.sessions.append(session)
        return AsyncWebClient(
            token=self.server.bot_token, base_url=self.server.api_url, session=session, retry_handlers=[]
        )

    def start(
        self, holder: str = "first", *, attempt: float = ATTEMPT, record: Record | None = None, rate: float = 1000
    ) -> Pump:
        """Set a pump to work, on the newsroom's record or on another one of the same database."""
        clients = OneClient(self.client(attempt))
        pump = Pump(record or self.record, clients, self.clock, Pace(rate=rate, burst=1000), holder=holder)
        self.running[holder] = asyncio.create_task(pump.run(), name=f"pump {holder}")
        return pump

    async def stop(self, pump: Pump) -> None:
        """Let a pump finish what it has in hand."""
        pump.stop()
        async with asyncio.timeout(PATIENCE):
            await self.running.pop(pump.holder)

    async def kill(self, pump: Pump) -> None:
        """End a pump as a crash would: nothing that it has in hand is finished or given back."""
        lanes = [task for task in asyncio.all_tasks() if task.get_name().startswith("send ")]
        for task in (self.running.pop(pump.holder), *lanes):
            task.cancel()
            await asyncio.wait({task})

    def skip(self, seconds: float) -> None:
        """Let seconds of the monotonic clock pass at once."""
        self.wall.ahead += seconds
        self.record.written.set()

    async def outlive(self, pump: Pump) -> None:
        """Let a pump see what the dead have in hand, and a lease's length pass."""
        await self.settled(pump)
        self.skip(LEASE + 1)

    async def settled(self, pump: Pump) -> None:
        async with asyncio.timeout(PATIENCE):
            await pump.settle()

    async def failed(self, pump: Pump, times: int = 1) -> float:
        """Wait for the so-many-th fault, and until what it hit waits for its retry; how many seconds it has left."""
        await self.until(lambda: self.server.faults.taken.total() == times)
        while pump._lanes:
            await asyncio.wait(pump._lanes.values())
        return min(rest.until for rest in pump._resting.values()) - self.clock.monotonic()

    async def until(self, condition: Callable[[], bool]) -> None:
        await self.server.until(condition, PATIENCE)

    async def posted(self, key: str) -> Post:
        await self.until(lambda: bool(self.server.record.by_key(key)))
        return self.server.record.by_key(key)[0]

    def request(self, channel: str, person: str) -> Request:
        return Request(
            team=self.server.workspace.team_id,
            person=person,
            channel=channel,
            kind=KINDS.get(channel, "direct"),
            key=f"key {next(self._keys)}",
            now=self.clock.now(),
            channels=None,
        )

    async def file(self, channel: str = INVESTIGATION, person: str = REPORTER) -> int:
        """File a claim as the command does; its number."""
        request = self.request(channel, person)
        line = f"Kyiv: We had nothing to do with it, {request.key}. https://example.org/{request.key[4:]}"
        filed = await self.record.write(lambda session: file_line(session, request, line))
        assert isinstance(filed, Filed)
        return filed.dossier.claim.number

    async def dispute(self, number: int, channel: str = INVESTIGATION) -> None:
        request = self.request(channel, REPORTER)
        line = f"Moscow: They did, {request.key}. https://example.org/no"
        await self.record.write(lambda session: dispute_line(session, request, [number], line))

    async def take(self, number: int, person: str = LEAD) -> None:
        request = self.request(INVESTIGATION, person)
        await self.record.write(lambda session: lifecycle.take(session, request, number))

    async def row(self, key: str) -> Outbox:
        found = await self.record.read(lambda session: outbox.row_by_key(session, key))
        assert found is not None, key
        return found

    async def lease(self, holder: str) -> list[str]:
        """Take for a holder what can be taken; the keys."""
        return await self.record.write(lambda session: [row.key for row, _ in heads.take(session, holder)])

    async def holders(self) -> dict[str, str | None]:
        """Who has which lane."""
        query = select(Lane.target, Lane.holder)
        return await self.record.read(lambda session: dict(session.exec(query).all()))

    def say(self, channel: str, count: int, thread_ts: str | None = None) -> None:
        """Fill a channel, or a thread, with what people say."""
        workspace = self.server.workspace
        for number in range(count):
            workspace.post(workspace.channels[channel], LEAD, f"Line {number}", thread_ts=thread_ts)

    @property
    def calls(self) -> Any:
        return self.server.record.calls


@asynccontextmanager
async def newsroom(database: str) -> AsyncIterator[Newsroom]:
    wall = MovableClock()
    clock = SandboxClock(wall)
    server = SandboxServer(clock, yaml.safe_load(MANIFEST.read_text()))
    await server.start()
    record = Record(database)
    await record.open()
    room = Newsroom(database, server, record, wall, clock)
    try:
        yield room
    finally:
        for task in room.running.values():
            task.cancel()
        await asyncio.gather(*room.running.values(), return_exceptions=True)
        await record.close()
        for session in room.sessions:
            await session.close()
        await server.stop()
