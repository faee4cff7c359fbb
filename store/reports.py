"""Reports: where a claim, or a dispute, was carried. A protected source stands in its report alone, under no name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from store.basis import OFF_RECORD
from store.dossiers import Carried, typed_of
from store.names import id_of
from store.replies import forget_report
from store.rows import add
from store.tables import Dispute, Report, Source


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
    """File reports of a claim or of a dispute; `message_link`: the message they were added from, and its author.

    A protected one that is filed again stays with whoever added it first.
    """
    for report in reports:
        add(
            session,
            Report,
            workspace_id=workspace_id,
            claim_id=claim_id,
            dispute_id=dispute_id,
            added_by=(report.added_by if report.protected else None) or by,
            added_at=at,
            message_link=message_link,
            passed_on_by=passed_on_by,
            **_worded(session, workspace_id, report),
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
    """Make these the reports of a claim or of a dispute; one that stays keeps who added it, and when.

    Those with an id stay as they are on file.
    """
    reports = list(reports)
    kept = {report.id for report in reports if report.id is not None}
    on_file = _rows(session, claim_id=claim_id, dispute_id=dispute_id)
    found = [row for row in on_file if row.id not in kept]
    added = []
    for report in reports:
        if report.id is not None:
            continue
        same = next((row for row in found if typed_of(row) == report), None)
        if same is None:
            added.append(report)
        else:
            found.remove(same)
            for name, value in _worded(session, workspace_id, replace(report, place=same.place)).items():
                setattr(same, name, value)
            session.add(same)
    for row in found:
        forget_report(session, row.id)
        session.delete(row)
    add_reports(session, workspace_id, added, claim_id=claim_id, dispute_id=dispute_id, by=by, at=at)


def typed_reports(session: Session, *, claim_id: int | None = None, dispute_id: int | None = None) -> list[Carried]:
    """The reports of a claim or of a dispute as they were typed, protected sources with them."""
    return [typed_of(row) for row in _rows(session, claim_id=claim_id, dispute_id=dispute_id)]


def reports_by_ids(session: Session, ids: Collection[int]) -> list[Carried]:
    """The reports with these ids as they were typed, protected sources with them."""
    return [typed_of(row) for row in session.exec(select(Report).where(col(Report.id).in_(ids))).all()] if ids else []


def off_the_record(session: Session, claim_id: int | None) -> bool:
    """Whether a claim, or what was said against it, has a report that was given off the record."""
    disputes = select(Dispute.id).where(Dispute.claim_id == claim_id)
    query = select(Report.id).where(
        or_(col(Report.claim_id) == claim_id, col(Report.dispute_id).in_(disputes)), Report.basis == OFF_RECORD
    )
    return session.exec(query.limit(1)).first() is not None


def _rows(session: Session, *, claim_id: int | None, dispute_id: int | None) -> list[Report]:
    of = (Report.claim_id == claim_id, Report.dispute_id == dispute_id)
    return list(session.exec(select(Report).where(*of).order_by(col(Report.id))).all())


def _worded(session: Session, workspace_id: int, report: Carried) -> dict[str, Any]:
    """What a report's row says of it. Only an open source is a name among the others: those are searched."""
    source_id, origin_id = (
        None if name is None or report.protected else id_of(session, Source, workspace_id, name)
        for name in (report.outlet, report.origin)
    )
    return {
        "source_id": source_id,
        "origin_id": origin_id,
        "outlet": report.outlet,
        "origin": report.origin,
        "link": report.link,
        "place": report.place,
        "basis": report.basis,
    }
