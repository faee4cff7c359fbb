"""The bench, with a little of what is quick: the part runs, and its table has all its rows."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROWS = {  # the other parts start bots, or make large records: `python -m bench --small` by hand
    "ticking": ("a tick: 5 digests due among 100 desks", "a tick with nothing due among 100 desks"),
    "exporting": ("100 claims as csv", "100 claims as jsonl"),
}


@pytest.mark.parametrize("part", ROWS)
async def test_a_part_of_the_bench_measures_all_that_it_says(part: str, tmp_path: Path) -> None:
    ran = await asyncio.to_thread(
        subprocess.run,
        (sys.executable, "-m", "bench", "--small", "--only", part, "--out", str(tmp_path)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    page = (tmp_path / "results.md").read_text("utf-8")
    rows = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if line.startswith("| ")]
    assert [row for row in ROWS[part] if row not in rows] == []
