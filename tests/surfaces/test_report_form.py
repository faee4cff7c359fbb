"""The forms that say more of a claim pass the sandbox's checks at their longest, and so does what they answer."""

from __future__ import annotations

import pytest
from slack_sdk.models.views import View

from bot.desk import limits
from bot.desk.grammar import ReportLine
from bot.desk.priorities import PRIORITIES
from bot.desk.reporting import Reported
from bot.desk.turns import Stepped
from bot.surfaces import answers, forms, report_form
from bot.surfaces.phrases import carried
from store.dossiers import Carried
from tests.surfaces.passing import passes, shown, view_passes
from tests.surfaces.records import FILLINGS, dossier, filled, link, reports, settled
from tests.surfaces.test_forms import ORIGIN

everything = pytest.mark.parametrize("filling", FILLINGS)


def initial(view: View, field: str) -> str | None:
    element = next(block["element"] for block in view_passes(view)["blocks"] if block.get("block_id") == field)
    found = element.get("initial_value") or element.get("initial_option", {}).get("value")
    return None if found is None else str(found)


@everything
def test_every_form_fits_filled_at_its_longest(filling: str) -> None:
    of, name = settled(filling), filled(filling, limits.OUTLET)
    report = ReportLine(link(filling, limits.LINK), name, name)
    view = report_form.report_form(ORIGIN, of, report, "I cannot read this.", filled(filling, 3_000))
    assert initial(view, "link") == report.link
    assert initial(report_form.translation_form(ORIGIN, of), "translation") == of.claim.translation
    assert initial(report_form.priority_form(ORIGIN, of), "priority") == "for the record"


def test_empty_forms_fit_and_hold_nothing() -> None:
    assert initial(report_form.report_form(ORIGIN, dossier()), "link") is None
    assert initial(report_form.translation_form(ORIGIN, dossier()), "translation") is None


@pytest.mark.parametrize("priority", PRIORITIES)
def test_the_priority_that_a_claim_has_is_chosen_already(priority: str) -> None:
    assert initial(report_form.priority_form(ORIGIN, dossier(priority=priority)), "priority") == priority


@everything
@pytest.mark.parametrize("many", [0, 1, limits.REPORTS])
def test_what_was_added_fits_into_its_answer(filling: str, many: int) -> None:
    of = settled(filling)
    told = answers.reported(Reported(of, added=reports(filling, many)))
    assert "C-999999999" in shown(passes(told)["blocks"])
    view_passes(forms.result("C-999999999", told))
    assert "Your evidence is added" in shown(passes(answers.evidence_added(Stepped(of)))["blocks"])


def test_a_report_says_where_in_its_outlet_it_stands() -> None:
    runs = carried([Carried("WION", None, "Reuters", "page 4"), Carried("BBC", None, None)])
    assert "".join(str(run.to_dict()["text"]) for run in runs) == "Reuters, via WION (page 4); BBC"
