"""What a form's fields say, read with the same grammar as a typed line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk import limits
from bot.desk.basis import basis_of
from bot.desk.characters import clean
from bot.desk.grammar import Line, ReportLine, read_line
from bot.desk.limits import check_length, check_reports
from bot.desk.links import check_link, escape
from bot.desk.moments import Moment, parse_moment
from bot.desk.quotation import kind_of
from bot.desk.withholding import check_known_to
from bot.errors import Mistake, NotUnderstood

# What a form asks where something is missing.
ASKED: dict[str, str] = {
    "speaker": "Who said it?",
    "statement": "What was said?",
    "source": "Where was it reported?",
}
# What can be written under "When was it said?".
DATED = "Write `23 May`, `yesterday` or `2023-05-23 10:40`, or leave it out."
# A statement that stands for any, so that a row is read as the tail of a line.
_ANY = 'x: "x"'


@dataclass(frozen=True)
class Fields:
    """A form's fields as somebody left them; `reports` has one a line."""

    speaker: str = ""
    role: str = ""
    statement: str = ""
    reports: str = ""
    said: str = ""
    tags: str = ""
    known_to: str = ""  # Slack's ids, blanks between
    basis: str = ""  # of the reports that do not say themselves on what terms they were given


def read_fields(fields: Fields, *, now: datetime, zone: ZoneInfo, reported: bool = False) -> Line:
    """Read a form as a line. Raises NotUnderstood with the field that is wrong.

    `reported`: it has reports that the form did not show, so that none need be named.
    """
    statement = clean(fields.statement, field="statement")
    line = Line(
        speaker=check_length("speaker", clean(fields.speaker, field="speaker"), limits.SPEAKER, field="speaker")
        or None,
        role=check_length("role", clean(fields.role, field="role"), limits.ROLE, field="role") or None,
        statement=check_length("statement", statement, limits.STATEMENT, field="statement"),
        kind=kind_of(statement),
        reports=tuple(
            replace(report, basis=report.basis or basis_of(fields.basis))
            for report in read_reports(fields.reports, now, zone)
        ),
        said=_said(fields.said, now, zone),
        tags=_tags(fields.tags, now, zone),
        ambiguous=None,
        typed=statement,
        known_to=tuple(fields.known_to.split()),
    )
    check_known_to(line)
    for missing in line.missing:
        if missing == "source" and reported:
            continue
        raise NotUnderstood(ASKED[missing], field=missing)
    return line


def read_report_line(text: str, *, now: datetime) -> tuple[ReportLine, ...]:
    """The reports in one typed line, as Slack sends it: `https://… via WION citing Reuters`.

    There are none if it holds anything else: a report has no date and no tags of its own. Raises NotUnderstood.
    """
    line = read_line(f"{_ANY} {text}", knows_source=lambda _name: True, now=now, zone=ZoneInfo("UTC"))
    plain = line.statement == '"x"' and line.said is None and not line.tags
    return line.reports if plain else ()


def read_reports(text: str, now: datetime, zone: ZoneInfo) -> tuple[ReportLine, ...]:
    """The reports in a field, one a line. Raises NotUnderstood."""
    rows = [row for row in (clean(row, field="source") for row in text.splitlines()) if row]
    reports = [report for row in rows for report in _row(row, now, zone)]
    check_reports([report.characters for report in reports])
    return tuple(reports)


def _row(row: str, now: datetime, zone: ZoneInfo) -> tuple[ReportLine, ...]:
    """One line of reports; an outlet's name alone is as good as `via` before it, unless it means to be a link."""
    if "://" in row.split()[0]:
        check_link(row.split()[0])
    for attempt in (row, f"via {row}"):
        line = _as_tail(attempt, "source", now, zone)
        if line is not None and line.reports:
            return line.reports
    raise NotUnderstood(
        f"I cannot read “{row[:100]}” as a report.",
        remedy="One a line: `https://example.org/1 via WION citing Reuters`, or an outlet's name.",
        field="source",
    )


def _tags(text: str, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    words = clean(text, field="tags").replace(",", " ").split()
    row = " ".join(word if word.startswith(("#", "＃")) else f"#{word}" for word in words)
    line = _as_tail(row, "tags", now, zone)
    if line is None:
        raise NotUnderstood("Those are no tags.", remedy="For example: #belgorod #raid", field="tags")
    return line.tags


def _as_tail(row: str, field: str, now: datetime, zone: ZoneInfo) -> Line | None:
    try:
        line = read_line(f"{_ANY} {escape(row)}", knows_source=lambda _name: True, now=now, zone=zone)
    except Mistake as mistake:
        mistake.field = field
        raise
    return line if line.statement == '"x"' else None


def _said(text: str, now: datetime, zone: ZoneInfo) -> Moment | None:
    words = clean(text, field="said")
    if not words:
        return None
    try:
        return parse_moment(words.removeprefix("said "), now, zone)
    except Mistake as mistake:
        mistake.field, mistake.remedy = "said", DATED
        raise
