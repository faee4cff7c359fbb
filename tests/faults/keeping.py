"""The bot as a process that is kept running, as systemd does: whenever it ends, it is started again."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from pathlib import Path

from tests.process.bot_process import BotProcess, start

AGAIN_AFTER = 1.0  # seconds


@dataclass
class Kept:
    """The bot's lives, one after another."""

    folder: Path
    environment: dict[str, str]
    command: tuple[str, ...]
    lives: list[BotProcess] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)  # exit codes of those that ended by themselves
    _running: asyncio.Task[None] | None = None
    _wanted: asyncio.Event = field(default_factory=asyncio.Event)
    _killed: bool = False

    async def start(self) -> None:
        self._wanted.set()
        self._running = asyncio.create_task(self._keep(), name="kept")

    async def kill(self) -> None:
        """kill -9; it comes again by itself."""
        self._killed = True
        with contextlib.suppress(ProcessLookupError):
            self.now.process.kill()

    async def pause(self) -> None:
        """End it, and have it stay away until `go_on`."""
        self._wanted.clear()
        self.now.process.terminate()
        await self.now.ended()

    def go_on(self) -> None:
        self._wanted.set()

    async def stop(self) -> int:
        """Tell it to stop; its exit code."""
        if self._running is not None:
            self._running.cancel()
        try:
            return await self.now.told_to_stop()
        except (TimeoutError, ProcessLookupError):
            self.now.process.kill()
            return -1

    @property
    def now(self) -> BotProcess:
        return self.lives[-1]

    @property
    def said(self) -> str:
        """Everything that all of them wrote."""
        return "".join(life.said for life in self.lives)

    async def _keep(self) -> None:
        while True:
            await self._wanted.wait()
            self._killed = False
            self.lives.append(await start(self.folder, self.environment, self.command))
            code = await self.now.process.wait()
            if self._wanted.is_set() and not self._killed:
                self.ends.append(code)
            await asyncio.sleep(AGAIN_AFTER)
