"""`/claim` from keypress to answer: the bot as a process of its own, Slack in this one, beside two plain Bolt apps.

What is typed differs each time, on a record that has claims already. A burst is typed all at once by one person; under
load many type, each again as soon as they are answered.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import perf_counter

import psycopg
from sqlmodel import Session

from bench.figures import Figure, Ground, Took, beside, timed
from bench.made_up import TEAM, statement
from bot.desk.matching import near_matches
from sandbox.acting import Actor
from store.claims import Sight
from store.engines import address, reader_engine
from store.transfer import transfer
from store.workspaces import known_id
from tests.postgres import our_server, there_is_one
from tests.process.bot_process import RUN, at_work, settings_for, slack

PLAIN = ("-m", "bench.plain")
SETTLING = 1.0  # seconds after the first lines, in which the bot learns who types
SLACKS_PATIENCE = 3.0  # seconds


@dataclass(frozen=True)
class Typed:
    """How one bot answered: each line's seconds; a burst's, and how many of it in time; lines a second under load."""

    took: Took
    burst: float
    in_time: int
    rate: float
    rows: int = 0


async def measure(ground: Ground) -> list[Figure]:
    """Every bot in turn, then what stands beside them."""
    figures, apps = [], await _on_sqlite(ground)
    ours, bare, plain = apps["ours"], apps["a bare ack"], apps["one insert"]
    took = {name: typed.took for name, typed in apps.items()}
    many = ground.sizes.at_once
    figures += beside("one by one", took, "ours", "a bare ack") + beside("one by one", took, "ours", "one insert")
    figures.append(_near(ground))
    figures += [
        Figure(
            f"{many:,} at once, answered within {SLACKS_PATIENCE:.0f} s",
            f"{ours.in_time:,} of {many:,}, until {ours.burst:.2f} s",
            f"{other.in_time:,}, until {other.burst:.2f} s {name}",
            f"{ours.burst / other.burst:.2f}",
        )
        for name, other in (("a bare ack", bare), ("one insert", plain))
    ]
    figures.append(Figure("of them on disk when the last was answered", f"{ours.rows:,}"))
    figures += _rates("SQLite", ours, plain, _commits_on_sqlite(ground))
    if ground.sizes.postgresql and there_is_one():
        with our_server() as server:
            figures += await _on_postgresql(ground, server.url)
    return figures


def _rates(where: str, ours: Typed, plain: Typed, commits: float) -> list[Figure]:
    return [
        Figure(f"claims a second, {where}", f"{ours.rate:.0f}", f"{other:.0f} {name}", f"{ours.rate / other:.2f}")
        for name, other in (("one insert", plain.rate), ("bare commits, one after the other", commits))
    ]


async def _on_sqlite(ground: Ground) -> dict[str, Typed]:
    apps: dict[str, Typed] = {}
    apps["a bare ack"] = await _typed(ground, PLAIN)
    apps["one insert"] = await _typed(ground, PLAIN, f"sqlite:///{ground.folder / 'plain.db'}")
    file = ground.folder / "typed.db"
    shutil.copy(ground.record_of(ground.sizes.on_file), file)
    apps["ours"] = await _typed(ground, RUN, f"sqlite:///{file}")
    return apps


async def _on_postgresql(ground: Ground, server: str) -> list[Figure]:
    for name in ("plain", "ours"):
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
    ours, plain = (server.replace("/postgres?", f"/{name}?") for name in ("ours", "plain"))
    transfer(f"sqlite:///{ground.record_of(ground.sizes.on_file)}", ours)
    typed = await _typed(ground, PLAIN, plain)
    return _rates("PostgreSQL", await _typed(ground, RUN, ours), typed, _commits_on_postgresql(ground, plain))


async def _typed(ground: Ground, command: tuple[str, ...], url: str | None = None) -> Typed:
    sizes, lines = ground.sizes, _lines()
    async with slack() as server:
        settings = settings_for(server) | ({} if url is None else {"DATABASE_URL": url})
        async with at_work(server, ground.folder, settings, command):
            reporter = server.actor("reporter")
            for _ in range(3):
                await reporter.type("verification", next(lines))
            await asyncio.sleep(SETTLING)
            seconds = [await _answered(reporter, next(lines)) for _ in range(sizes.one_by_one)]
            before, start = _rows_of(url), perf_counter()
            burst = await asyncio.gather(*(_answered(reporter, next(lines)) for _ in range(sizes.at_once)))
            until = perf_counter() - start
            rows = _rows_of(url) - before
            await asyncio.sleep(SETTLING)
            rate = await _rate(reporter, lines, sizes.typists, sizes.seconds)
    in_time = sum(each < SLACKS_PATIENCE for each in burst)
    return Typed(Took([min(each, SLACKS_PATIENCE) for each in seconds]), until, in_time, rate, rows)


async def _answered(reporter: Actor, line: str) -> float:
    """The seconds until a line was answered; without end if it was not."""
    start = perf_counter()
    outcome = await reporter.type("verification", line)
    return perf_counter() - start if outcome.acked else float("inf")


async def _rate(reporter: Actor, lines: Iterator[str], typists: int, seconds: float) -> float:
    """Lines answered in a second while so many type, each again as soon as they are answered."""
    start, answered = perf_counter(), 0

    async def typist() -> None:
        nonlocal answered
        while perf_counter() - start < seconds:
            answered += (await _answered(reporter, next(lines))) < SLACKS_PATIENCE

    await asyncio.gather(*(typist() for _ in range(typists)))
    return answered / (perf_counter() - start)


def _lines() -> Iterator[str]:
    """Lines that differ from each other, and from all that is on file."""
    chance = random.Random(4)  # noqa: S311 (no secret)
    for n in count():
        yield f"/claim Speaker {n % 50}: {statement(chance)} {n} https://example.org/{n} via WION citing Reuters"


def _rows_of(url: str | None) -> int:
    """How many claims are on disk in a file of SQLite's."""
    if url is None or not url.startswith("sqlite") or "plain" in url:
        return 0
    with sqlite3.connect(Path(url.removeprefix("sqlite:///"))) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM claim").fetchone()
    return int(rows)


def _near(ground: Ground) -> Figure:
    """The search for what looks the same, by itself: an answer waits for it, 50 ms at most."""
    chance = random.Random(5)  # noqa: S311 (no secret)
    engine = reader_engine(address(f"sqlite:///{ground.record_of(ground.sizes.on_file)}"))
    with Session(engine) as session:
        sight = Sight(known_id(session, TEAM), "U1", "C1", channels=None)
        took = timed(ground.sizes.rounds, lambda _nth: near_matches(session, sight, statement(chance)))
    engine.dispose()
    return Figure(f"of that, the search for what looks the same among {ground.sizes.on_file:,}", str(took))


def _commits_on_sqlite(ground: Ground) -> float:
    """Rows a second, each committed by itself, as durable as ours."""
    connection = sqlite3.connect(ground.folder / "commits.db", isolation_level=None)
    for each in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "CREATE TABLE row (words TEXT)"):
        connection.execute(each)
    took = timed(ground.sizes.commits, lambda nth: connection.execute("INSERT INTO row VALUES (?)", (f"row {nth}",)))
    connection.close()
    return 1 / (sum(took.seconds) / len(took.seconds))


def _commits_on_postgresql(ground: Ground, url: str) -> float:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE row (words TEXT)")
        took = timed(
            ground.sizes.commits, lambda nth: connection.execute("INSERT INTO row VALUES (%s)", (f"row {nth}",))
        )
    return 1 / (sum(took.seconds) / len(took.seconds))
