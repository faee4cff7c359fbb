"""The index of claims: whatever is filed, changed or forgotten, its counts are those of what is on file."""

from __future__ import annotations

import asyncio
import random
import re
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, event, insert
from sqlmodel import Session, select

from store import Record
from store.candidates import candidates, twins
from store.claims import Sight, visible
from store.engines import address, writer_engine
from store.folding import FOLDING, fingerprint, terms
from store.index import forget_claim, index_claim, index_claims, index_what_is_not
from store.migrations import migrate
from store.tables import Claim, ClaimTerms, Desk, Speaker, TermCount, Workspace
from tests.databases import Database
from tests.store.claims_on_file import (
    WHEN,
    counts_are_right,
    look,
    open_workspace,
    put_claim,
    put_dispute,
    put_report,
)
from tests.store.plans import steps_of

SAID = "More than 70 fighters were killed in Belgorod"


def _near(session: Session, workspace_id: int, words: str, *, channel: str = "C1", **more: Any) -> list[int]:
    seen = visible(Sight(workspace_id, "U1", channel, channels=None))
    found = candidates(session, workspace_id, terms(words), seen=seen, **more).found
    return sorted(each.claim_id for each in found)


async def test_a_claim_is_found_by_its_words_in_the_transaction_that_files_it(record: Record) -> None:
    def work(session: Session) -> None:
        workspace = open_workspace(session)
        claim = put_claim(session, workspace, SAID)
        assert _near(session, workspace, "fighter") == [claim]
        counts_are_right(session)

    await record.write(work)
    await record.write(counts_are_right)


async def test_an_edit_takes_the_old_words_out_and_leaves_the_others_counted(record: Record) -> None:
    def work(session: Session) -> None:
        workspace = open_workspace(session)
        first, second = put_claim(session, workspace, SAID), put_claim(session, workspace, SAID)
        session.get_one(Claim, first).statement = "Sixty fighters, fighters and fighters fled to Kharkiv"
        index_claim(session, first)
        counts_are_right(session)
        assert _near(session, workspace, "Belgorod") == [second]
        assert _near(session, workspace, "Kharkiv") == [first]
        assert _near(session, workspace, "fighters") == [first, second]

    await record.write(work)


async def test_a_forgotten_claim_leaves_no_trace_in_the_counts(record: Record) -> None:
    def work(session: Session) -> None:
        workspace = open_workspace(session)
        first, second = put_claim(session, workspace, SAID), put_claim(session, workspace, "Kharkiv fighters")
        forget_claim(session, first)
        forget_claim(session, first)
        counts_are_right(session)
        assert _near(session, workspace, SAID) == [second]
        assert session.get(TermCount, (workspace, "belgo")) is None
        forget_claim(session, second)
        assert session.exec(select(TermCount)).all() == []
        index_claim(session, first)
        assert _near(session, workspace, SAID) == [first]
        counts_are_right(session)

    await record.write(work)


async def test_a_hundred_random_changes_keep_the_counts(record: Record) -> None:
    chance = random.Random(7)  # noqa: S311 - nothing is kept secret with it
    words = ["Kyiv", "Moscow", "Belgorod", "60", "70", "fighters", "боевиков", "мост", "الهجوم", "東京"]

    def work(session: Session) -> None:
        workspaces = [open_workspace(session, "T1"), open_workspace(session, "T2")]
        ids: list[int] = []
        for _ in range(100):
            said = " ".join(chance.choices(words, k=chance.randint(0, 8)))
            step = chance.choice(["file", "edit", "forget", "dispute", "report"])
            if step == "file" or not ids:
                ids.append(put_claim(session, chance.choice(workspaces), said, tags=chance.choices(words, k=2)))
                continue
            claim = chance.choice(ids)
            if step == "edit":
                session.get_one(Claim, claim).statement = said
            elif step == "dispute":
                put_dispute(session, claim, "Moscow", said)
            elif step == "report":
                put_report(session, claim, chance.choice(words))
            (forget_claim if step == "forget" else index_claim)(session, claim)
        counts_are_right(session)

    await record.write(work)


