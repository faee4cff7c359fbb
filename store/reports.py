"""Reports: where a claim, or a dispute, was carried."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from store.dossiers import Carried
from store.names import find_or_add
from store.tables import Report, Source


def add_reports(
    session: Session,
    workspace_id: int,
    reports: Iterable[Carried],
    *,
    claim_id: int | None = None,
    dispute_id: int | None = None,
    by: str,
    at: datetime,
    message_link: str | None = None,
    passed_on_by: str | None = None,
) -> None:
    """File reports of a claim or of a dispute; `message_link`: the message they were added from, and its author."""
    for report in reports:
        session.add(
            Report(
                workspace_id=workspace_id,
                claim_id=claim_id,
                dispute_id=dispute_id,
                source_id=_named(session, workspace_id, report.outlet),
                origin_id=_named(session, workspace_id, report.origin),
                outlet=report.outlet,
                origin=report.origin,
                link=report.link,
                place=report.place,
                added_by=by,
                added_at=at,
                message_link=message_link,
                passed_on_by=passed_on_by,
            )
        )


def set_reports(
    session: Session,
    workspace_id: int,
    reports: Iterable[Carried],
    *,
    claim_id: int | None = None,
    dispute_id: int | None = None,
    by: str,
    at: datetime,
) -> None:
    """Make these the reports of a claim or of a dispute; one that stays keeps who added it, and when."""
    found = list(
        session.exec(
            select(Report).where(Report.claim_id == claim_id, Report.dispute_id == dispute_id).order_by(col(Report.id))
        ).all()
    )
    added = []
    for report in reports:
        same = next((row for row in found if Carried(row.outlet, row.link, row.origin) == report), None)
        if same is None:
            added.append(report)
        else:
            found.remove(same)
    for row in found:
        session.delete(row)
    add_reports(session, workspace_id, added, claim_id=claim_id, dispute_id=dispute_id, by=by, at=at)


def _named(session: Session, workspace_id: int, name: str | None) -> int | None:
    return None if name is None else find_or_add(session, Source, workspace_id, name).id
