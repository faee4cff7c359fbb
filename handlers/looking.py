"""Looking: whether a claim that was just filed is on file already, without keeping its filer waiting."""

from __future__ import annotations

import asyncio
import contextlib
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
from store.record import CROWDED

WITHIN = 0.05  # seconds that an answer waits for a search
AT_ONCE = 2  # searches: those beyond wait here, so that look-ups always find a free reader
LULL = 0.25  # seconds without a filing, after which the searches that were put off begin
PUT_OFF = 10.0  # seconds at most

Later = Callable[[], Awaitable[Sequence[Match]]]


@dataclass
class Looking:
    """Searches for what looks the same as a claim. `understanding` is None where only words are compared."""

    gate: Gate = field(default_factory=Gate)
    understanding: Understanding | None = None
    log: structlog.stdlib.BoundLogger = field(default_factory=structlog.get_logger)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _in_hand: set[asyncio.Task[Sequence[Match]]] = field(default_factory=set)
    _put_off: int = 0
    _quiet: asyncio.Event = field(default_factory=asyncio.Event)
    _timer: asyncio.TimerHandle | None = None

    async def beside(self, record: Record, request: Request, filed: Filed) -> tuple[Sequence[Match], Later | None]:
        """What the answer to a filing shows, and what brings the rest, if the answer does not wait for it.

        The exact twins are known already. A search that takes too long cannot be stopped, for it runs in a thread: it
        is finished, and what it found follows. While people queue, a search would be in the way of their answers: it
        is put off until they have them.
        """
        number = filed.dossier.claim.number
        self._filing()
        if self._put_off or len(self._in_hand) >= AT_ONCE or record.waiting >= CROWDED:

            async def put_off() -> Sequence[Match]:
                await self._lull()
                return await self._search(record, request, number)

            return filed.twins, put_off
        if self.understanding is not None:
            self.understanding.wake()
        task = asyncio.create_task(self._search(record, request, number), name=f"looking {number}")
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)
        await asyncio.wait({task}, timeout=WITHIN)
        if task.done():
            return task.result() or filed.twins, None

        async def later() -> Sequence[Match]:
            return await task

        return filed.twins, later

    async def afterwards(
        self, record: Record, filed: Filed, completed: Callable[[], Awaitable[Request]]
    ) -> tuple[Sequence[Match], Later]:
        """The same for somebody of whom it is not known yet what they may see: what is found in it follows."""
        self._filing()

        async def later() -> Sequence[Match]:
            return await self._search(record, await completed(), filed.dossier.claim.number)

        return filed.twins, later

    async def left(self, record: Record, request: Request, number: int) -> Sequence[Match]:
        """What is still to be answered of a claim."""
        return await self._search(record, request, number)

    def _filing(self) -> None:
        """Begin the lull anew: somebody has filed."""
        self._quiet.clear()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(LULL, self._quiet.set)

    async def _lull(self) -> None:
        """Wait until nobody has filed for a moment."""
        self._put_off += 1
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PUT_OFF):
                    await self._quiet.wait()
        finally:
            self._put_off -= 1
        if self.understanding is not None:
            self.understanding.wake()

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
