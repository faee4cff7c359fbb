from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlmodel import Session, select

from store import Record, chain
from store.errors import ChainBroken
from store.tables import Claim, Desk, Event, Speaker, Workspace
from tests.databases import Database

NOON = datetime(2026, 11, 22, 12, 0, 0, 123, tzinfo=UTC)


def _workspace(session: Session, team: str) -> Workspace:
    return session.exec(select(Workspace).where(Workspace.team_id == team)).one()


def _verify(team: str = "T1") -> Callable[[Session], int]:
    return lambda session: chain.verify(session, _workspace(session, team))


def _three_events(session: Session) -> None:
    """Two workspaces; three events in T1, the middle one of a claim; one in T2 that must not matter to T1."""
    for team in ("T1", "T2"):
        session.add(Workspace(team_id=team))
    session.flush()
    workspace = _workspace(session, "T1")
    assert workspace.id is not None
    desk = Desk(workspace_id=workspace.id, kind="public", opened_at=NOON)
    speaker = Speaker(workspace_id=workspace.id, name="Київ", folded="київ")
    session.add_all([desk, speaker])
    session.flush()
    assert desk.id is not None
    assert speaker.id is not None
    claim = Claim(
        workspace_id=workspace.id,
        number=1,
        desk_id=desk.id,
        speaker_id=speaker.id,
        statement="Нас там немає",
        filed_by="U1",
        filed_at=NOON,
    )
    session.add(claim)
    chain.append(session, workspace, at=NOON, actor="U1", what="desk opened", new={"zone": "Europe/Kyiv"})
    filed = {"statement": "Нас там немає", "said_on": date(2026, 11, 21), "tags": ["рейд", "🛑"]}
    chain.append(session, workspace, at=NOON, actor="U1", what="claim filed", claim=claim, new=filed)
    chain.append(session, _workspace(session, "T2"), at=NOON, actor="U9", what="desk opened")
    chain.append(session, workspace, at=NOON, actor="U2", what="took", old={"by": None}, new={"by": "U2"}, why="mine")


async def test_an_untouched_chain_verifies_and_says_how_long_it_is(record: Record) -> None:
    await record.write(_three_events)
    assert await record.read(_verify()) == 3
    assert await record.read(_verify("T2")) == 1


async def test_an_empty_chain_verifies(record: Record) -> None:
    await record.write(lambda session: session.add(Workspace(team_id="T1")))
    assert await record.read(_verify()) == 0


async def test_an_event_can_be_read_again_with_all_that_it_said(record: Record) -> None:
    await record.write(_three_events)
    said = await record.read(
        lambda session: chain.read(session.exec(select(Event).where(Event.what == "claim filed")).one())
    )
    assert said["claim"] == 1
    assert said["at"] == "2026-11-22T12:00:00.000123Z"
    assert said["new"] == {"statement": "Нас там немає", "said_on": "2026-11-21", "tags": ["рейд", "🛑"]}
    assert said["why"] is None


async def test_the_same_moment_in_another_zone_is_the_same_text(record: Record) -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5, minutes=45)))

    def in_each(session: Session) -> list[str]:
        workspaces = [Workspace(team_id="T1", enterprise_id=name) for name in ("a", "b")]
        session.add_all(workspaces)
        session.flush()
        pairs = zip(workspaces, (NOON, elsewhere), strict=True)
        return [chain.append(session, workspace, at=at, actor="U1", what="x").hash for workspace, at in pairs]

    first, second = await record.write(in_each)
    assert first == second


async def test_a_time_without_a_zone_is_refused_and_leaves_the_head_where_it_was(record: Record) -> None:
    await record.write(_three_events)

    def naive(session: Session) -> int:
        workspace = _workspace(session, "T1")
        with pytest.raises(ValueError, match="zone"):
            chain.append(session, workspace, at=NOON.replace(tzinfo=None), actor="U1", what="x")
        return workspace.chain_length

    assert await record.write(naive) == 3
    assert await record.read(_verify()) == 3


