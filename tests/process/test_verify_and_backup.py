"""`app.py verify` names the first event that was changed; `app.py backup` copies a record while it is written to."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import pytest

from bot.desk import filing
from sandbox.server import SandboxServer
from store import Record
from tests.databases import Database
from tests.desk.asking import request
from tests.process.bot_process import PATIENCE, at_work, settings_for
from tests.process.commands import Ended, call, run

LINE = "Moscow: it was them {} https://example.org/{} via WION"


async def file(record: Record, *numbers: int) -> None:
    for number in numbers:
        await record.write(lambda session, n=number: filing.file_line(session, request(), LINE.format(n, n)))  # type: ignore[misc]


@pytest.fixture
async def filled(database: Database) -> Database:
    record = Record(database.url)
    await record.open()
    await file(record, 1, 2, 3)
    await record.close()
    return database


async def test_of_an_empty_record(database: Database) -> None:
    assert await call("verify", environment={"DATABASE_URL": database.url}) == Ended(0, "Nothing is on file yet.\n", "")


@pytest.mark.both_databases
async def test_the_first_event_that_was_changed_is_named(filled: Database) -> None:
    asked = {"DATABASE_URL": filled.url}
    (count,) = filled.rows("SELECT count(*) FROM event")[0]
    assert await call("verify", environment=asked) == Ended(0, f"T1: all {count} events verify.\n", "")
    sequence, number = filled.rows(
        "SELECT sequence, number FROM event JOIN claim ON claim.id = claim_id WHERE number = 2 ORDER BY sequence"
    )[0]
    filled.run("UPDATE event SET actor = 'U0NOBODY' WHERE sequence = :sequence", sequence=sequence)
    filled.run("UPDATE event SET canonical = 'x' WHERE sequence > :sequence", sequence=sequence)
    ended = await call("verify", environment=asked)
    assert ended == Ended(
        1,
        f"T1: Event {sequence}, of C-{number}, does not verify: its row and its text differ, or it does not follow the "
        f"event before. The {sequence - 1} events before it verify.\n"
        "Something was changed behind the bot's back. docs/operating.md says what to do.\n",
        "",
    )


async def test_what_cannot_be_verified_is_said(tmp_path: Path) -> None:
    ended = await call("verify", environment={"DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}"})
    assert (ended.code, ended.out) == (1, "")
    assert ended.said == f"There is no file {tmp_path / 'none.db'}. Check DATABASE_URL.\n"
    assert os.listdir(tmp_path) == []


async def test_a_backup_while_somebody_writes_is_of_one_moment_and_whole(filled: Database, tmp_path: Path) -> None:
    record, to = Record(filled.url), tmp_path / "backup.db"
    await record.open()
    writing = asyncio.create_task(file(record, *range(4, 200)))
    ended = await call("backup", str(to), environment={"DATABASE_URL": filled.url})
    assert not writing.done()
    await writing
    await record.close()
    assert ended.code == 0, ended.said
    copy = Database(f"sqlite:///{to}")
    ((claims, events),) = copy.rows("SELECT (SELECT count(*) FROM claim), (SELECT count(*) FROM event)")
    assert 3 <= claims < 199
    assert ended.out == f"Copied {to.stat().st_size:,} bytes to {to}; all {events} events in it verify.\n"
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    assert sorted(name for name in os.listdir(tmp_path) if "backup" in name) == ["backup.db"]
    again = await call("backup", str(to), environment={"DATABASE_URL": filled.url})
    assert again == Ended(1, "", f"There is {to} already; name another file. There is no backup.\n")


async def test_a_tampered_record_is_not_taken_for_a_backup(filled: Database, tmp_path: Path) -> None:
    filled.run("UPDATE event SET actor = 'U0NOBODY' WHERE sequence = 2")
    ended = await call("backup", str(tmp_path / "backup.db"), environment={"DATABASE_URL": filled.url})
    assert ended.code == 1
    assert ended.said.startswith(
        "The history of T1 was changed behind the bot's back: Event 2, of C-1, does not verify"
    )
    assert not [name for name in os.listdir(tmp_path) if "backup" in name]


async def test_on_postgresql_it_says_what_to_type() -> None:
    ended = await call("backup", "claims.dump", environment={"DATABASE_URL": "postgresql://u:secret@db/claims"})
    assert ended.code == 1
    assert 'pg_dump --format=custom --file=claims.dump "$DATABASE_URL"' in ended.said
    assert "secret" not in ended.said


async def test_a_bot_that_is_started_on_a_backup_goes_on(server: SandboxServer, tmp_path: Path) -> None:
    rita = server.actor("reporter")
    async with at_work(server, tmp_path) as bot:
        assert (await rita.type("verification", "/claim Kyiv: It was not us. https://a.org/1")).acked
        await server.until(lambda: bool(server.record.by_key("card:1:1")), PATIENCE)
        copied = await run(tmp_path, "backup", "kept.db", environment=settings_for(server))
        assert copied.code == 0, copied.said
        await bot.killed()
    restored = settings_for(server) | {"DATABASE_URL": "sqlite:///kept.db"}
    async with at_work(server, tmp_path, restored) as bot:
        outcome = await rita.type("verification", "/claim Moscow: It was them. https://a.org/2")
        assert "C-2 is filed." in outcome.messages[0].text
        await server.until(lambda: bool(server.record.by_key("card:1:2")), PATIENCE)
        assert await bot.told_to_stop() == 0
    assert server.record.doubled() == {}
    assert (await call("verify", environment={"DATABASE_URL": f"sqlite:///{tmp_path / 'kept.db'}"})).code == 0
