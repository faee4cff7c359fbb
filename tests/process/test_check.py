"""`app.py check`: what is wrong, in a sentence with what to do. All that it prints is pinned; it changes nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.server import SandboxServer
from tests.begun import begin_record
from tests.databases import Database, Postgres
from tests.process.bot_process import DATABASE, PATIENCE, at_work, settings_for
from tests.process.commands import Ended, call, run

BOT = "✓ Bot token: Slack takes it: counterclaim in Sandbox."
APP = "✓ App token: Slack takes it, and gives a socket for it."
SCOPES = "✓ Scopes: All 12 of manifest.yml are granted."
CLOCK = "✓ Clock: It agrees with Slack's."
FOUND = f"✓ Database: {DATABASE} can be read and written."
TABLES = "✓ Tables: They are up to date (0006)."
OUTBOX = "✓ Outbox: Nothing waits. Nothing was sent yet."
ALL = [BOT, APP, SCOPES, CLOCK, FOUND, TABLES, OUTBOX]
AS_ANYBODY = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
PUT = (
    "INSERT INTO workspace (enterprise_id, team_id, next_number, chain_length, chain_head) VALUES ('', 'T1', 1, 0, '')",
    "INSERT INTO outbox (workspace_id, key, kind, target, about, wanted, drawn, state, attempts, problem, created_at) "
    "VALUES (1, 'card:1:1', 'card', 'C1', '{}', 1, 0, :state, 0, :problem, '2026-01-01 00:00:00.000000')",
)


@pytest.fixture
def folder_to_read_only(tmp_path: Path) -> Iterator[Path]:
    begin_record(tmp_path / DATABASE).chmod(0o400)
    tmp_path.chmod(0o500)
    yield tmp_path
    tmp_path.chmod(0o700)


async def check(folder: Path, server: SandboxServer, **changed: str) -> Ended:
    file = folder / DATABASE
    environment = settings_for(server) | {"DATABASE_URL": f"sqlite:///{file}"} | changed
    ended = await call("check", environment=environment)
    assert ended.said == ""
    return replace(ended, out=ended.out.replace(str(file), DATABASE))


def instead(line: str, of: str) -> list[str]:
    return [line if each == of else each for each in ALL]


async def test_while_the_bot_runs_and_after_it(server: SandboxServer, tmp_path: Path) -> None:
    async with at_work(server, tmp_path) as bot:
        outcome = await server.actor("reporter").type("verification", "/claim Kyiv: It was not us. https://a.org/1")
        assert outcome.acked
        await server.until(lambda: bool(server.record.by_key("card:1:1")), PATIENCE)
        running = await run(tmp_path, "check", environment=settings_for(server))
        assert await bot.told_to_stop() == 0
    *all_else, outbox = running.out.splitlines()
    assert all_else == ALL[:-1]
    assert outbox.startswith("✓ Outbox: ")
    assert running.code == 0
    before = hashlib.sha256((tmp_path / DATABASE).read_bytes()).digest()
    *all_else, outbox = (await check(tmp_path, server)).out.splitlines()
    assert all_else == ALL[:-1]
    assert outbox.endswith("The last was sent just now.")
    assert hashlib.sha256((tmp_path / DATABASE).read_bytes()).digest() == before


async def test_before_the_first_start_it_makes_no_file(server: SandboxServer, tmp_path: Path) -> None:
    ended = await check(tmp_path, server)
    there = f"– Database: There is no {DATABASE} yet. The first start makes it."
    assert ended == Ended(0, "\n".join([BOT, APP, SCOPES, CLOCK, there, ""]), "")
    assert os.listdir(tmp_path) == []


async def test_a_bot_token_that_slack_refuses(server: SandboxServer, tmp_path: Path) -> None:
    begin_record(tmp_path / DATABASE)
    ended = await check(tmp_path, server, SLACK_BOT_TOKEN="xoxb-of-another")
    refused = "✗ Bot token: Slack does not take it: invalid_auth. Copy SLACK_BOT_TOKEN anew from OAuth & Permissions."
    assert ended.out.splitlines() == [refused, APP, CLOCK, FOUND, TABLES, OUTBOX]
    assert ended.code == 1
    assert "xoxb-of-another" not in ended.out


async def test_an_app_token_that_slack_refuses(server: SandboxServer, tmp_path: Path) -> None:
    begin_record(tmp_path / DATABASE)
    ended = await check(tmp_path, server, SLACK_APP_TOKEN="xapp-of-another")
    refused = (
        "✗ App token: Slack does not take it: invalid_auth. Copy SLACK_APP_TOKEN anew from Basic Information, "
        "App-Level Tokens; its scope is connections:write."
    )
    assert ended.out.splitlines() == instead(refused, APP)
    assert ended.code == 1


async def test_an_app_that_was_made_from_an_older_manifest(server: SandboxServer, tmp_path: Path) -> None:
    begin_record(tmp_path / DATABASE)
    granted = server.manifest["oauth_config"]["scopes"]["bot"]
    granted.remove("files:read")
    granted.remove("im:write")
    server.use_manifest(dict(server.manifest))
    ended = await check(tmp_path, server)
    missing = (
        "✗ Scopes: Not granted: files:read, im:write. "
        "Create or update the app from manifest.yml, install it anew, and copy its token."
    )
    assert ended.out.splitlines() == instead(missing, SCOPES)
    assert ended.code == 1


async def test_nobody_answers(server: SandboxServer, tmp_path: Path) -> None:
    begin_record(tmp_path / DATABASE)
    await server.stop()
    ended = await check(tmp_path, server)
    silent = f"✗ Bot token: {server.api_url} does not answer. Check the network and SLACK_API_URL."
    assert ended.out.splitlines() == [silent, FOUND, TABLES, OUTBOX]
    assert ended.code == 1


async def test_slack_is_not_well(server: SandboxServer, tmp_path: Path) -> None:
    begin_record(tmp_path / DATABASE)
    server.faults.fail("auth.test", status=503)
    ended = await check(tmp_path, server)
    unwell = (
        "✗ Bot token: Slack is not well (internal_error). Try again in a minute; https://slack-status.com tells more."
    )
    assert ended.out.splitlines() == [unwell, APP, CLOCK, FOUND, TABLES, OUTBOX]
    assert ended.code == 1


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (-180, "3 minutes ahead of Slack's: what is due comes that much early."),
        (7200, "2 hours behind Slack's: what is due comes that much late."),
    ],
)
async def test_a_clock_that_is_off(server: SandboxServer, tmp_path: Path, by: int, said: str) -> None:
    begin_record(tmp_path / DATABASE)
    server.clock.move_by(timedelta(seconds=by))
    ended = await check(tmp_path, server)
    off = f"✗ Clock: It is {said} Set it by NTP: timedatectl set-ntp true"
    assert ended.out.splitlines() == instead(off, CLOCK)
    assert ended.code == 1


async def test_a_record_that_cannot_be_written(server: SandboxServer, folder_to_read_only: Path) -> None:
    ended = await run(folder_to_read_only, "check", environment=settings_for(server), before=AS_ANYBODY)
    unwritable = (
        f"✗ Database: {DATABASE} cannot be written: attempt to write a readonly database. "
        "Give it to the user that the bot runs as, on a disk that takes more."
    )
    assert ended == Ended(1, "\n".join([BOT, APP, SCOPES, CLOCK, unwritable, ""]), "")


async def test_a_file_that_is_no_database(server: SandboxServer, tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_text("Dear diary, today nobody contested anything.\n" * 100)
    ended = await check(tmp_path, server)
    shut = f"✗ Database: {DATABASE} does not let us in: file is not a database. Check DATABASE_URL."
    assert ended.out.splitlines() == [BOT, APP, SCOPES, CLOCK, shut]
    assert ended.code == 1


@pytest.mark.parametrize(
    ("revision", "code", "said"),
    [
        ("9999", 1, "✗ Tables: A newer Counterclaim made them (9999). Bring this one up to date."),
        ("0005", 0, "– Tables: An older Counterclaim made them (0005). The next start brings them up to date."),
    ],
)
async def test_tables_of_another_version(
    server: SandboxServer, tmp_path: Path, revision: str, code: int, said: str
) -> None:
    database = Database(f"sqlite:///{begin_record(tmp_path / DATABASE)}")
    database.run("UPDATE alembic_version SET version_num = :revision", revision=revision)
    ended = await check(tmp_path, server)
    assert ended == Ended(code, "\n".join([BOT, APP, SCOPES, CLOCK, FOUND, said, ""]), "")
    assert database.rows("SELECT version_num FROM alembic_version") == [(revision,)]


@pytest.mark.parametrize(
    ("state", "problem", "said"),
    [
        (
            "stuck",
            "not_in_channel",
            "1 message cannot be sent: not_in_channel. "
            "Invite the bot to the channel (/invite @Counterclaim); it goes out then.",
        ),
        (
            "stuck",
            "ValueError",
            "1 message cannot be sent: ValueError. "
            "Look it up in docs/operating.md; it is tried again at the next start.",
        ),
    ],
)
async def test_what_is_stuck(server: SandboxServer, tmp_path: Path, state: str, problem: str, said: str) -> None:
    database = Database(f"sqlite:///{begin_record(tmp_path / DATABASE)}")
    database.run(*PUT, state=state, problem=problem)
    ended = await check(tmp_path, server)
    assert ended.out.splitlines() == instead(f"✗ Outbox: {said}", OUTBOX)
    assert ended.code == 1


async def test_what_has_waited_long(server: SandboxServer, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{begin_record(tmp_path / DATABASE)}")
    database.run(*PUT, state="waiting", problem=None)
    *rest, last = (await check(tmp_path, server)).out.splitlines()
    assert rest == ALL[:-1]
    assert last.startswith("✗ Outbox: 1 message not sent, the oldest for ")
    assert last.endswith(" days. Nothing was sent yet. See that the bot runs, and what its log says of “not sent”.")


async def test_a_setting_that_is_not_well_formed(server: SandboxServer) -> None:
    ended = await call("check", environment=settings_for(server) | {"SLACK_BOT_TOKEN": "a-secret"})
    assert (ended.code, ended.out) == (2, "")
    assert ended.said.startswith("SLACK_BOT_TOKEN is not well-formed.")


async def test_on_postgresql_whoever_may_only_read_is_told(
    server: SandboxServer, tmp_path: Path, postgres: Postgres
) -> None:
    with postgres.database(begun=True) as database:
        where = (await check(tmp_path, server, DATABASE_URL=database.url)).out.splitlines()[4]
        assert where.startswith("✓ Database: postgresql://")
        name = database.url.rpartition("/")[2].partition("?")[0]
        database.run(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        ended = await check(tmp_path, server, DATABASE_URL=database.url)
        assert ended.out.splitlines()[4].endswith(
            " cannot be written: it is read-only. Give it to the user that the bot runs as, on a disk that takes more."
        )
        assert ended.code == 1
        with postgres.letting_nobody_in(database):
            gone = await check(tmp_path, server, DATABASE_URL=database.url)
        assert "is not currently accepting connections" in gone.out.splitlines()[4]
        assert gone.code == 1
