"""Reports: where a claim, or a dispute, was carried."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, select

from store.dossiers import Carried
from store.names import find_or_add
from store.tables import Report, Source


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
    found = session.exec(
        select(Report).where(Report.claim_id == claim_id, Report.dispute_id == dispute_id).order_by("id")
    ).all()
    kept: list[Report] = []
    for report in reports:
        source, origin = _named(session, workspace_id, report.outlet), _named(session, workspace_id, report.origin)
        same = [
            row
            for row in found
            if (row.link, row.source_id, row.origin_id) == (report.link, source, origin) and row not in kept
        ]
        row = (
            same[0]
            if same
            else Report(
                workspace_id=workspace_id,
                claim_id=claim_id,
                dispute_id=dispute_id,
                source_id=source,
                origin_id=origin,
                link=report.link,
                added_by=by,
                added_at=at,
            )
        )
        session.add(row)
        kept.append(row)
    for row in found:
        if row not in kept:
            session.delete(row)


def _named(session: Session, workspace_id: int, name: str | None) -> int | None:
    return None if name is None else find_or_add(session, Source, workspace_id, name).id
