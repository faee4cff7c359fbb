"""The faults campaign by hand: `make faults`, or `python -m tests.faults --help`."""

from __future__ import annotations

import asyncio
import itertools
import random
import secrets
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from tests.databases import POSTGRES, SQLITE
from tests.faults.campaign import Outcome, suffer
from tests.faults.room import newsroom
from tests.faults.table import FAULTS, Fault

HEAD = ("fault", "times", "typed", "acknowledged", "posts", "told", "silent", "lost", "doubled", "well after")
BOTH = "both"


def main(
    seed: Annotated[int | None, typer.Option(help="Repeat a plan.")] = None,
    rounds: Annotated[int, typer.Option(help="How often each fault happens, on a new record each round.")] = 1,
    only: Annotated[str, typer.Option(help="Only faults with this in their names.")] = "",
    minutes: Annotated[float, typer.Option(help="Begin no fault after so many minutes.")] = 24 * 60,
    database: Annotated[str, typer.Option(help="sqlite, postgres or both.")] = BOTH,
) -> None:
    """Have every fault happen while people type, and say what was lost or doubled."""
    seed = secrets.randbelow(10**6) if seed is None else seed
    kinds = (SQLITE, POSTGRES) if database == BOTH else (database,)
    say(f"SEED={seed} ROUNDS={rounds} DATABASE={database}" + (f' ONLY="{only}"' if only else ""))
    began = time.monotonic()
    totals: dict[str, Outcome] = {}
    for number, kind in itertools.product(range(rounds), kinds):
        if time.monotonic() < began + 60 * minutes:
            plan = [fault for fault in FAULTS if kind in fault.on and only in fault.name]
            asyncio.run(
                a_round(
                    f"{number + 1}/{rounds} {kind}", kind, plan, f"{seed} {number} {kind}", totals, began + 60 * minutes
                )
            )
    say("")
    for line in table(totals):
        say(line)
    say(f"\nSeed {seed}, {rounds} rounds on {database}, {(time.monotonic() - began) / 60:.0f} minutes.")
    for name, outcome in totals.items():
        for each in [*outcome.lost, *outcome.doubled, *outcome.wrong][:20]:
            say(f"{name}: {each}")
    sys.exit(0 if all(outcome.holds for outcome in totals.values()) else 1)


async def a_round(
    title: str, kind: str, plan: list[Fault], seed: str, totals: dict[str, Outcome], until: float
) -> None:
    """Each fault once, in an order of the seed's, on a record of its own."""
    chance = random.Random(seed)  # noqa: S311
    chance.shuffle(plan)
    with tempfile.TemporaryDirectory(prefix="counterclaim-faults-", ignore_cleanup_errors=True) as folder:
        async with newsroom(kind, Path(folder), chance) as room:
            await room.server.actor("reporter").type("verification", "/claim Kyiv: First. https://example.org/0")
            for fault in plan:
                if time.monotonic() > until:
                    break
                outcome = await suffer(room, fault)
                totals.setdefault(fault.name, Outcome()).add(outcome)
                say(f"{title:<14} {fault.name:<32} {sentence(outcome)}")
                if not outcome.holds:
                    (Path(tempfile.gettempdir()) / "faults.log").write_text(room.bot.said)


def sentence(outcome: Outcome) -> str:
    """One fault in a line."""
    found = f"{outcome.acknowledged} of {outcome.typed} acknowledged, well after {outcome.well_after:.1f} s"
    return found if outcome.holds else f"{found}. WRONG: {[*outcome.lost, *outcome.doubled, *outcome.wrong][:3]}"


def table(totals: dict[str, Outcome]) -> Iterable[str]:
    """Everything in one table."""
    everything = Outcome()
    for outcome in totals.values():
        everything.add(outcome)
    ordered = [(fault.name, totals[fault.name]) for fault in FAULTS if fault.name in totals]
    rows = [HEAD, *(_row(name, outcome) for name, outcome in (*ordered, ("all", everything)))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for number, row in enumerate(rows):
        name, *figures = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield f"| {' | '.join((name.strip().ljust(widths[0]), *figures))} |"
        if not number:
            yield f"|{'-' * (widths[0] + 2)}|{'|'.join('-' * (width + 1) + ':' for width in widths[1:])}|"


def _row(name: str, outcome: Outcome) -> tuple[str, ...]:
    figures = (
        outcome.times,
        outcome.typed,
        outcome.acknowledged,
        outcome.posts,
        outcome.told,
        outcome.silent,
        len(outcome.lost),
        len(outcome.doubled),
    )
    return (name, *(f"{figure:,}" for figure in figures), f"{outcome.well_after:.0f} s")


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    typer.run(main)
