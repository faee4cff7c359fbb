"""A campaign of kills: one record, one Slack, people who never stop, and the bot's many lives between them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from sqlmodel import col, func, select

from sandbox.server import SandboxServer
from store import Session
from store.engines import address, reader_engine
from store.outbox import UNSENT
from store.tables import Outbox
from tests.process.bot_process import DATABASE, PATIENCE, ROOT, at_work, settings_for, start
from tests.process.load import Person

T = TypeVar("T")

HOUR = 3600.0
# Seconds between two lives, by both clocks of the machine and by Slack's: reminders and digests fall due.
GAPS = [0.0, 0.0, 0.0, 5.0, 60.0, 3 * HOUR, 9 * HOUR, 25 * HOUR]
PLACES = [  # who types where, and where the cards of that are
    ("reporter", "verification", "verification"),
    ("checker", "belgorod", "verification"),
    ("lead", "investigation", "investigation"),
    ("checker", "im", "im"),
]
ANSWERS_AFTER = 0.1  # seconds
DRAINED_WITHIN = 120.0  # seconds


class Campaign:
    """`chance` decides every moment: a seed is a plan, though no two runs of it are alike to the millisecond."""

    def __init__(self, server: SandboxServer, folder: Path, chance: random.Random) -> None:
        self.server, self.folder, self.chance = server, folder, chance
        self.ahead = 0.0
        self.hours = 0  # how often more than minutes passed
        self.killed_before_connecting = 0
        self.people = [
            Person(server, server.actor(role), channel, cards, random.Random(chance.random()), lambda: self.hours)  # noqa: S311
            for role, channel, cards in PLACES
        ]

    async def run(self, kills: int) -> None:
        """Kill the bot so often under load; then let it finish what waits, and kill it once more."""
        # Slack answers after a while, as in life: so most kills come between a post and the word that it arrived.
        for method in ("chat.postMessage", "chat.update"):
            self.server.faults.slow(method, seconds=ANSWERS_AFTER, times=None)
        stop = asyncio.Event()
        working = [asyncio.create_task(person.work(stop)) for person in self.people]
        try:
            for _ in range(kills):
                await self.life()
            self.server.faults.clear()
            async with at_work(self.server, self.folder, command=self.command):
                stop.set()
                await asyncio.gather(*working)
                await self.drained()
        finally:
            for task in working:
                task.cancel()

    async def life(self) -> None:
        """Start the bot, kill it at some moment (now and then before it is connected), and let time pass."""
        bot = await start(self.folder, settings_for(self.server), self.command)
        if self.chance.random() < 0.8:
            await self.server.link.connected(seconds=PATIENCE)
        else:
            self.killed_before_connecting += 1
        await asyncio.sleep(self.chance.random() * 1.5)
        await bot.killed()
        while self.server.link.sockets:  # noqa: ASYNC110 (the system closes it in its own time)
            await asyncio.sleep(0.01)
        self.pass_time(self.chance.choice(GAPS))

    async def drained(self) -> None:
        async with asyncio.timeout(DRAINED_WITHIN):
            while self.read(unsent):  # noqa: ASYNC110 (another process's database: there is nothing to await)
                await asyncio.sleep(0.2)

    @property
    def command(self) -> tuple[str, str]:
        return str(ROOT / "tests" / "process" / "bot_ahead.py"), str(self.ahead)

    def pass_time(self, seconds: float) -> None:
        self.ahead += seconds
        self.hours += seconds >= HOUR
        self.server.clock.move_by(timedelta(seconds=seconds))

    def read(self, work: Callable[[Session], T]) -> T:
        """Read the bot's record beside it."""
        engine = reader_engine(address(f"sqlite:///{self.folder / DATABASE}"))
        try:
            with Session(engine) as session:
                return work(session)
        finally:
            engine.dispose()


def unsent(session: Session) -> int:
    """How many messages are still to be sent."""
    return session.exec(select(func.count()).where(col(Outbox.state).in_(UNSENT))).one()
