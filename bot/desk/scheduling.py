"""When a desk's digest and its claims' reminders are next due: rows that the tick takes, set anew with the settings.

A reminder's row knows from when on it is counted (`since`), so that new settings can count again: nothing is lost then,
nothing comes twice, and which reminder of a claim it is stays as it was.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.desk.slots import EVERY_DAY, next_slot, slot_on
from bot.desk.steps import REMINDED, State, Verdict
from bot.desk.timetable import A_MOMENT, Slot, first_reminder, next_digest, next_reminder
from bot.desk.working import DAYS_AHEAD, working_of
from store import Session, due, outbox
from store.desks import desk_by_id
from store.tables import Claim, Desk, Due, Person
from store.workspaces import find_person

DAILY_MINUTE = 540  # after midnight in a person's own zone, if they are reminded once a day
# What is due before the desk closes still goes out if the tick comes by a little later.
AFTER_CLOSING = timedelta(minutes=15)
# After downtime the next reminder keeps its time of day, but does not follow on the heels of the late one.
APART = timedelta(hours=12)


class Reminded(StrEnum):
    """How often somebody wants to be reminded of the claims they took."""

    AS_DUE = "as due"
    DAILY = "daily"
    NEVER = "never"


def digest_key(desk: Desk, day: date) -> str:
    """The key of a desk's digest for a local date: no date has two."""
    return f"digest:{desk.id}:{day}"


def reschedule(session: Session, desk: Desk, now: datetime) -> None:
    """Set a desk's next digest and its claims' next reminders from its settings as they are now.

    What is due already stays so: the tick has only not come by yet.
    """
    schedule_digest(session, desk, now)
    for row, claim in due.reminders_of_desk(session, desk.id or 0):
        count_again(session, row, claim, desk, now)


def reschedule_person(session: Session, workspace_id: int, slack_id: str, now: datetime) -> None:
    """The same for the claims somebody took, after they have chosen how they are reminded."""
    for row, claim in due.reminders_of_person(session, workspace_id, slack_id):
        count_again(session, row, claim, desk_by_id(session, claim.desk_id), now)


def schedule_digest(session: Session, desk: Desk, now: datetime) -> None:
    """Set a desk's next digest: a local date that had one gets no second, and what was coming is not passed over."""
    row = due.digest_due(session, desk.id)
    if not desk.digest_days:
        due.drop(session, row)
        return
    if row is not None and row.at <= now:
        return
    slot = next_digest(desk, now)
    while not _free(session, desk, row, slot.day):
        slot = next_digest(desk, slot.at)
    if row is not None:
        slot = _still_coming(session, desk, row, slot, now) or slot
    due.set_digest(session, desk.workspace_id, desk.id or 0, slot.day, slot.at, slot.since)


def _free(session: Session, desk: Desk, row: Due | None, day: date) -> bool:
    """Whether a local date has had no digest yet, and none after it."""
    if row is not None and row.last_day is not None and day <= row.last_day:
        return False
    return outbox.row_by_key(session, digest_key(desk, day)) is None


def _still_coming(session: Session, desk: Desk, row: Due, slot: Slot, now: datetime) -> Slot | None:
    """The digest that was coming, if the new settings would only have one on a later date.

    It was held back, or its hour has been moved to one that has passed today, since the desk was opened.
    """
    if row.day is None or row.day >= slot.day:
        return None
    held = row.since is not None and row.since <= now
    own = slot_on(row.day, minute=desk.digest_minute, zone=ZoneInfo(desk.zone))
    if not held and (not desk.digest_days >> row.day.weekday() & 1 or own <= desk.opened_at):
        return None
    at = working_of(desk).next_working(now if held else row.at)
    day = at.astimezone(ZoneInfo(desk.zone)).date()
    return Slot(day, at, row.since) if day < slot.day and _free(session, desk, row, day) else None


def wants_reminding(claim: Claim) -> bool:
    """Whether a claim comes back as a reminder: unsettled, not put aside or off, and no newer figure has come."""
    open_still = claim.verdict == Verdict.UNVERIFIED and claim.state in REMINDED
    return open_still and claim.updated_by_id is None and claim.priority != "for the record"


def reminded_of(claim: Claim) -> str | None:
    """Who is reminded of a claim: its checker; of one in review, or that nobody is on, the desk."""
    return None if claim.state == State.REVIEW else claim.checker


def is_last(row: Due, desk: Desk) -> bool:
    """Whether this is no reminder any more, but what somebody is told in the end."""
    return row.nth > desk.remind_times


