from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Engine, text

from store import Record
from store.engines import address, writer_engine
from store.migrations import configuration, migrate, upgrade
from store.tables import Row
from tests.databases import Database
from tests.migrations_match import differences


@pytest.fixture
def engine(empty_database: Database) -> Iterator[Engine]:
    engine = writer_engine(address(empty_database.url))
    yield engine
    engine.dispose()


def _head() -> str | None:
    return ScriptDirectory.from_config(configuration()).get_current_head()


def _change(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


async def test_an_empty_database_comes_to_the_tables_as_they_are_described(
    engine: Engine, empty_database: Database
) -> None:
    await upgrade(engine)
    assert differences(engine) is None
    assert empty_database.tables() == {*Row.metadata.tables, "alembic_version"}


async def test_a_second_start_changes_nothing(engine: Engine) -> None:
    await upgrade(engine)
    await upgrade(engine)
    assert differences(engine) is None


async def test_every_revision_can_be_gone_back_to_and_left_again(engine: Engine, empty_database: Database) -> None:
    await upgrade(engine)
    revisions = [script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()]
    for revision in [*revisions[1:], "base"]:

        def go_back(config: Config, to: str = revision) -> None:
            command.downgrade(config, to)

        migrate(engine, go_back)
        await upgrade(engine)
        migrate(engine, go_back)
    assert empty_database.tables() == {"alembic_version"}
    await upgrade(engine)
    assert differences(engine) is None


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("ALTER TABLE claim DROP COLUMN note", "note"),
        ("ALTER TABLE claim ADD COLUMN mood TEXT", "mood"),
        ("DROP INDEX ix_claim_checker", "ix_claim_checker"),
        ("CREATE TABLE stray (id INTEGER PRIMARY KEY)", "stray"),
    ],
)
async def test_a_difference_is_found_and_named(engine: Engine, change: str, named: str) -> None:
    await upgrade(engine)
    _change(engine, change)
    assert named in str(differences(engine))


async def test_a_check_that_is_missing_is_found(engine: Engine) -> None:
    await upgrade(engine)
    _change(engine, "DROP TABLE due", "DROP TABLE outbox")
    with engine.begin() as connection:
        without = Row.metadata.tables["outbox"].to_metadata(type(Row.metadata)())
        without.constraints = {each for each in without.constraints if not str(each.name).startswith("ck_")}
        for name in ("workspace", "desk", "claim"):
            Row.metadata.tables[name].to_metadata(without.metadata)
        without.create(connection)
        Row.metadata.tables["due"].create(connection)
    assert "ck_outbox_state" in str(differences(engine))


async def test_search_tables_are_left_alone(engine: Engine) -> None:
    await upgrade(engine)
    on_sqlite = engine.dialect.name == "sqlite"
    _change(
        engine,
        "CREATE VIRTUAL TABLE another_fts USING fts5 (statement)" if on_sqlite else "CREATE TABLE another_fts (a TEXT)",
    )
    assert differences(engine) is None


def test_slacks_own_tables_have_every_column_that_its_library_writes(engine: Engine) -> None:
    installations, states = SQLAlchemyInstallationStore("1.2", engine), SQLAlchemyOAuthStateStore(600, engine)
    for table in (*installations.metadata.sorted_tables, *states.metadata.sorted_tables):
        ours = Row.metadata.tables[table.name].columns
        for column in table.columns:
            assert column.name in ours
            assert ours[column.name].nullable == column.nullable, column
    ours = Row.metadata.tables["slack_bots"].columns
    assert set(ours.keys()) - set(installations.bots.columns.keys()) == {"renewer", "renewing_since"}


async def test_a_migration_that_fails_leaves_nothing(engine: Engine, empty_database: Database) -> None:
    def fail_late(config: Config) -> None:
        command.upgrade(config, "head")
        raise LookupError

    with pytest.raises(LookupError):
        migrate(engine, fail_late)
    assert empty_database.tables() == set()


@pytest.mark.sqlite_only("PostgreSQL alters a table in place")
async def test_a_table_can_be_made_anew_though_others_refer_to_it(engine: Engine) -> None:
    """SQLite alters a table by making it anew; with foreign keys on, the rows that refer to it would be lost."""
    await upgrade(engine)
    _change(
        engine,
        "INSERT INTO workspace (id, enterprise_id, team_id, next_number, chain_length, chain_head) "
        "VALUES (1, '', 'T1', 1, 0, '')",
        "INSERT INTO speaker (workspace_id, name, folded) VALUES (1, 'a', 'a')",
    )

    def make_anew(config: Config) -> None:
        connection = config.attributes["connection"]
        connection.execute(text("CREATE TABLE anew (id INTEGER PRIMARY KEY, team_id TEXT)"))
        connection.execute(text("INSERT INTO anew SELECT id, team_id FROM workspace"))
        connection.execute(text("DROP TABLE workspace"))
        connection.execute(text("ALTER TABLE anew RENAME TO workspace"))

    migrate(engine, make_anew)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM speaker")).scalar_one() == 1
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


@pytest.mark.sqlite_only("PostgreSQL looks at every reference at once")
async def test_a_migration_that_leaves_a_row_without_what_it_refers_to_is_undone(
    engine: Engine, empty_database: Database
) -> None:
    def orphan(config: Config) -> None:
        command.upgrade(config, "head")
        config.attributes["connection"].execute(
            text("INSERT INTO speaker (workspace_id, name, folded) VALUES (9, 'a', 'a')")
        )

    with pytest.raises(RuntimeError, match="speaker refers to a missing row of workspace"):
        migrate(engine, orphan)
    assert empty_database.tables() == set()


async def test_two_records_open_at_once_in_one_process(empty_database: Database, tmp_path: Path) -> None:
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    records = [Record(each.url) for each in (empty_database, empty_database, other)]
    await asyncio.gather(*(record.open() for record in records))
    await asyncio.gather(*(record.close() for record in records))
    assert empty_database.tables() == other.tables() == {*Row.metadata.tables, "alembic_version"}


def test_copies_of_the_bot_that_start_at_once_migrate_once(empty_database: Database) -> None:
    start = (
        "import asyncio, sys\n"
        "from store import Record\n"
        "async def main():\n"
        "    record = Record(sys.argv[1])\n"
        "    print('ready', flush=True)\n"
        "    sys.stdin.read()\n"
        "    await record.open()\n"
        "    await record.close()\n"
        "asyncio.run(main())\n"
    )
    with contextlib.ExitStack() as running:
        copies = [
            running.enter_context(
                subprocess.Popen(  # noqa: S603
                    [sys.executable, "-c", start, empty_database.url],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            for _ in range(3)
        ]
        for copy in copies:
            assert copy.stdout is not None
            assert copy.stdout.readline() == "ready\n"
        for copy in copies:
            assert copy.stdin is not None
            copy.stdin.close()
        for copy in copies:
            assert copy.stderr is not None
            complaint = copy.stderr.read()
            assert copy.wait() == 0, complaint
    assert empty_database.rows("SELECT version_num FROM alembic_version") == [(_head(),)]
