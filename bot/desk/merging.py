"""Merging a claim into the one that it repeats: what belongs to it goes along, and comes back in one step."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.desk import history
from bot.desk.access import may_link, visible_claim
from bot.desk.awaiting import schedule_replies
from bot.desk.filing import draw_again
from bot.desk.lifecycle import hold_again, unhold
from bot.desk.protecting import restrict
from bot.desk.references import show
from bot.desk.request import Request
from bot.desk.steps import State, Step, Verdict
from bot.desk.turns import FIND_IT, Stepped, Turn, begin, where_it_stands
from bot.errors import UNCHANGED, NotAllowed, NotUnderstood
from store import Session, chain
from store.claims import claim_by_id
from store.disputes import disputes_with
from store.dossiers import SET_ASIDE, names
from store.events import last_of
from store.moving import move_all, move_back
from store.reports import off_the_record
from store.tables import Claim


def merge_claims(
    session: Session, request: Request, number: int, into: int | None, *, stamp: str | None = None
) -> Stepped:
    """Merge a claim into another: its reports, disputes, evidence and followers go along; the other as it then stands.

    Raises NotAllowed for a merge with itself, in a circle, or across what is private.
    """
    turn = begin(session, request, number)
    other = _other(turn, into)
    if turn.repeated:
        return turn.at(other).done()
    turn.check(Step.MERGE)
    turn.unchanged_since(stamp)
    old, claim = where_it_stands(turn.claim), turn.claim
    old["state_why"] = claim.state_why
    unhold(session, claim)
    moved = move_all(session, claim, other)
    for each in (claim, other):
        schedule_replies(session, each, request.now)
    if off_the_record(session, other.id):
        restrict(session, turn.workspace, request, other)
    claim.state, claim.merged_into_id = State.MERGED, other.id
    claim.state_why, claim.proposed = f"a duplicate of {show(other.number)}", None
    turn.file(history.What.MERGED, old, into=other.number, moved=moved)
    for older in moved["updates"]:
        draw_again(session, older, request.now)
    return _told_there(turn, other, history.What.MERGED_IN)


def unmerge(session: Session, request: Request, number: int) -> Stepped:
    """Take a claim out of the one it was merged into, with what went along; it stands where it stood before."""
    turn = begin(session, request, number)
    if turn.repeated:
        return turn.done()
    turn.check(Step.UNMERGE)
    claim = turn.claim
    other = claim_by_id(session, claim.merged_into_id or 0)
    if other.state == State.MERGED:
        into = show(other.number) if names(session, claim, other) else None
        raise NotAllowed(
            f"{f'{into}, which' if into else 'The claim that'} it was merged into, was merged itself.",
            unchanged=UNCHANGED,
            remedy=f"First take {into or 'that'} out again.",
        )
    event = chain.read(last_of(session, claim.id, history.What.MERGED))
    old, before = where_it_stands(claim), event["old"]
    back = move_back(session, event["new"]["moved"], claim, other)
    for each in (claim, other):
        schedule_replies(session, each, request.now)
    claim.merged_into_id, claim.state_why = None, before["state_why"]
    claim.state, claim.verdict, claim.checker = before["state"], before["verdict"], before["checker"]
    claim.proposed, claim.proposed_by, claim.was = before["proposed"], before["proposed_by"], before["was"]
    if claim.state == State.HOLD:
        hold_again(session, turn, date.fromisoformat(before["hold_until"]))
    source: dict[str, Any] = {"from": other.number, "moved": back}
    turn.file(history.What.UNMERGED, old, **source)
    for older in event["new"]["moved"].get("updates", []):
        draw_again(session, older, request.now)
    _told_there(turn, other, history.What.MERGED_OUT)
    return turn.done()


def _other(turn: Turn, number: int | None) -> Claim:
    claim, name = turn.claim, show(turn.claim.number)
    if number is None:
        raise NotUnderstood("Which claim does it repeat?", unchanged=UNCHANGED, field="into")
    other = visible_claim(turn.session, turn.request, claim.workspace_id, number, to_do=FIND_IT, unchanged=UNCHANGED)
    if turn.repeated:
        return other
    if other.id == claim.id:
        raise NotAllowed(
            f"{name} cannot be merged into itself.",
            unchanged=UNCHANGED,
            remedy="Choose the claim that it repeats.",
            field="into",
        )
    if other.merged_into_id == claim.id:
        raise NotAllowed(
            f"{show(number)} was merged into {name}, so {name} cannot be merged into it.",
            unchanged=UNCHANGED,
            remedy=f"First take {show(number)} out again.",
            field="into",
        )
    if other.state in SET_ASIDE:
        raise NotAllowed(
            f"{show(number)} is {other.state} itself.",
            unchanged=UNCHANGED,
            remedy="Choose a claim that is open or settled.",
            field="into",
        )
    _check_linked(turn, other)
    may_link(turn.session, claim, other, field="into")
    return other


def _check_linked(turn: Turn, other: Claim) -> None:
    """Refuse a merge that would make what the two claims are to each other disappear. Raises NotAllowed."""
    claim, name, into = turn.claim, show(turn.claim.number), show(other.number)
    if other.updated_by_id == claim.id:
        raise NotAllowed(
            f"{into} is updated by {name}, so {name} cannot be merged into it.",
            unchanged=UNCHANGED,
            remedy=f"First take that back: More on {into}.",
            field="into",
        )
    if other.id in disputes_with(turn.session, claim.id or 0) or claim.id in disputes_with(turn.session, other.id or 0):
        raise NotAllowed(
            f"One of {name} and {into} stands against the other, so they are not the same claim.",
            unchanged=UNCHANGED,
            remedy="First decide that dispute, behind More.",
            field="into",
        )
    if claim.verdict not in (Verdict.UNVERIFIED, other.verdict):
        raise NotAllowed(
            f"{name} was found “{claim.verdict}”, and {into} is “{other.verdict}”: that finding would be lost.",
            unchanged=UNCHANGED,
            remedy=f"Rule on {into} first, reopen {name}, or merge {into} into {name}.",
            field="into",
        )


def _told_there(turn: Turn, other: Claim, what: history.What) -> Stepped:
    """Tell the other claim's readers, too; how it then stands."""
    session, there = turn.session, turn.at(other)
    there.add(what, new={"from": turn.claim.number})
    for claim_id in disputes_with(session, other.id or 0) | disputes_with(session, turn.claim.id or 0):
        draw_again(session, claim_id, turn.request.now)
    return there.done()
