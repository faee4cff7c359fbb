"""Following a claim: who wants to be told of a verdict, a dispute, a reopening, a correction."""

from __future__ import annotations

from bot.desk import history
from bot.desk.filing import keep_numbers
from bot.desk.request import Request
from bot.desk.turns import Stepped, Turn, begin
from store import Session, followers


def follow_in_thread(session: Session, request: Request, number: int) -> Stepped:
    """Follow a claim in its card's thread."""
    return _follow(session, request, number, directly=False)


def follow_directly(session: Session, request: Request, number: int) -> Stepped:
    """Follow a claim in its card's thread, and in messages of one's own."""
    return _follow(session, request, number, directly=True)


def _follow(session: Session, request: Request, number: int, *, directly: bool) -> Stepped:
    turn = begin(session, request, number)
    row = followers.follower(session, turn.claim, request.person)
    if row is None or row.directly != directly:
        followers.follow(session, turn.claim, request.person, request.now, directly=directly)
        _note(turn, history.What.FOLLOWED, directly=directly)
    return turn.done()


def unfollow(session: Session, request: Request, number: int) -> Stepped:
    """Follow a claim no more."""
    turn = begin(session, request, number)
    if followers.follower(session, turn.claim, request.person) is not None:
        followers.unfollow(session, turn.claim, request.person)
        _note(turn, history.What.UNFOLLOWED, directly=False)
    return turn.done()


def _note(turn: Turn, what: history.What, *, directly: bool) -> None:
    if turn.repeated:
        return
    history.note(turn.session, turn.workspace, turn.request, what, claim=turn.claim, new={"directly": directly})
    keep_numbers(turn.session, turn.workspace, turn.request, [turn.claim.number])
