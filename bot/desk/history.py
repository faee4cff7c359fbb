"""The history: what each event is called, how it is filed, and who hears of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from bot.desk.request import Request
from store import Session, outbox
from store.chain import append
from store.tables import Claim, Desk, Event, Workspace


class What(StrEnum):
    """The tags of the history. They are in every event ever filed: add to them, never change one."""

    FILED = "filed"
    EDITED = "edited"
    DISPUTED = "disputed"
    DISPUTE_EDITED = "dispute edited"
    TAKEN = "taken"
    RELEASED = "released"
    SNOOZED = "snoozed"
    DISCARDED = "discarded"
    DESK_OPENED = "desk opened"
    DESK_SET_UP = "desk set up"
    ZONE_LEARNT = "zone learnt"


# What everybody who reads the card's thread is told; the rest shows on the card alone.
TOLD = (What.EDITED, What.DISPUTED, What.DISPUTE_EDITED, What.TAKEN, What.RELEASED, What.DISCARDED)


def note(
    session: Session,
    workspace: Workspace,
    request: Request,
    what: What,
    *,
    claim: Claim | None = None,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    why: str | None = None,
) -> Event:
    """File one event."""
    return append(
        session, workspace, at=request.now, actor=request.person, what=what, claim=claim, old=old, new=new, why=why
    )


def tell(session: Session, event: Event, claim: Claim, desk: Desk) -> None:
    """Draw the claim's card again and, if it is news, tell it in the card's thread."""
    card = outbox.want_card(session, claim, desk, event.at)
    if event.what in TOLD:
        outbox.put(
            session,
            claim.workspace_id,
            key=f"event:{claim.workspace_id}:{event.sequence}",
            kind="thread",
            target=card.target,
            at=event.at,
            desk_id=desk.id,
            claim_id=claim.id,
            thread_of=card.id,
            about={"event": event.id},
        )
