"""Requests we have answered, so that a second delivery or a person's own retry makes no twin."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from store.tables import InboundKey

# Somebody who saw a timeout tries again within minutes; later the same words are meant anew.
RETRY_WITHIN = timedelta(minutes=5)


def earlier_answer(
    session: Session,
    workspace_id: int,
    *,
    key: str,
    person: str,
    channel: str | None,
    words: str | None,
    at: datetime,
) -> dict[str, Any] | None:
    """What the same request was answered: by its key, or by the same person's same words a few minutes ago."""
    same = col(InboundKey.key) == key
    same_words = and_(
        col(InboundKey.person) == person,
        col(InboundKey.channel) == channel,
        col(InboundKey.words) == words,
        col(InboundKey.at) > at - RETRY_WITHIN,
    )
    found = session.exec(
        select(InboundKey)
        .where(InboundKey.workspace_id == workspace_id, same if words is None else or_(same, same_words))
        .order_by(same.desc(), col(InboundKey.id).desc())
    ).first()
    return None if found is None else found.answer


def keep_answer(
    session: Session,
    workspace_id: int,
    *,
    key: str,
    person: str,
    channel: str | None,
    words: str | None,
    at: datetime,
    answer: dict[str, Any],
) -> None:
    """Keep what a request was answered, in the transaction that filed it."""
    session.add(
        InboundKey(
            workspace_id=workspace_id,
            key=key,
            person=person,
            channel=channel,
            words=words,
            answer=answer,
            at=at,
        )
    )
