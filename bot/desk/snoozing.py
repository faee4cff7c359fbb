"""Snooze: the next reminder of a claim, and only that one, comes at a moment of somebody's choice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.desk import history, scheduling
from bot.desk.desks import zone_for
from bot.desk.filing import keep_numbers
from bot.desk.moments import write_day
from bot.desk.references import show
from bot.desk.request import Request
from bot.desk.slots import DAY, slot_on
from bot.desk.turns import Stepped, Turn, begin
from bot.errors import UNCHANGED, NotAllowed, NotUnderstood
from store import Session, due
from store.tables import Claim, Due

MORNING = 540  # minutes after midnight in the zone of whoever snoozes
LONGEST = timedelta(days=366)


class Snooze(StrEnum):
    """Until when."""

    HOUR = "hour"
    TOMORROW = "tomorrow"
    DAY = "day"


def snooze(session: Session, request: Request, number: int, how: str, day: date | None = None) -> Stepped:
    """Move the next reminder of a claim, and only that one. Raises NotUnderstood, and NotAllowed if there is none."""
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    turn.still_open()
    row = to_be_snoozed(session, turn.claim)
    zone = zone_for(session, turn.workspace.id or 0, request)
    old = row.at
    scheduling.put_off(session, row, turn.claim, turn.desk, until(how, day, request.now, zone))
    _note(turn, old, row)
    keep_numbers(session, turn.workspace, request, [number])
    return turn.done()


def to_be_snoozed(session: Session, claim: Claim) -> Due:
    """A claim's next reminder. Raises NotAllowed if none is to come."""
    row = due.reminder_due(session, claim.id)
    if row is None:
        raise NotAllowed(f"No more reminders of {show(claim.number)} are to come.", unchanged=UNCHANGED)
    return row


def until(how: str, day: date | None, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment that was chosen, in UTC; days begin in the morning of `zone`. Raises NotUnderstood."""
    today = now.astimezone(zone).date()
    if how == Snooze.HOUR:
        return now + timedelta(hours=1)
    if how == Snooze.TOMORROW:
        return slot_on(today + DAY, minute=MORNING, zone=zone)
    if how != Snooze.DAY:
        raise NotUnderstood("Until when?", unchanged=UNCHANGED, remedy="Choose one of the three.", field="until")
    if day is None:
        raise NotUnderstood("Until which day?", unchanged=UNCHANGED, remedy="Choose one below.", field="day")
    if day <= today:
        raise NotUnderstood(
            f"{write_day(day)} is not ahead.",
            unchanged=UNCHANGED,
            remedy="Choose a day after today, or “In an hour”.",
            field="day",
        )
    if day - today > LONGEST:
        raise NotUnderstood(
            f"{write_day(day)} is more than a year away.",
            unchanged=UNCHANGED,
            remedy=f"Choose a day up to {write_day(today + LONGEST)}.",
            field="day",
        )
    return slot_on(day, minute=MORNING, zone=zone)


def _note(turn: Turn, old: datetime, row: Due) -> None:
    history.note(
        turn.session,
        turn.workspace,
        turn.request,
        history.What.SNOOZED,
        claim=turn.claim,
        old={"reminder": old.isoformat()},
        new={"reminder": row.at.isoformat()},
    )
