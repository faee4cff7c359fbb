"""A record moves from SQLite into PostgreSQL whole, or not at all; and the desk works on there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pty
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import select
from sqlmodel import Session
from typer.testing import CliRunner

from app import commands
from bot.desk.exhibits import SIDES
from bot.desk.filing import file_line
from store import Record
from store.claims import Sight, visible
from store.engines import address, writer_engine
from store.errors import AddressNotUnderstood, CannotTransfer
from store.migrations import migrate, revisions
from store.search import Hit, search
from store.tables import (
    Alike,
    ClaimMeaning,
    Lane,
    Leaver,
    Person,
    ReplyRequest,
    Row,
    SlackBot,
    SlackInstallation,
    SlackOAuthState,
)
from store.transfer import Transferred, transfer
from tests.begun import begin_record
from tests.databases import Database
from tests.desk.asking import CHECKER, LEAD, REPORTER, STRANGER, request
from tests.desk.newsroom_life import FOLLOWING, NewsroomLife
from tests.desk.reading import NOW
from tests.desk.what_holds import check_chain, check_record

pytestmark = pytest.mark.postgres_only("a record moves into PostgreSQL, not out of it")
APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with something in every table: a claim that has been everywhere, and what else there is."""
    file = begin_record(tmp_path_factory.mktemp("lived") / "lived.db")
    life = NewsroomLife(f"sqlite:///{file}")
    life.once_through()
    for words in range(6):
        life.file(STRANGER, words % 3, words)
    for number in (3, 4):
        life.dispute(CHECKER, number)
        life.use(REPORTER, number, number)
        life.add_evidence(CHECKER, number, SIDES[number % 3])
        life.follow(LEAD, number, FOLLOWING[1])
    life.dispute_with(LEAD, 5, 6)
    life.update(REPORTER, 3, 6)
    life.merge(LEAD, 7, 4)
    life.pass_days(3)
    add_the_rest(life.session)
    life.check()
    life.session.commit()
    life.close()
    return file


def add_the_rest(session: Session) -> None:
    """What no step of that life brings: text of every script, a moment to the microsecond, bytes, a broken number."""
    moment = NOW.replace(microsecond=123_456)
    session.add(Person(workspace_id=1, slack_id="U1", zone="Europe/Kyiv", guest=False, admin=None, learnt_at=moment))
    session.add(Lane(workspace_id=1, target="C1", holder="some copy", turn=7))
    session.add(Leaver(workspace_id=1, channel="C1", person="U9", at=moment))
    where: dict[str, Any] = {"client_id": "1.2", "app_id": "A1", "team_id": "T1", "bot_token": "sealed"}
    session.add(SlackBot(**where, installed_at=moment.replace(tzinfo=None), renewer="some", renewing_since=moment))
    session.add(SlackInstallation(**where, user_id="U1", installed_at=moment.replace(tzinfo=None)))
    session.add(SlackOAuthState(state="some", expire_at=moment))
    session.add(ClaimMeaning(claim_id=1, workspace_id=1, encoder="some", vector=bytes(range(256))))
    alike: dict[str, Any] = {"answer": "keep", "likeness": 0.1 + 0.2, "answered_by": "U1", "answered_at": moment}
    session.add(Alike(workspace_id=1, claim_id=2, other_id=1, **alike))
    put = "Київ, 中文, עברית\u200f, 🛑 \U0001f1fa\U0001f1e6 – \"quoted\" 'too' \\ %s :x\n\tand on"
    session.add(
        ReplyRequest(
            workspace_id=1, claim_id=1, asked="Moscow", way="by mail", put=put,
            asked_by="U1", asked_at=moment, until=moment, filed_at=moment,
        )
    )  # fmt: skip


