"""What is typed after a reference to put something beside its claim, and what only looks like it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.desk.commands import FileLine, ShowClaim, read_claim_command
from bot.desk.exhibits import Exhibit, read_exhibit
from bot.desk.grammar import ReportLine
from bot.desk.notes_on_claims import AddEvidence, AddReport, read_note
from bot.desk.reporting import read_typed_reports, report_of
from bot.errors import NotUnderstood

NOW = datetime(2023, 5, 23, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("C-12 evidence supports https://a.example", AddEvidence(12, "supports https://a.example")),
        ("c12 Evidence  the video is from 2021", AddEvidence(12, "the video is from 2021")),
        ("С-12 evidence", AddEvidence(12)),
        ("C-12 report https://a.example via WION", AddReport(12, "https://a.example via WION")),
        ("c12 REPORT", AddReport(12)),
        ("12 evidence bags were found", None),
        ("12 report that they were hit", None),
        ("C-12", None),
        ("C-12 evidences", None),
        ("C-12 reports: 70 were killed", None),
        ("C-12 report: 70 were killed", None),
        ("C-12 Kyiv: evidence was found", None),
        ("evidence C-12", None),
        ("K-12 evidence", None),
    ],
)
def test_only_a_reference_with_its_letter_takes_a_note(text: str, note: AddEvidence | AddReport | None) -> None:
    assert read_note(text) == note
    assert (read_claim_command(text) == note) is (note is not None)


def test_a_number_of_things_is_a_claim_and_a_reference_alone_a_look_up() -> None:
    assert read_claim_command("12 evidence bags were found") == FileLine("12 evidence bags were found")
    assert read_claim_command("C-12") == ShowClaim(12)


LINK = "https://example.org/1"


@pytest.mark.parametrize(
    ("text", "exhibit"),
    [
        (f"supports <{LINK}> the video shows it", Exhibit("supports", link=LINK, note="the video shows it")),
        (f"for {LINK}", Exhibit("supports", link=LINK)),
        (f"Confirms: {LINK}", Exhibit("supports", link=LINK)),
        (f"refutes the video is from 2021 {LINK}", Exhibit("refutes", link=LINK, note="the video is from 2021")),
        ("against the number was taken back", Exhibit("refutes", note="the number was taken back")),
        (f"contradicts <{LINK}|a label>", Exhibit("refutes", link=LINK, note=f"a label ({LINK})")),
        ("denies nobody was there", Exhibit("refutes", note="nobody was there")),
        ("context the region votes in May", Exhibit("gives context", note="the region votes in May")),
        ("gives context the region votes", Exhibit("gives context", note="the region votes")),
        (f"{LINK} the video", Exhibit("", link=LINK, note="the video")),
        ("the video supports it", Exhibit("", note="the video supports it")),
    ],
)
def test_evidence_in_a_line(text: str, exhibit: Exhibit) -> None:
    assert read_exhibit(text) == exhibit


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("supports", "Evidence needs a link, a file or a note."),
        ("", "Evidence needs a link, a file or a note."),
        (f"supports {'a' * 10_000}", "The note has 10,000 characters; 1,000 fit."),
        ("supports https://exa\x07mple.org", "There is a control character (U+0007, BEL)"),
        ("supports <https://no host/>", "is no link"),
    ],
)
def test_what_is_no_evidence(text: str, said: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_exhibit(text)
    assert said in refused.value.sentence
    assert "Nothing was changed." in refused.value.sentence


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        (f"{LINK} via WION citing Reuters", (ReportLine(LINK, "WION", "Reuters"),)),
        (f"<{LINK}> via WION", (ReportLine(LINK, "WION", None),)),
        ("https://www.wionews.com/1", (ReportLine("https://www.wionews.com/1", "WION", None),)),
        ("via WION citing Reuters", (ReportLine(None, "WION", "Reuters"),)),
        (
            f"{LINK} via A https://example.org/2 via B",
            (ReportLine(LINK, "A", None), ReportLine(f"{LINK[:-1]}2", "B", None)),
        ),
        ("says 70 were killed", ()),
        (f"{LINK} #belgorod", ()),
        (f"{LINK} said yesterday", ()),
        (f"70 were killed {LINK}", ()),
        ("", ()),
    ],
)
def test_reports_in_a_line(text: str, reports: tuple[ReportLine, ...]) -> None:
    assert read_typed_reports(text, NOW) == reports


@pytest.mark.parametrize(
    ("fields", "report"),
    [
        ((LINK, "WION", "Reuters"), ReportLine(LINK, "WION", "Reuters")),
        (("https://www.wionews.com/1", "", ""), ReportLine("https://www.wionews.com/1", "WION", None)),
        (("", " WION ", ""), ReportLine(None, "WION", None)),
    ],
)
def test_a_report_out_of_a_form(fields: tuple[str, str, str], report: ReportLine) -> None:
    assert report_of(*fields) == report


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        (("", "", "Reuters"), "link", "Where was it reported?"),
        (("no link", "WION", ""), "link", "`no link` is no link."),
        ((f"https://example.org/{'a' * 2_000}", "", ""), "link", "The link has 2,020 characters; 2,000 fit."),
        ((LINK, "W" * 201, ""), "outlet", "The outlet has 201 characters; 200 fit."),
        ((LINK, "", "R" * 201), "origin", "The origin has 201 characters; 200 fit."),
    ],
)
def test_a_form_that_makes_no_report(fields: tuple[str, str, str], field: str, said: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        report_of(*fields)
    assert refused.value.field == field
    assert said in refused.value.sentence
