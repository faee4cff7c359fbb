"""Understanding: statements are given their vectors in the background, after whoever filed them has been answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from store import Record
from store.meaning import Meanings, open_meanings


@dataclass
class Understanding:
    """Keeps every claim's vector on file and in memory. `meanings` is None until that is open, or without the extra."""

    record: Record
    opening: Callable[[], Meanings | None] = open_meanings
    meanings: Meanings | None = None
    log: structlog.stdlib.BoundLogger = field(default_factory=structlog.get_logger)
    _wanted: asyncio.Event = field(default_factory=asyncio.Event)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _opened: bool = False
    _others: bool = False  # may have made vectors that we have not read
    _upto: int = 0  # all claims up to this id have a vector, unless their words have changed since

    async def run(self) -> None:
        """Work whenever there is something to do, until cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self.settle()
            except Exception as error:  # the next claim wakes us again
                self.log.error("not understood", problem=type(error).__name__)

    def wake(self) -> None:
        """Say that a claim was filed."""
        self._wanted.set()

    def look_again(self) -> None:
        """Look at all claims again: some may have been reworded, some been understood by another copy."""
        self._upto, self._others = 0, True
        self._wanted.set()

    async def settle(self) -> None:
        """Give every claim its vector that has none."""
        async with self._turn:
            if not self._opened:
                await self._open()
            if self.meanings is not None:
                if self._others:
                    self._others = False
                    await self.record.read(self.meanings.load)
                while await self._some(self.meanings):
                    pass

    async def _open(self) -> None:
        """Load the encoder and what is on file, which takes seconds, away from the loop."""
        meanings = await asyncio.to_thread(self.opening)
        if meanings is not None:
            await self.record.read(meanings.load)
        self.meanings, self._opened = meanings, True

    async def _some(self, meanings: Meanings) -> bool:
        after = self._upto
        due = await self.record.read(lambda session: meanings.due(session, after=after))
        if not due:
            return False
        vectors = await asyncio.to_thread(meanings.vectors, [each.statement for each in due])
        await self.record.write(lambda session: meanings.keep(session, due, vectors))
        self._upto = max(self._upto, due[-1].claim_id) if self._upto == after else self._upto
        return True
