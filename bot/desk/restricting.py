"""Restricting a claim to its desk's channel, and lifting that: who may see it changes, nothing else."""

from __future__ import annotations

from bot.desk.filing import keep_numbers
from bot.desk.keeping import keep
from bot.desk.limits import REASON
from bot.desk.protecting import check_may_lift
from bot.desk.references import show
from bot.desk.request import Request
from bot.desk.steps import Standing
from bot.desk.turns import Stepped, Turn, begin, reason, standing, within
from bot.errors import UNCHANGED, NotAllowed
from store import Session
from store.dossiers import SET_ASIDE, Dossier


def restrict_claim(session: Session, request: Request, number: int, why: str = "") -> Stepped:
    """Keep a claim in its desk's channel from now on: elsewhere it is neither shown nor named, nor are its duplicates.

    Who filed it, its checker and the desk's leads may. Raises NotAllowed.
    """
    turn = _begin(session, request, number, "restrict it")
    if turn.repeated or turn.claim.restricted:
        return turn.done()
    keep(session, turn.workspace, request, turn.claim, within(why, REASON, "why"))
    keep_numbers(session, turn.workspace, request, [number])
    return turn.done()


def lift_restriction(session: Session, request: Request, number: int, why: str) -> Stepped:
    """Let a claim be seen where its desk's others are, with a reason; its duplicates, too. Raises NotAllowed."""
    turn = _begin(session, request, number, "lift its restriction")
    if turn.repeated or not turn.claim.restricted:
        return turn.done()
    check_may_lift(session, turn.claim)
    words = reason(why, "the source agreed to be quoted.", fits=REASON)
    keep(session, turn.workspace, request, turn.claim, words, restricted=False)
    keep_numbers(session, turn.workspace, request, [number])
    return turn.done()


def may_restrict(at: Standing, dossier: Dossier) -> bool:
    """Whether this person may restrict this claim, or lift that: what is filed in private is kept anyway."""
    return _involved(at) and dossier.desk.kind == "public" and dossier.claim.state not in SET_ASIDE


def _involved(at: Standing) -> bool:
    return at.decides or at.person in (at.filed_by, at.checker)


def _begin(session: Session, request: Request, number: int, do: str) -> Turn:
    turn = begin(session, request, number)
    if turn.repeated:
        return turn
    if turn.desk.kind != "public":
        raise NotAllowed(
            f"{show(number)} is seen in this conversation only, as everything filed here.", unchanged=UNCHANGED
        )
    if turn.claim.state in SET_ASIDE:
        raise NotAllowed(f"{show(number)} was {turn.claim.state}, so nobody can {do}.", unchanged=UNCHANGED)
    if not _involved(standing(session, request, turn.claim, turn.desk)):
        raise NotAllowed(
            f"{show(number)}: only who filed it, its checker or a lead can {do}.",
            unchanged=UNCHANGED,
            remedy="Ask one of them.",
        )
    return turn