TAMPERING = {
    "at": "UPDATE event SET at = '2026-11-22 12:00:00.000124' WHERE id = 2",
    "actor": "UPDATE event SET actor = 'U3' WHERE id = 2",
    "what": "UPDATE event SET what = 'filed' WHERE id = 2",
    "claim": "UPDATE event SET claim_id = NULL WHERE id = 2",
    "claim's number": "UPDATE claim SET number = 7",
    "canonical": "UPDATE event SET canonical = replace(canonical, 'U1', 'U3') WHERE id = 2",
    "canonical no JSON": "UPDATE event SET canonical = '' WHERE id = 2",
    "hash": "UPDATE event SET hash = substr(hash, 2) || 'x' WHERE id = 2",
    "sequence": "UPDATE event SET sequence = 9 WHERE id = 2",
    "workspace": "UPDATE event SET workspace_id = 2 WHERE id = 2",
    "deleted": "DELETE FROM event WHERE id = 2",
}


@pytest.mark.parametrize("column", TAMPERING)
async def test_a_change_to_an_event_is_found_at_that_event(record: Record, database: Database, column: str) -> None:
    await record.write(_three_events)
    database.run(TAMPERING[column])
    with pytest.raises(ChainBroken) as found:
        await record.read(_verify())
    assert found.value.sequence == 2


async def test_a_change_whose_hash_was_made_anew_is_found_at_the_next_event(record: Record, database: Database) -> None:
    await record.write(_three_events)
    database.run("UPDATE event SET actor = 'U3', canonical = replace(canonical, '\"U1\"', '\"U3\"') WHERE id = 2")
    ((forged,),) = database.rows("SELECT canonical FROM event WHERE id = 2")
    database.run("UPDATE event SET hash = :hash WHERE id = 2", hash=chain._hash(forged))
    with pytest.raises(ChainBroken) as found:
        await record.read(_verify())
    assert found.value.sequence == 3


async def test_two_events_that_changed_places_are_found(record: Record, database: Database) -> None:
    await record.write(_three_events)
    database.run(
        "UPDATE event SET sequence = 0 WHERE workspace_id = 1 AND sequence = 2",
        "UPDATE event SET sequence = 2 WHERE workspace_id = 1 AND sequence = 3",
        "UPDATE event SET sequence = 3 WHERE workspace_id = 1 AND sequence = 0",
    )
    with pytest.raises(ChainBroken) as found:
        await record.read(_verify())
    assert found.value.sequence == 2


async def test_a_deleted_last_event_is_found(record: Record, database: Database) -> None:
    await record.write(_three_events)
    database.run("DELETE FROM event WHERE sequence = 3")
    with pytest.raises(ChainBroken) as found:
        await record.read(_verify())
    assert found.value.sequence == 3


@pytest.mark.parametrize("change", ["UPDATE workspace SET chain_head = ''", "UPDATE workspace SET chain_length = 2"])
async def test_a_changed_head_is_found(record: Record, database: Database, change: str) -> None:
    await record.write(_three_events)
    database.run(change)
    with pytest.raises(ChainBroken):
        await record.read(_verify())


async def test_an_event_put_before_the_first_is_found(record: Record, database: Database) -> None:
    await record.write(_three_events)
    database.run(
        "INSERT INTO event (workspace_id, sequence, at, actor, what, canonical, hash) "
        "VALUES (1, -5, '2026-11-22 12:00:00.000000', 'U1', 'x', '{}', '')",
    )
    with pytest.raises(ChainBroken):
        await record.read(_verify())


async def test_a_chain_of_several_pages_verifies(record: Record) -> None:
    def many(session: Session) -> None:
        workspace = Workspace(team_id="T1")
        session.add(workspace)
        session.flush()
        for number in range(2 * chain.PAGE + 1):
            chain.append(session, workspace, at=NOON, actor="U1", what="x", new={"n": number})

    await record.write(many)
    assert await record.read(_verify()) == 2 * chain.PAGE + 1
