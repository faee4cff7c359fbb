"""The record: one gathering writer, readers beside it.

Every use case is a plain function that takes a session and returns records. `write` runs it on the one connection
that writes: what has gathered meanwhile goes into one transaction, and each caller is answered after its commit.
Works run in threads, whole: an asyncio driver hops between the loop and its thread several times a statement, and
takes nearly three times as long (docs/decisions).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from alembic.util.exc import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from store.engines import (
    READERS,
    address,
    crossed,
    first_of,
    in_transaction,
    reader_engine,
    said_by,
    trouble,
    writer_engine,
)
from store.errors import CannotOpen, Closed, NotKept
from store.index import catch_up
from store.migrations import upgrade

T = TypeVar("T")
Work = Callable[[Session], T]

GATHERED_AT_MOST = 100
CROSSED_AT_MOST = 5  # times in a row; the other copy may be the quicker one again
CROWDED = 10  # writes that wait: what can wait longer makes room for them


@dataclass
class Written:
    """Whether anything was written on somebody's behalf, or may have been."""

    perhaps: bool = False


_written: ContextVar[Written | None] = ContextVar("written", default=None)


@contextmanager
def watching_writes() -> Iterator[Written]:
    """Inside, what this task writes is noted: whoever is told of a fault is told whether anything came of it."""
    written = Written()
    token = _written.set(written)
    try:
        yield written
    finally:
        _written.reset(token)


@dataclass
class _Request:
    work: Work[Any]
    answer: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    result: Any = None
    failure: BaseException | None = None

    def reply(self) -> None:
        """Tell the caller, unless they gave up."""
        if self.answer.done():
            return
        if self.failure is None:
            self.answer.set_result(self.result)
        else:
            self.answer.set_exception(self.failure)


class Record:
    """The store of one process. `open` before use, `close` after; `written` is set after each commit."""

    def __init__(self, url: str) -> None:
        self._url = address(url)
        self._writer = writer_engine(self._url)
        self._readers = reader_engine(self._url)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="record-writer")
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="record-reader")
        self._queue: asyncio.Queue[_Request | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self.written = asyncio.Event()
        self.commits: list[Callable[[int, float], None]] = []  # hear of each transaction: writes, seconds

    @property
    def is_new(self) -> bool:
        """Whether opening it would begin an empty one: there is no such file yet."""
        return self._url.get_backend_name() == "sqlite" and not Path(self._url.database or "").exists()

    async def open(self) -> None:
        """Bring the tables up to date and begin to write. Raises CannotOpen."""
        try:
            await upgrade(self._writer)
            await asyncio.to_thread(catch_up, self._writer)
        except DBAPIError as error:  # a file that is no database is not even an OperationalError
            await self.close()
            raise CannotOpen(f"The database cannot be opened: {said_by(error)}.") from None
        except CommandError:  # Alembic does not know the revision that it is at
            await self.close()
            raise CannotOpen("The database was written by a newer Counterclaim. Bring this one up to date.") from None
        except BaseException:
            await self.close()
            raise
        self._task = asyncio.create_task(self._write_forever(), name="record writer")

    @property
    def waiting(self) -> int:
        """How many writes wait for their transaction."""
        return self._queue.qsize()

    @property
    def writes(self) -> bool:
        """Whether what is asked to be written will be."""
        return not self._closed and self._task is not None and not self._task.done()

    async def close(self) -> None:
        """Commit what has gathered, then let go of the database."""
        self._closed = True
        if self._task is not None:
            self._queue.put_nowait(None)
            # wait() leaves the writer alone if we are cancelled here ourselves.
            await asyncio.wait({self._task})
        loop = asyncio.get_running_loop()
        for threads in (self._writing, self._reading):
            await loop.run_in_executor(None, threads.shutdown)
        self._writer.dispose()
        self._readers.dispose()

    async def write(self, work: Work[T]) -> T:
        """Run `work` in a transaction and return its result once that is on disk.

        What `work` raises reaches the caller, and nothing that it did stays. A caller who gives up while waiting
        may find it done or not. `work` runs in a thread: it uses its session and nothing of the loop's.
        Raises Closed, and NotKept.
        """
        if not self.writes:
            raise Closed
        request, written = _Request(work), _written.get()
        before = written is not None and written.perhaps
        if written is not None:
            written.perhaps = True
        self._queue.put_nowait(request)
        try:
            # The writer never awaits this future: cancelling a caller cancels only the answer.
            result: T = await request.answer
        except NotKept:
            if written is not None:
                written.perhaps = before
            raise
        return result

    async def read(self, work: Work[T]) -> T:
        """Run `work` on a connection of its own, which sees what is committed and cannot write. Raises Closed."""
        if self._closed:
            raise Closed
        return await asyncio.get_running_loop().run_in_executor(self._reading, self._read, work)

    def _read(self, work: Work[T]) -> T:
        with Session(self._readers) as session:
            return _run(work, session)

    async def _write_forever(self) -> None:
        loop = asyncio.get_running_loop()
        gathered: list[_Request | None] = []
        try:
            while None not in gathered:
                gathered = [await self._queue.get()]
                while not self._queue.empty() and len(gathered) < GATHERED_AT_MOST:
                    gathered.append(self._queue.get_nowait())
                requests = [request for request in gathered if request and not request.answer.cancelled()]
                if requests:
                    began = loop.time()
                    await loop.run_in_executor(self._writing, self._commit, requests)
                    for told in self.commits:
                        told(len(requests), loop.time() - began)
                    self.written.set()
                for request in requests:
                    request.reply()
        finally:
            # Only a loop that is torn down without `close` leaves anybody here: better an error than no answer.
            while not self._queue.empty():
                gathered.append(self._queue.get_nowait())
            for left in gathered:
                if left is not None and not left.answer.done():
                    left.answer.set_exception(Closed())

    def _commit(self, requests: list[_Request]) -> None:
        """Commit all that succeed together; what another copy was in the way of is tried again, by itself."""
        self._together(requests)
        for request in requests:
            for _ in range(CROSSED_AT_MOST):
                if not crossed(request.failure):
                    break
                request.failure = None
                self._together([request])

    def _together(self, requests: list[_Request]) -> None:
        """Commit all that succeed in one transaction; a failing one is undone alone, by its savepoint."""
        failed: BaseException | None = None
        committing = anew = False
        try:
            with self._writer.begin() as connection:
                for request in requests:
                    self._attempt(request, connection)
                committing = True
        except BaseException as error:  # the transaction itself failed: everybody in it is told
            failed = error
        for request in requests:
            if request.failure is None:
                request.failure = failed
            problem = trouble(request.failure, committing=committing and request.failure is failed)
            if problem is not None and not crossed(request.failure):
                request.failure, anew = NotKept(problem), True
        if anew:
            # A connection that was made while the file was read-only stays so: the next transaction has a new one.
            self._writer.dispose()

    def _attempt(self, request: _Request, connection: Connection) -> None:
        try:
            # A session each: what one request loaded, changed or lost, the next must not find.
            with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
                request.result = _run(request.work, session)
                session.commit()
        except BaseException as error:
            request.failure = error
            # After some errors (a full disk) SQLite undoes the whole transaction, the neighbours' part too. That there
            # is no savepoint then, as it says in the end, is only what followed.
            if not in_transaction(connection):
                request.failure = first_of(error)
                raise request.failure from None


def _run(work: Work[T], session: Session) -> T:
    try:
        return work(session)
    except StopIteration as error:  # no future takes this one: its caller would wait for ever
        raise RuntimeError("The work raised StopIteration.") from error
