"""Copies: several bots at once on one record and one Slack, people who never stop, and copies that come and go.

Run as a program it is the long campaign on a PostgreSQL of its own: `python -m tests.process.copies --seconds 600`.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import secrets
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sqlmodel import Session

from sandbox.server import SandboxServer
from store.engines import address, reader_engine
from tests.databases import postgres_at_work
from tests.process.audit import missing, not_as_it_should_be, on_file_twice, the_chain_verifies
from tests.process.bot_process import PATIENCE, ROOT, RUN, BotProcess, settings_for, slack, start
from tests.process.campaign import ANSWERS_AFTER, PLACES, unsent
from tests.process.load import Person

T = TypeVar("T")

FAST = (str(ROOT / "tests" / "process" / "bot_ahead.py"), "0")  # posts fast, and leases for seconds only


@dataclass
class Copies:
    """So many copies on the database at an address, and who works with them. `chance` decides every moment."""

    server: SandboxServer
    database: str
    folder: Path
    chance: random.Random
    count: int = 2
    command: Sequence[str] = RUN
    breath: float = 0.1
    people: list[Person] = field(default_factory=list)
    running: list[BotProcess] = field(default_factory=list)
    every: list[BotProcess] = field(default_factory=list)
    while_stopping: set[int] = field(default_factory=set)  # numbers of envelopes
    kills: int = 0
    stops: int = 0

    def __post_init__(self) -> None:
        self.people = [
            Person(self.server, self.server.actor(role), channel, cards, random.Random(self.chance.random()))  # noqa: S311
            for role, channel, cards in PLACES
        ]
        for person in self.people:
            person.breath = self.breath

    async def one_more(self) -> BotProcess:
        """Start a copy, and wait until it is connected beside the others."""
        folder = self.folder / f"copy-{len(self.every)}"
        folder.mkdir()
        bot = await start(folder, settings_for(self.server) | {"DATABASE_URL": self.database}, self.command)
        self.every.append(bot)
        self.running.append(bot)
        try:
            await self.server.link.connected(len(self.running), seconds=2 * PATIENCE)
        except TimeoutError:
            told = [(each.process.returncode, each.said) for each in self.running]
            raise AssertionError(f"{self.server.link.sockets} of {len(self.running)} are connected: {told}") from None
        return bot

    async def kill_one(self) -> None:
        """Kill one of the copies at once, and start another."""
        dying = self.running.pop(self.chance.randrange(len(self.running)))
        await dying.killed()
        while self.server.link.sockets > len(self.running):  # noqa: ASYNC110 (the system closes it in its own time)
            await asyncio.sleep(0.01)
        self.kills += 1
        await self.one_more()

    async def restart_one(self) -> None:
        """As whoever brings a new version does: start a new copy beside the others, then stop the oldest."""
        await self.one_more()
        oldest, first = self.running.pop(0), self.server.link._count
        assert await oldest.told_to_stop() == 0, oldest.said
        self.while_stopping |= set(range(first, self.server.link._count + 1))
        self.stops += 1

    async def at_work(self, seconds: float, between: tuple[float, float], *, kill: bool) -> None:
        """Have people work for so long, while every few seconds a copy is killed, or restarted in good order."""
        for method in ("chat.postMessage", "chat.update"):
            self.server.faults.slow(method, seconds=ANSWERS_AFTER, times=None)
        stop = asyncio.Event()
        try:
            for _ in range(self.count):
                await self.one_more()
            working = [asyncio.create_task(person.work(stop)) for person in self.people]
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                await asyncio.sleep(self.chance.uniform(*between))
                await (self.kill_one() if kill else self.restart_one())
            stop.set()
            await asyncio.gather(*working)
            self.server.faults.clear()
            await self.drained(90 + seconds)
            for bot in self.running:
                assert await bot.told_to_stop() == 0, bot.said
        finally:
            for bot in self.running:
                if bot.process.returncode is None:
                    bot.process.kill()
                    await bot.process.wait()

    async def drained(self, seconds: float) -> None:
        """Wait until everything is sent."""
        async with asyncio.timeout(seconds):
            while self.read(unsent):  # noqa: ASYNC110 (other processes' database: there is nothing to await)
                await asyncio.sleep(0.2)

    def left_without_an_answer(self) -> list[str]:
        """The requests that came while a copy was stopping, and which nobody answered in time."""
        return [
            f"{delivery.kind} {delivery.name}"
            for delivery in self.server.record.deliveries
            if delivery.seconds is None and int(delivery.envelope_id[:8]) in self.while_stopping
        ]

    def figures(self) -> dict[str, int | list[str] | dict[str, int]]:
        """What came of it: of each fault what there is of it, which is to be nothing, and how much was done."""
        slack = self.server.record
        keys = Counter(post.key for post in slack.posts if post.key is not None)
        return {
            "lost": self.read(lambda session: missing(session, self.people)),
            "doubled": [*self.read(on_file_twice), *(key for key, times in keys.items() if times > 1)],
            "amiss": self.read(lambda session: not_as_it_should_be(session, slack)),
            "events that verify": self.read(the_chain_verifies),
            "kills": self.kills,
            "stops": self.stops,
            "filed": sum(len(person.filed) for person in self.people),
            "disputed": sum(len(person.disputed) for person in self.people),
            "not acknowledged": sum(person.lost for person in self.people),
            "of those, while one stopped": self.left_without_an_answer(),
            "posts": sum(keys.values()),
            "edits": len(slack.edits),
            "looked up": slack.calls["conversations.history"] + slack.calls["conversations.replies"],
        }

    def read(self, work: Callable[[Session], T]) -> T:
        """Read the bots' record beside them."""
        engine = reader_engine(address(self.database))
        try:
            with Session(engine) as session:
                return work(session)
        finally:
            engine.dispose()


async def by_hand(seconds: float, seed: int, count: int, *, kill: bool, fast: bool) -> None:
    """The long campaign: what came of it is printed."""
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres_at_work() as postgres,
        postgres.database(begun=True) as record,
    ):
        async with slack() as server:
            copies = Copies(server, record.url, Path(folder), random.Random(seed), count)  # noqa: S311
            if fast:
                copies.command = FAST
            else:
                copies.breath = 8.0  # Slack takes a message a second and channel: what is filed faster waits
            await copies.at_work(seconds, (2.0, 8.0), kill=kill)
            print(f"seed {seed}, {count} copies, {seconds:.0f} s", copies.figures())  # noqa: T201


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.process.copies", description="Copies that come and go.")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--restart", action="store_true", help="one after the other by SIGTERM, instead of SIGKILL")
    parser.add_argument("--fast", action="store_true", help="a Slack without limits, leases of seconds, much load")
    told = parser.parse_args()
    asyncio.run(by_hand(told.seconds, told.seed, told.copies, kill=not told.restart, fast=told.fast))
