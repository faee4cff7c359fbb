"""What Home reads: whose claims stand where, and how it is found among many."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot.desk.home import COUNTED, SHOWN, Home, Part, home_of
from bot.desk.request import Request
from bot.desk.scheduling import digest_key
from store import Record, due, outbox
from store.tables import Claim, Desk, Outbox
from tests.store.claims_on_file import WHEN, fill_desk, open_workspace, put_claim, put_dispute
from tests.store.plans import steps_of


def at_home(person: str = "U1") -> Request:
    return Request(team="T1", person=person, channel="", kind="public", key="", now=WHEN, channels=None)


def shown(home: Home, part: Part) -> list[int]:
    (section,) = [each for each in home.sections if each.part == part]
    assert section.total == len(section.dossiers)
    return [dossier.claim.number for dossier in section.dossiers]


async def test_each_section_holds_its_own_and_nothing_of_a_private_place(record: Record) -> None:
    def work(session: Session) -> None:
        workspace = open_workspace(session)
        for channel in ("C1", "C2"):
            put_claim(session, workspace, "One", channel=channel, state="checking", checker="U1")
            review: dict[str, Any] = {"state": "review", "proposed": "false", "channel": channel}
            put_claim(session, workspace, "Two", checker="U1", proposed_by="U1", **review)
            put_claim(session, workspace, "Three", checker="U2", proposed_by="U2", **review)
            closed: dict[str, Any] = {"state": "closed", "verdict": "false", "channel": channel}
            claim = put_claim(session, workspace, "Four", checker="U1", **closed)
            put_dispute(session, claim, "Moscow", "It was so.")
            put_claim(session, workspace, "Five", channel=channel, state="discarded", checker="U1")

    await record.write(work)
    home = await record.read(lambda session: home_of(session, at_home()))
    assert shown(home, Part.MINE) == [1, 2]
    assert shown(home, Part.WAITING) == [2, 3]  # this desk asks for no second reader
    assert shown(home, Part.CONTESTED) == [4]
    assert shown(home, Part.UNVERIFIED) == [1, 2, 3]

    def ask_for_second_reader(session: Session) -> None:
        for desk in session.exec(select(Desk).where(col(Desk.channel) == "C1")):
            desk.second_reader = True

    await record.write(ask_for_second_reader)
    home = await record.read(lambda session: home_of(session, at_home()))
    assert shown(home, Part.WAITING) == [3]
    theirs = await record.read(lambda session: home_of(session, at_home("U2")))
    assert shown(theirs, Part.WAITING) == [2]
    assert shown(theirs, Part.MINE) == [3]


async def test_a_section_shows_the_first_few_and_counts_up_to_a_thousand(record: Record) -> None:
    def work(session: Session) -> None:
        fill_desk(session, open_workspace(session), COUNTED + 50)

    await record.write(work)
    home = await record.read(lambda session: home_of(session, at_home()))
    unverified = home.sections[-1]
    assert [dossier.claim.number for dossier in unverified.dossiers] == list(range(1, SHOWN + 1))
    assert unverified.total == COUNTED + 1
    assert not unverified.counted


def lead(session: Session) -> None:
    """Have U1 lead every desk, each with a digest sent yesterday and hundreds before it, and one that is stuck."""
    for desk in session.exec(select(Desk)).all():
        desk.leads = ["U1"]
        for day in range(300):
            put_sent(session, desk, WHEN.date() - timedelta(days=day + 1))
        row = due.set_digest(session, desk.workspace_id, desk.id or 0, WHEN.date(), WHEN)
        row.last_day = WHEN.date() - timedelta(days=1)
        outbox.stick(session, put_sent(session, desk, WHEN.date()).id or 0, "not_in_channel")


def put_sent(session: Session, desk: Desk, day: date) -> Outbox:
    """A digest of a desk that was sent."""
    key = digest_key(desk, day)
    row = outbox.put(session, desk.workspace_id, key=key, kind="digest", target=desk.channel, at=WHEN, desk_id=desk.id)
    assert row is not None
    row.slack_ts, row.state = "1684908000.000100", "sent"
    return row


async def test_who_leads_a_desk_sees_when_it_ran_and_what_is_stuck(record: Record) -> None:
    def work(session: Session) -> None:
        put_claim(session, open_workspace(session), "One")
        lead(session)

    await record.write(work)
    mine = (await record.read(lambda session: home_of(session, at_home()))).led.first
    assert mine
    for led in mine:
        assert led.last_digest == datetime(2023, 5, 24, 6, 0, 0, 100, tzinfo=UTC)
        assert (led.next_digest, led.problem) == (WHEN, "not_in_channel")
    theirs = await record.read(lambda session: home_of(session, at_home("U2")))
    assert theirs.led.first == ()


@pytest.mark.sqlite_only("PostgreSQL plans by what is in the tables: test_plans.py")
@pytest.mark.parametrize("person", ["U1", "U2"])
async def test_no_query_of_home_walks_a_table_that_grows(record: Record, person: str) -> None:
    def many(session: Session) -> None:
        workspace = open_workspace(session)
        fill_desk(session, workspace, 420)
        for claim in session.exec(select(Claim)).all():
            if claim.number % 3 == 0:
                claim.checker, claim.state = "U1", "checking"
            if claim.number % 7 == 0:
                claim.state, claim.proposed, claim.proposed_by = "review", "false", "U2"
            if claim.number % 5 == 0:
                put_dispute(session, claim.id or 0, "Moscow", "It was so.")
        lead(session)

    await record.write(many)

    steps = await steps_of(record, lambda session: home_of(session, at_home(person)))
    assert any("ix_claim_newest" in step for step in steps)
    assert any("ix_claim_checker" in step for step in steps)
    # There are few desks, and one workspace; what is scanned under a name of SQLAlchemy's is what was found already.
    assert [step for step in steps if re.match(r"SCAN (?!desk|workspace|anon_|.subquery|CONSTANT)", step)] == []
