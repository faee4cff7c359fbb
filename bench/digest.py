"""A digest of thousands of contested claims, and the week's picture of them: what a sender does, without Slack.

Each claim has a report, and a dispute with one of its own. The whole digest is read twice, however many messages it
makes, and each message in the thread reads its own claims only.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import URL
from sqlmodel import Session, col, select

from bench.figures import Figure, Ground, Took, ms, timed
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

FEW = 60
ROUNDS = 5
NOW = datetime(2023, 5, 24, 6, tzinfo=UTC)


async def measure(ground: Ground) -> list[Figure]:
    """The largest digest beside a usual one; then what the picture of the largest takes."""
    many = ground.sizes.contested
    (large, memory), (usual, little) = (_sent(ground.folder, contested) for contested in (many, FEW))
    figures = [
        Figure(
            f"digest of {many:,}, {what}",
            ms(large[what].p50),
            f"{ms(usual[what].p50)} of {FEW}",
            f"{large[what].p50 / usual[what].p50:.1f}",
        )
        for what in large
    ]
    figures.append(Figure(f"digest of {many:,}, memory at its peak", mb(memory), f"{mb(little)} of {FEW}"))
    with _reading(ground.folder, many) as session:
        desk = desk_by_id(session, 1)
        weeks = compile_weeks(session, desk, at=NOW, within=True)
        counted = _anew(session, lambda: compile_weeks(session, desk, at=NOW, within=True))
        drawn = timed(ROUNDS, lambda _nth: draw(weeks))
    figures.append(Figure(f"the week's picture of {many:,}, counted and drawn", ms(counted.p50 + drawn.p50)))
    return figures


def mb(size: int) -> str:
    """Bytes as megabytes."""
    return f"{size / 2**20:.1f} MB"


def _sent(folder: Path, many: int) -> tuple[dict[str, Took], int]:
    """What each of its messages takes, and the most memory that one does."""
    with _reading(folder, many) as session:
        first, rest = outbox.row_by_id(session, 1), session.get(Outbox, 2)
        works: dict[str, Callable[[], Any]] = {
            "told apart into messages": lambda: parts_of(session, first, NOW),
            "its first message": lambda: render(session, first, NOW),
        }
        if rest is not None:
            works["another message"] = lambda: render(session, rest, NOW)
        took = {name: _anew(session, work) for name, work in works.items()}
        return took, max(_peak(work, session) for work in works.values())


def _anew(session: Session, work: Callable[[], Any]) -> Took:
    """The time of some work that reads everything anew each time."""

    def once(_nth: int) -> None:
        session.expunge_all()
        work()

    return timed(ROUNDS, once)


@contextmanager
def _reading(folder: Path, many: int) -> Iterator[Session]:
    file = folder / f"digest-{many}.db"
    url = address(f"sqlite:///{file}")
    if not file.exists():
        _fill(url, many)
    engine = reader_engine(url)
    with Session(engine) as session:
        yield session
    engine.dispose()


def _fill(url: URL, many: int) -> None:
    """Make a record with so many contested claims, and a digest of them in the outbox, told apart."""
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


def _happen(session: Session, workspace: Workspace) -> None:
    """Write down that every claim was filed, and every dispute of it."""
    for dispute, claim in session.exec(select(Dispute, Claim).join(Claim, col(Claim.id) == col(Dispute.claim_id))):
        said: dict[str, Any] = {"at": claim.filed_at, "actor": claim.filed_by, "claim": claim}
        append(session, workspace, what=What.FILED, new={"reports": []}, **said)
        append(session, workspace, what=What.DISPUTED, new={"dispute": dispute.id, "kind": dispute.kind}, **said)


def _peak(work: Callable[[], Any], session: Session) -> int:
    session.expunge_all()
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
