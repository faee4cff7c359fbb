"""PostgreSQL may go away at any moment: whoever is in hand is told, and nobody has to start the bot again."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from store import Record
from store.errors import CannotOpen, NotKept
from tests.databases import Database, Postgres
from tests.store.writing import add, ask, teams, writer_held

pytestmark = pytest.mark.postgres_only("SQLite is a file, and no connection to it is lost")

LOSE_ALL = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def lose_the_connection(session: Session) -> None:
    session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


async def test_those_in_hand_are_told_and_the_next_is_kept(record: Record) -> None:
    async with writer_held(record):
        tasks = await ask(record, add("T1"), lose_the_connection, add("T2"))
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(outcome, Exception) for outcome in outcomes), "nobody is told that it is kept"
    assert await record.read(teams) == ["held"]
    assert await record.write(add("T3")) == "T3"
    assert await record.read(teams) == ["held", "T3"]


async def test_those_whose_transaction_was_lost_are_told_that_nothing_was_kept_and_those_whose_commit_was_are_not(
    record: Record, database: Database
) -> None:
    with pytest.raises(NotKept):
        await record.write(lose_the_connection)

    def lose_it_at_commit(session: Session) -> str:
        session.execute(
            text(
                "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS "
                "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'"
            )
        )
        session.execute(
            text(
                "CREATE CONSTRAINT TRIGGER lost AFTER INSERT ON workspace DEFERRABLE INITIALLY DEFERRED "
                "FOR EACH ROW EXECUTE FUNCTION lose()"
            )
        )
        return add("T1")(session)

    with pytest.raises(OperationalError):
        await record.write(lose_it_at_commit)
    assert await record.read(teams) == []


async def test_work_that_hides_the_loss_is_not_told_that_it_is_kept(record: Record) -> None:
    def hide(session: Session) -> str:
        session.connection()
        with pytest.raises(OperationalError):
            lose_the_connection(session)
        return "kept"

    async with writer_held(record):
        tasks = await ask(record, add("T1"), hide, add("T2"))
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(outcome, Exception) for outcome in outcomes)
    assert await record.write(add("T3")) == "T3"
    assert await record.read(teams) == ["held", "T3"]


async def test_a_connection_lost_while_nobody_asked_costs_nobody_an_error(record: Record, database: Database) -> None:
    await asyncio.gather(record.write(add("T1")), *(record.read(teams) for _ in range(4)))
    database.run(LOSE_ALL)
    assert await asyncio.gather(*(record.read(teams) for _ in range(8))) == [["T1"]] * 8
    assert await record.write(add("T2")) == "T2"


async def test_a_reader_whose_connection_is_lost_is_told_and_the_next_reads_on(record: Record) -> None:
    with pytest.raises(OperationalError):
        await record.read(lose_the_connection)
    assert await record.read(teams) == []


async def test_while_it_is_gone_everybody_is_told_and_once_it_is_back_all_goes_on(
    record: Record, database: Database, postgres: Postgres
) -> None:
    await record.write(add("T1"))
    with postgres.letting_nobody_in(database):
        outcomes = await asyncio.gather(
            *(record.write(add(f"lost {n}")) for n in range(5)),
            *(record.read(teams) for _ in range(5)),
            return_exceptions=True,
        )
        assert {type(outcome) for outcome in outcomes} == {NotKept, OperationalError}
    assert await record.write(add("T2")) == "T2"
    assert await record.read(teams) == ["T1", "T2"]


async def test_a_server_that_is_not_there_is_named_in_a_sentence() -> None:
    record = Record("postgresql://desk:secret@127.0.0.1:1/claims")
    with pytest.raises(CannotOpen, match="refused") as said:
        await record.open()
    assert "secret" not in str(said.value)
    assert "\n" not in str(said.value)
