"""Starting: until the bot is connected, and the memory it then takes, with little on file and much."""

from __future__ import annotations

import shutil
from pathlib import Path
from time import perf_counter

from bench.figures import Figure, Ground
from sandbox.server import SandboxServer
from tests.process.bot_process import at_work, settings_for, slack

LOOKED_UP = 20  # times each, before memory is read
LOOKS = ("/claim list", "/claim list contested", "/claim search baba", "/claim digest")


async def measure(ground: Ground) -> list[Figure]:
    """A bot with nothing on file beside one with the larger record."""
    many = ground.sizes.records[1]
    file = ground.folder / "started.db"
    shutil.copy(ground.record_of(many), file)
    async with slack() as server:
        empty, idle, _ = await _started(server, ground.folder, ground.folder / "empty.db")
        full, at_rest, used = await _started(server, ground.folder, file)
    looked = LOOKED_UP * len(LOOKS)
    return [
        _beside(f"seconds until connected, {many:,} on file", full, empty, "with nothing on file"),
        _beside(f"megabytes resident, {many:,} on file", at_rest, idle, "with nothing on file"),
        _beside(f"megabytes resident after {looked} look-ups", used, at_rest, "before"),
    ]


def _beside(what: str, here: float, there: float, name: str) -> Figure:
    return Figure(what, f"{here:.1f}", f"{there:.1f} {name}", f"{here / there:.2f}")


async def _started(server: SandboxServer, folder: Path, file: Path) -> tuple[float, float, float]:
    """Seconds until it is connected; its megabytes then, and after many look-ups."""
    settings = settings_for(server) | {"DATABASE_URL": f"sqlite:///{file}"}
    start = perf_counter()
    async with at_work(server, folder, settings) as bot:
        seconds = perf_counter() - start
        idle = _resident(bot.process.pid)
        for _ in range(LOOKED_UP):
            for line in LOOKS:
                await server.actor("reporter").type("verification", line)
        used = _resident(bot.process.pid)
        await bot.told_to_stop()
    return seconds, idle, used


def _resident(pid: int) -> float:
    """The megabytes of a process that are in memory, as Linux counts them."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
