"""The bench, with a little of everything on SQLite: each part runs, and its table has all its rows."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROWS = {
    "claiming": (
        "one by one, median",
        "one by one, 99 of 100",
        "of that, the search for what looks the same among 200",
        "20 at once, answered within 3 s",
        "of them on disk when the last was answered",
        "claims a second, SQLite",
    ),
    "finding": (
        "list, among 200",
        "search, three words, among 200",
        "what looks the same, among 200",
        "claim picker, a word, among 200",
    ),
    "ticking": ("a tick: 5 digests due among 100 desks", "a tick with nothing due among 100 desks"),
    "digest": ("digest of 60, its first message", "the week's picture of 60, counted and drawn"),
    "exporting": ("100 claims as csv", "100 claims as jsonl"),
    "starting": ("seconds until connected, 200 on file", "megabytes resident, 200 on file"),
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
    assert (tmp_path / "results.png").exists() == (part == "finding")


def test_every_part_of_the_bench_is_tried() -> None:
    shown = subprocess.run(
        (sys.executable, "-m", "bench", "--help"), cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert all(part in " ".join(shown.split()) for part in ROWS)
