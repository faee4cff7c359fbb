"""What only passes through: requests that were answered and messages that were sent, deleted after a while.

Nothing of the record itself is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from store.outbox import DONE
from store.tables import InboundKey, Outbox
from store.tables.sending import PASSING

BATCH = 200  # rows: what a command waits for meanwhile is some milliseconds
# Not as the index by state has it: by that, every card that was ever sent would be walked.
_STATE = func.coalesce(Outbox.state, "")


@dataclass(frozen=True)
class Keep:
    """How long."""

    requests: timedelta = timedelta(days=7)
    sent: timedelta = timedelta(days=365)


def forget_requests(session: Session, before: datetime) -> int:
    """Forget some requests that were answered before this; how many."""
    old = select(InboundKey.id).where(InboundKey.at < before).order_by(col(InboundKey.at)).limit(BATCH)
    ids = session.exec(old).all()
    if ids:
        session.execute(delete(InboundKey).where(col(InboundKey.id).in_(ids)))
    return len(ids)


def forget_sent(session: Session, before: datetime) -> int:
    """Forget some of what was put into the outbox before this, is done, and has no thread; how many."""
    reply = aliased(Outbox)
    old = (
        select(Outbox.id)
        .where(text(f"outbox.{PASSING}"), Outbox.created_at < before, _STATE.in_(DONE))
        .where(~select(reply.id).where(reply.thread_of == Outbox.id).exists())
        .order_by(col(Outbox.created_at))
        .limit(BATCH)
    )
    ids = session.exec(old).all()
    if ids:
        session.execute(delete(Outbox).where(col(Outbox.id).in_(ids)))
    return len(ids)