@pytest.fixture
def source(lived: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    file = tmp_path / "counterclaim.db"
    file.write_bytes(lived.read_bytes())
    return file


def move(source: Path, target: Database) -> Transferred:
    return transfer(f"sqlite:///{source}", target.url)


def everything(database: Database) -> dict[str, list[Any]]:
    """Every row of every table, as the bot reads it."""
    with database.engine() as engine, engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Row.metadata.sorted_tables
        }


def test_every_row_of_every_table_arrives_as_it_was(source: Path, empty_database: Database) -> None:
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    heard: list[tuple[str, int, int]] = []
    moved = transfer(f"sqlite:///{source}", empty_database.url, lambda *each: heard.append(each))
    there, here = everything(empty_database), everything(Database(f"sqlite:///{source}"))
    assert [name for name, rows in here.items() if not rows] == [], "put something of it into the record that moves"
    assert there == here
    assert moved.rows == sum(map(len, here.values()))
    assert moved.events == len(here["event"])
    assert {(name, done) for name, done, of in heard if done == of} == {
        (name, len(rows)) for name, rows in here.items()
    }
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before


async def test_the_desk_works_on_there(source: Path, empty_database: Database) -> None:
    move(source, empty_database)
    record = Record(empty_database.url)
    await record.open()
    try:
        said = "Moscow: an altogether new statement https://example.org/new"
        last = max(row[2] for row in everything(empty_database)["claim"])
        filed: Any = await record.write(lambda session: file_line(session, request(now=NOW), said))
        assert filed.dossier.claim.number == last + 1
        await record.read(check_chain)
        await record.read(lambda session: check_record(session, request().sight(1)))
    finally:
        await record.close()
    life = NewsroomLife(empty_database.url, first_key=1000)
    for number in life.numbers():
        for pick in range(4):
            life.take_open_step(LEAD, number, pick)
    life.pass_days(2)
    life.check()
    check_chain(life.session)
    life.close()


async def test_what_was_found_before_is_found_after(source: Path, empty_database: Database) -> None:
    def look(session: Session) -> list[list[Hit]]:
        seen = visible(Sight(1, "U1", "C1"))
        return [search(session, 1, words, seen=seen) for words in ("number", "moscow", "said wion", "first")]

    move(source, empty_database)
    found = []
    for url in (f"sqlite:///{source}", empty_database.url):
        record = Record(url)
        await record.open()
        found.append(await record.read(look))
        await record.close()
    assert found[0] == found[1]
    assert all(found[0])


def spoil(*statements: str) -> Callable[[Path], None]:
    def work(source: Path) -> None:
        Database(f"sqlite:///{source}").run(*statements)

    return work


def age(source: Path) -> None:
    engine = writer_engine(address(f"sqlite:///{source}"))
    migrate(engine, lambda config: command.downgrade(config, revisions()[1]))
    engine.dispose()


RUINS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "no file": (Path.unlink, "There is no file"),
    "a diary": (lambda file: file.write_text("Dear diary," * 99), "cannot be read: file is not a database"),
    "nothing in it": (lambda file: file.write_bytes(b""), "is no record of Counterclaim's"),
    "older": (age, "by an older Counterclaim"),
    "newer": (spoil("UPDATE alembic_version SET version_num = '9999'"), "by a newer Counterclaim"),
    "an event changed": (spoil("UPDATE event SET actor = 'U9' WHERE id = 5"), "Event 5(, of C-1,)? does not verify"),
    "an event gone": (spoil("DELETE FROM event WHERE id = 5"), "Event 5(, of C-1,)? does not verify"),
    "orphans": (spoil("DELETE FROM workspace"), "PostgreSQL refused: insert or update on table"),
    "a bell": (spoil("UPDATE claim SET note = 'a' || char(7)"), "claim has a control character"),
    "a huge number": (spoil("UPDATE claim SET revision = 3000000000"), "PostgreSQL refused: integer out of range"),
}


