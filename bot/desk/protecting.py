"""Protecting a source: what was said off the record restricts its claim by itself, for as long as it is on file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from bot.desk.basis import phrase_of
from bot.desk.keeping import keep
from bot.desk.references import show
from bot.desk.request import Request
from bot.errors import UNCHANGED, NotAllowed
from store import Session
from store.basis import OFF_RECORD
from store.dossiers import Carried
from store.reports import off_the_record, typed_reports
from store.tables import Claim, ReplyRequest, Workspace

WHY = "a report is off the record"


def restricts(reports: Iterable[Carried]) -> bool:
    """Whether one of these reports was given off the record."""
    return any(report.basis == OFF_RECORD for report in reports)


def restrict_for(
    session: Session, workspace: Workspace, request: Request, claim: Claim, reports: Iterable[Carried]
) -> None:
    """Restrict a claim that is given a report off the record, before anybody is told of that report."""
    if restricts(reports):
        restrict(session, workspace, request, claim)


def restrict(session: Session, workspace: Workspace, request: Request, claim: Claim) -> None:
    """Restrict a claim that has a report off the record now, unless it is restricted already."""
    if not claim.restricted:
        keep(session, workspace, request, claim, WHY)


def check_may_lift(session: Session, claim: Claim) -> None:
    """Refuse to lift a restriction while a report that was given off the record is on file. Raises NotAllowed."""
    if off_the_record(session, claim.id):
        raise NotAllowed(
            f"{show(claim.number)} has a report that is off the record, so it stays restricted.",
            unchanged=UNCHANGED,
            remedy="Whoever added that report can change its terms in Edit.",
        )


def check_answers(session: Session, claim: Claim, replies: Iterable[ReplyRequest]) -> None:
    """Refuse to protect a report that is an answer to us: the claim says who was asked and what they said.

    Raises NotAllowed.
    """
    answers = {row.report_id for row in replies}
    for report in typed_reports(session, claim_id=claim.id):
        if report.protected and report.id in answers:
            raise NotAllowed(
                f"{show(claim.number)} says who was asked and what they answered, "
                f"so this cannot be {phrase_of(report.basis)}.",
                unchanged=UNCHANGED,
                remedy="First note that the request for a reply is taken back, then add the report by itself.",
                field="basis",
            )


def sources_changed(on_file: Iterable[Carried], reports: Iterable[Carried]) -> bool:
    """Whether an edit names other protected sources than are on file, which no wording shows."""
    reports = list(reports)
    kept = {report.id for report in reports}
    before = Counter(map(_named, (each for each in on_file if each.protected and each.id not in kept)))
    return before != Counter(map(_named, (each for each in reports if each.protected and each.id is None)))


def as_history_keeps(reports: Iterable[Carried]) -> list[list[Any]]:
    """Reports as the history keeps them: for good, so that a protected source is never in it."""
    kept: list[list[Any]] = []
    for report in reports:
        open_to_all = report.shielded
        terms = [report.basis] if report.basis is not None else []
        kept.append([open_to_all.outlet, open_to_all.link, open_to_all.origin, *terms])
    return kept


def _named(report: Carried) -> tuple[str | None, ...]:
    return report.outlet, report.link, report.origin
