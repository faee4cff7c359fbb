"""What becomes of a dispute: it stands, it does not stand, or it is taken back."""

from __future__ import annotations

from bot.desk import history
from bot.desk.access import visible_dispute
from bot.desk.limits import NOTE
from bot.desk.references import show
from bot.desk.request import Request
from bot.desk.turns import FIND_IT, Stepped, begin, faster, reason, within
from bot.errors import UNCHANGED, NotAllowed, NotUnderstood
from store import Session
from store.workspaces import known_id

STANDS, FALLS, TAKEN_BACK, OPEN = "stands", "does not stand", "taken back", "open"
OUTCOMES = (STANDS, FALLS, TAKEN_BACK, OPEN)


def decide_dispute(
    session: Session, request: Request, dispute_id: int, outcome: str, note: str | None, *, revision: int | None = None
) -> Stepped:
    """Decide a dispute, or open it again. One that does not stand needs a note; who filed it may take it back.

    One that stands against a claim that was ruled on means that the verdict must be looked at again.
    Raises NotUnderstood, NotAllowed, and Overtaken if the dispute changed since `revision` was read.
    """
    workspace_id = known_id(session, request.team, request.enterprise)
    dispute, claim = visible_dispute(session, request, workspace_id, dispute_id, to_do=FIND_IT)
    turn = begin(session, request, claim.number)
    if turn.repeated or dispute.outcome == outcome:
        return turn.done()
    name = show(turn.claim.number)
    turn.still_open()
    if outcome not in OUTCOMES:
        raise NotUnderstood(
            "What becomes of it?", unchanged=UNCHANGED, remedy=f"One of: {', '.join(OUTCOMES)}.", field="outcome"
        )
    turn.speak()
    if revision not in (None, dispute.revision):
        raise faster(
            f"the dispute of {name} is “{dispute.outcome}” now",
            who=dispute.outcome_by or dispute.filed_by,
            when=dispute.outcome_at or dispute.filed_at,
        )
    if outcome == TAKEN_BACK and request.person != dispute.filed_by and not turn.decides:
        raise NotAllowed(
            "Only who filed a dispute, or a lead, can take it back.",
            unchanged=UNCHANGED,
            remedy="Choose “does not stand” and say why.",
            field="outcome",
        )
    words = within(note, NOTE, "note")
    if outcome == FALLS:
        words = reason(note, "the spokesman spoke of another day.", field="note", fits=NOTE)
    old = {"outcome": dispute.outcome, "dispute": dispute.id}
    dispute.outcome, dispute.outcome_why = outcome, words or None
    dispute.outcome_by, dispute.outcome_at = request.person, request.now
    dispute.revision += 1
    session.add(dispute)
    turn.file(history.What.DISPUTE_DECIDED, old, why=words or None, reminds=False, dispute=dispute.id, outcome=outcome)
    return turn.done()
