"""Events by id."""

from __future__ import annotations

from sqlmodel import Session

from store.tables import Event


def event_by_id(session: Session, event_id: int) -> Event:
    """The event with this id, which exists."""
    return session.get_one(Event, event_id)
