"""Alike: what a person answered to "looks the same as", done and kept. Nothing is merged unless they say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.desk import history
from bot.desk.access import visible_claim
from bot.desk.disputing import dispute_with_claim
from bot.desk.filing import keep_numbers
from bot.desk.likeness import Gate
from bot.desk.matching import Match, matches_of
from bot.desk.merging import merge_claims
from bot.desk.request import Request
from bot.desk.turns import FIND_IT
from bot.desk.updating import update_claim
from bot.errors import UNCHANGED
from store import Session
from store.alikes import alike, keep_alike
from store.claims import claim_by_id
from store.disputes import disputes_with
from store.dossiers import Dossier, read_dossiers
from store.meaning import Meanings
from store.tables import Alike, Claim
from store.workspaces import known_id, lock_workspace


class Answer(StrEnum):
    """What a new claim is to an older one that it looks the same as. They are on file: never change one."""

    NEWER = "newer figure"
    SAME = "same claim"
    CONTRADICTS = "contradicts"
    KEEP = "keep both"


@dataclass(frozen=True)
class Answered:
    """What is on file of two claims: the answer, by whom and when. `already`: this was not what was just pressed."""

    claim: Dossier
    older: Dossier
    answer: Answer
    by: str
    at: datetime
    already: bool = False


def answer_alike(
    session: Session, request: Request, number: int, older: int, answer: Answer, *, likeness: float | None = None
) -> Answered:
    """Do what was answered of a claim and an older one, and keep it; what was answered before stands.

    Raises what the step raises that the answer stands for: NotAllowed, Overtaken.
    """
    workspace = lock_workspace(session, request.team, request.enterprise)
    claim, other = (
        visible_claim(session, request, workspace.id or 0, each, to_do=FIND_IT, unchanged=UNCHANGED)
        for each in (number, older)
    )
    row = alike(session, claim.id, other.id)
    if row is not None and _stands(session, row, claim, other):
        mine = row.answer == answer and row.answered_by == request.person
        return _answered(session, row, claim, other, already=not mine)
    match answer:
        case Answer.NEWER:
            update_claim(session, request, older, number)
        case Answer.SAME:
            merge_claims(session, request, number, older)
        case Answer.CONTRADICTS:
            dispute_with_claim(session, request, [older], number)
        case Answer.KEEP:
            keep_numbers(session, workspace, request, [number])
    row = keep_alike(session, claim, other, answer=answer, likeness=likeness, by=request.person, at=request.now)
    new = {"other": older, "answer": answer}
    history.note(session, workspace, request, history.What.ALIKE_ANSWERED, claim=claim, new=new)
    return _answered(session, row, claim, other)


def still_alike(
    session: Session, request: Request, number: int, *, gate: Gate, meanings: Meanings | None = None
) -> Sequence[Match]:
    """The claims that a claim looks the same as, of which nobody has said yet what they are to it."""
    workspace_id = known_id(session, request.team, request.enterprise)
    claim = visible_claim(session, request, workspace_id, number, to_do=FIND_IT, unchanged=UNCHANGED)
    return matches_of(session, request.sight(workspace_id), claim, gate=gate, meanings=meanings)


def _stands(session: Session, row: Alike, claim: Claim, older: Claim) -> bool:
    """Whether what was answered has not been undone since."""
    match row.answer:
        case Answer.NEWER:
            return older.updated_by_id == claim.id
        case Answer.SAME:
            return claim.merged_into_id == older.id
        case Answer.CONTRADICTS:
            return older.id in disputes_with(session, claim.id or 0)
    return True


def _answered(session: Session, row: Alike, claim: Claim, older: Claim, *, already: bool = False) -> Answered:
    session.flush()
    here, there = read_dossiers(session, [claim_by_id(session, each.id or 0) for each in (claim, older)])
    return Answered(here, there, Answer(row.answer), row.answered_by, row.answered_at, already)
