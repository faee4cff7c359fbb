"""A record with claims in it, for the tests of the index: written as the bot writes them, without Slack."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session, col, func, select

from store.claims import Sight, visible
from store.folding import terms
from store.index import index_claim, index_claims
from store.names import find_or_add
from store.search import Hit, search
from store.tables import Claim, ClaimTerms, Desk, Dispute, IndexSize, Report, Source, Speaker, TermCount, Workspace

WHEN = datetime(2023, 5, 23, 9, tzinfo=UTC)

# A desk that has been at it for a while: nothing here has to do with the twins below.
PLACES = ["Odesa", "Lviv", "Sumy", "Izmail", "Poltava", "Луцк", "Рівне", "Одеса", "حلب", "دمشق"]
EVENTS = [
    "The president opened a school in {} on Monday with {} children",
    "Prices of bread in {} rose by {} percent in a year",
    "В городе {} открыли новую больницу на {} мест",
    "Ціни на хліб у місті {} зросли на {} відсотків за рік",
    "افتتح الرئيس مدرسة جديدة في {} تضم {} طالبا",
    "The weather service of {} expects {} millimetres of rain",
]


def open_workspace(session: Session, team: str = "T1") -> int:
    """A workspace with a public desk in C1 and a private one in C2 of that team."""
    workspace = Workspace(team_id=team)
    session.add(workspace)
    session.flush()
    for kind, channel in (("public", "C1"), ("private", "C2")):
        session.add(Desk(workspace_id=workspace.id or 0, kind=kind, channel=channel, opened_at=WHEN))
    session.flush()
    return workspace.id or 0


def put_claim(
    session: Session,
    workspace_id: int,
    statement: str,
    *,
    speaker: str = "Kyiv",
    channel: str = "C1",
    indexed: bool = True,
    **more: Any,
) -> int:
    """A claim on file, and in the index."""
    desk = session.exec(select(Desk).where(Desk.workspace_id == workspace_id, Desk.channel == channel)).one()
    number = session.exec(select(func.count()).where(col(Claim.workspace_id) == workspace_id)).one() + 1
    claim = Claim(
        workspace_id=workspace_id,
        number=number,
        desk_id=desk.id or 0,
        speaker_id=find_or_add(session, Speaker, workspace_id, speaker).id or 0,
        speaker=speaker,
        statement=statement,
        filed_by="U1",
        filed_at=WHEN,
        **more,
    )
    session.add(claim)
    session.flush()
    if indexed:
        index_claim(session, claim.id or 0)
    return claim.id or 0


def fill_desk(session: Session, workspace_id: int, many: int, *, channel: str = "C1") -> None:
    """So many claims that have nothing to do with one another's subjects, as a desk has after some weeks."""
    events = [EVENTS[n % len(EVENTS)].format(PLACES[n % len(PLACES)], n) for n in range(many)]
    index_claims(session, [put_claim(session, workspace_id, said, channel=channel, indexed=False) for said in events])
    session.get_one(Workspace, workspace_id).next_number += many


def put_report(session: Session, claim_id: int, outlet: str, origin: str | None = None) -> None:
    """A report of a claim."""
    workspace_id = session.get_one(Claim, claim_id).workspace_id
    session.add(
        Report(
            workspace_id=workspace_id,
            claim_id=claim_id,
            source_id=find_or_add(session, Source, workspace_id, outlet).id,
            origin_id=find_or_add(session, Source, workspace_id, origin).id if origin else None,
            added_by="U1",
            added_at=WHEN,
        )
    )


def put_dispute(session: Session, claim_id: int, speaker: str, statement: str) -> None:
    """A dispute of a claim."""
    workspace_id = session.get_one(Claim, claim_id).workspace_id
    session.add(
        Dispute(
            workspace_id=workspace_id,
            claim_id=claim_id,
            speaker_id=find_or_add(session, Speaker, workspace_id, speaker).id or 0,
            statement=statement,
            filed_by="U1",
            filed_at=WHEN,
        )
    )


def look(session: Session, workspace_id: int, words: str, *, channel: str = "C1", limit: int = 20) -> list[Hit]:
    """What a search from a channel finds."""
    return search(
        session, workspace_id, words, seen=visible(Sight(workspace_id, "U1", channel, channels=None)), limit=limit
    )


def counts_are_right(session: Session) -> None:
    """Fail unless the counted terms are those of the claims on file, counted anew."""
    said: Counter[tuple[int, str]] = Counter()
    anywhere: Counter[tuple[int, str]] = Counter()
    sizes: Counter[int] = Counter()
    lengths: Counter[int] = Counter()
    for row in session.exec(select(ClaimTerms)):
        in_statement = terms(session.get_one(Claim, row.claim_id).statement)
        assert row.said.split() == in_statement
        said.update((row.workspace_id, term) for term in set(in_statement))
        beside = {term for words in row.beside.values() for term in words.split()}
        anywhere.update((row.workspace_id, term) for term in {*in_statement, *beside})
        sizes[row.workspace_id] += 1
        lengths[row.workspace_id] += len(in_statement)
    rows = session.exec(select(TermCount)).all()
    assert {(row.workspace_id, row.term): row.anywhere for row in rows} == dict(anywhere)
    assert {(row.workspace_id, row.term): row.said for row in rows if row.said} == dict(said)
    for size in session.exec(select(IndexSize)):
        assert (size.claims, size.length) == (sizes[size.workspace_id], lengths[size.workspace_id])
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("INSERT INTO claim_fts (claim_fts) VALUES ('integrity-check')"))


def put_contested(session: Session, desk: Desk, many: int, *, at: datetime = WHEN) -> None:
    """So many contested claims at a desk, written at once: each with a report, and a dispute with one of its own."""
    workspace = session.get_one(Workspace, desk.workspace_id)
    speaker = find_or_add(session, Speaker, desk.workspace_id, "Moscow").id
    session.flush()
    counted = session.exec(select(func.count()).where(col(Claim.workspace_id) == workspace.id)).one()
    first = max(workspace.next_number, counted + 1)
    workspace.next_number = first + many
    last = session.exec(select(func.max(Claim.id))).one() or 0
    last_dispute = session.exec(select(func.max(Dispute.id))).one() or 0
    common = {"workspace_id": desk.workspace_id, "filed_by": "U1", "speaker_id": speaker}
    claims, disputes, reports = [], [], []
    for n in range(many):
        claim, dispute, filed_at = last + n + 1, last_dispute + n + 1, at + timedelta(seconds=n)
        said = {
            "speaker": "Moscow",
            "statement": f"Ukrainian armed groups carried out attack {n}.",
            "filed_at": filed_at,
        }
        claims.append(common | said | {"id": claim, "number": first + n, "desk_id": desk.id})
        denied = {"speaker": "Kyiv", "statement": f"Ukraine has nothing to do with {n}.", "kind": "denies"}
        disputes.append(common | denied | {"id": dispute, "claim_id": claim, "filed_at": filed_at})
        carried = {"workspace_id": desk.workspace_id, "outlet": "WION", "added_by": "U1", "added_at": filed_at}
        link = f"https://www.wionews.com/{n}"
        reports += [
            carried | {"link": link, "claim_id": claim, "dispute_id": None},
            carried | {"link": f"{link}/no", "claim_id": None, "dispute_id": dispute},
        ]
    for table, rows in ((Claim, claims), (Dispute, disputes), (Report, reports)) if many else ():
        session.connection().execute(insert(table), rows)
