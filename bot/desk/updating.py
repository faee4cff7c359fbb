"""Updating: the same speaker gave a newer figure. The older claim leaves the reminders; neither contests the other."""

from __future__ import annotations

from typing import Any

from bot.desk import history
from bot.desk.access import open_claim
from bot.desk.filing import UNKNOWN, draw_again
from bot.desk.references import show
from bot.desk.request import Request
from bot.desk.steps import UNCHANGED
from bot.desk.turns import FIND_IT, Stepped, begin, where_it_stands
from bot.errors import NotAllowed, Overtaken
from store import Session
from store.claims import claim_by_id
from store.desks import desk_by_id
from store.dossiers import SET_ASIDE
from store.names import are_one, fold
from store.tables import Claim, Desk, Speaker


def update_claim(session: Session, request: Request, older: int, newer: int) -> Stepped:
    """Say that a claim is updated by a newer one of the same speaker; the older one as it then stands.

    Raises NotAllowed for two speakers, for a circle and across what is private, Overtaken if it is updated already.
    """
    turn = begin(session, request, older)
    if turn.repeated:
        return turn.done()
    claim, workspace_id = turn.claim, turn.workspace.id or 0
    other = open_claim(session, request, workspace_id, newer, to_do=FIND_IT, unchanged=UNCHANGED)
    if claim.updated_by_id == other.id:
        return turn.done()
    _check(session, claim, turn.desk, other)
    old = where_it_stands(claim)
    claim.updated_by_id = other.id
    turn.file(history.What.UPDATED, old, by=newer)
    draw_again(session, other.id or 0, request.now)
    return turn.done()


def undo_update(session: Session, request: Request, older: int) -> Stepped:
    """Take back that a claim is updated by another: it is reminded of again, the desk's patience from now."""
    turn = begin(session, request, older)
    claim = turn.claim
    if turn.repeated or claim.updated_by_id is None:
        return turn.done()
    newer = claim_by_id(session, claim.updated_by_id)
    old: dict[str, Any] = where_it_stands(claim) | {"by": newer.number}
    claim.updated_by_id = None
    turn.file(history.What.NOT_UPDATED, old)
    draw_again(session, newer.id or 0, request.now)
    return turn.done()


def linkable(desk: Desk, other: Desk) -> bool:
    """Whether claims of two desks may name each other: what is private is named nowhere else."""
    return desk.id == other.id or desk.kind == other.kind == "public"


def _check(session: Session, claim: Claim, desk: Desk, newer: Claim) -> None:
    name, other = show(claim.number), show(newer.number)
    if claim.id == newer.id:
        raise NotAllowed(f"{name} cannot be a newer figure than itself.", unchanged=UNCHANGED)
    if claim.state in SET_ASIDE:
        raise Overtaken(f"{name} was {claim.state}, so no newer figure takes its place.", unchanged=UNCHANGED)
    if not linkable(desk, desk_by_id(session, newer.desk_id)):
        raise NotAllowed(
            f"{name} and {other} are kept in different places, and one of them is private.",
            unchanged=UNCHANGED,
            remedy="What is private stays in its channel.",
        )
    if claim.updated_by_id is not None:
        by = show(claim_by_id(session, claim.updated_by_id).number)
        raise Overtaken(f"{name} is updated by {by} already.", unchanged=UNCHANGED, remedy="Undo that first.")
    named = UNKNOWN not in (fold(claim.speaker), fold(newer.speaker))
    if not (named and are_one(session, Speaker, claim.speaker_id, newer.speaker_id)):
        raise NotAllowed(
            f"A newer figure comes from the same speaker, and {other} was said by {newer.speaker}, "
            f"{name} by {claim.speaker}.",
            unchanged=UNCHANGED,
            remedy=f"If {other} says otherwise, press Contradicts {name}; if both may stand, press Keep both.",
        )
    later: Claim | None = newer
    while later is not None and later.updated_by_id is not None:
        later = claim_by_id(session, later.updated_by_id)
        if later.id == claim.id:
            raise NotAllowed(f"{other} is updated by {name} itself.", unchanged=UNCHANGED, remedy="Undo that first.")
