"""A request that comes twice: what it was answered is kept with what it filed, and found again."""

from __future__ import annotations

from typing import Any

from bot.desk.request import Request
from store import Session, inbound


def earlier_answer(session: Session, workspace_id: int | None, request: Request) -> dict[str, Any] | None:
    """What the same request was answered before, if it was."""
    return inbound.earlier_answer(
        session,
        workspace_id or 0,
        key=request.key,
        person=request.person,
        channel=request.channel,
        words=request.words,
        at=request.now,
    )


def keep_answer(session: Session, workspace_id: int | None, request: Request, **answer: Any) -> None:
    """Keep what a request is answered, in the transaction that files it."""
    inbound.keep_answer(
        session,
        workspace_id or 0,
        key=request.key,
        person=request.person,
        channel=request.channel,
        words=request.words,
        at=request.now,
        answer=answer,
    )
