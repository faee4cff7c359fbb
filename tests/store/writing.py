"""Asking a record to write: what gathers while its writer is busy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from threading import Event as Signal
from typing import Any

from sqlalchemy import event
from sqlmodel import Session, col, select

from store import Record
from store.tables import Workspace


def add(team: str) -> Callable[[Session], str]:
    """The work of filing a workspace, which answers with its team."""

    def work(session: Session) -> str:
        session.add(Workspace(team_id=team))
        return team

    return work


def teams(session: Session) -> list[str]:
    """The teams on file."""
    return list(session.exec(select(Workspace.team_id).order_by(col(Workspace.id))))


@asynccontextmanager
async def writer_held(record: Record) -> AsyncIterator[None]:
    """Inside, the writer is busy with a first request, so that what is asked of it gathers."""
    begun, go_on = Signal(), Signal()

    def hold(session: Session) -> None:
        session.add(Workspace(team_id="held"))
        session.flush()
        begun.set()
        go_on.wait()

    holding = asyncio.create_task(record.write(hold))
    try:
        await asyncio.to_thread(begun.wait)
        yield
    finally:
        go_on.set()
    await holding


async def ask(record: Record, *works: Callable[[Session], Any]) -> list[asyncio.Task[Any]]:
    """Have each work queued, in this order."""
    tasks = [asyncio.create_task(record.write(work)) for work in works]
    await asyncio.sleep(0)  # a task queues its request in its first step
    return tasks


@contextmanager
def full(record: Record) -> Iterator[None]:
    """Inside, the file may not grow by a single page, on whatever connection."""

    def limit(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    def unlimit(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1073741823")

    event.listen(record._writer, "checkout", limit)
    yield
    event.remove(record._writer, "checkout", limit)
    event.listen(record._writer, "checkout", unlimit)
