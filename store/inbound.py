"""Requests we have answered, so that a second delivery or a person's own retry makes no twin."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, or_
from sqlmodel import Session, col, select

from store.rows import add
from store.tables import InboundKey

# Somebody who saw a timeout tries again within minutes; later the same words are meant anew.
RETRY_WITHIN = timedelta(minutes=5)

_KEY = col(InboundKey.key) == bindparam("key")
_WORDS = and_(
    *(col(getattr(InboundKey, name)) == bindparam(name) for name in ("person", "channel", "words")),
    col(InboundKey.at) > bindparam("since"),
)
_HERE = (
    select(InboundKey.answer)
    .where(col(InboundKey.workspace_id) == bindparam("workspace_id"))
    .order_by(_KEY.desc(), col(InboundKey.id).desc())
)
_SAME, _SAME_WORDS = _HERE.where(_KEY), _HERE.where(or_(_KEY, _WORDS))


def earlier_answer(
    session: Session,
    workspace_id: int,
    *,
    key: str,
    person: str,
    channel: str,
    words: str | None,
    at: datetime,
) -> dict[str, Any] | None:
    """What the same request was answered: by its key, or by the same person's same words a few minutes ago."""
    same = {"workspace_id": workspace_id, "key": key}
    if words is not None:
        same |= {"person": person, "channel": channel, "words": words, "since": at - RETRY_WITHIN}
    found: Any = session.exec(_SAME if words is None else _SAME_WORDS, params=same).first()
    return None if found is None else dict(found)


def keep_answer(
    session: Session,
    workspace_id: int,
    *,
    key: str,
    person: str,
    channel: str,
    words: str | None,
    at: datetime,
    answer: dict[str, Any],
) -> None:
    """Keep what a request was answered, in the transaction that filed it."""
    add(
        session,
        InboundKey,
        workspace_id=workspace_id,
        key=key,
        person=person,
        channel=channel,
        words=words,
        answer=answer,
        at=at,
    )
