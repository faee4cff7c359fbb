"""Keeping a claim in its desk's channel, or no longer: the one way to do it, for whatever reason."""

from __future__ import annotations

from bot.desk import history
from bot.desk.redrawing import draw_what_names
from bot.desk.request import Request
from store import Session
from store.desks import desk_by_id
from store.linked import duplicates_of
from store.tables import Claim, Workspace


def keep(
    session: Session, workspace: Workspace, request: Request, claim: Claim, why: str | None, *, restricted: bool = True
) -> None:
    """Restrict a claim and its duplicates to their channel, or lift that; what names them is drawn again."""
    claims = [claim, *duplicates_of(session, claim.id or 0)]
    for each in claims:
        if each.restricted != restricted:
            each.restricted = restricted
            session.add(each)
            note_kept(session, workspace, request, each, why)
    draw_what_names(session, [each.id for each in claims], request.now)


def note_kept(session: Session, workspace: Workspace, request: Request, claim: Claim, why: str | None) -> None:
    """Write down, and tell where it is kept, that a claim is restricted now, or is no more."""
    event = history.note(
        session,
        workspace,
        request,
        history.What.RESTRICTED if claim.restricted else history.What.RESTRICTION_LIFTED,
        claim=claim,
        old={"restricted": not claim.restricted},
        new={"restricted": claim.restricted},
        why=why or None,
    )
    history.tell(session, event, claim, desk_by_id(session, claim.desk_id))