def whose(session: Session, row: Due, claim: Claim, desk: Desk) -> Person | None:
    """Whose own reminder it is, if they are known."""
    person = None if is_last(row, desk) else reminded_of(claim)
    return None if person is None else find_person(session, claim.workspace_id, person)


def schedule_reminder(session: Session, claim: Claim, desk: Desk, since: datetime) -> None:
    """Set a claim's first reminder, the desk's patience after `since`; none where nobody needs to be reminded."""
    if not wants_reminding(claim):
        due.drop(session, due.reminder_due(session, claim.id))
        return
    at = first_reminder(desk, claim.priority, since)
    row = due.reminder_of(session, claim, at)
    row.at, row.since, row.nth, row.snoozed = at, since, 1, False
    hold(row, desk, whose(session, row, claim, desk))
    due.keep(session, row)


def count_again(session: Session, row: Due, claim: Claim, desk: Desk, now: datetime) -> None:
    """Count from the same moment on what is not due yet; what somebody put off to a moment of their own stays there."""
    if row.at <= now:
        return
    person = whose(session, row, claim, desk)
    if row.since is not None and not row.snoozed:
        counted = (
            first_reminder(desk, claim.priority, row.since)
            if row.nth == 1
            else next_reminder(desk, row.since, _zone(desk, person))
        )
        row.at = max(counted, now)
    hold(row, desk, person)
    session.add(row)


def move_on(session: Session, row: Due, claim: Claim, desk: Desk, now: datetime) -> None:
    """Set the reminder after this one, which has been told; after what is told in the end there is none."""
    if is_last(row, desk):
        due.drop(session, row)
        return
    row.nth += 1
    person = whose(session, row, claim, desk)
    row.since = row.at
    row.at = next_reminder(desk, row.since, _zone(desk, person))
    apart = min(APART, (row.at - row.since) / 2)
    while row.at < now + apart:
        row.since, row.at = row.at, next_reminder(desk, row.at, _zone(desk, person))
    row.snoozed = False
    hold(row, desk, person)
    session.add(row)


def put_off(session: Session, row: Due, claim: Claim, desk: Desk, until: datetime) -> None:
    """Have the next reminder, and only that, come at a moment of somebody's choice, or when the desk next works."""
    row.at, row.snoozed = until, True
    hold(row, desk, whose(session, row, claim, desk))
    session.add(row)


def hold(row: Due, desk: Desk, person: Person | None) -> None:
    """Hold a reminder back to working time, or to the hour at which somebody is reminded once a day."""
    row.at = _held(row, desk, person, row.at)


def may_go(row: Due, desk: Desk, person: Person | None, now: datetime) -> bool:
    """Whether a reminder that is due can go out now; if not, it is held back."""
    working, late = working_of(desk), now - row.at
    if _daily(row, person):
        zone = _zone(desk, person)
        today = now.astimezone(zone).date()
        morning = slot_on(today, minute=DAILY_MINUTE, zone=zone)  # a late one does not come at night either
        return not working.is_off(today) and morning <= now and _held(row, desk, person, row.at) <= now
    return working.is_working(now) or (timedelta(0) <= late <= AFTER_CLOSING and working.is_working(row.at))


def hold_longer(session: Session, row: Due, desk: Desk, person: Person | None, now: datetime) -> None:
    """Hold a reminder back that is due and may not go out now."""
    row.at = _held(row, desk, person, now)
    session.add(row)


def _held(row: Due, desk: Desk, person: Person | None, at: datetime) -> datetime:
    working = working_of(desk)
    if not _daily(row, person):
        return working.next_working(at)
    zone = _zone(desk, person)
    day, slot = first = next_slot(at - A_MOMENT, minute=DAILY_MINUTE, days=EVERY_DAY, zone=zone)
    for _ in range(DAYS_AHEAD):
        if not working.is_off(day):
            return slot
        day, slot = next_slot(slot, minute=DAILY_MINUTE, days=EVERY_DAY, zone=zone)
    return first[1]


def _daily(row: Due, person: Person | None) -> bool:
    return person is not None and person.reminded == Reminded.DAILY and not row.snoozed


def _zone(desk: Desk, person: Person | None) -> ZoneInfo:
    """The zone in which the reminders after the first keep their time of day."""
    own = person.zone if person is not None and person.reminded == Reminded.DAILY else None
    return ZoneInfo(own or desk.zone)
