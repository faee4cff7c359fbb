"""What was found about a claim fits wherever it is shown, at any size: evidence, stories, a translation, a verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import limits
from bot.desk.exhibits import KINDS, SIDES, Attached, Exhibit
from bot.desk.files import Unread
from bot.desk.grammar import ReportLine
from bot.desk.passing_on import Passed
from bot.surfaces import adding_form, evidence_form, notices
from bot.surfaces.card import card, whole
from bot.surfaces.forms import Origin
from bot.surfaces.phrases import UNREAD, weighed
from store.dossiers import Dossier
from store.tables import Evidence
from tests.surfaces.passing import parts, passes, shown, view_passes
from tests.surfaces.records import FILLINGS, dossier, filled, link, piece, settled

everything = pytest.mark.parametrize("filling", FILLINGS)
ORIGIN = Origin(channel="C0123456789", kind="public", number=999_999_999, message_ts="1684838520.000100")


def with_evidence(*sides: str) -> Dossier:
    return replace(dossier(), evidence=tuple(on(side, number) for number, side in enumerate(sides, 1)))


def on(side: str, number: int) -> Evidence:
    found = piece("word ", number)
    found.side, found.link, found.file_name, found.note = side, None, None, f"Note {number}."
    return found


@everything
@pytest.mark.parametrize("why", [None, limits.REASON])
@pytest.mark.parametrize("disputes", [0, 60])
def test_a_card_keeps_to_six_lines_with_everything_on_it(filling: str, why: int | None, disputes: int) -> None:
    of = settled(filling, disputes=disputes)
    of.claim.state_why = filled(filling, why) if why else None
    words, buttons = passes(card(of))["blocks"]
    # Between the elements of rich text, a line ends too: the head and the foot each have their own.
    assert shown(words).count("\n") <= 3, "six lines, of which the quotation begins one and the foot another"
    assert "evidence: 30 for context" in shown(words)
    assert len(buttons["elements"]) <= 5


@everything
@pytest.mark.parametrize("disputes", [0, 1, 60])
@pytest.mark.parametrize("pieces", [1, 30])
def test_a_claim_looked_up_fits_with_everything_found(filling: str, disputes: int, pieces: int) -> None:
    of = settled(filling, disputes=disputes, pieces=pieces)
    told = shown(passes(whole(of))["blocks"])
    assert of.claim.statement in told
    assert "By machine, added by" in told
    assert f"Evidence: {pieces} for context" in told
    assert "Used in: " in told


def test_a_claim_looked_up_shows_all_evidence_of_usual_length() -> None:
    told = shown(passes(whole(with_evidence(*["supports"] * 20)))["blocks"])
    assert all(f"Note {number}." in told for number in range(1, 21))


@pytest.mark.parametrize(
    ("sides", "says"),
    [
        (("supports",), "1 for"),
        (("refutes", "supports", "supports"), "2 for, 1 against"),
        (("gives context", "refutes"), "1 against, 1 for context"),
    ],
)
def test_evidence_is_counted_by_side(sides: tuple[str, ...], says: str) -> None:
    assert weighed(with_evidence(*sides)) == says


@everything
def test_the_forms_fit_with_everything_filled_in(filling: str) -> None:
    of = settled(filling)
    exhibit = Exhibit("refutes", "video", link(filling, limits.LINK), filled(filling, 10_000))
    view_passes(evidence_form.evidence_form(ORIGIN, of, exhibit, "You typed no side."))
    view_passes(evidence_form.used_in_form(ORIGIN, of))
    name = filled(filling, limits.OUTLET)
    reports = tuple(ReportLine(link(filling, limits.LINK), name, name) for _ in range(limits.REPORTS))
    files = tuple(Attached(f"F{number:010}", filled(filling, 255), "image/png") for number in range(30))
    for known in (of, None):
        view = view_passes(adding_form.adding_form(ORIGIN, Passed(reports, filled(filling, 40_000), files), known))
        assert sum(part.get("type") == "checkboxes" for part in parts(view)) == 1


def test_a_form_offers_every_side_and_kind() -> None:
    view = view_passes(evidence_form.evidence_form(ORIGIN, dossier()))
    values = {part["value"] for part in parts(view) if "value" in part}
    assert values == {*SIDES, *KINDS}


@everything
@pytest.mark.parametrize("why", list(Unread))
def test_a_file_that_cannot_be_read_is_said_in_words(filling: str, why: Unread) -> None:
    found = piece(filling)
    found.unread = why
    told = shown(passes(notices.file_unread(dossier().claim, found))["blocks"])
    assert UNREAD[why] in told
    assert "C-1" in told
    assert UNREAD[why] in shown(passes(whole(replace(dossier(), evidence=(found,))))["blocks"])
