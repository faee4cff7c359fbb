"""Whether the bot lives and works, and its figures, for whatever watches it: `/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from bot.clock import Clock
from bot.operating.doors import Door
from bot.operating.figures import Figures
from bot.operating.serving import serve
from store import Record
from store.condition import Queue, queue_of

PATIENCE = 3.0  # seconds that the database has to answer
PLAIN = "text/plain; version=0.0.4; charset=utf-8"


@dataclass
class Health:
    """Answers who watches. `routes` can be put on any server; `serve` puts them on one of their own."""

    record: Record
    door: Door
    clock: Clock
    figures: Figures
    _runner: web.AppRunner | None = field(default=None, init=False)

    def routes(self) -> list[web.RouteDef]:
        """What is answered."""
        return [web.get("/healthz", self._lives), web.get("/readyz", self._works), web.get("/metrics", self._counts)]

    async def serve(self, host: str, port: int) -> None:
        """Listen. Raises BadSetting."""
        served = web.Application()
        served.add_routes(self.routes())
        named = "COUNTERCLAIM_METRICS_HOST and COUNTERCLAIM_METRICS_PORT"
        self._runner = await serve(served, host, port, named=named, finish=1.0)

    async def close(self) -> None:
        """Listen no more."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _lives(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "says": "The process lives and its loop turns."})

    async def _works(self, _request: web.Request) -> web.Response:
        missing = []
        if not await self.door.is_open():
            missing.append("Slack cannot reach the bot.")
        if not self.record.writes:
            missing.append("The writer has ended: start the bot again.")
        elif await self._queue() is None:
            missing.append("The database does not answer.")
        says = " ".join(missing) or "Slack can reach the bot, and the database answers."
        return web.json_response({"ok": not missing, "says": says}, status=503 if missing else 200)

    async def _counts(self, _request: web.Request) -> web.Response:
        queue, connected = await self._queue(), await self.door.is_open()
        now = self.clock.now().timestamp()
        body = self.figures.as_it_stands(writing=self.record.waiting, connected=connected, queue=queue, now=now)
        return web.Response(body=body, headers={"Content-Type": PLAIN})

    async def _queue(self) -> Queue | None:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.record.read(queue_of)
        except Exception:  # whatever it is: it does not answer
            return None
