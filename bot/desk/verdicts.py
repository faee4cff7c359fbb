"""Verdicts: proposed by one, signed off by another where the desk asks for it, corrected in public when wrong."""

from __future__ import annotations

from bot.desk import history
from bot.desk.evidence import file_exhibits
from bot.desk.exhibits import read_exhibits
from bot.desk.lifecycle import worked_on
from bot.desk.limits import NOTE, REASON
from bot.desk.request import Request
from bot.desk.steps import State, Step, Verdict, check_verdict
from bot.desk.turns import Stepped, Turn, begin, reason, where_it_stands, within
from bot.desk.using import file_links, read_links
from store import Session
from store.findings import sides_of
from store.followers import follow


def propose(
    session: Session,
    request: Request,
    number: int,
    verdict: str,
    note: str | None,
    *,
    evidence: str = "",
    used_in: str = "",
    stamp: str | None = None,
) -> Stepped:
    """Propose a verdict; it is the verdict at once where the desk asks for no second reader.

    `evidence` and `used_in` are fields of the form, one piece or one link a line; they are filed with it. Raises
    NotUnderstood where the verdict lacks what it needs, NotAllowed, and Overtaken if the claim changed since the form
    was opened.
    """
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    turn.check(Step.PROPOSE)
    turn.unchanged_since(stamp)
    turn.speak()
    words = within(note, NOTE, "note")
    file_exhibits(turn, read_exhibits(evidence))
    check_verdict(verdict, sides_of(session, turn.claim), words)
    file_links(turn, read_links(used_in))
    old, claim = where_it_stands(turn.claim), turn.claim
    if claim.checker is None:
        claim.checker, claim.taken_at = request.person, request.now
    follow(session, claim, request.person, request.now)
    claim.proposed, claim.proposed_by, claim.verdict_why = verdict, request.person, words or None
    if turn.desk.second_reader:
        claim.state = State.REVIEW
        turn.file(history.What.PROPOSED, old, why=claim.verdict_why)
    else:
        _settle(turn, old, signed_by=None)
    return turn.done()


def sign(session: Session, request: Request, number: int, *, stamp: str | None = None) -> Stepped:
    """Sign a proposed verdict off. Where the desk asks for a second reader nobody signs their own."""
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    turn.check(Step.SIGN)
    turn.unchanged_since(stamp)
    check_verdict(turn.claim.proposed or "", sides_of(session, turn.claim), turn.claim.verdict_why or "")
    follow(session, turn.claim, request.person, request.now)
    _settle(turn, where_it_stands(turn.claim), signed_by=request.person)
    return turn.done()


def send_back(session: Session, request: Request, number: int, why: str, *, stamp: str | None = None) -> Stepped:
    """Send a proposed verdict back to be checked further; who proposed it may withdraw it without a reason."""
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    turn.check(Step.SEND_BACK)
    turn.unchanged_since(stamp)
    turn.speak()
    own = turn.claim.proposed_by == request.person
    words = "" if own and not why.strip() else reason(why, "the video shows another place.", fits=REASON)
    old, claim = where_it_stands(turn.claim), turn.claim
    claim.state, claim.proposed, claim.proposed_by, claim.verdict_why = worked_on(claim), None, None, None
    turn.file(history.What.SENT_BACK, old, why=words or None)
    return turn.done()


def withdraw(session: Session, request: Request, number: int) -> Stepped:
    """Take one's own proposal back."""
    return send_back(session, request, number, "")


def ask_to_sign(session: Session, request: Request, number: int) -> Stepped:
    """Ask for a second reader in the claim's thread, where its leads are named."""
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    turn.check_state(Step.SIGN)
    turn.file(history.What.ASKED_TO_SIGN, where_it_stands(turn.claim), reminds=False, leads=list(turn.desk.leads))
    return turn.done()


def reopen(session: Session, request: Request, number: int, why: str, *, stamp: str | None = None) -> Stepped:
    """Take a settled claim up again, with a reason; until it is ruled on anew it counts as unverified."""
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    turn.check(Step.REOPEN)
    turn.unchanged_since(stamp)
    turn.speak()
    words = reason(why, "the same video was online in March.", fits=REASON)
    old, claim = where_it_stands(turn.claim), turn.claim
    claim.was, claim.verdict = claim.verdict, Verdict.UNVERIFIED
    claim.state, claim.settled_at, claim.signed_by, claim.proposed_by = State.CHECKING, None, None, None
    if claim.checker is None:
        claim.checker, claim.taken_at = request.person, request.now
    follow(session, claim, request.person, request.now)
    turn.file(history.What.REOPENED, old, why=words)
    return turn.done()


def _settle(turn: Turn, old: dict[str, str | None], *, signed_by: str | None) -> None:
    """Make the proposed verdict the verdict; one that differs from what was read before is a correction."""
    claim = turn.claim
    corrected = claim.was not in (None, claim.proposed)
    claim.verdict, claim.proposed, claim.was = claim.proposed or "", None, None
    claim.state, claim.state_why = State.CLOSED, None
    claim.signed_by, claim.settled_at = signed_by, turn.request.now
    what = history.What.CORRECTED if corrected else history.What.SETTLED
    turn.file(what, old, why=claim.verdict_why, signed_by=signed_by)
