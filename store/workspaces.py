"""Workspaces and the people in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from store.rows import find, find_locked
from store.tables import Person, Workspace


def lock_workspace(session: Session, team: str, enterprise: str = "") -> Workspace:
    """The workspace's row, locked; filed on first sight. Every write takes it before any other row.

    A workspace that joins an organisation (Enterprise Grid) keeps its own id: its row learns of whose it is now.
    """
    workspace = find_locked(session, Workspace, enterprise_id=enterprise, team_id=team)
    if workspace is None:
        before = enterprise_of(session, team, enterprise)
        workspace = find_locked(session, Workspace, enterprise_id=before, team_id=team)
        if workspace is not None and not before:
            workspace.enterprise_id = enterprise
            session.add(workspace)
            session.flush()
    if workspace is None:
        workspace = Workspace(enterprise_id=enterprise, team_id=team)
        try:
            with session.begin_nested():
                session.add(workspace)
        except IntegrityError:  # another copy saw it first, and has committed by now
            workspace = find_locked(session, Workspace, enterprise_id=enterprise, team_id=team)
            if workspace is None:
                raise
    return workspace


def all_workspaces(session: Session) -> Sequence[Workspace]:
    """Every workspace on file, in the order they came."""
    return session.exec(select(Workspace).order_by(col(Workspace.id))).all()


def lock_known(session: Session, workspace_id: int) -> Workspace:
    """The row of a workspace we know by id, locked."""
    return session.exec(select(Workspace).where(Workspace.id == workspace_id).with_for_update()).one()


def workspace_by_id(session: Session, workspace_id: int) -> Workspace:
    """The row of a workspace we know by id, to read."""
    return session.get_one(Workspace, workspace_id)


def find_workspace(session: Session, team: str, enterprise: str = "") -> Workspace | None:
    """The workspace's row, to read; None before its first write."""
    exactly = find(session, Workspace, enterprise_id=enterprise, team_id=team)
    if exactly is not None:
        return exactly
    return find(session, Workspace, enterprise_id=enterprise_of(session, team, enterprise), team_id=team)


def known_id(session: Session, team: str, enterprise: str = "") -> int:
    """The id of a workspace, to read in; 0, which no row has, before its first write."""
    workspace = find_workspace(session, team, enterprise)
    return 0 if workspace is None else workspace.id or 0


def enterprise_of(session: Session, team: str, said: str) -> str:
    """The organisation of a workspace on file; what is `said` where there is none, or one of either."""
    known = session.exec(select(Workspace.enterprise_id).where(Workspace.team_id == team)).all()
    return known[0] if len(known) == 1 else said


def find_person(session: Session, workspace_id: int, slack_id: str) -> Person | None:
    """What we have learnt of a person, if anything."""
    return find(session, Person, workspace_id=workspace_id, slack_id=slack_id)


def person_here(session: Session, workspace_id: int, slack_id: str) -> Person:
    """A person's row; filed on first sight."""
    person = find_person(session, workspace_id, slack_id)
    return person or Person(workspace_id=workspace_id, slack_id=slack_id)


def know_person(
    session: Session,
    workspace_id: int,
    slack_id: str,
    *,
    zone: str,
    guest: bool,
    admin: bool,
    at: datetime,
) -> Person:
    """Keep what Slack says of a person."""
    person = person_here(session, workspace_id, slack_id)
    person.zone, person.guest, person.admin, person.learnt_at = zone, guest, admin, at
    session.add(person)
    session.flush()
    return person
