"""Leavers: who left which channel, so that what they opened there before is not theirs any more."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from store.tables import Leaver


def left(session: Session, workspace_id: int, channel: str, person: str) -> Leaver | None:
    """That somebody left a channel, if they did and have not come back."""
    return session.exec(
        select(Leaver).where(Leaver.workspace_id == workspace_id, Leaver.channel == channel, Leaver.person == person)
    ).first()


def keep_left(session: Session, workspace_id: int, channel: str, person: str, at: datetime) -> None:
    """Keep that somebody left a channel."""
    if left(session, workspace_id, channel, person) is None:
        session.add(Leaver(workspace_id=workspace_id, channel=channel, person=person, at=at))


def forget_left(session: Session, workspace_id: int, channel: str, person: str) -> None:
    """Forget that somebody left a channel: they are back."""
    row = left(session, workspace_id, channel, person)
    if row is not None:
        session.delete(row)
