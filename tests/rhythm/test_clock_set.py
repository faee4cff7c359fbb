"""The machine's clock is set while the bot works (libfaketime): it ticks on, and makes up for nothing it skipped."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

from tests.process.bot_process import PATIENCE, ROOT
from tests.process.clocks import FAKETIME, clock_in

pytestmark = pytest.mark.skipif(FAKETIME is None, reason="libfaketime is missing: apt install faketime")
HOUR, YEARS = 3600, 10 * 365 * 24 * 3600


async def test_it_ticks_on_when_the_clock_is_set_back_and_years_ahead(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("+0\n")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(ROOT / "tests" / "rhythm" / "ticks.py")),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **clock_in(file)},
        stdout=asyncio.subprocess.PIPE,
    )
    out = process.stdout
    assert out is not None
    seen: list[int] = []

    async def until(off: int) -> None:
        while not seen or abs(seen[-1] - time.time() - off) > 60:
            line = await out.readline()
            seen.extend([int(line)] if line.strip().isdigit() else [])

    try:
        async with asyncio.timeout(PATIENCE):
            await until(0)
            for off in (-HOUR, YEARS, 0):
                file.write_text(f"{off:+d}\n")
                await until(off)
    finally:
        process.kill()
        await process.wait()
    assert len(seen) < 200, "what was skipped is not made up for"
