"""Wholes: everything on file about a claim in one reading, and pages of a whole record."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from store import Record
from store.claims import Sight
from store.lists import EVERY_STATE, Wanted, count, page
from store.tables import Claim, Dispute, Evidence, ReplyRequest, Source, Speaker
from store.wholes import Whole, read_wholes
from tests.store.claims_on_file import WHEN, open_workspace, put_claim, put_dispute, put_report

HERE = Sight(1, "U1", "C1")


async def test_everything_about_a_claim_is_read_together(record: Record) -> None:
    def put(session: Session) -> None:
        workspace_id = open_workspace(session)
        first, other = (
            put_claim(session, workspace_id, said, speaker="Moscow") for said in ("It was them", "It was us")
        )
        put_report(session, first, "WION", "Reuters")
        put_dispute(session, first, "Kyiv", "No.")
        kept = session.get_one(Claim, put_claim(session, workspace_id, "Nobody knows", restricted=True))
        session.get_one(Claim, first).merged_into_id = kept.id
        dispute = session.get_one(Dispute, 1)
        dispute.with_claim_id = other
        same: dict[str, Any] = {"workspace_id": workspace_id, "claim_id": first}
        session.add(Evidence(**same, side="refutes", kind="video", added_by="U1", added_at=WHEN, taken_back_by="U2"))
        asked: dict[str, Any] = {"asked_by": "U1", "asked_at": WHEN, "until": WHEN, "filed_at": WHEN}
        session.add(ReplyRequest(**same, asked="The ministry", way="by mail", put="Was it you?", **asked))
        russia = Speaker(workspace_id=workspace_id, name="Russia", folded="russia")
        session.add(russia)
        session.flush()
        session.get_one(Speaker, session.get_one(Claim, first).speaker_id).same_as = russia.id
        session.get_one(Source, 1).reliability = "B"

    def read(session: Session) -> list[Whole]:
        return read_wholes(session, [session.get_one(Claim, 2), session.get_one(Claim, 1)])

    await record.write(put)
    second, first = await record.read(read)
    assert (second.dossier.claim.number, second.reports, second.replies) == (2, (), ())
    assert {known.name: known.reliability for known in first.sources.values()} == {"WION": "B", "Reuters": None}
    assert {known.name for known in first.speakers.values()} == {"Russia", "Kyiv"}
    assert [row.taken_back_by for row in first.evidence] == ["U2"]
    assert [row.asked for row in first.replies] == ["The ministry"]
    assert first.of_disputes == {1: ()}
    assert first.dossier.merged_into is None, "what is kept in its channel is not named"


async def test_a_whole_record_is_read_by_number_with_what_was_set_aside(record: Record) -> None:
    def put(session: Session) -> None:
        workspace_id = open_workspace(session)
        for number, state in enumerate((*EVERY_STATE, *EVERY_STATE), 1):
            put_claim(session, workspace_id, f"Said {number}", state=state, restricted=number % 5 == 0)
        put_claim(session, workspace_id, "Said elsewhere", channel="C2")

    await record.write(put)
    wanted = Wanted(desk=1, states=EVERY_STATE, restricted=False)

    def numbers(session: Session) -> list[int]:
        found: list[int] = []
        while more := page(session, HERE, wanted, limit=3, beyond=found[-1] if found else 0, oldest_first=True):
            found += [claim.number for claim in more]
        return found

    expected = [number for number in range(1, 15) if number % 5]
    assert await record.read(numbers) == expected
    assert await record.read(lambda session: count(session, HERE, wanted)) == len(expected)
    only = Wanted(desk=1, states=EVERY_STATE, restricted=True)
    assert await record.read(lambda session: count(session, HERE, only)) == 2
