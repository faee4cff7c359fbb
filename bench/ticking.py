"""A tick among ten thousand desks: what it costs is to grow with what is due, not with what there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alembic import command
from sqlalchemy import insert
from sqlmodel import Session

from bench.figures import Figure, Ground, Took, ms, timed
from bot.rhythm.tick import tick
from store.engines import address, writer_engine
from store.migrations import migrate
from store.tables import Desk, Due, Workspace

NOW = datetime(2023, 5, 24, 9, tzinfo=UTC)
FEWER = 10  # times


async def measure(ground: Ground) -> list[Figure]:
    """The same that is due among many desks and among few, much due and little, and nothing."""
    many, due = ground.sizes.desks, ground.sizes.due
    few, little = many // FEWER, due // FEWER or 1
    usual, among_few, little_due, nothing = (
        _ticked(ground, *each) for each in ((many, due), (few, due), (many, little), (many, 0))
    )
    return [
        Figure(
            f"a tick: {due:,} digests due among {many:,} desks",
            ms(usual.p50),
            f"{ms(among_few.p50)} among {few:,}",
            f"{usual.p50 / among_few.p50:.2f}",
        ),
        Figure(
            f"the same beside a tick with {little:,} due",
            ms(usual.p50),
            f"{ms(little_due.p50)} with {little:,} due",
            f"{usual.p50 / little_due.p50:.1f}",
        ),
        Figure(f"a tick with nothing due among {many:,} desks", ms(nothing.p50)),
    ]


def _ticked(ground: Ground, desks: int, due: int) -> Took:
    engine = writer_engine(address(f"sqlite:///{_filled(ground.folder, desks, due)}"))
    try:
        with Session(engine) as session:

            def once(_nth: int) -> None:
                assert tick(session, NOW) == due
                session.rollback()

            return timed(3, once)
    finally:
        engine.dispose()


def _filled(folder: Path, desks: int, due: int) -> Path:
    """Desks whose next digest is due now, or tomorrow."""
    file = folder / f"desks-{desks}-{due}.db"
    engine = writer_engine(address(f"sqlite:///{file}"))
    migrate(engine, lambda config: command.upgrade(config, "head"))
    with Session(engine) as session, session.begin():
        session.add(Workspace(id=1, team_id="T1"))
        session.flush()
        opened = Desk(workspace_id=1, kind="public", opened_at=NOW - timedelta(days=9)).model_dump(exclude={"id"})
        wanted = Due(workspace_id=1, kind="digest", desk_id=0, at=NOW).model_dump(exclude={"id"})
        put: Callable[..., object] = session.connection().execute
        put(insert(Desk), [opened | {"id": n, "channel": f"C{n}"} for n in range(1, desks + 1)])
        days = [(n, NOW if n <= due else NOW + timedelta(days=1)) for n in range(1, desks + 1)]
        put(insert(Due), [wanted | {"desk_id": n, "day": at.date(), "at": at} for n, at in days])
    engine.dispose()
    return file
