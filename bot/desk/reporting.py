"""Reports: one more place where a claim was carried. What is on file already is not filed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.desk import history
from bot.desk.admiralty import rate_source
from bot.desk.characters import clean
from bot.desk.filing import draw_again, keep_numbers, restrict_disputed
from bot.desk.forms import read_report_line
from bot.desk.grammar import ReportLine
from bot.desk.limits import OUTLET, PLACE, check_length, check_reports
from bot.desk.links import check_link
from bot.desk.outlets import outlet_of
from bot.desk.permalinks import message_link
from bot.desk.protecting import as_history_keeps, restrict_for
from bot.desk.references import show
from bot.desk.request import Request
from bot.desk.turns import Stepped, Turn, begin
from bot.errors import UNCHANGED, NotUnderstood, Overtaken, nothing_changed
from store import Session
from store.disputes import disputes_with
from store.dossiers import Carried
from store.names import fold
from store.reports import add_reports, reports_by_ids, typed_reports


@dataclass(frozen=True)
class Reported(Stepped):
    """What became of adding reports: those that were not on file yet."""

    added: tuple[Carried, ...] = ()


EXAMPLE = "https://example.org/1 via WION citing Reuters"


def report_line(session: Session, request: Request, number: int, text: str) -> Reported:
    """Add the reports of one typed line, as Slack sends it, to a claim.

    Raises NotUnderstood for a line that names none, NotAllowed, and Overtaken if they are on file or it was set aside.
    """
    reports = read_typed_reports(text, request.now)
    if not reports:
        raise NotUnderstood(
            "I cannot read that as a report.", unchanged=UNCHANGED, remedy=f"For example: `{EXAMPLE}`", field="link"
        )
    return report_claim(session, request, number, reports)


def report_claim(
    session: Session,
    request: Request,
    number: int,
    reports: Sequence[ReportLine],
    *,
    place: str = "",
    reliability: str | None = None,
) -> Reported:
    """Add reports to a claim; `place`: where in the outlet it stands, a page or a timecode.

    `reliability`: a letter of the Admiralty code for the outlet, if the claim's desk uses it.

    Raises NotUnderstood, NotAllowed, and Overtaken if they are all on file already or the claim was set aside.
    """
    turn = begin(session, request, number)
    if turn.repeated:
        return Reported(turn.done().dossier)
    turn.still_open()
    turn.speak()
    added = file_reports(turn, reports, place=place)
    if reliability is not None and turn.desk.admiralty:
        for report in added:
            rate_source(turn, report.outlet or "", reliability)
    keep_numbers(session, turn.workspace, request, [number])
    return Reported(turn.done().dossier, added=added)


def file_reports(turn: Turn, reports: Sequence[ReportLine], *, place: str = "") -> tuple[Carried, ...]:
    """File reports in somebody's turn, and return those that were not on file.

    The disputes that this claim is on file as were carried there, too. Raises Overtaken if there are no new ones.
    """
    claim, session = turn.claim, turn.session
    check_reports([report.characters for report in reports])
    on_file = {_same(each) for each in _own(typed_reports(session, claim_id=claim.id), turn.request.person)}
    carried = [Carried(each.outlet, each.link, each.origin, place=place or None, basis=each.basis) for each in reports]
    added = tuple({_same(each): each for each in carried if _same(each) not in on_file}.values())
    if not added:
        raise Overtaken(
            f"{_named(carried)} on file at {show(claim.number)} already.",
            unchanged="Nothing was added.",
            remedy="To change whom a report credits, press More, then Edit.",
            field="link",
        )
    add = partial(
        add_reports,
        session,
        claim.workspace_id,
        added,
        by=turn.request.person,
        at=turn.request.now,
        message_link=message_link(turn.workspace, turn.request),
        passed_on_by=turn.request.passed_on_by,
    )
    add(claim_id=claim.id)
    restrict_for(session, turn.workspace, turn.request, claim, added)
    for dispute in disputes_with(session, claim.id or 0).values():
        restrict_disputed(session, turn.workspace, turn.request, dispute.claim_id, added)
        add(dispute_id=dispute.id)
        draw_again(session, dispute.claim_id, turn.request.now)
    turn.add(history.What.REPORT_ADDED, new={"reports": as_history_keeps(added)})
    return added


def editable(session: Session, request: Request, reports: Sequence[Carried]) -> list[Carried]:
    """Those of a dossier's reports that somebody may edit, as they were typed: protected ones only if they are theirs.

    Who added a report off the record or on background promised it, and nobody else is shown its source.
    """
    open_to_all = [report for report in reports if not report.protected]
    theirs = [report.id or 0 for report in reports if report.protected and report.added_by == request.person]
    return sorted([*open_to_all, *reports_by_ids(session, theirs)], key=lambda report: report.id or 0)


def read_typed_reports(text: str, now: datetime) -> tuple[ReportLine, ...]:
    """The reports in one typed line, as Slack sends it; none if it holds anything else. Raises NotUnderstood."""
    with nothing_changed():
        return read_report_line(text, now=now)


def report_of(link: str, outlet: str, origin: str, basis: str | None = None) -> ReportLine:
    """One report out of a form's fields; without an outlet's name it is the site's. Raises NotUnderstood."""
    address = clean(link, field="link")
    if address:
        with nothing_changed(field="link"):
            check_link(address)
    names = {field: clean(typed, field=field) for field, typed in (("outlet", outlet), ("origin", origin))}
    for field, name in names.items():
        check_length(field, name, OUTLET, field=field)
    carrier = names["outlet"] or (outlet_of(address) if address else "")
    if not carrier:
        raise NotUnderstood(
            "Where was it reported?",
            unchanged=UNCHANGED,
            remedy=f"A link or an outlet, for example: {EXAMPLE}",
            field="link",
        )
    return ReportLine(address or None, carrier, names["origin"] or None, basis)


def place_in(text: str) -> str:
    """Where in an outlet a report stands, as it was typed. Raises NotUnderstood for what is too long."""
    return check_length("place", clean(text, field="place"), PLACE, field="place")


def _same(report: Carried) -> tuple[str, str, str]:
    """What makes two reports one: the outlet and the link; where there is no link, whom it credits and the place."""
    outlet, link = fold(report.outlet or ""), (report.link or "").rstrip("/")
    return (outlet, link, "") if link else (outlet, fold(report.origin or ""), fold(report.place or ""))


def _own(reports: Iterable[Carried], person: str) -> Iterator[Carried]:
    """Those that somebody may be told of: a protected one of somebody else's is filed again rather than given away."""
    return (report for report in reports if not report.protected or report.added_by == person)


def _named(reports: Sequence[Carried]) -> str:
    """What was reported, as the subject of a sentence."""
    if len(reports) > 1:
        return "All of these reports are"
    return f"{reports[0].outlet}'s report{' at this link' if reports[0].link else ''} is"
