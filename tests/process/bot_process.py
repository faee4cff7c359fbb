"""`app.py run` as a process of its own, connected to a sandbox in this one."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.clock import SystemClock
from sandbox.clock import SandboxClock
from sandbox.server import SandboxServer

ROOT = Path(__file__).parents[2]
RUN = (str(ROOT / "app.py"), "run")
PATIENCE = 30.0  # seconds, on a busy machine
DATABASE = "counterclaim.db"  # the record's default place, in the working folder


@dataclass
class BotProcess:
    """One life of the bot. What it writes is kept in a file beside its record."""

    process: asyncio.subprocess.Process
    log: Path

    async def ended(self) -> int:
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    async def told_to_stop(self) -> int:
        """Send SIGTERM; the exit code."""
        self.process.terminate()
        return await self.ended()

    async def killed(self) -> None:
        """Send SIGKILL: nothing can be finished."""
        self.process.kill()
        assert await self.ended() == -signal.SIGKILL

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


def settings_for(server: SandboxServer) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": server.bot_token,
        "SLACK_APP_TOKEN": server.app_token,
        "SLACK_API_URL": server.api_url,
        "COUNTERCLAIM_SEMANTIC": "false",
    }


async def start(folder: Path, environment: Mapping[str, str], command: Sequence[str] = RUN) -> BotProcess:
    """Start the bot in a folder, with these settings and nothing else of ours in its environment."""
    lives = sum(name.startswith("bot-") for name in os.listdir(folder))
    log = folder / f"bot-{lives}.log"
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, *command),
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
            stdout=out,
            stderr=out,
        )
    return BotProcess(process, log)


@asynccontextmanager
async def at_work(
    server: SandboxServer,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    command: Sequence[str] = RUN,
) -> AsyncIterator[BotProcess]:
    """A bot that is connected; whatever a test leaves running is killed."""
    bot = await start(folder, settings_for(server) if environment is None else environment, command)
    try:
        await server.link.connected(seconds=PATIENCE)
        yield bot
    finally:
        if bot.process.returncode is None:
            bot.process.kill()
            await bot.process.wait()


@asynccontextmanager
async def slack() -> AsyncIterator[SandboxServer]:
    server = SandboxServer(SandboxClock(SystemClock()), yaml.safe_load((ROOT / "manifest.yml").read_text()))
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
