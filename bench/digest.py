"""What a digest of thousands of contested claims costs: `python -m bench.digest`. Writes `bench/digest.md`.

Each claim has a report, and a dispute with one of its own. What is timed is what a sender does, without Slack: reading
and drawing. The whole digest is read twice, however many messages it makes, and each message in the thread reads its
own claims only.
"""

from __future__ import annotations

import platform
import sqlite3
import statistics
import tempfile
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from alembic import command
from sqlalchemy import URL
from sqlmodel import Session, col, select

from bot.delivery.rendering import fix_parts, parts_of, render
from bot.desk.history import What
from bot.desk.week import compile_weeks
from bot.surfaces.weekly import draw
from store import outbox
from store.chain import append
from store.desks import desk_by_id
from store.engines import address, reader_engine, writer_engine
from store.migrations import migrate
from store.tables import Claim, Desk, Dispute, Outbox, Workspace
from tests.store.claims_on_file import WHEN, open_workspace, put_contested

RESULTS = Path(__file__).parent / "digest.md"
SIZES = (0, 1, 7, 60, 5_000)
ROUNDS = 7
NOW = datetime(2023, 5, 24, 6, tzinfo=UTC)
HEAD = """# A digest of any size

`python -m bench.digest` writes this file.

Python {python}, SQLite {sqlite}, {machine}; the median of {rounds} rounds. *Told apart*: read everything and decide
which claim stands in which message. *First*, *another*: read and draw a message. *Memory*: at the peak of any of them.

| contested | messages | told apart | first | another | memory |
|---|---|---|---|---|---|
"""


def main() -> None:
    """Fill a record for each size, measure, and write it down."""
    rows = [_measured(many) for many in SIZES]
    head = HEAD.format(
        python=platform.python_version(), sqlite=sqlite3.sqlite_version, machine=platform.machine(), rounds=ROUNDS
    )
    RESULTS.write_text(head + "\n".join(rows) + "\n\n" + _weeks() + "\n", "utf-8")


def _measured(many: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        url = _fill(Path(folder), many)
        engine = reader_engine(url)
        with Session(engine) as session:
            first = outbox.row_by_id(session, 1)
            parts = parts_of(session, first, NOW)
            rest = session.get(Outbox, 2)
            works: dict[str, Callable[[], Any]] = {
                "told apart": lambda: parts_of(session, first, NOW),
                "first": lambda: render(session, first, NOW),
            }
            if rest is not None:
                works["another"] = lambda: render(session, rest, NOW)
            took = {name: f"{1000 * _median(work, session):.0f} ms" for name, work in works.items()}
            peak = max(_peak(work, session) for work in works.values())
        engine.dispose()
    times = " | ".join(took.get(name, "") for name in ("told apart", "first", "another"))
    row = f"| {many:,} | {len(parts.pages)} | {times} | {peak / 2**20:.1f} MB |"
    print(row, flush=True)
    return row


def _weeks() -> str:
    """What the week's picture of the largest desk takes."""
    with tempfile.TemporaryDirectory() as folder:
        engine = reader_engine(_fill(Path(folder), SIZES[-1]))
        with Session(engine) as session:
            desk = desk_by_id(session, 1)
            weeks = compile_weeks(session, desk, at=NOW, within=True)
            counting = _median(lambda: compile_weeks(session, desk, at=NOW, within=True), session)
            drawing = _median(lambda: draw(weeks), session)
        engine.dispose()
    told = (
        f"The week's picture of {SIZES[-1]:,}, all filed and disputed within it: "
        f"counted back in {1000 * counting:.0f} ms, drawn in {1000 * drawing:.0f} ms."
    )
    print(told, flush=True)
    return told


def _fill(folder: Path, many: int) -> URL:
    """A record with so many contested claims, and a digest of them in the outbox, told apart."""
    url = address(f"sqlite:///{folder / 'record.db'}")
    engine = writer_engine(url)
    migrate(engine, lambda config: command.upgrade(config, "head"))
    with Session(engine) as session, session.begin():
        workspace = open_workspace(session)
        put_contested(session, session.get_one(Desk, 1), many, at=WHEN + timedelta(hours=1))
        session.flush()
        _happen(session, session.get_one(Workspace, workspace))
        about = {"due": NOW.isoformat(), "noticed": NOW.isoformat(), "since": WHEN.isoformat(), "part": 1}
        outbox.put(session, workspace, key="digest", kind="digest", target="C1", at=NOW, desk_id=1, about=about)
        fix_parts(session, 1, parts_of(session, outbox.row_by_id(session, 1), NOW), NOW)
    engine.dispose()
    return url


def _happen(session: Session, workspace: Workspace) -> None:
    """Write down that every claim was filed, and every dispute of it."""
    for dispute, claim in session.exec(select(Dispute, Claim).join(Claim, col(Claim.id) == col(Dispute.claim_id))):
        said: dict[str, Any] = {"at": claim.filed_at, "actor": claim.filed_by, "claim": claim}
        append(session, workspace, what=What.FILED, new={"reports": []}, **said)
        append(session, workspace, what=What.DISPUTED, new={"dispute": dispute.id, "kind": dispute.kind}, **said)


def _median(work: Callable[[], Any], session: Session) -> float:
    seconds = []
    for _ in range(ROUNDS):
        session.expunge_all()  # each message is read anew
        start = perf_counter()
        work()
        seconds.append(perf_counter() - start)
    return statistics.median(seconds)


def _peak(work: Callable[[], Any], session: Session) -> int:
    session.expunge_all()
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()
