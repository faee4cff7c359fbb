"""What a message brings to a claim: one more report, or evidence; its author passed it on and said nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk import filing, reporting
from bot.desk.characters import clean, visible
from bot.desk.evidence import add_evidence
from bot.desk.exhibits import SIDES, Attached, Exhibit, exhibit_of
from bot.desk.grammar import ReportLine
from bot.desk.limits import REPORTS
from bot.desk.request import Request
from bot.desk.turns import Stepped
from bot.errors import UNCHANGED, Mistake, NotUnderstood
from store import Session

REPORT = "report"
ASKED = "What is it to the claim?"


@dataclass(frozen=True)
class Passed:
    """What was understood of a message: where it reports from, what it says beside that, and its files."""

    reports: tuple[ReportLine, ...] = ()
    note: str = ""
    files: tuple[Attached, ...] = ()


def read_message(session: Session, request: Request, text: str, files: Sequence[Attached] = ()) -> Passed:
    """Read a message for its links and its words; what the grammar refuses is a note for its reader to cut to size."""
    try:
        line = filing.understand(session, request, text)
    except Mistake:
        return Passed((), visible(text), tuple(files))
    note = line.typed.removesuffix(line.tail).strip(" ,;|·–—-") if line.tail else line.typed
    bare = [report.link for report in line.reports if report.link and note == report.link]
    return Passed(line.reports, "" if bare else note, tuple(files))


def add_from_message(
    session: Session,
    request: Request,
    number: int,
    what: str,
    reports: Sequence[ReportLine],
    *,
    kind: str,
    note: str,
    files: Sequence[Attached],
) -> Stepped:
    """Add what a message brings to a claim: as a report, or as evidence on the side that `what` names.

    As evidence each file is a piece of its own, and so is each link. Raises NotUnderstood, NotAllowed, Overtaken.
    """
    if what == REPORT:
        if not reports:
            raise NotUnderstood(
                "Where was it reported?",
                unchanged=UNCHANGED,
                remedy=f"For example: {reporting.EXAMPLE}",
                field="source",
            )
        return reporting.report_claim(session, request, number, reports)
    if what not in SIDES:
        raise NotUnderstood(ASKED, unchanged=UNCHANGED, field="what")
    return add_evidence(session, request, number, exhibits(what, reports, kind, note, files))


def exhibits(
    side: str, reports: Sequence[ReportLine], kind: str, note: str, files: Sequence[Attached]
) -> list[Exhibit]:
    """The pieces of evidence that a message holds; with neither file nor link the message itself is one."""
    nowhere = next((report for report in reports if report.link is None), None)
    if nowhere is not None:
        raise NotUnderstood(
            f"“{nowhere.outlet}” is an outlet without a link, which is no evidence.",
            unchanged=UNCHANGED,
            remedy="Add the link, or say in the note where it was.",
            field="source",
        )
    if len(reports) + len(files) > REPORTS:
        raise NotUnderstood(
            f"There are {len(reports) + len(files)} links and files; {REPORTS} fit.",
            unchanged=UNCHANGED,
            field="source",
        )
    pieces = [exhibit_of(side, kind, "", note, file) for file in files]
    pieces += [exhibit_of(side, kind, report.link or "", note) for report in reports]
    return pieces or [Exhibit(side, kind, note=clean(note, field="note"))]
