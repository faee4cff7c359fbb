"""A look back reads along indexes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlmodel import Session

from store import Record
from store.digests import Remit
from store.tables import Desk
from store.weeks import cases, events_since, filed_since, stands, unverified_ids
from tests.store.claims_on_file import WHEN, open_workspace, put_contested
from tests.store.plans import steps_of

SINCE = WHEN - timedelta(weeks=8)


@pytest.fixture
async def remit(record: Record) -> Remit:
    def fill(session: Session) -> Remit:
        remit = Remit(open_workspace(session), 1, within=False)
        put_contested(session, session.get_one(Desk, 1), 300)
        return remit

    return await record.write(fill)


async def test_it_finds_how_everything_stands(record: Record, remit: Remit) -> None:
    def work(session: Session) -> None:
        assert len(unverified_ids(session, remit)) == 300
        assert all(claim.own for claim in stands(session, remit, [1, 2]))
        assert {case.named for case in cases(session, remit.workspace_id, [1])} == {True}

    await record.read(work)


@pytest.mark.sqlite_only("PostgreSQL plans by what is in the tables: test_plans.py")
async def test_it_walks_no_table(record: Record, remit: Remit) -> None:
    def work(session: Session) -> None:
        events_since(session, remit.workspace_id, ("settled", "disputed"), SINCE)
        filed_since(session, remit, "filed", SINCE)
        unverified_ids(session, remit)
        stands(session, remit, [1, 2])
        cases(session, remit.workspace_id, [1])

    steps = await steps_of(record, work)
    assert [step for step in steps if re.match(r"SCAN (claim|dispute|event)\b", step)] == []
    assert sum("ix_event_at" in step for step in steps) == 2, steps
