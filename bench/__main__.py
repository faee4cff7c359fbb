"""`make bench`: measures everything, prints one table, and writes `bench/results.md` with it and a picture of growth.

What is compared ran in one run on one machine: the ratios say something, the seconds only what this machine is.
"""

from __future__ import annotations

import asyncio
import logging
import os
import platform
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from bench import claiming, digest, exporting, finding, growth, starting, ticking
from bench.figures import MILLION, SMALL, Figure, Ground, Sizes, ground

FOLDER = Path(__file__).parent
REMARKS = FOLDER / "remarks.md"
PARTS: Mapping[str, Callable[[Ground], Awaitable[list[Figure]]]] = {
    "claiming": claiming.measure,
    "finding": finding.measure,
    "ticking": ticking.measure,
    "digest": digest.measure,
    "exporting": exporting.measure,
    "starting": starting.measure,
}
Results = Mapping[str, Sequence[Figure]]


def bench(
    only: Annotated[list[str] | None, typer.Option(help=f"One part alone: {', '.join(PARTS)}.")] = None,
    small: Annotated[bool, typer.Option("--small", help="A little of everything, to see that it works.")] = False,
    million: Annotated[bool, typer.Option("--million", help="Find among 100,000 and a million. By hand.")] = False,
    out: Annotated[Path, typer.Option(help="The folder of results.md and its picture.")] = FOLDER,
) -> None:
    """Measure, print one table, and write it down."""
    logging.disable()
    parts = only or (["finding"] if million else list(PARTS))
    unknown = set(parts) - set(PARTS)
    if unknown:
        raise typer.BadParameter(f"There is no part {', '.join(sorted(unknown))}.")
    sizes = SMALL if small else MILLION if million else Sizes()
    with ground(sizes) as measured_on:
        results = asyncio.run(_measured(measured_on, parts))
    name = "million" if million else "results"
    grown = measured_on.grown
    if grown:
        growth.draw(grown, out / f"{name}.png")
    (out / f"{name}.md").write_text(_page(results, picture=f"{name}.png" if grown else None), "utf-8")
    Console().print(_table(results))


async def _measured(measured_on: Ground, parts: Sequence[str]) -> Results:
    results: dict[str, Sequence[Figure]] = {}
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        for part in parts:
            task = progress.add_task(part, total=1)
            results[part] = await PARTS[part](measured_on)
            progress.update(task, completed=1)
    return results


def _table(results: Results) -> Table:
    table = Table("", "measured", "beside", "ratio", box=box.SIMPLE)
    for part, figures in results.items():
        table.add_section()
        table.add_row(f"[bold]{part}[/]")
        for each in figures:
            table.add_row(each.what, each.measured, each.beside, each.ratio)
    return table


def _page(results: Results, *, picture: str | None) -> str:
    about = (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}, "
        f"{os.cpu_count()} processors, at a load of {os.getloadavg()[1]:.1f} in the last minutes."
    )
    lines = ["# Figures", "", "`make bench` writes this file. What stands side by side was measured in one run.", ""]
    lines += [about, "", "| | measured | beside | ratio |", "|---|---|---|---|"]
    for part, figures in results.items():
        lines.append(f"| **{part}** | | | |")
        lines += [f"| {each.what} | {each.measured} | {each.beside} | {each.ratio} |" for each in figures]
    if picture is not None:
        lines += ["", f"![How the time to find things grows with what is on file]({picture})"]
    return "\n".join([*lines, "", REMARKS.read_text("utf-8").strip(), ""])


if __name__ == "__main__":
    typer.run(bench)
