"""Steps in the life of a claim: take it, release it, snooze its reminder, discard it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk import history
from bot.desk.access import may_decide_for_others, visible_claim
from bot.desk.desks import ask_about, schedule_reminder
from bot.desk.filing import draw_again, earlier_numbers, keep_numbers
from bot.desk.references import show
from bot.desk.request import Request
from bot.desk.slots import same_time_next_day
from bot.errors import NotAllowed, NotUnderstood, Overtaken
from store import Session, due
from store.desks import desk_by_id
from store.disputes import disputes_with
from store.dossiers import SET_ASIDE, Dossier, read_dossier
from store.tables import Claim, Desk, Workspace
from store.workspaces import lock_workspace

REASON_FITS = 500
UNCHANGED = "Nothing was changed."


@dataclass(frozen=True)
class Step:
    """What became of a step: the claim as it now stands, and when its next reminder is due, if one is."""

    dossier: Dossier
    next_reminder: datetime | None = None


def take(session: Session, request: Request, number: int) -> Step:
    """Make a person the claim's checker. Raises Overtaken if somebody else was faster."""
    workspace, claim, desk = _begin(session, request, number)
    _still_open(claim)
    if claim.checker == request.person:
        return _step(session, claim)
    if claim.checker is not None:
        raise Overtaken(
            f"{{who}} took {show(number)} at {{when}}, before you.",
            who=claim.checker,
            when=claim.taken_at,
            unchanged=UNCHANGED,
        )
    ask_about(session, workspace, request)
    old = {"state": claim.state, "checker": None}
    claim.checker, claim.taken_at = request.person, request.now
    claim.state = "checking"
    schedule_reminder(session, claim, desk, request.now)
    _file(session, workspace, request, history.What.TAKEN, claim, desk, old)
    return _step(session, claim)


def release(session: Session, request: Request, number: int) -> Step:
    """Let go of a claim, so that somebody else can take it. Its checker and the desk's leads may."""
    workspace, claim, desk = _begin(session, request, number)
    _still_open(claim)
    if claim.checker is None:
        raise Overtaken(f"Nobody is on {show(number)} any more.", unchanged=UNCHANGED)
    if request.person != claim.checker and not may_decide_for_others(session, request, desk):
        raise NotAllowed(
            f"{{who}} is on {show(number)}, and only they or a lead can release it.",
            who=claim.checker,
            unchanged=UNCHANGED,
        )
    old = {"state": claim.state, "checker": claim.checker}
    claim.checker, claim.taken_at = None, None
    claim.state = "new"
    schedule_reminder(session, claim, desk, request.now)
    _file(session, workspace, request, history.What.RELEASED, claim, desk, old)
    return _step(session, claim)


def discard(session: Session, request: Request, number: int, why: str) -> Step:
    """Set aside what was filed in error or is out of scope; it stays on file, with the reason."""
    workspace, claim, desk = _begin(session, request, number)
    reason = " ".join(why.split())
    if not reason:
        raise NotUnderstood(
            "There is no reason.", remedy="Say why, for example: filed twice.", unchanged=UNCHANGED, field="why"
        )
    if len(reason) > REASON_FITS:
        raise NotUnderstood(
            f"The reason has {len(reason):,} characters; {REASON_FITS} fit.", unchanged=UNCHANGED, field="why"
        )
    _still_open(claim)
    own = request.person in {claim.filed_by, claim.checker}
    if not own and not may_decide_for_others(session, request, desk):
        raise NotAllowed(f"Only who filed {show(number)}, who is on it, or a lead can discard it.", unchanged=UNCHANGED)
    old = {"state": claim.state, "checker": claim.checker}
    claim.state, claim.state_why = "discarded", reason
    due.drop(session, due.reminder_due(session, claim.id))
    _file(session, workspace, request, history.What.DISCARDED, claim, desk, old, why=reason)
    for claim_id in disputes_with(session, claim.id or 0):
        draw_again(session, claim_id, request.now)
    return _step(session, claim)


def snooze(session: Session, request: Request, number: int) -> Step:
    """Move the next reminder of a claim, and only that one, a day on."""
    workspace, claim, desk = _begin(session, request, number)
    _still_open(claim)
    if earlier_numbers(session, workspace, request):
        return _step(session, claim)
    row = due.reminder_due(session, claim.id)
    if row is None:
        raise NotAllowed(f"No more reminders of {show(number)} are to come.", unchanged=UNCHANGED)
    if row.snoozed:
        return _step(session, claim)
    old = row.at
    row.at, row.snoozed = same_time_next_day(old, ZoneInfo(desk.zone)), True
    session.add(row)
    history.note(
        session,
        workspace,
        request,
        history.What.SNOOZED,
        claim=claim,
        old={"reminder": old.isoformat()},
        new={"reminder": row.at.isoformat()},
    )
    keep_numbers(session, workspace, request, [number])
    return _step(session, claim)


def _begin(session: Session, request: Request, number: int) -> tuple[Workspace, Claim, Desk]:
    workspace = lock_workspace(session, request.team, request.enterprise)
    claim = visible_claim(session, request, workspace.id or 0, number, to_do="See what is on file with `/claim list`.")
    return workspace, claim, desk_by_id(session, claim.desk_id)


def _still_open(claim: Claim) -> None:
    if claim.state in SET_ASIDE:
        raise Overtaken(f"{show(claim.number)} was {claim.state} in the meantime.", unchanged=UNCHANGED)


def _file(
    session: Session,
    workspace: Workspace,
    request: Request,
    what: history.What,
    claim: Claim,
    desk: Desk,
    old: Mapping[str, str | None],
    why: str | None = None,
) -> None:
    session.add(claim)
    new = {"state": claim.state, "checker": claim.checker}
    event = history.note(session, workspace, request, what, claim=claim, old=dict(old), new=new, why=why)
    history.tell(session, event, claim, desk)


def _step(session: Session, claim: Claim) -> Step:
    session.flush()
    row = due.reminder_due(session, claim.id)
    return Step(read_dossier(session, claim), None if row is None else row.at)
