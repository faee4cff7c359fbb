"""The record: one gathering writer, readers beside it.

Every use case is a plain function that takes a session and returns records. `write` runs it on the one
connection that writes: what has gathered meanwhile is committed in one transaction, and each caller answered
after the commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from store.engines import address, reader_engine, writer_engine
from store.errors import Closed
from store.migrations import upgrade

T = TypeVar("T")
Work = Callable[[Session], T]

GATHERED_AT_MOST = 100


@dataclass
class _Request:
    work: Work[Any]
    answer: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Record:
    """The store of one process. `open` before use, `close` after; `written` is set after each commit."""

    def __init__(self, url: str) -> None:
        self._url = address(url)
        self._writer = writer_engine(self._url)
        self._readers = reader_engine(self._url)
        self._write_session = async_sessionmaker(self._writer, class_=AsyncSession, expire_on_commit=False)
        self._read_session = async_sessionmaker(self._readers, class_=AsyncSession, expire_on_commit=False)
        self._queue: asyncio.Queue[_Request | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self.written = asyncio.Event()

    async def open(self) -> None:
        """Bring the tables up to date and begin to write."""
        await upgrade(self._writer)
        self._task = asyncio.create_task(self._write_forever(), name="record writer")

    async def close(self) -> None:
        """Commit what has gathered, then let go of the database."""
        if self._task is not None:
            self._queue.put_nowait(None)
            await self._task
            self._task = None
        await self._writer.dispose()
        await self._readers.dispose()

    async def write(self, work: Work[T]) -> T:
        """Run `work` in a transaction and return its result once that is on disk.

        What `work` raises reaches the caller, and nothing that it did stays. Raises Closed.
        """
        if self._task is None or self._task.done():
            raise Closed
        request = _Request(work)
        self._queue.put_nowait(request)
        # A caller that gives up must not tear a transaction that others share.
        result: T = await asyncio.shield(request.answer)
        return result

    async def read(self, work: Work[T]) -> T:
        """Run `work` on a connection of its own, which sees what is committed."""
        async with self._read_session() as session:
            return await session.run_sync(work)  # type: ignore[arg-type]  # SQLModel's session is a subclass

    async def _write_forever(self) -> None:
        last = False
        while not last:
            requests = [await self._queue.get()]
            while not self._queue.empty() and len(requests) < GATHERED_AT_MOST:
                requests.append(self._queue.get_nowait())
            last = None in requests
            await self._commit([request for request in requests if request is not None])

    async def _commit(self, requests: list[_Request]) -> None:
        """Commit all that succeed together; a failing one is undone alone, by its savepoint."""
        outcomes: list[tuple[_Request, Any, Exception | None]] = []

        def run(session: Session) -> None:
            for request in requests:
                try:
                    with session.begin_nested():
                        result = request.work(session)
                    outcomes.append((request, result, None))
                except Exception as error:  # it is the caller's, and reaches them below
                    outcomes.append((request, None, error))

        try:
            async with self._write_session() as session, session.begin():
                await session.run_sync(run)  # type: ignore[arg-type]
        except Exception as error:  # the commit itself failed: everybody in it is told
            outcomes = [(request, None, error) for request in requests]
        self.written.set()
        for request, result, failure in outcomes:
            if request.answer.done():
                continue
            if failure is None:
                request.answer.set_result(result)
            else:
                request.answer.set_exception(failure)
