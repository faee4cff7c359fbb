"""Protected sources and withheld speakers fit wherever they are shown, and are named nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import limits
from bot.desk.exhibits import Exhibit
from bot.desk.reporting import Reported
from bot.desk.withholding import KNOWN_AT_MOST, WITHHELD
from bot.surfaces import answers, forms
from bot.surfaces.card import card, whole
from bot.surfaces.evidence_form import evidence_form
from bot.surfaces.report_form import report_form
from store.basis import BASES, OFF_RECORD, PROTECTED
from store.dossiers import Carried, Dossier
from tests.surfaces.passing import passes, shown, view_passes
from tests.surfaces.records import FILLINGS, desk, filed, filled, link, longest, longest_objection, reports, settled
from tests.surfaces.test_forms import ORIGIN

everything = pytest.mark.parametrize("filling", FILLINGS)
KNOWERS = [f"U{number:010}" for number in range(KNOWN_AT_MOST)]


def promised(filling: str, *, kind: str = "public") -> Dossier:
    """The longest claim by a withheld speaker, its reports and those of its disputes on all terms."""
    of = longest(filling)
    of.claim.known_to, of.claim.speaker, of.claim.restricted = KNOWERS, WITHHELD, True
    objections = []
    for at in range(1, 30):
        objection = longest_objection(filling, of.claim.number, at)
        objection.dispute.known_to = KNOWERS
        objections.append(replace(objection, speaker=WITHHELD, reports=on_terms(filling)))
    return replace(of, speaker=WITHHELD, reports=on_terms(filling), objections=tuple(objections), desk=desk(kind=kind))


def on_terms(filling: str) -> tuple[Carried, ...]:
    terms = [BASES[at % len(BASES)] for at in range(limits.REPORTS)]
    typed = zip(reports(filling), terms, strict=True)
    return tuple(replace(each, basis=basis, added_by="U0123456789", id=1).shielded for each, basis in typed)


@everything
@pytest.mark.parametrize("kind", ["public", "private"])
def test_a_card_and_a_claim_looked_up_fit_and_say_withheld(filling: str, kind: str) -> None:
    of = promised(filling, kind=kind)
    for message in (card(of), whole(of)):
        told = shown(passes(message)["blocks"])
        assert "Speaker withheld" in told
    assert "ask " in shown(passes(whole(of))["blocks"])


@everything
def test_what_is_promised_fits(filling: str) -> None:
    of = promised(filling)
    typed = [replace(each, basis=OFF_RECORD) for each in reports(filling)]
    result = replace(filed(of, opened=True, elsewhere=True), protected=typed)
    assert "Only you are shown this source" in shown(passes(answers.filed(result))["blocks"])
    added = Reported(of, added=tuple(typed))
    assert "is restricted to" in shown(passes(answers.reported(added))["blocks"])
    assert "is restricted to" in shown(passes(answers.stepped(added, "Done."))["blocks"])
    passes(answers.edited(of))


@pytest.mark.parametrize("basis", PROTECTED)
def test_a_shielded_report_holds_nothing_of_its_source(basis: str) -> None:
    named = Carried("Olha", link("a", 40), "Ministry", "page 4", 3, 7, 8, basis, "U1")
    left = named.shielded
    assert (left.outlet, left.link, left.origin, left.place, left.outlet_id, left.origin_id) == (None,) * 6
    assert left.blind == replace(named, link=None).shielded.blind, "one source of one person is one origin"
    assert left.blind != replace(named, added_by="U2").shielded.blind, "nobody can try out whose it is"


@everything
def test_the_forms_fit_with_everybody_who_knows(filling: str) -> None:
    of = promised(filling)
    line = replace(forms.EMPTY, speaker=WITHHELD, statement=filled(filling, 3_000), known_to=tuple(KNOWERS))
    origin = forms.Origin(channel="C1", kind="public", number=1, unshown=10, reports=[1] * 10)
    view_passes(forms.edit_form(origin, line, reason=True, more=20))
    view_passes(forms.dispute_form(origin, [of], line))


@everything
def test_what_is_judged_by_the_admiralty_code_fits(filling: str) -> None:
    of = replace(settled(filling, disputes=60), desk=desk(admiralty=True))
    for each in of.evidence:
        each.credibility = 6
    of = replace(of, reports=tuple(replace(each, reliability="F") for each in of.reports))
    passes(card(of))
    passes(whole(of))
    view_passes(evidence_form(ORIGIN, of, Exhibit("refutes", note=filled(filling, 10_000), credibility=6)))
    view_passes(report_form(ORIGIN, of))
