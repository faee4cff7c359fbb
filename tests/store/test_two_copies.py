"""Two copies of the bot on one database: neither does what the other has done, and neither waits for ever."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from threading import Barrier
from threading import Event as Signal

import pytest
from sqlmodel import Session, select

from store import Record, outbox
from store.tables import Outbox, Workspace
from store.workspaces import lock_workspace
from tests.databases import Database
from tests.store.claims_on_file import WHEN, open_workspace

TARGETS = [f"C{number}" for number in range(20)]


@pytest.fixture
async def copies(database: Database) -> AsyncIterator[list[Record]]:
    records = [Record(database.url) for _ in range(2)]
    for record in records:
        await record.open()
    yield records
    for record in records:
        await record.close()


def put_many(session: Session) -> None:
    workspace = open_workspace(session)
    for target in TARGETS:
        for number in range(3):
            outbox.put(session, workspace, key=f"{target}:{number}", kind="x", target=target, at=WHEN)


def take(holder: str) -> Callable[[Session], list[tuple[str, int]]]:
    def work(session: Session) -> list[tuple[str, int]]:
        return [(str(row.target), row.id or 0) for row in outbox.take(session, holder, 1000.0)]

    return work


async def test_what_is_to_be_sent_is_taken_by_one_of_them_and_by_one_a_channel(copies: list[Record]) -> None:
    await copies[0].write(put_many)
    takings = await asyncio.gather(*(copies[n % 2].write(take(f"copy {n % 2}")) for n in range(20)))
    taken = Counter(target for rows in takings for target, _ in rows)
    assert taken == Counter(TARGETS)

    def held(session: Session) -> int:
        return len(session.exec(select(Outbox).where(Outbox.holder != None)).all())  # noqa: E711

    assert await copies[1].read(held) == len(TARGETS)


@pytest.mark.postgres_only("on SQLite one copy at a time writes at all")
async def test_a_copy_that_is_still_taking_keeps_nobody_from_the_rest(copies: list[Record]) -> None:
    await copies[0].write(put_many)
    begun, go_on = Signal(), Signal()

    def take_one_and_linger(session: Session) -> list[tuple[str, int]]:
        rows = outbox.take(session, "slow", 1000.0, busy=TARGETS[1:])
        session.flush()
        begun.set()
        go_on.wait()
        return [(str(row.target), row.id or 0) for row in rows]

    slow = asyncio.create_task(copies[0].write(take_one_and_linger))
    await asyncio.to_thread(begun.wait)
    try:
        quick = await copies[1].write(take("quick"))
    finally:
        go_on.set()
    assert [target for target, _ in await slow] == TARGETS[:1]
    assert sorted(target for target, _ in quick) == sorted(TARGETS[1:])


async def test_a_workspace_that_both_see_for_the_first_time_is_filed_once(copies: list[Record]) -> None:
    def count_up(session: Session) -> int:
        workspace = lock_workspace(session, "T1")
        workspace.next_number += 1
        return workspace.next_number

    numbers = await asyncio.gather(*(copies[n % 2].write(count_up) for n in range(40)))
    assert sorted(numbers) == list(range(2, 42))


@pytest.mark.postgres_only("on SQLite the second waits before its first statement")
async def test_a_workspace_that_is_filed_at_the_same_moment_is_waited_for(copies: list[Record]) -> None:
    both = Barrier(2)

    def see(session: Session) -> int:
        session.connection()
        assert session.exec(select(Workspace)).first() is None
        both.wait()
        return lock_workspace(session, "T1").id or 0

    ids = await asyncio.gather(*(copy.write(see) for copy in copies))
    assert ids[0] == ids[1]


@pytest.mark.postgres_only("SQLite has one lock, which nobody can take crosswise")
async def test_two_that_wait_for_each_other_both_get_what_they_asked_for(copies: list[Record]) -> None:
    for team in ("T1", "T2"):
        await copies[0].write(lambda session, team=team: lock_workspace(session, team))  # type: ignore[misc]
    locked = [Signal(), Signal()]

    def crosswise(mine: int) -> Callable[[Session], list[int]]:
        def work(session: Session) -> list[int]:
            numbers = []
            for team in (mine, 1 - mine):
                workspace = lock_workspace(session, f"T{team + 1}")
                workspace.next_number += 1
                numbers.append(workspace.next_number)
                session.flush()
                locked[team].set()
                locked[1 - mine].wait()
            return numbers

        return work

    numbers = await asyncio.gather(*(copy.write(crosswise(mine)) for mine, copy in enumerate(copies)))
    assert sorted(numbers) == [[2, 2], [3, 3]]
