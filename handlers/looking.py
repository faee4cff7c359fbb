"""Looking: whether a claim that was just filed is on file already, without keeping its filer waiting."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import structlog

from bot.desk.alike import still_alike
from bot.desk.filing import Filed
from bot.desk.likeness import Gate
from bot.desk.matching import Match
from bot.desk.request import Request
from bot.errors import Mistake
from bot.rhythm.understanding import Understanding
from store import Record

WITHIN = 0.05  # seconds that an answer waits for a search
AT_ONCE = 2  # searches: those beyond wait here, so that look-ups always find a free reader
CROWDED = 10  # writes that wait

Later = Callable[[], Awaitable[Sequence[Match]]]


@dataclass
class Looking:
    """Searches for what looks the same as a claim. `understanding` is None where only words are compared."""

    gate: Gate = field(default_factory=Gate)
    understanding: Understanding | None = None
    log: structlog.stdlib.BoundLogger = field(default_factory=structlog.get_logger)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _in_hand: set[asyncio.Task[Sequence[Match]]] = field(default_factory=set)

    async def beside(self, record: Record, request: Request, filed: Filed) -> tuple[Sequence[Match], Later | None]:
        """What the answer to a filing shows, and what brings the rest, if the answer does not wait for it.

        The exact twins are known already. A search that takes too long cannot be stopped, for it runs in a thread: it
        is finished, and what it found follows. While people queue, the answer waits for no search at all.
        """
        number = filed.dossier.claim.number
        if self.understanding is not None:
            self.understanding.wake()
        waits = len(self._in_hand) < AT_ONCE and record.waiting < CROWDED
        task = asyncio.create_task(self._search(record, request, number), name=f"looking {number}")
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)
        if waits:
            await asyncio.wait({task}, timeout=WITHIN)
        if task.done():
            return task.result(), None

        async def later() -> Sequence[Match]:
            return await task

        return filed.twins, later

    async def left(self, record: Record, request: Request, number: int) -> Sequence[Match]:
        """What is still to be answered of a claim."""
        return await self._search(record, request, number)

    async def _search(self, record: Record, request: Request, number: int) -> Sequence[Match]:
        """What was found; nothing if the search broke: what was filed is filed."""
        meanings = self.understanding.meanings if self.understanding is not None else None
        try:
            async with self._turns:
                return await record.read(
                    lambda session: still_alike(session, request, number, gate=self.gate, meanings=meanings)
                )
        except Mistake:  # nobody may see it any more
            return ()
        except Exception as error:
            self.log.error("fault", code=secrets.token_hex(3), listener="looking", error=type(error).__name__)
            return ()
