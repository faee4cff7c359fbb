"""The record as a spreadsheet: RFC 4180, one row a claim, nothing in it that a spreadsheet would calculate.

A cell that a spreadsheet might take for a formula gets an apostrophe before it, and so does one that begins with an
apostrophe of its own: who takes the first apostrophe off each such cell has the text again.
Source: OWASP, CSV Injection
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from bot.desk.exhibits import CONTEXT, REFUTES, SUPPORTS
from bot.desk.exporting import Reach
from bot.surfaces.exports.paper import Paper
from bot.surfaces.exports.reading import protected, shown, traceable, when
from store.dossiers import Objection
from store.tables import Claim, Dispute, Evidence, ReplyRequest, Report
from store.wholes import Whole

BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet reads UTF-8 as something else
GUARD = "'"
_FORMULA = "=+-@|"
Cell = str | int | bool | None


def spreadsheet(reach: Reach) -> Paper:
    """The record as CSV."""
    opening = BYTE_ORDER_MARK + _row(COLUMNS)
    return Paper("csv", partial(_claim, reach=reach), opening=opening)


def guarded(text: str) -> str:
    """A cell's text, so that no spreadsheet calculates it, and nothing of it is lost."""
    seen = next((letter for letter in text if unicodedata.category(letter)[0] not in "ZC"), "")
    first = unicodedata.normalize("NFKC", seen)[:1]
    begins = text[:1] in ("\t", "\r", "\n", GUARD)
    return GUARD + text if begins or (first and first in _FORMULA) else text


def _claim(whole: Whole, reach: Reach) -> str:
    return _row([column(whole, reach) for column in _COLUMNS.values()])


def _row(cells: Iterable[Cell]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([_cell(cell) for cell in cells])
    return out.getvalue()


def _cell(value: Cell) -> str | int:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return guarded(value) if isinstance(value, str) else value if value is not None else ""


def _own(name: str) -> Callable[[Whole, Reach], Cell]:
    """A column of the claim's own, as it is."""

    def column(whole: Whole, _reach: Reach) -> Cell:
        value = getattr(whole.dossier.claim, name)
        return value if value is None or isinstance(value, str | int) else when(value)

    return column


def _said(row: Claim | Dispute) -> str | None:
    """When it was said, as precisely as it was given: `about 2023-05-23`; nothing for what nobody gave."""
    given = when(row.said_at or row.said_on)
    return f"about {given}" if given and row.said_about else given


def _reported(report: Report, reach: Reach) -> str:
    if protected(report, reach):
        return report.basis or ""
    parts = [report.outlet or "", f"citing {report.origin}" if report.origin else "", report.place or ""]
    parts += [report.link or "", when(report.published_at) or "", report.basis or ""]
    return ", ".join(part for part in parts if part)


def _disputed(found: Objection, whole: Whole, reach: Reach) -> str:
    row = found.dispute
    who = ", ".join(part for part in (found.speaker, row.role, _said(row)) if part)
    other = shown(found.with_number)
    where = "; ".join(_reported(report, reach) for report in whole.of_disputes.get(row.id or 0, ()))
    why = f": {row.outcome_why}" if row.outcome_why else ""
    return (
        f"{who} {row.kind}: {row.statement}"
        + (f" [{other}]" if other else "")
        + (f" ({where})" if where else "")
        + f" [{row.outcome}{why}]"
    )


def _message(whole: Whole, reach: Reach) -> str | None:
    claim = whole.dossier.claim
    return claim.message_link if traceable(claim, whole.reports, reach) else None


def _found(row: Evidence) -> str:
    parts = [f"{row.side}, {row.kind}", row.file_name or "", row.link or row.message_link or "", row.note or ""]
    return ": ".join(part for part in parts if part)


def _asked(row: ReplyRequest) -> str:
    answer = f": {row.answer}" if row.answer else ""
    return f"{row.asked}, {row.way}, {when(row.asked_at)}, until {when(row.until)}: {row.put} [{row.state}{answer}]"


def _stands(whole: Whole) -> Sequence[Evidence]:
    return [row for row in whole.evidence if row.taken_back_by is None]


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


# Where the shown names are protected, how many origins there are is told all the same: a number names nobody.
_COLUMNS: dict[str, Callable[[Whole, Reach], Cell]] = {
    "reference": lambda whole, _: f"C-{whole.dossier.claim.number}",
    "verdict": _own("verdict"),
    "state": _own("state"),
    "contested": lambda whole, _: bool(whole.dossier.against),
    "speaker": lambda whole, _: whole.dossier.speaker,
    "role": _own("role"),
    "statement": _own("statement"),
    "wording": _own("wording"),
    "language": _own("language"),
    "translation": _own("translation"),
    "said": lambda whole, _: _said(whole.dossier.claim),
    "note": _own("note"),
    "tags": lambda whole, _: " ".join(whole.dossier.claim.tags),
    "priority": _own("priority"),
    "restricted": _own("restricted"),
    "desk": lambda whole, _: whole.dossier.desk.channel,
    "filed_by": _own("filed_by"),
    "filed_at": _own("filed_at"),
    "message": _message,
    "checker": _own("checker"),
    "proposed": _own("proposed"),
    "proposed_by": _own("proposed_by"),
    "signed_by": _own("signed_by"),
    "settled_at": _own("settled_at"),
    "why": _own("verdict_why"),
    "was": _own("was"),
    "on_hold_until": _own("hold_until"),
    "merged_into": lambda whole, _: shown(whole.dossier.merged_into),
    "updated_by": lambda whole, _: shown(whole.dossier.updated_by),
    "split_from": lambda whole, _: shown(whole.dossier.split_from),
    "reports": lambda whole, _: len(whole.reports),
    "origins": lambda whole, _: len(whole.dossier.origins),
    "where_reported": lambda whole, reach: _lines(_reported(each, reach) for each in whole.reports),
    "disputes": lambda whole, _: len(whole.dossier.objections),
    "open_disputes": lambda whole, _: sum(each.dispute.outcome == "open" for each in whole.dossier.objections),
    "against": lambda whole, reach: _lines(_disputed(each, whole, reach) for each in whole.dossier.objections),
    "supporting": lambda whole, _: Counter(row.side for row in _stands(whole))[SUPPORTS],
    "refuting": lambda whole, _: Counter(row.side for row in _stands(whole))[REFUTES],
    "giving_context": lambda whole, _: Counter(row.side for row in _stands(whole))[CONTEXT],
    "evidence": lambda whole, _: _lines(_found(row) for row in _stands(whole)),
    "replies_asked": lambda whole, _: len(whole.replies),
    "right_of_reply": lambda whole, _: _lines(_asked(row) for row in whole.replies),
    "used_in": lambda whole, _: _lines(row.link for row in whole.dossier.used_in),
}
COLUMNS = tuple(_COLUMNS)
