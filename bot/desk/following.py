"""Following a claim: who wants to be told of a verdict, a dispute, a reopening, a correction."""

from __future__ import annotations

from bot.desk import history
from bot.desk.filing import keep_numbers
from bot.desk.request import Request
from bot.desk.turns import Stepped, Turn, begin
from store import Session
from store.followers import follow, follower, unfollow


def follow_claim(session: Session, request: Request, number: int, *, directly: bool) -> Stepped:
    """Follow a claim in its card's thread; `directly`: in messages of one's own, too."""
    turn = begin(session, request, number)
    row = follower(session, turn.claim, request.person)
    if row is None or row.directly != directly:
        follow(session, turn.claim, request.person, request.now, directly=directly)
        _note(turn, history.What.FOLLOWED, directly=directly)
    return turn.done()


def unfollow_claim(session: Session, request: Request, number: int) -> Stepped:
    """Follow a claim no more."""
    turn = begin(session, request, number)
    if follower(session, turn.claim, request.person) is not None:
        unfollow(session, turn.claim, request.person)
        _note(turn, history.What.UNFOLLOWED, directly=False)
    return turn.done()


def _note(turn: Turn, what: history.What, *, directly: bool) -> None:
    if turn.repeated:
        return
    history.note(turn.session, turn.workspace, turn.request, what, claim=turn.claim, new={"directly": directly})
    keep_numbers(turn.session, turn.workspace, turn.request, [turn.claim.number])
