"""Requests for a reply: by id, those that are open, and what a report that is taken away leaves of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from store.tables import ReplyRequest

OPEN = "open"  # of a request that nobody has noted an end of


def request_by_id(session: Session, workspace_id: int, request_id: int) -> ReplyRequest:
    """The request with this id, which exists in this workspace."""
    return session.exec(
        select(ReplyRequest).where(ReplyRequest.workspace_id == workspace_id, ReplyRequest.id == request_id)
    ).one()


def open_requests(session: Session, claim_id: int | None) -> Sequence[ReplyRequest]:
    """A claim's requests that nobody has answered yet, the one that ends first first."""
    return session.exec(
        select(ReplyRequest)
        .where(ReplyRequest.claim_id == claim_id, ReplyRequest.state == OPEN)
        .order_by(col(ReplyRequest.until), col(ReplyRequest.id))
    ).all()


def next_end(session: Session, claim_id: int | None, after: datetime) -> datetime | None:
    """When the next of a claim's open requests ends."""
    return session.exec(
        select(ReplyRequest.until)
        .where(ReplyRequest.claim_id == claim_id, ReplyRequest.state == OPEN, col(ReplyRequest.until) > after)
        .order_by(col(ReplyRequest.until))
        .limit(1)
    ).first()


def ended_requests(
    session: Session, claim_id: int | None, *, after: datetime, upto: datetime
) -> Sequence[ReplyRequest]:
    """A claim's open requests that ended in this time, the first that did first."""
    return [each for each in open_requests(session, claim_id) if after < each.until <= upto]


def requests_by_ids(session: Session, ids: Sequence[int]) -> Sequence[ReplyRequest]:
    """The requests with these ids, the one that ends first first."""
    return session.exec(
        select(ReplyRequest)
        .where(col(ReplyRequest.id).in_(ids))
        .order_by(col(ReplyRequest.until), col(ReplyRequest.id))
    ).all()


def forget_report(session: Session, report_id: int | None) -> None:
    """An answer that became a report is only an answer again: the report is taken away."""
    for row in session.exec(select(ReplyRequest).where(ReplyRequest.report_id == report_id)).all():
        row.report_id = None
        session.add(row)
