"""Where the app is installed: whose installation speaks for a workspace, and what is given out once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from store import Record, Session
from store.installations import (
    Place,
    all_places,
    end_renewal,
    forget,
    keep_state,
    lease_renewal,
    place_of,
    take_state,
    workspaces_of,
)
from store.tables import SlackBot, SlackInstallation
from store.workspaces import lock_workspace
from tests.databases import Database
from tests.store.plans import steps_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
APP = "1.2"
OWN, WHOLE, ALONE = Place("E1", "T1"), Place("E1", None), Place(None, "T3")


@pytest.fixture
async def record(database: Database) -> AsyncIterator[Record]:
    """Workspace T1 of organisation E1 with an installation of its own, E1 with one for all, T3 of no organisation."""
    record = Record(database.url)
    await record.open()

    def install(session: Session) -> None:
        for hours, place in enumerate((OWN, WHOLE, ALONE)):
            when = NOW.replace(tzinfo=None) + timedelta(hours=hours)
            said: dict[str, Any] = {
                "client_id": APP,
                "app_id": "A1",
                "enterprise_id": place.enterprise,
                "team_id": place.team,
            }
            session.add(SlackBot(**said, bot_token="sealed", installed_at=when))
            session.add(SlackInstallation(**said, user_id="U1", bot_token="sealed", installed_at=when))
        session.add(SlackBot(client_id="another", app_id="A2", team_id="T9", installed_at=NOW.replace(tzinfo=None)))
        for team, enterprise in (("T1", "E1"), ("T2", "E1"), ("T3", "")):
            lock_workspace(session, team, enterprise)

    await record.write(install)
    yield record
    await record.close()


@pytest.mark.parametrize(
    ("team", "enterprise", "whose"),
    [
        ("T1", "E1", OWN),
        ("T2", "E1", WHOLE),
        (None, "E1", WHOLE),
        ("E1", "E1", WHOLE),  # as Slack calls a form of an organisation's installation
        ("T3", "", ALONE),
        ("T3", "E2", ALONE),  # the person who asks is of another organisation
        ("T4", "", None),
        ("T4", "E2", None),
        ("T9", "", None),  # of another app
        (None, None, None),
    ],
)
async def test_whose_installation_speaks_for_a_workspace(
    record: Record, team: str | None, enterprise: str | None, whose: Place | None
) -> None:
    assert await record.read(lambda session: place_of(session, APP, team, enterprise)) == whose


async def test_what_is_deleted_is_one_installation_in_both_tables(record: Record) -> None:
    await record.write(lambda session: forget(session, APP, WHOLE))
    assert await record.read(lambda session: all_places(session, APP)) == [OWN, ALONE]
    assert await record.read(lambda session: place_of(session, APP, "T2", "E1")) is None
    await record.write(lambda session: forget(session, APP, OWN))
    assert await record.read(lambda session: all_places(session, APP)) == [ALONE]
    assert await record.read(lambda session: place_of(session, "another", "T9", "")) == Place(None, "T9")


async def test_an_installation_is_for_a_workspace_or_for_all_of_an_organisation(record: Record) -> None:
    for place, teams in ((OWN, ["T1"]), (WHOLE, ["T1", "T2"]), (ALONE, ["T3"])):
        found = await record.read(lambda session, of=place: [each.team_id for each in workspaces_of(session, of)])  # type: ignore[misc]
        assert found == teams


async def test_a_renewal_is_ones_alone_for_a_minute(record: Record) -> None:
    async def lease(holder: str, after: int) -> bool:
        now = NOW + timedelta(seconds=after)
        return await record.write(lambda session: lease_renewal(session, APP, OWN, holder, now))

    assert [await lease("a", 0), await lease("b", 59), await lease("b", 60), await lease("a", 61)] == [
        True,
        False,
        True,
        False,
    ]
    assert not await record.write(lambda session: end_renewal(session, APP, OWN, "a"))
    assert await record.write(lambda session: end_renewal(session, APP, OWN, "b"))
    assert await lease("a", 62)


async def test_of_copies_that_take_a_state_at_once_one_has_it(record: Record, database: Database) -> None:
    other = Record(database.url)
    await other.open()
    try:
        for number in range(20):
            state = f"state {number}"
            await record.write(lambda session, of=state: keep_state(session, of, NOW + timedelta(minutes=10), NOW))  # type: ignore[misc]
            taken = await asyncio.gather(
                *(each.write(lambda session, of=state: take_state(session, of, NOW)) for each in (record, other))  # type: ignore[misc]
            )
            assert sorted(taken) == [False, True]
    finally:
        await other.close()


async def test_a_state_that_has_run_out_is_good_for_nothing_and_goes(record: Record, database: Database) -> None:
    later = NOW + timedelta(minutes=10)
    await record.write(lambda session: keep_state(session, "some", later, NOW))
    assert not await record.write(lambda session: take_state(session, "some", later))
    assert not await record.write(lambda session: take_state(session, "another", NOW))
    await record.write(lambda session: keep_state(session, "next", later + timedelta(minutes=10), later))
    assert [state for (state,) in database.rows("SELECT state FROM slack_oauth_states")] == ["next"]


@pytest.mark.sqlite_only("PostgreSQL walks a table of four rows, whatever its indexes")
async def test_every_request_finds_its_installation_by_an_index(record: Record) -> None:
    for team, enterprise in (("T1", "E1"), ("T2", "E1"), (None, "E1")):
        steps = await steps_of(record, partial(place_of, client_id=APP, team=team, enterprise=enterprise))
        assert all(step.startswith("SEARCH slack_bots USING INDEX") and "team_id" in step for step in steps), steps
        assert steps
