"""Steps in the life of a claim: who is on it, whether it waits, whether it is in anybody's way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk import history
from bot.desk.desks import ask_about
from bot.desk.filing import draw_again
from bot.desk.limits import REASON
from bot.desk.references import show
from bot.desk.request import Request
from bot.desk.scheduling import schedule_reminder
from bot.desk.slots import slot_on
from bot.desk.steps import State, Step
from bot.desk.turns import Stepped, Turn, begin, reason, where_it_stands
from bot.desk.updating import end_update
from bot.errors import UNCHANGED, NotUnderstood, Overtaken
from store import Session, due
from store.chain import append
from store.claims import claim_by_id, claims_updated_by
from store.desks import desk_by_id
from store.disputes import disputes_with
from store.followers import follow
from store.tables import Claim, Due, Workspace

LONGEST_HOLD = timedelta(days=366)


def take(session: Session, request: Request, number: int) -> Stepped:
    """Make a person the claim's checker. Raises Overtaken if somebody else was faster."""
    turn = begin(session, request, number)
    claim = turn.claim
    if claim.state == State.CHECKING and claim.checker == request.person:
        return turn.done()
    if claim.state == State.CHECKING and claim.checker is not None:
        raise Overtaken(
            f"{{who}} took {show(number)} at {{when}}, before you.",
            who=claim.checker,
            when=claim.taken_at,
            unchanged=UNCHANGED,
            offer=("ask to hand over", number),
        )
    turn.check(Step.TAKE)
    ask_about(session, turn.workspace, request)
    _give(turn, history.What.TAKEN, request.person)
    return turn.done()


def hand_over(session: Session, request: Request, number: int, person: str | None) -> Stepped:
    """Give a claim to another checker, who is told. Its checker and the desk's leads may."""
    turn = begin(session, request, number)
    if turn.repeated or (person is not None and turn.claim.checker == person):
        return turn.done()
    turn.check(Step.HAND_OVER)
    if person is None:
        raise NotUnderstood("Who takes it over?", unchanged=UNCHANGED, field="person")
    _give(turn, history.What.HANDED_OVER, person)
    return turn.done()


def ask_to_hand_over(session: Session, request: Request, number: int) -> Stepped:
    """Ask the checker of a claim, in its thread, to hand it over to the one who asks."""
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    if turn.claim.checker in (None, request.person):
        raise Overtaken(f"There is nobody to ask: take {show(number)}.", unchanged="")
    stands = where_it_stands(turn.claim)
    turn.file(history.What.ASKED_TO_HAND_OVER, stands, reminds=False, person=turn.claim.checker)
    return turn.done()


def release(session: Session, request: Request, number: int) -> Stepped:
    """Let go of a claim, so that somebody else can take it. Its checker and the desk's leads may."""
    turn = begin(session, request, number)
    if turn.claim.state == State.NEW:
        raise Overtaken(f"Nobody is on {show(number)} any more.", unchanged=UNCHANGED)
    turn.check(Step.RELEASE)
    old = where_it_stands(turn.claim)
    turn.claim.checker, turn.claim.taken_at, turn.claim.state = None, None, State.NEW
    turn.file(history.What.RELEASED, old)
    return turn.done()


def hold(
    session: Session, request: Request, number: int, until: date | None, why: str, *, stamp: str | None = None
) -> Stepped:
    """Put a claim off until a day of the desk's, with a reason; on that day it comes back by itself."""
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    turn.check(Step.HOLD)
    turn.unchanged_since(stamp)
    turn.speak()
    zone = ZoneInfo(turn.desk.zone)
    today = request.now.astimezone(zone).date()
    if until is None or not today < until <= today + LONGEST_HOLD:
        raise NotUnderstood(
            "Until when does it wait?",
            remedy="Choose a day from tomorrow on, within a year.",
            unchanged=UNCHANGED,
            field="until",
        )
    words = reason(why, "the ministry answers on Friday.", fits=REASON)
    old, claim = where_it_stands(turn.claim), turn.claim
    claim.state, claim.state_why = State.HOLD, words
    hold_again(session, turn, until)
    turn.file(history.What.HELD, old, why=words)
    return turn.done()


def resume(session: Session, request: Request, number: int) -> Stepped:
    """Take a claim up again before its day."""
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    turn.check(Step.RESUME)
    old = where_it_stands(turn.claim)
    unhold(session, turn.claim)
    turn.file(history.What.RESUMED, old)
    return turn.done()


def come_back(session: Session, workspace: Workspace, row: Due, now: datetime) -> None:
    """End the waiting of a claim whose day has come. The workspace is locked already."""
    claim, desk = claim_by_id(session, row.claim_id or 0), desk_by_id(session, row.desk_id)
    old = where_it_stands(claim)
    unhold(session, claim)
    session.add(claim)
    session.flush()
    schedule_reminder(session, claim, desk, now)
    new = where_it_stands(claim)
    event = append(
        session, workspace, at=now, actor=history.CLOCK, what=history.What.RESUMED, claim=claim, old=old, new=new
    )
    history.tell(session, event, claim, desk)


def hold_again(session: Session, turn: Turn, until: date) -> None:
    """Let a claim wait until a day of the desk's; one that has passed brings it back at the next tick."""
    zone = ZoneInfo(turn.desk.zone)
    turn.claim.hold_until = until
    due.set_hold(session, turn.claim, slot_on(until, minute=turn.desk.digest_minute, zone=zone))


def unhold(session: Session, claim: Claim) -> None:
    """End a claim's waiting, if it waits, whatever becomes of it then."""
    if claim.state == State.HOLD:
        due.drop(session, due.hold_due(session, claim.id))
        claim.state = worked_on(claim)
        claim.state_why, claim.hold_until = None, None


def worked_on(claim: Claim) -> State:
    """The state of a claim that nothing keeps from being checked."""
    return State.NEW if claim.checker is None else State.CHECKING


def discard(session: Session, request: Request, number: int, why: str) -> Stepped:
    """Set aside what was filed in error or is out of scope; it stays on file, with the reason."""
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    turn.check(Step.DISCARD)
    turn.speak()
    words = reason(why, "filed twice.", fits=REASON)
    old, claim = where_it_stands(turn.claim), turn.claim
    unhold(session, claim)
    claim.state, claim.state_why, claim.proposed = State.DISCARDED, words, None
    turn.file(history.What.DISCARDED, old, why=words)
    _draw_what_it_disputes(turn)
    _update_nothing(turn)
    return turn.done()


def restore(session: Session, request: Request, number: int) -> Stepped:
    """Take back that a claim was discarded."""
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    turn.check(Step.RESTORE)
    old, claim = where_it_stands(turn.claim), turn.claim
    claim.state, claim.state_why = worked_on(claim), None
    turn.file(history.What.RESTORED, old)
    _draw_what_it_disputes(turn)
    return turn.done()


def _give(turn: Turn, what: history.What, person: str) -> None:
    old, claim = where_it_stands(turn.claim), turn.claim
    claim.checker, claim.taken_at, claim.state = person, turn.request.now, State.CHECKING
    follow(turn.session, claim, person, turn.request.now)
    turn.file(what, old)


def _update_nothing(turn: Turn) -> None:
    """What a claim was a newer figure of comes back: its figure is the newest again."""
    for older in claims_updated_by(turn.session, turn.claim.id):
        end_update(turn.at(older), turn.claim)


def _draw_what_it_disputes(turn: Turn) -> None:
    for claim_id in disputes_with(turn.session, turn.claim.id or 0):
        draw_again(turn.session, claim_id, turn.request.now)
