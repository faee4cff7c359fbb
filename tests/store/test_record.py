"""The gathering writer: what it promises each caller, whatever happens to the neighbours."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import Session, select

from store import Record
from store.errors import CannotOpen, Closed, ControlCharacter
from store.record import GATHERED_AT_MOST
from store.tables import Desk, Workspace
from tests.databases import Database
from tests.store.writing import add, ask, teams, writer_held


def _on_disk(database: Database) -> list[str]:
    return [team for (team,) in database.rows("SELECT team_id FROM workspace ORDER BY id")]


@pytest.fixture
def commits() -> Iterator[list[object]]:
    """One entry for each transaction that any engine commits."""
    seen: list[object] = []

    def saw(connection: object) -> None:
        seen.append(connection)

    event.listen(Engine, "commit", saw)
    yield seen
    event.remove(Engine, "commit", saw)


async def test_an_answer_means_that_another_connection_finds_it(record: Record, database: Database) -> None:
    async def file_and_look(team: str) -> None:
        await record.write(add(team))
        assert team in _on_disk(database)

    await asyncio.gather(*(file_and_look(f"T{number}") for number in range(50)))


async def test_what_gathers_is_committed_together(record: Record, commits: list[object]) -> None:
    async with writer_held(record):
        tasks = await ask(record, *(add(f"T{number}") for number in range(GATHERED_AT_MOST)))
    assert await asyncio.gather(*tasks) == [f"T{number}" for number in range(GATHERED_AT_MOST)]
    assert len(commits) == 2


async def test_no_more_than_so_many_are_committed_together(record: Record, commits: list[object]) -> None:
    async with writer_held(record):
        tasks = await ask(record, *(add(f"T{number}") for number in range(GATHERED_AT_MOST + 1)))
    await asyncio.gather(*tasks)
    assert len(commits) == 3


async def test_a_failing_request_leaves_nothing_and_does_not_hurt_its_neighbours(
    record: Record, database: Database
) -> None:
    def fail_later(session: Session) -> None:
        session.add(Workspace(team_id="half"))
        session.flush()
        raise LookupError("second thoughts")

    def add_twice(session: Session) -> None:
        session.add_all([Workspace(team_id="twin"), Workspace(team_id="twin")])

    async with writer_held(record):
        tasks = await ask(record, add("T1"), fail_later, add("T2"), add_twice, add("T3"))
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [outcome for outcome in outcomes if isinstance(outcome, str)] == ["T1", "T2", "T3"]
    assert isinstance(outcomes[1], LookupError)
    assert isinstance(outcomes[3], IntegrityError)
    assert _on_disk(database) == ["held", "T1", "T2", "T3"]


async def test_a_record_that_was_returned_can_be_read_after_a_neighbour_failed_over_the_same_row(
    record: Record,
) -> None:
    await record.write(add("T1"))

    def load_only_t1(session: Session) -> Workspace:
        return session.exec(select(Workspace).where(Workspace.team_id == "T1")).one()

    def change_and_fail(session: Session) -> None:
        load_only_t1(session).next_number = 99
        session.flush()
        raise LookupError

    async with writer_held(record):
        loaded, failed = await ask(record, load_only_t1, change_and_fail)
    with pytest.raises(LookupError):
        await failed
    assert (await loaded).next_number == 1


async def test_a_thousand_increments_lose_none(record: Record) -> None:
    await record.write(add("T1"))

    def increment(session: Session) -> int:
        workspace = session.exec(select(Workspace).with_for_update()).one()
        workspace.next_number += 1
        return workspace.next_number - 1

    numbers = await asyncio.gather(*(record.write(increment) for _ in range(1000)))
    assert numbers == list(range(1, 1001))
    assert await record.read(lambda session: session.exec(select(Workspace.next_number)).one()) == 1001


async def test_a_caller_who_gives_up_tears_nothing(record: Record, database: Database) -> None:
    async with writer_held(record):
        first, second, third = await ask(record, add("T1"), add("T2"), add("T3"))
        second.cancel()
    assert [await first, await third] == ["T1", "T3"]
    assert second.cancelled()
    # Its turn had not come when it was cancelled.
    assert _on_disk(database) == ["held", "T1", "T3"]
    assert await record.write(add("T4")) == "T4"


async def test_a_caller_who_gives_up_in_the_middle_of_its_own_work_tears_nothing(
    record: Record, database: Database
) -> None:
    begun, go_on = Signal(), Signal()
    complaints: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: complaints.append(context))

    def slow_and_wrong(session: Session) -> None:
        session.add(Workspace(team_id="half"))
        begun.set()
        go_on.wait()
        raise LookupError

    (caller,) = await ask(record, slow_and_wrong)
    await asyncio.to_thread(begun.wait)
    caller.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert await record.write(add("T1")) == "T1"
    assert _on_disk(database) == ["T1"]
    del caller
    gc.collect()
    assert complaints == []


async def test_a_commit_that_fails_is_told_to_everybody_in_it(record: Record, database: Database) -> None:
    if not database.on_sqlite:
        database.run("ALTER TABLE desk ALTER CONSTRAINT fk_desk_workspace_id_workspace DEFERRABLE INITIALLY DEFERRED")

    def break_at_commit(session: Session) -> None:
        if database.on_sqlite:
            session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        session.add(Desk(workspace_id=999, kind="public", opened_at=datetime.now(UTC)))

    async with writer_held(record):
        tasks = await ask(record, add("T1"), break_at_commit, add("T2"))
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [IntegrityError] * 3
    assert _on_disk(database) == ["held"]
    assert await record.write(add("T3")) == "T3"


@pytest.mark.sqlite_only("PostgreSQL undoes nothing unasked: it fails until somebody does")
async def test_when_sqlite_undoes_everything_by_itself_nobody_is_told_that_it_is_kept(
    record: Record, database: Database
) -> None:
    def lose_the_transaction(session: Session) -> None:
        """What a full disk does."""
        session.connection().exec_driver_sql("ROLLBACK")
        raise OSError("disk full")

    async with writer_held(record):
        tasks = await ask(record, add("T1"), lose_the_transaction, add("T2"))
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(outcome, Exception) for outcome in outcomes)
    assert _on_disk(database) == ["held"]
    assert await record.write(add("T3")) == "T3"


async def test_close_commits_what_is_queued_and_then_refuses(database: Database) -> None:
    record = Record(database.url)
    await record.open()
    async with writer_held(record):
        tasks = await ask(record, add("T1"), add("T2"))
        closing = asyncio.create_task(record.close())
        await asyncio.sleep(0)
        with pytest.raises(Closed):
            await record.write(add("too late"))
    assert await asyncio.gather(*tasks) == ["T1", "T2"]
    await closing
    assert _on_disk(database) == ["held", "T1", "T2"]
    for refused in (record.write, record.read):
        with pytest.raises(Closed):
            await refused(teams)


async def test_a_record_that_was_never_opened_refuses_and_closes(database: Database) -> None:
    record = Record(database.url)
    with pytest.raises(Closed):
        await record.write(add("T1"))
    await record.close()


async def test_a_record_that_cannot_be_opened_says_why_and_lets_go(tmp_path: Path) -> None:
    record = Record(f"sqlite:///{tmp_path}/no such folder/record.db")
    with pytest.raises(CannotOpen, match="unable to open"):
        await record.open()
    with pytest.raises(Closed):
        await record.write(add("T1"))


async def test_a_writer_that_is_torn_down_leaves_nobody_waiting(record: Record) -> None:
    begun, go_on = Signal(), Signal()

    def hold(_session: Session) -> None:
        begun.set()
        go_on.wait()

    tasks = await ask(record, hold)
    await asyncio.to_thread(begun.wait)
    tasks += await ask(record, add("T1"))
    (writer,) = (task for task in asyncio.all_tasks() if task.get_name() == "record writer")
    writer.cancel()
    for told in tasks:
        with pytest.raises(Closed):
            await told
    go_on.set()
    with pytest.raises(Closed):
        await record.write(add("T2"))


@pytest.mark.parametrize("way", ["write", "read"])
async def test_even_stop_iteration_reaches_the_caller(record: Record, way: str) -> None:
    def empty(_session: Session) -> int:
        return next(iter([]))

    with pytest.raises(RuntimeError, match="StopIteration"):
        await (record.write(empty) if way == "write" else record.read(empty))
    assert await record.write(add("T1")) == "T1"


async def test_readers_do_not_wait_for_the_writer_and_see_only_what_is_committed(record: Record) -> None:
    async with writer_held(record):
        assert await asyncio.gather(*(record.read(teams) for _ in range(8))) == [[]] * 8
    assert await record.read(teams) == ["held"]


async def test_readers_cannot_write(record: Record) -> None:
    def sneak(session: Session) -> None:
        session.add(Workspace(team_id="T1"))
        session.commit()

    with pytest.raises(DBAPIError, match=r"read-?only"):
        await record.read(sneak)


async def test_whoever_waits_is_told_of_a_commit(record: Record) -> None:
    record.written.clear()
    await record.write(add("T1"))
    assert record.written.is_set()


async def test_times_come_back_as_the_same_moment_in_utc_to_the_microsecond(record: Record) -> None:
    moment = datetime(2026, 11, 22, 17, 45, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45)))

    def open_desk(session: Session) -> None:
        workspace = Workspace(team_id="T1")
        session.add(workspace)
        session.flush()
        assert workspace.id is not None
        session.add(Desk(workspace_id=workspace.id, kind="public", opened_at=moment))

    await record.write(open_desk)
    kept = await record.read(lambda session: session.exec(select(Desk.opened_at)).one())
    assert kept == moment
    assert kept.isoformat() == "2026-11-22T12:00:00.123456+00:00"


async def test_a_time_without_a_zone_is_refused(record: Record) -> None:
    def naive(session: Session) -> None:
        session.add(Desk(workspace_id=1, kind="public", opened_at=datetime(2026, 11, 22)))  # noqa: DTZ001

    with pytest.raises(StatementError, match=r"(?i)naive|aware"):
        await record.write(naive)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\r", "\x1b", "\x7f", "\x85", "\ud800"])
async def test_control_characters_never_reach_a_column(record: Record, database: Database, character: str) -> None:
    with pytest.raises(ControlCharacter):
        await record.write(add(f"T{character}1"))
    assert _on_disk(database) == []


async def test_every_other_letter_does(record: Record, database: Database) -> None:
    text = "a\tb\nc é Київ 中文 עברית\u200f 🛑 \U0001f1fa\U0001f1e6 <!channel> 'quote' \"double\" %s :x ?"
    await record.write(add(text))
    assert _on_disk(database) == [text]
