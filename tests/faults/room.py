"""Where faults happen: a Slack, a record on either database, people who never stop typing, and the bot that is kept."""

from __future__ import annotations

import asyncio
import random
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from sqlmodel import col, func, select

from sandbox.server import SandboxServer
from store import Session
from store.engines import address, reader_engine
from store.tables import Outbox
from tests.databases import POSTGRES, Database
from tests.faults.keeping import Kept
from tests.postgres import Server, our_server
from tests.process.bot_process import settings_for, slack
from tests.process.clocks import clock_in
from tests.process.load import Person

T = TypeVar("T")

PROGRAM = Path(__file__).parent / "quick.py"
PLACES = [  # who types where, and where the cards of that are; the first desk is another channel's
    ("reporter", "belgorod", "verification"),
    ("checker", "belgorod", "verification"),
    ("lead", "investigation", "investigation"),
    ("checker", "im", "im"),
]
BREATH = 0.5  # seconds, at most, between two things that one person does
PATIENCE = 120.0  # seconds that a person waits for the bot to be there again
DISK = 64  # megabytes of the small disk that a SQLite file is on, where we may make one
# What a crash of the server loses is what it lost: these are as they come.
SERVER = ("wal_level = minimal", "max_wal_senders = 0")


@dataclass
class Room:
    """One record, one Slack. `hours`: how often more than minutes passed."""

    server: SandboxServer
    folder: Path
    database: Database
    postgres: Server | None
    bot: Kept
    chance: random.Random
    small_disk: bool = False
    people: list[Person] = field(default_factory=list)
    hours: int = 0

    @asynccontextmanager
    async def clock(self) -> AsyncIterator[Callable[[timedelta], None]]:
        """Inside, the bot is on a machine whose clock can be set by calling this; TimeoutError if it does not come."""
        file = self.folder / "clock"

        def set_by(by: timedelta) -> None:
            self.hours += 1
            file.write_text(f"{int(by.total_seconds()):+d}\n")

        set_by(timedelta())
        plain = dict(self.bot.environment)
        self.bot.environment |= clock_in(file)
        await self._restarted()
        yield set_by
        self.bot.environment = plain
        await self._restarted()
        self.hours += 1

    async def _restarted(self) -> None:
        lives = len(self.bot.lives)
        await self.bot.kill()
        while self.server.link.sockets or len(self.bot.lives) == lives:  # noqa: ASYNC110 (the system's own time)
            await asyncio.sleep(0.05)
        await self.server.link.connected(seconds=PATIENCE)

    def read(self, work: Callable[[Session], T]) -> T:
        """Read the bot's record beside it."""
        engine = reader_engine(address(self.database.url))
        try:
            with Session(engine) as session:
                return work(session)
        finally:
            engine.dispose()

    @asynccontextmanager
    async def people_at_work(self) -> AsyncIterator[None]:
        """People type inside; afterwards what they have begun is finished."""
        stop = asyncio.Event()
        working = [asyncio.create_task(person.work(stop)) for person in self.people]
        try:
            yield
            stop.set()
            await asyncio.gather(*working)
        finally:
            for task in working:
                task.cancel()

    async def drained(self, within: float) -> None:
        """Wait until nothing is left to be sent. TimeoutError."""
        async with asyncio.timeout(within):
            while await asyncio.to_thread(self.read, _left):  # noqa: ASYNC110 (another process's database)
                await asyncio.sleep(0.2)


def _left(session: Session) -> int:
    return session.exec(select(func.count()).where(col(Outbox.state).not_in(("sent", "ended")))).one()


@asynccontextmanager
async def newsroom(kind: str, folder: Path, chance: random.Random) -> AsyncIterator[Room]:
    """A room with the bot at work in it; `kind` is the database's."""
    with _database(kind, folder) as (database, postgres, small_disk):
        async with slack() as server:
            environment = settings_for(server) | {"DATABASE_URL": database.url}
            bot = Kept(folder, environment, (str(PROGRAM),))
            room = Room(server, folder, database, postgres, bot, chance, small_disk)
            room.people = [
                Person(
                    server,
                    server.actor(role),
                    channel,
                    cards,
                    random.Random(chance.random()),  # noqa: S311
                    lambda: room.hours,
                    breath=BREATH,
                    patience=PATIENCE,
                )
                for role, channel, cards in PLACES
            ]
            await bot.start()
            try:
                await server.link.connected(seconds=PATIENCE)
                yield room
            finally:
                await bot.stop()


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[tuple[Database, Server | None, bool]]:
    if kind == POSTGRES:
        with our_server(SERVER) as server:
            yield Database(server.url), server, False
        return
    place = folder / "disk"
    place.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    options = ("-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(place))
    small = mount is not None and subprocess.run((mount, *options), check=False, capture_output=True).returncode == 0  # noqa: S603
    try:
        yield Database(f"sqlite:///{place / 'record.db'}"), None, small
    finally:
        if small and umount is not None:
            subprocess.run((umount, "-l", str(place)), check=True)  # noqa: S603
