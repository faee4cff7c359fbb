"""Updating: the same speaker gave a newer figure. The older claim leaves the reminders; neither contests the other."""

from __future__ import annotations

from typing import Any

from bot.desk import history
from bot.desk.access import may_link, open_claim
from bot.desk.filing import UNKNOWN, draw_again, keep_numbers
from bot.desk.references import show
from bot.desk.request import Request
from bot.desk.turns import FIND_IT, Stepped, Turn, begin, where_it_stands
from bot.desk.withholding import WITHHELD
from bot.errors import UNCHANGED, NotAllowed, Overtaken
from store import Session
from store.claims import claim_by_id
from store.dossiers import SET_ASIDE, names
from store.names import are_one, fold
from store.tables import Claim, Speaker


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
    _check(session, claim, other)
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
    end_update(turn, newer)
    keep_numbers(session, turn.workspace, request, [older])
    draw_again(session, newer.id or 0, request.now)
    return turn.done()


def end_update(turn: Turn, newer: Claim) -> None:
    """Take back, for the claim in hand, that `newer` updates it: it comes back into the reminders."""
    old: dict[str, Any] = where_it_stands(turn.claim) | {"by": newer.number}
    turn.claim.updated_by_id = None
    turn.note(history.What.NOT_UPDATED, old)


def _check(session: Session, claim: Claim, newer: Claim) -> None:
    name, other = show(claim.number), show(newer.number)
    if claim.id == newer.id:
        raise NotAllowed(f"{name} cannot be a newer figure than itself.", unchanged=UNCHANGED)
    if claim.state in SET_ASIDE:
        raise Overtaken(f"{name} was {claim.state}, so no newer figure takes its place.", unchanged=UNCHANGED)
    may_link(session, claim, newer)
    if claim.updated_by_id is not None:
        third = claim_by_id(session, claim.updated_by_id)
        by = show(third.number) if names(session, claim, third) else "another claim"
        raise Overtaken(f"{name} is updated by {by} already.", unchanged=UNCHANGED, remedy="Undo that first.")
    if WITHHELD in (claim.speaker, newer.speaker):
        raise NotAllowed(
            f"The speaker of {name if claim.speaker == WITHHELD else other} is withheld, and nobody can see whether "
            "both were said by the same one.",
            unchanged=UNCHANGED,
            remedy="If both may stand, press Keep both.",
        )
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
