"""How long a record takes to be written, and how much memory: `python -m bench.exporting`. Writes `bench/exporting.md`.

The record is the made-up one of `bench.finding`; it is written whole, desk by desk, into nowhere. Memory is the most
that Python held at once beyond what it held before: measured in a second round, for measuring it takes time.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import sqlite3
import tempfile
import tracemalloc
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import IO, cast

from bench.finding import CLAIMS, fill_record
from bot.delivery.exports import make, paper_of
from bot.desk import exporting
from bot.desk.exporting import Extract, Reach
from bot.desk.wishes import Format, Wish
from bot.surfaces.exports.review import Publisher
from store import Record, Session
from store.workspaces import all_workspaces

RESULTS = Path(__file__).parent / "exporting.md"
SIZES = (1_000, 10_000, CLAIMS)


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


async def _measure(claims: int) -> list[str]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "exported.db"
        fill_record(file, claims)
        record = Record(f"sqlite:///{file}")
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
            row = f"| {form}, {written:,} claims | {size / 2**20:.1f} MB | {seconds:.1f} s | {peak / 2**20:.1f} MB |"
            print(row, flush=True)
            rows.append(row)
        await record.close()
    return rows


async def _whole(record: Record, form: Format) -> list[Extract]:
    def look(session: Session) -> list[Extract]:
        return exporting.shelves(session, all_workspaces(session)[0], Wish(form), Reach(kept=True))[0]

    return await record.read(look)


async def _written(record: Record, form: Format, extracts: list[Extract]) -> tuple[int, int]:
    out = Nowhere()
    made = await make(record, extracts, paper_of(form, Reach(kept=True), Publisher()), cast("IO[bytes]", out), _nobody)
    return made.claims, out.size


def main() -> None:
    """Write records of several sizes, and write down what that took."""
    parser = argparse.ArgumentParser(prog="python -m bench.exporting", description=__doc__)
    parser.add_argument("--claims", type=int, nargs="*", default=list(SIZES))
    sizes: list[int] = parser.parse_args().claims
    rows = [row for claims in sizes for row in asyncio.run(_measure(claims))]
    about = (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}; by the wall clock."
    )
    table = ["| what | file | time | most memory |", "|---|---|---|---|", *rows]
    lines = ["# Exporting", "", "`python -m bench.exporting` writes this file.", "", about, "", *table, ""]
    RESULTS.write_text("\n".join(lines))


if __name__ == "__main__":
    main()