async def test_a_write_that_fails_leaves_the_counts_as_they_were(record: Record) -> None:
    workspace = await record.write(open_workspace)
    await record.write(lambda session: put_claim(session, workspace, SAID))

    def fail(session: Session) -> None:
        put_claim(session, workspace, "Moscow fighters")
        session.get_one(Claim, 1).statement = "nothing of the kind"
        index_claim(session, 1)
        raise LookupError

    # In one transaction, side by side with one that succeeds.
    done = await asyncio.gather(
        record.write(fail),
        record.write(lambda session: put_claim(session, workspace, "Kharkiv fighters")),
        return_exceptions=True,
    )
    assert isinstance(done[0], LookupError)
    await record.read(lambda session: counts_are_right_without_checking(session, workspace))


def counts_are_right_without_checking(session: Session, workspace: int) -> None:
    assert {row.said for row in session.exec(select(ClaimTerms))} == {
        " ".join(terms(SAID)),
        "khark fight",
    }
    assert session.get_one(TermCount, (workspace, "fight")).said == 2
    assert session.get(TermCount, (workspace, "mosco")) is None


async def test_indexing_what_has_not_changed_writes_nothing(record: Record) -> None:
    workspace = await record.write(open_workspace)
    claim = await record.write(lambda session: put_claim(session, workspace, SAID, tags=["raid"]))

    def again(session: Session) -> list[str]:
        said: list[str] = []
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *each: said.append(each[2].split()[0]))
        index_claim(session, claim)
        return list(said)

    assert set(await record.write(again)) == {"SELECT"}


async def test_one_workspace_never_finds_or_counts_anothers_claims(record: Record) -> None:
    def work(session: Session) -> None:
        ours, theirs = open_workspace(session, "T1"), open_workspace(session, "T2")
        claim = put_claim(session, ours, SAID)
        other = put_claim(session, theirs, SAID)
        assert _near(session, ours, SAID) == [claim]
        assert _near(session, theirs, SAID) == [other]
        assert session.get_one(TermCount, (ours, "belgo")).said == 1
        assert [hit.claim_id for hit in look(session, ours, "Belgorod")] == [claim]
        # Nor do they use up what may be walked for ours.
        assert _near(session, ours, SAID, budget=1) == [claim]

    await record.write(work)


async def test_a_private_channels_claim_is_found_only_from_there(record: Record) -> None:
    def work(session: Session) -> None:
        workspace = open_workspace(session)
        private = put_claim(session, workspace, SAID, channel="C2")
        public = put_claim(session, workspace, "Belgorod was attacked")
        assert _near(session, workspace, SAID) == [public]
        assert _near(session, workspace, SAID, channel="C2") == [private, public]
        seen = visible(Sight(workspace, "U1", "C1", channels=None))
        assert twins(session, workspace, fingerprint(SAID), seen=seen) == []
        assert [hit.claim_id for hit in look(session, workspace, "Belgorod")] == [public]

    await record.write(work)


async def test_what_is_hidden_never_crowds_out_what_is_seen(record: Record) -> None:
    def work(session: Session) -> None:
        workspace = open_workspace(session)
        public = put_claim(session, workspace, "Belgorod was attacked by somebody")
        for _ in range(9):
            put_claim(session, workspace, SAID, channel="C2")
        assert _near(session, workspace, SAID, most=2) == [public]

    await record.write(work)


async def test_set_aside_claims_and_the_one_compared_are_no_candidates(record: Record) -> None:
    def work(session: Session) -> None:
        workspace = open_workspace(session)
        for state in ("discarded", "merged"):
            put_claim(session, workspace, SAID, state=state)
        itself, other = put_claim(session, workspace, SAID), put_claim(session, workspace, SAID)
        assert _near(session, workspace, SAID, apart_from=[itself]) == [other]
        seen = visible(Sight(workspace, "U1", "C1", channels=None))
        assert twins(session, workspace, fingerprint(SAID.upper()), seen=seen, apart_from=[itself]) == [other]

    await record.write(work)


