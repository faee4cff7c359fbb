"""The record as a file: what reading and writing it takes, into nothing that keeps it."""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass
from time import perf_counter
from typing import IO, cast

from bench.digest import mb
from bench.figures import Figure, Ground
from bot.delivery.exports import make, paper_of
from bot.desk import exporting
from bot.desk.exporting import Extract, Reach
from bot.desk.wishes import Format, Wish
from bot.surfaces.exports.review import Publisher
from store import Record, Session
from store.workspaces import all_workspaces


async def measure(ground: Ground) -> list[Figure]:
    """A record of the smaller size, in the two formats that programs read."""
    claims = ground.sizes.records[0]
    figures = []
    record = Record(f"sqlite:///{ground.record_of(claims)}")
    await record.open()
    for form in (Format.CSV, Format.LINES):
        extracts = await _whole(record, form)
        start = perf_counter()
        written, size = await _written(record, form, extracts)
        seconds = perf_counter() - start
        tracemalloc.start()
        await _written(record, form, extracts)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        figures.append(Figure(f"{written:,} claims as {form}", f"{seconds:.1f} s", f"{mb(size)}, {mb(peak)} of memory"))
    await record.close()
    return figures


@dataclass
class Nowhere:
    """A file that counts its bytes and keeps none."""

    size: int = 0

    def write(self, data: bytes) -> int:
        """Count, and forget."""
        self.size += len(data)
        return len(data)


async def _nobody(_done: int) -> None:
    """Nobody asks how far it is."""


async def _whole(record: Record, form: Format) -> list[Extract]:
    def look(session: Session) -> list[Extract]:
        return exporting.shelves(session, all_workspaces(session)[0], Wish(form), Reach(kept=True))[0]

    return await record.read(look)


async def _written(record: Record, form: Format, extracts: list[Extract]) -> tuple[int, int]:
    out = Nowhere()
    made = await make(record, extracts, paper_of(form, Reach(kept=True), Publisher()), cast("IO[bytes]", out), _nobody)
    return made.claims, out.size
