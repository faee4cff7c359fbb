"""Evidence: what supports a claim, refutes it or gives it context; added, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.desk import history
from bot.desk.admiralty import check_credibility
from bot.desk.exhibits import SIDES, Exhibit, check_exhibit
from bot.desk.filing import keep_numbers
from bot.desk.permalinks import message_link
from bot.desk.references import show
from bot.desk.request import Request
from bot.desk.steps import bears
from bot.desk.turns import Stepped, Turn, begin, described
from bot.errors import UNCHANGED, NotAllowed, NotUnderstood
from store import Session, outbox
from store.claims import claim_by_id
from store.findings import evidence_by_id, sides_of
from store.tables import Evidence
from store.workspaces import known_id


def add_evidence(session: Session, request: Request, number: int, exhibits: Sequence[Exhibit]) -> Stepped:
    """Add pieces of evidence to a claim. Raises NotUnderstood, NotAllowed, and Overtaken if it was set aside."""
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    turn.still_open()
    turn.speak()
    file_exhibits(turn, exhibits)
    keep_numbers(session, turn.workspace, request, [number])
    return turn.done()


def file_exhibits(turn: Turn, exhibits: Sequence[Exhibit]) -> None:
    """File pieces of evidence in somebody's turn; files among them are read afterwards."""
    message = message_link(turn.workspace, turn.request)
    for exhibit in exhibits:
        if message is not None and not (exhibit.link or exhibit.file or exhibit.note):
            exhibit = replace(exhibit, link=message)  # the message itself
        if exhibit.credibility is not None and not turn.desk.admiralty:
            note = f"({exhibit.credibility}) {exhibit.note}".strip()
            exhibit = replace(exhibit, credibility=None, note=note)
        check_exhibit(exhibit)
        if exhibit.side not in SIDES:
            raise NotUnderstood(
                "On which side is it?", unchanged=UNCHANGED, remedy=f"One of: {', '.join(SIDES)}.", field="side"
            )
        file = exhibit.file
        row = Evidence(
            workspace_id=turn.claim.workspace_id,
            claim_id=turn.claim.id or 0,
            side=exhibit.side,
            kind=exhibit.kind,
            link=exhibit.link,
            file_id=file.file_id if file is not None else None,
            file_name=file.name if file is not None else None,
            note=exhibit.note or None,
            credibility=check_credibility(exhibit.credibility, field="evidence"),
            added_by=turn.request.person,
            added_at=turn.request.now,
            message_link=message,
            passed_on_by=turn.request.passed_on_by,
        )
        turn.session.add(row)
        turn.session.flush()
        turn.add(history.What.EVIDENCE_ADDED, new=_said(row))
        if file is not None:
            waits = outbox.put(
                turn.session,
                row.workspace_id,
                key=f"file:{row.id}",
                kind="read_file",
                target=file.file_id,  # nothing else waits behind a file that takes its time
                at=turn.request.now,
                desk_id=turn.desk.id,
                claim_id=turn.claim.id,
                about={"evidence": row.id},
            )
            if waits is not None:  # if we are not in its channel, it is read once we are invited there
                waits.channel = turn.request.channel


def take_back_evidence(session: Session, request: Request, evidence_id: int) -> Stepped:
    """Take a piece of evidence back; who added it may, the claim's checker, and the desk's leads. It stays on file.

    Raises NotAllowed, also for the last piece that a verdict rests on, and Overtaken if the claim was set aside.
    """
    row = evidence_by_id(session, known_id(session, request.team, request.enterprise), evidence_id)
    turn = begin(session, request, claim_by_id(session, row.claim_id).number)
    if turn.repeated or row.taken_back_by is not None:
        return turn.done()
    turn.still_open()
    if request.person not in (row.added_by, turn.claim.checker) and not turn.decides:
        raise NotAllowed(
            "{who} added this evidence, and only they, the claim's checker or a lead can take it back.",
            who=row.added_by,
            unchanged=UNCHANGED,
        )
    _check_not_needed(turn, row)
    row.taken_back_by = request.person
    session.add(row)
    turn.add(history.What.EVIDENCE_TAKEN_BACK, old=_said(row))
    keep_numbers(session, turn.workspace, request, [turn.claim.number])
    return turn.done()


def _check_not_needed(turn: Turn, row: Evidence) -> None:
    """Refuse to leave a verdict without the evidence it rests on. Raises NotAllowed."""
    claim = turn.claim
    verdict = claim.proposed or claim.verdict
    if bears(verdict, sides_of(turn.session, claim)) and not bears(
        verdict, sides_of(turn.session, claim, without=row.id)
    ):
        first = "Send the verdict back first" if claim.proposed is not None else "Reopen it first"
        raise NotAllowed(
            f"{show(claim.number)} is {described(claim)} on this evidence alone.",
            unchanged=UNCHANGED,
            remedy=f"{first}, or add other evidence.",
        )


def _said(row: Evidence) -> dict[str, Any]:
    """A piece of evidence, as the history keeps it."""
    return {
        "evidence": row.id,
        "side": row.side,
        "kind": row.kind,
        "link": row.link or row.message_link,
        "file": row.file_name,
        "note": row.note,
        **({} if row.credibility is None else {"credibility": row.credibility}),
    }
