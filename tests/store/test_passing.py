"""What only passes through is deleted after a while; what is asked for again, and the record itself, never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.rhythm.letting_go import let_go
from store import Record
from store.passing import BATCH, Keep, forget_requests, forget_sent
from store.tables import InboundKey, Outbox
from tests.databases import Database
from tests.store.claims_on_file import open_workspace
from tests.store.plans import steps_of

NOW = datetime(2026, 11, 24, tzinfo=UTC)
OLD, RECENT = NOW - timedelta(days=366), NOW - timedelta(days=364)


def put(session: Session, key: str, kind: str, at: datetime = OLD, **more: Any) -> None:
    values: dict[str, Any] = {"workspace_id": 1, "key": key, "kind": kind, "state": "sent", "created_at": at} | more
    session.add(Outbox(**values))
    session.flush()


def fill(session: Session) -> None:
    open_workspace(session)
    for kind in ("card", "digest", "thread", "told", "reminder", "export", "desk_opened"):
        put(session, f"old {kind}", kind)
    for state in ("waiting", "sending", "stuck", "ended"):
        put(session, f"{state} thread", "thread", state=state)
    put(session, "recent thread", "thread", RECENT)
    put(session, "parent", "reminder")
    parent = session.connection().exec_driver_sql("SELECT id FROM outbox WHERE key = 'parent'").scalar_one()
    put(session, "child", "thread", state="stuck", thread_of=parent)
    for number, at in enumerate([NOW - timedelta(days=8)] * (BATCH + 3) + [NOW - timedelta(days=6)]):
        session.add(InboundKey(workspace_id=1, key=f"request {number}", person="U1", at=at))


async def test_only_what_has_passed_goes(record: Record, database: Database) -> None:
    await record.write(fill)
    assert await let_go(record, Keep(), NOW) == BATCH + 3 + 4
    assert {key for (key,) in database.rows("SELECT key FROM outbox")} == {
        *("old card", "old digest", "old export", "old desk_opened", "recent thread"),
        *("waiting thread", "sending thread", "stuck thread", "parent", "child"),
    }
    assert database.rows("SELECT key FROM inbound_key") == [(f"request {BATCH + 3}",)]
    assert await let_go(record, Keep(), NOW) == 0


@pytest.mark.sqlite_only("PostgreSQL walks tables that are as small as these")
async def test_neither_walks_what_stays(record: Record) -> None:
    steps = await steps_of(record, lambda session: (forget_requests(session, NOW), forget_sent(session, NOW)))
    assert [step for step in steps if step.startswith("SCAN") or "TEMP" in step] == []
    assert any("ix_outbox_passing" in step for step in steps)
    assert any("ix_inbound_key_at" in step for step in steps)
