"""Two copies of the bot on one database: neither does what the other has done, and neither waits for ever."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from threading import Barrier
from threading import Event as Signal

import pytest
from sqlmodel import Session, col, select

from store import Record, heads, lanes, outbox
from store.tables import Lane, Workspace
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
        return [(str(row.target), row.id or 0) for row, _ in heads.take(session, holder)]

    return work


async def test_what_is_to_be_sent_is_taken_by_one_of_them_and_by_one_a_channel(copies: list[Record]) -> None:
    await copies[0].write(put_many)
    takings = await asyncio.gather(*(copies[n % 2].write(take(f"copy {n}")) for n in range(20)))
    taken = Counter(target for rows in takings for target, _ in rows)
    assert taken == Counter(TARGETS)

    def held(session: Session) -> int:
        return len(session.exec(select(Lane).where(col(Lane.holder).is_not(None))).all())

    assert await copies[1].read(held) == len(TARGETS)


@pytest.mark.postgres_only("on SQLite one copy at a time writes at all")
async def test_a_copy_that_is_still_taking_keeps_nobody_from_the_rest(copies: list[Record]) -> None:
    await copies[0].write(put_many)
    await copies[0].write(lambda session: lanes.lay(session, [(1, target) for target in TARGETS]))
    begun, go_on = Signal(), Signal()

    def take_one_and_linger(session: Session) -> list[tuple[str, int]]:
        rows = heads.take(session, "slow", at_most=1)
        begun.set()
        go_on.wait()
        return [(str(row.target), row.id or 0) for row, _ in rows]

    slow = asyncio.create_task(copies[0].write(take_one_and_linger))
    await asyncio.to_thread(begun.wait)
    try:
        quick = await copies[1].write(take("quick"))
    finally:
        go_on.set()
    assert [target for target, _ in await slow] == TARGETS[:1]
    assert sorted(target for target, _ in quick) == sorted(TARGETS[1:])


RACES = int(os.environ.get("COUNTERCLAIM_RACES", "40"))


@pytest.mark.postgres_only("on SQLite one copy at a time writes at all")
async def test_however_they_race_no_two_copies_ever_have_one_channel(copies: list[Record]) -> None:
    """Each has rows of its own that rest, sees another head than the others do, and lets go whenever it likes."""
    channels = TARGETS[:3]

    def put_in(session: Session) -> None:
        workspace = open_workspace(session)
        for target in channels:
            for number in range(30):
                outbox.put(session, workspace, key=f"{target}:{number}", kind="x", target=target, at=WHEN)

    await copies[0].write(put_in)
    hands: dict[str, set[str]] = {}
    together = Counter[int]()

    async def work(name: str, record: Record, chance: random.Random) -> None:
        for _ in range(RACES):
            resting = chance.sample(range(1, 91), 20)
            taken = await record.write(lambda session, rest=resting: _takes(session, name, rest))  # type: ignore[misc]
            hands[name] = hands.get(name, set()) | {target for target, _ in taken}
            everybody = Counter(target for hand in hands.values() for target in hand)
            assert set(everybody.values()) <= {1}, everybody
            together[sum(map(bool, hands.values()))] += 1
            kept = [lane for _, lane in taken if chance.random() < 0.2]
            hands[name] -= {target for target, lane in taken if lane not in kept}
            going = [lane for _, lane in taken if lane not in kept]
            await record.write(lambda session, ids=going: lanes.release(session, name, ids))  # type: ignore[misc]
        hands[name] = set()
        await record.write(lambda session: lanes.release(session, name, lanes.renew(session, name)))

    await asyncio.gather(*(work(f"copy {n}", copies[n % 2], random.Random(n)) for n in range(4)))  # noqa: S311
    assert together[2] + together[3] > 3, "they were hardly ever at it at once"


def _takes(session: Session, name: str, resting: list[int]) -> list[tuple[str, int]]:
    return [(str(row.target), lane_id) for row, lane_id in heads.take(session, name, resting=resting)]


async def test_a_lane_goes_to_one_of_those_who_think_its_holder_dead_and_not_if_it_said_something_since(
    copies: list[Record],
) -> None:
    await copies[0].write(put_many)
    (first,) = await copies[0].write(lambda session: list(heads.take(session, "dead", at_most=1)))
    dead = {first[1]: ("dead", 1)}

    def take_over(heir: str) -> Callable[[Session], list[int]]:
        return lambda session: lanes.take(session, heir, [(1, first[0].target or "")], dead)

    taken = await asyncio.gather(*(copies[n % 2].write(take_over(f"heir {n}")) for n in range(6)))
    assert sorted(taken) == [[], [], [], [], [], [first[1]]]

    await copies[0].write(lambda session: lanes.release(session, f"heir {taken.index([first[1]])}", [first[1]]))
    await copies[0].write(lambda session: lanes.take(session, "alive", [(1, first[0].target or "")], {}))
    seen = {first[1]: ("alive", 3)}
    assert await copies[1].write(lambda session: lanes.renew(session, "alive")) == [first[1]]
    late = await copies[1].write(lambda session: lanes.take(session, "heir", [(1, first[0].target or "")], seen))
    assert late == []


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