@pytest.mark.parametrize("ruined", RUINS)
def test_a_record_that_cannot_move_is_named_in_a_sentence_and_leaves_no_table(
    source: Path, empty_database: Database, ruined: str
) -> None:
    ruin, said = RUINS[ruined]
    ruin(source)
    with pytest.raises(CannotTransfer, match=said) as error:
        move(source, empty_database)
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)
    assert empty_database.tables() == set()


def test_a_target_with_anything_in_it_stays_as_it_is(source: Path, database: Database) -> None:
    names = "enterprise_id, team_id, next_number, chain_length, chain_head"
    database.run(f"INSERT INTO workspace ({names}) VALUES ('', 'T9', 1, 0, '')")  # noqa: S608
    with pytest.raises(CannotTransfer, match="not empty: there is something in workspace"):
        move(source, database)
    assert len(everything(database)["workspace"]) == 1
    database.run("DELETE FROM workspace", "CREATE TABLE somebody_elses (a INTEGER)")
    with pytest.raises(CannotTransfer, match="not empty: there is something in somebody_elses"):
        move(source, database)


def test_a_target_whose_tables_are_empty_will_do_once(source: Path, database: Database) -> None:
    move(source, database)
    with pytest.raises(CannotTransfer, match="not empty"):
        move(source, database)


def test_a_record_that_somebody_writes_to_meanwhile_does_not_move(source: Path, empty_database: Database) -> None:
    def write(table: str, _done: int, _of: int) -> None:
        if table == "claim":
            with contextlib.closing(sqlite3.connect(source)) as another, another:
                another.execute("UPDATE claim SET note = 'meanwhile'")

    with pytest.raises(CannotTransfer, match="Somebody wrote to"):
        transfer(f"sqlite:///{source}", empty_database.url, write)
    assert empty_database.tables() == set()


@pytest.mark.parametrize("swapped", [True, False])
def test_only_from_sqlite_to_postgresql(source: Path, empty_database: Database, *, swapped: bool) -> None:
    other = f"sqlite:///{source.parent / 'other.db'}"
    with pytest.raises(AddressNotUnderstood):
        transfer(empty_database.url if swapped else f"sqlite:///{source}", other)


def ask_to_migrate(source: str, target: str) -> Any:
    return CliRunner().invoke(commands, ["migrate", "--from", source, "--to", target])


def test_the_command_says_what_was_moved_and_who_watches_sees_how_far_it_is(
    source: Path, empty_database: Database
) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(APP), "migrate", "--from", f"sqlite:///{source}", "--to", empty_database.url],
        text=True,
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    watched = os.read(ours, 65536).decode()
    os.close(ours)
    assert done.stdout.startswith("Moved ")
    assert done.stdout.endswith(" events verify. Set DATABASE_URL to the new address.\n")
    assert re.search(r"reply_request .*\b(\d+)/\1\b", re.sub(r"\x1b\[[\d;?]*\w", "", watched))
    again = ask_to_migrate(f"sqlite:///{source}", empty_database.url)
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr.endswith("Name an empty database. Nothing was moved.\n")


@pytest.mark.parametrize(
    ("file", "target", "code", "said"),
    [
        ("sqlite:///nowhere.db", "postgresql://desk:secret@127.0.0.1:1/claims", 1, "There is no file nowhere.db."),
        ("{source}", "postgresql://desk:secret@127.0.0.1:1/claims", 1, "PostgreSQL does not let us in: "),
        ("{source}", "mysql://desk:secret@host/claims", 2, "--from begins with sqlite:///, --to with postgresql://."),
        ("counterclaim.db", "postgresql://desk:secret@host/claims", 2, "--from begins with sqlite:///"),
    ],
    ids=["no file", "no server", "another database", "no address"],
)
def test_the_command_says_what_is_wrong_and_repeats_no_password(
    lived: Path, file: str, target: str, code: int, said: str
) -> None:
    done = ask_to_migrate(file.format(source=f"sqlite:///{lived}"), target)
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.startswith(said)
    assert done.stderr.endswith(" Nothing was moved.\n")
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr
