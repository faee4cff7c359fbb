"""What a digest asks is read along an index, and is of one desk, with what is restricted only where it may be seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from store import Record
from store.digests import Few, Remit, contested_at, held, moved_since, shaken_at, unverified_at, waiting_at
from store.tables import Claim, Desk, Dispute
from tests.store.claims_on_file import WHEN, open_workspace, put_claim, put_contested, put_dispute
from tests.store.plans import steps_of

LATER = WHEN + timedelta(days=1)


@pytest.fixture
async def remit(record: Record) -> Remit:
    """A desk with claims in every state, some contested, one restricted; and another desk beside it."""

    def work(session: Session) -> Remit:
        workspace = open_workspace(session)
        put: dict[str, dict[str, Any]] = {
            "plain": {},
            "contested": {},
            "restricted": {"restricted": True},
            "confirmed": {"state": "closed", "verdict": "confirmed", "settled_at": WHEN},
            "review": {"state": "review", "proposed": "false"},
            "discarded": {"state": "discarded"},
        }
        claims = {name: put_claim(session, workspace, name, indexed=False, **more) for name, more in put.items()}
        other = put_claim(session, workspace, "elsewhere", channel="C2", indexed=False)
        for claim in (*(claims[name] for name in ("contested", "restricted", "confirmed", "discarded")), other):
            put_dispute(session, claim, "Kyiv", "That is not so.")
        put_dispute(session, claims["confirmed"], "Minsk", "That is not so either.")
        session.flush()
        stands = session.exec(
            select(Dispute).where(Dispute.claim_id == claims["confirmed"]).order_by(col(Dispute.id).desc())
        ).first()
        assert stands is not None
        stands.outcome, stands.outcome_at = "stands", LATER
        session.add(stands)
        desk = session.exec(select(Desk).where(Desk.channel == "C1")).one()
        return Remit(workspace, desk.id or 0, within=True)

    return await record.write(work)


async def names(record: Record, found: Callable[[Session], list[int]]) -> list[str]:
    def look(session: Session) -> list[str]:
        return [session.exec(select(Claim.statement).where(Claim.number == number)).one() for number in found(session)]

    return await record.read(look)


@pytest.mark.parametrize("within", [True, False])
async def test_each_holds_its_claims_and_what_is_restricted_only_if_within(
    record: Record, remit: Remit, within: bool
) -> None:
    of = Remit(remit.workspace_id, remit.desk_id, within=within)
    hidden = ["restricted"] if within else []
    found = await record.read(lambda session: contested_at(session, of))
    assert [claim.number for claim in found] == [2, *([3] if within else []), 4]
    assert [claim.shaken for claim in found] == [*[False] * (len(found) - 1), True]
    assert [claim.disputes for claim in found] == [1] * len(found)
    assert await names(record, lambda session: [claim.number for claim in contested_at(session, of)]) == [
        "contested",
        *hidden,
        "confirmed",
    ]
    oldest = await names(record, lambda session: [claim.number for claim in unverified_at(session, of, limit=9)[0]])
    assert oldest == ["plain", "contested", *hidden, "review"]
    assert await record.read(lambda session: unverified_at(session, of, limit=1)[1]) == len(oldest)
    assert await record.read(lambda session: shaken_at(session, of, limit=9)) == Few((4,), 1)
    assert await record.read(lambda session: waiting_at(session, of, limit=9)) == Few((5,), 1)


async def test_a_dispute_that_was_opened_again_contests_from_then_on(record: Record, remit: Remit) -> None:
    def open_again(session: Session) -> None:
        dispute = session.exec(select(Dispute).where(Dispute.claim_id == 2)).one()
        dispute.outcome_at = LATER
        session.add(dispute)

    await record.write(open_again)
    found = await record.read(lambda session: contested_at(session, remit))
    assert {claim.number: claim.since for claim in found}[2] == LATER


@pytest.mark.sqlite_only("PostgreSQL plans by what is in the tables: test_plans.py")
async def test_none_of_it_walks_a_table(record: Record, remit: Remit) -> None:
    await record.write(lambda session: put_contested(session, session.get_one(Desk, remit.desk_id), 300))

    def work(session: Session) -> None:
        contested_at(session, remit)
        unverified_at(session, remit, limit=3)
        waiting_at(session, remit, limit=3)
        shaken_at(session, remit, limit=3)
        held(session, remit, [1, 2])
        moved_since(session, remit, ("filed", "settled"), WHEN)

    steps = await steps_of(record, work)
    assert [step for step in steps if re.match(r"SCAN (claim|dispute|event|upheld)\b", step)] == []
    assert any("ix_event_at" in step for step in steps)
    assert any("ix_dispute_open" in step for step in steps)
