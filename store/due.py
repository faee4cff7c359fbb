"""Due times: when a desk's next digest, and a claim's next reminder, is to go out, and when a reply is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import text
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from store.rows import add, find
from store.tables import Claim, Due

TICKING = 0xC1A2  # any number will do, as long as every copy of the bot asks for the same one


def digest_due(session: Session, desk_id: int | None) -> Due | None:
    """When a desk's next digest is due."""
    return find(session, Due, kind="digest", desk_id=desk_id)


def reminder_due(session: Session, claim_id: int | None) -> Due | None:
    """When a claim's next reminder is due, if there is one more."""
    return find(session, Due, kind="reminder", claim_id=claim_id)


def set_digest(
    session: Session, workspace_id: int, desk_id: int, day: date, at: datetime, since: datetime | None = None
) -> Due:
    """Set when a desk's next digest is due, for which local date, and since when it is held back."""
    row = digest_due(session, desk_id) or Due(workspace_id=workspace_id, kind="digest", desk_id=desk_id, at=at)
    row.day, row.at, row.since = day, at, since
    session.add(row)
    session.flush()
    return row


def reminder_of(session: Session, claim: Claim, at: datetime) -> Due:
    """A claim's reminder, to be set and kept; `at` where it has none yet."""
    return reminder_due(session, claim.id) or Due(
        workspace_id=claim.workspace_id, kind="reminder", desk_id=claim.desk_id, claim_id=claim.id, at=at
    )


def keep(session: Session, row: Due) -> None:
    """Keep a due time as it was set."""
    if row.id is None:
        add(session, Due, **row.model_dump(exclude={"id"}))
    else:
        session.add(row)


def hold_due(session: Session, claim_id: int | None) -> Due | None:
    """When a claim that is on hold comes back."""
    return find(session, Due, kind="hold", claim_id=claim_id)


def set_hold(session: Session, claim: Claim, at: datetime) -> Due:
    """Set when a claim comes back."""
    row = hold_due(session, claim.id) or Due(
        workspace_id=claim.workspace_id, kind="hold", desk_id=claim.desk_id, claim_id=claim.id, at=at
    )
    row.at = at
    session.add(row)
    return row


def reply_due(session: Session, claim_id: int | None) -> Due | None:
    """When the time of the next open request for a reply to a claim is over."""
    return find(session, Due, kind="reply", claim_id=claim_id)


def set_reply(session: Session, claim: Claim, at: datetime, *, since: datetime) -> Due:
    """Set when the next request ends; those that ended up to `since` have been told of."""
    row = reply_due(session, claim.id) or Due(
        workspace_id=claim.workspace_id, kind="reply", desk_id=claim.desk_id, claim_id=claim.id, at=at
    )
    row.at, row.since = at, since
    session.add(row)
    session.flush()
    return row


def replies_at(session: Session, desk_id: int, upto: datetime) -> Sequence[tuple[Due, Claim]]:
    """A desk's requests for a reply that have ended by then, a row a claim, with their claims."""
    return session.exec(
        select(Due, Claim)
        .join(Claim, col(Claim.id) == col(Due.claim_id))
        .where(Due.kind == "reply", Due.desk_id == desk_id, col(Due.at) <= upto)
        .order_by(col(Claim.number))
    ).all()


def drop(session: Session, row: Due | None) -> None:
    """Take a due time off: it will not come again."""
    if row is not None:
        session.delete(row)


def workspaces_due(session: Session, upto: datetime) -> Sequence[int]:
    """The workspaces in which something is due by then."""
    return session.exec(
        select(Due.workspace_id).where(col(Due.at) <= upto).distinct().order_by(col(Due.workspace_id))
    ).all()


def ticks_alone(session: Session, workspace_id: int) -> bool:
    """Whether no other copy is doing what is due in a workspace; none begins to before the transaction ends.

    On SQLite one copy at a time writes at all.
    """
    if session.get_bind().dialect.name == "sqlite":
        return True
    query = text("SELECT pg_try_advisory_xact_lock(:lock, :workspace)")
    return bool(session.connection().execute(query, {"lock": TICKING, "workspace": workspace_id}).scalar())


def next_due(session: Session, workspace_id: int, kind: str, upto: datetime) -> Due | None:
    """The most overdue row of a kind in a workspace, if any is due by then. The workspace is locked already."""
    return session.exec(
        select(Due)
        .where(Due.workspace_id == workspace_id, Due.kind == kind, col(Due.at) <= upto)
        .order_by(col(Due.at), col(Due.id))
        .limit(1)
    ).first()


def reminders_at(session: Session, desk_id: int, upto: datetime) -> Sequence[tuple[Due, Claim]]:
    """A desk's reminders that are due by then, with their claims."""
    return session.exec(_reminders().where(Due.desk_id == desk_id, col(Due.at) <= upto)).all()


def reminders_of(session: Session, workspace_id: int, person: str, upto: datetime) -> Sequence[tuple[Due, Claim]]:
    """The reminders of what somebody took, at whatever desk, that are due by then, with their claims."""
    return session.exec(
        _reminders().where(Due.workspace_id == workspace_id, Claim.checker == person, col(Due.at) <= upto)
    ).all()


def reminders_of_desk(session: Session, desk_id: int) -> Sequence[tuple[Due, Claim]]:
    """All of a desk's reminders, with their claims."""
    return session.exec(_reminders().where(Due.desk_id == desk_id)).all()


def reminders_of_person(session: Session, workspace_id: int, person: str) -> Sequence[tuple[Due, Claim]]:
    """All reminders of what somebody took, with their claims."""
    return session.exec(_reminders().where(Claim.workspace_id == workspace_id, Claim.checker == person)).all()


def _reminders() -> Select[Due, Claim]:
    return (
        select(Due, Claim)
        .join(Claim, col(Claim.id) == col(Due.claim_id))
        .where(Due.kind == "reminder")
        .order_by(col(Claim.number))
    )


def next_reminder_at(session: Session, desk_id: int) -> datetime | None:
    """When a desk's next reminder is due."""
    return session.exec(
        select(Due.at).where(Due.kind == "reminder", Due.desk_id == desk_id).order_by(col(Due.at))
    ).first()


def next_reminders(session: Session, desk_id: int, limit: int) -> Sequence[tuple[datetime, int]]:
    """When a desk's next reminders are due, and of how many claims each."""
    return session.exec(
        select(Due.at, func.count())
        .where(Due.kind == "reminder", Due.desk_id == desk_id)
        .group_by(col(Due.at))
        .order_by(col(Due.at))
        .limit(limit)
    ).all()
