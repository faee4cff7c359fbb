"""Desks: channels with their settings, and people's own conversations with the bot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from store.rows import find
from store.tables import Desk


def desk_by_id(session: Session, desk_id: int) -> Desk:
    """The desk with this id, which exists."""
    return session.get_one(Desk, desk_id)


def find_desk(session: Session, workspace_id: int, desk_id: int) -> Desk | None:
    """The desk of a workspace with this id, if there is one."""
    return find(session, Desk, id=desk_id, workspace_id=workspace_id)


def desk_of_channel(session: Session, workspace_id: int, channel: str) -> Desk | None:
    """The desk a channel is, if it is one."""
    return find(session, Desk, workspace_id=workspace_id, channel=channel)


def desk_of_person(session: Session, workspace_id: int, person: str) -> Desk | None:
    """A person's own conversation with the bot, if they have filed in it."""
    return find(session, Desk, workspace_id=workspace_id, person=person)


def desks_of(session: Session, workspace_id: int) -> Sequence[Desk]:
    """All desks of a workspace, the first that was opened first."""
    return session.exec(select(Desk).where(Desk.workspace_id == workspace_id).order_by(col(Desk.id))).all()


def first_desk(session: Session, workspace_id: int) -> Desk | None:
    """The workspace's first desk, where claims of channels that are no desk are filed."""
    return find(session, Desk, workspace_id=workspace_id, first=True)


def public_desks(session: Session, workspace_id: int) -> Sequence[Desk]:
    """The desks that are public channels, as far as we know."""
    return session.exec(
        select(Desk).where(Desk.workspace_id == workspace_id, Desk.kind == "public").order_by(col(Desk.id))
    ).all()


def desks_of_workspace(session: Session, workspace_id: int) -> Sequence[Desk]:
    """All desks of a workspace, in the order in which they were opened."""
    return session.exec(select(Desk).where(Desk.workspace_id == workspace_id).order_by(col(Desk.id))).all()


def desks_waiting_for_zone(session: Session, workspace_id: int, person: str) -> Sequence[Desk]:
    """The desks that take their zone from this person, and do not know it yet."""
    return session.exec(
        select(Desk).where(Desk.workspace_id == workspace_id, Desk.zone_of == person).order_by(col(Desk.id))
    ).all()


def desks_posting_to(session: Session, workspace_id: int, channel: str) -> Sequence[Desk]:
    """The desks that post into a channel: their own, or the one chosen for the digest."""
    return session.exec(
        select(Desk).where(
            Desk.workspace_id == workspace_id,
            (col(Desk.channel) == channel) | (col(Desk.digest_channel) == channel),
        )
    ).all()


def add_desk(
    session: Session,
    workspace_id: int,
    *,
    kind: str,
    channel: str | None,
    person: str | None,
    first: bool,
    zone: str,
    zone_of: str | None,
    at: datetime,
) -> Desk:
    """Open a desk with the settings everybody begins with."""
    desk = Desk(
        workspace_id=workspace_id,
        kind=kind,
        channel=channel,
        person=person,
        first=first,
        zone=zone,
        zone_of=zone_of,
        opened_at=at,
    )
    session.add(desk)
    session.flush()
    return desk