async def test_the_rarest_words_are_walked_first_and_the_walk_ends_with_the_budget(record: Record) -> None:
    def work(session: Session) -> None:
        workspace = open_workspace(session)
        rare = put_claim(session, workspace, "Kharkiv fighters")
        common = [put_claim(session, workspace, f"fighters {n}") for n in range(20)]
        assert _near(session, workspace, "fighters Kharkiv", budget=1) == [rare]
        assert _near(session, workspace, "fighters", budget=3) == common[-3:]
        assert _near(session, workspace, "fighters", most=5) == common[-5:]

    await record.write(work)


def test_claims_of_an_older_record_are_indexed_at_the_first_start(empty_database: Database) -> None:
    engine = writer_engine(address(empty_database.url))
    migrate(engine, lambda config: command.upgrade(config, "0001"))
    claims = [
        Claim(
            id=n,
            workspace_id=1,
            number=n,
            desk_id=1,
            speaker_id=1,
            statement=f"{SAID}, {n} said",
            filed_by="U1",
            filed_at=WHEN,
        )
        for n in range(1, 604)
    ]
    then = MetaData()
    with engine.begin() as connection:
        then.reflect(connection)
        for row in (
            Workspace(id=1, team_id="T1"),
            Desk(id=1, workspace_id=1, kind="public", channel="C1", opened_at=WHEN),
            Speaker(id=1, workspace_id=1, name="Kyiv", folded="kyiv"),
            *claims,
        ):
            table = then.tables[str(row.__tablename__)]  # as it was: without what came later, with what has gone since
            values = {name: value for name, value in ({"folded": ""} | row.model_dump()).items() if name in table.c}
            connection.execute(insert(table), values)
    engine.dispose()

    async def start() -> None:
        record = Record(empty_database.url)
        await record.open()
        assert len(await record.read(lambda session: _near(session, 1, "Belgorod", most=700))) == 603
        await record.write(counts_are_right)
        assert await record.write(index_what_is_not) == 0
        await record.close()

    asyncio.run(start())
    asyncio.run(start())


async def test_claims_folded_by_older_rules_are_indexed_again_at_the_next_start(
    record: Record, database: Database
) -> None:
    workspace = await record.write(open_workspace)
    claim = await record.write(lambda session: put_claim(session, workspace, SAID))
    await record.close()
    database.run("UPDATE claim_terms SET folding = :old", old=FOLDING - 1)
    again = Record(database.url)
    await again.open()
    try:
        assert await again.read(lambda session: session.get_one(ClaimTerms, claim).folding) == FOLDING
        await again.write(counts_are_right)
    finally:
        await again.close()


@pytest.mark.sqlite_only("PostgreSQL plans by what is in the tables: test_plans.py")
@pytest.mark.parametrize("anywhere", [True, False])
async def test_no_query_walks_the_table_of_claims(record: Record, *, anywhere: bool) -> None:
    def many(session: Session) -> int:
        workspace = open_workspace(session)
        # SQLite plans otherwise when it has hundreds of claims to look up.
        index_claims(session, [put_claim(session, workspace, SAID, indexed=False) for _ in range(420)])
        return workspace

    workspace = await record.write(many)

    def ask(session: Session) -> None:
        if anywhere:
            look(session, workspace, "Belgorod fighters kil")
        else:
            _near(session, workspace, SAID)
            twins(session, workspace, fingerprint(SAID), seen=visible(Sight(workspace, "U1", "C1", channels=None)))

    steps = await steps_of(record, ask)
    assert any("VIRTUAL TABLE" in step for step in steps)
    assert [step for step in steps if re.match("SCAN (?!claim_fts|CONSTANT|.subquery)", step)] == []
    # Claims are looked up one by one; walking those of each desk takes 16 ms at 100,000.
    assert [step for step in steps if step.startswith("SEARCH claim ") and "INTEGER PRIMARY KEY" not in step] == []
