"""Priority: how soon a claim that nobody has verified comes back, or that it never does."""

from __future__ import annotations

from bot.desk import history
from bot.desk.filing import keep_numbers
from bot.desk.request import Request
from bot.desk.scheduling import schedule_reminder
from bot.desk.turns import Stepped, begin
from bot.errors import UNCHANGED, NotUnderstood
from store import Session

URGENT, NORMAL, FOR_THE_RECORD = "urgent", "normal", "for the record"
PRIORITIES = (URGENT, NORMAL, FOR_THE_RECORD)


def set_priority(session: Session, request: Request, number: int, priority: str) -> Stepped:
    """Set a claim's priority; its reminders begin anew, or end. Raises NotUnderstood, and Overtaken if set aside."""
    turn = begin(session, request, number)
    claim = turn.claim
    if turn.repeated:
        return turn.done()
    turn.still_open()
    if priority not in PRIORITIES:
        raise NotUnderstood(
            f"“{priority}” is no priority.",
            unchanged=UNCHANGED,
            remedy=f"One of: {', '.join(PRIORITIES)}.",
            field="priority",
        )
    if priority == claim.priority:
        return turn.done()
    before, claim.priority = claim.priority, priority
    session.add(claim)
    schedule_reminder(session, claim, turn.desk, request.now)
    turn.add(history.What.PRIORITY_SET, old={"priority": before}, new={"priority": priority})
    keep_numbers(session, turn.workspace, request, [number])
    return turn.done()
