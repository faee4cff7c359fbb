"""Every form passes the sandbox's checks, prefilled at its longest, and what stands in it is what was understood."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.models.blocks import ActionsBlock, StaticSelectElement
from slack_sdk.models.views import View

from bot.desk import limits
from bot.desk.disputing import KINDS, line_of
from bot.desk.forms import Fields, read_fields
from bot.desk.grammar import Line, ReportLine
from bot.desk.moments import Moment
from bot.surfaces import answers, forms, setup_form
from bot.surfaces.card import card
from bot.surfaces.forms import Origin
from sandbox.blocks import check_message
from tests.surfaces.passing import parts, shown, view_passes
from tests.surfaces.records import FILLINGS, NOW, disputed, dossier, filed, filled, link, longest, longest_objection

KYIV = ZoneInfo("Europe/Kyiv")
ORIGIN = Origin(
    channel="C0123456789",
    kind="public",
    number=999_999_999,
    dispute=999_999_999,
    revision=999_999,
    message_ts="1684911660.123456",
    thread_ts="1684911660.123456",
    passed_on_by="U0123456789",
)
everything = pytest.mark.parametrize("filling", FILLINGS)


def line(filling: str, **more: Any) -> Line:
    """Everything that can be understood, as long as may be."""
    name = filled(filling, limits.OUTLET)
    values: dict[str, Any] = {
        "speaker": filled(filling, limits.SPEAKER),
        "role": filled(filling, limits.ROLE),
        "statement": filled(filling, limits.STATEMENT),
        "kind": "quotation",
        "reports": tuple(ReportLine(link(filling, limits.LINK), name, name) for _ in range(limits.REPORTS)),
        "said": Moment(NOW, None, about=True),
        "tags": (filled("t", limits.TAG),) * limits.TAGS,
        "ambiguous": name,
        "typed": filled(filling, 40_000),
    }
    return Line(**(values | more))


def fields_of(view: View) -> Fields:
    """A form as somebody leaves it who changes nothing."""
    elements = {block["block_id"]: block["element"] for block in view.to_dict()["blocks"] if block["type"] == "input"}
    values = {
        name: elements[name].get("initial_value") or elements[name].get("initial_option", {}).get("value", "")
        for name in elements
        if name not in ("claims", "why", "kind")
    }
    values["reports"] = values.pop("source")
    return Fields(**values)


@everything
@pytest.mark.parametrize("note", ["", "C-1 is filed."])
def test_every_form_fits_prefilled_at_its_longest(filling: str, note: str) -> None:
    of, understood = longest(filling, disputes=1), line(filling)
    view_passes(forms.file_form(ORIGIN, understood, note))
    view_passes(forms.edit_form(ORIGIN, understood, reason=True))
    view_passes(forms.dispute_form(ORIGIN, [of], understood, note))
    view_passes(forms.edit_dispute_form(ORIGIN, understood, "adds context"))
    view_passes(forms.discard_form(ORIGIN, of))
    view_passes(forms.dispute_of_dispute(ORIGIN, of.objections[0]))


@everything
def test_what_a_form_did_fits_in_its_place(filling: str) -> None:
    of = longest(filling, disputes=1)
    view_passes(forms.result("That did not work", answers.fault("a1b2c3")))
    view_passes(forms.result("File a claim", answers.filed(filed(of, opened=True))))
    view_passes(forms.result("Dispute a claim", answers.disputed(disputed(of))))
    view_passes(forms.result("Discard C-999999999", card(of)))


def test_empty_forms_fit() -> None:
    view_passes(forms.file_form(ORIGIN))
    view_passes(forms.dispute_form(ORIGIN, []))
    view_passes(setup_form.opening())


@pytest.mark.parametrize("missing", ["speaker", "statement", "reports"])
def test_the_question_stands_at_the_empty_place(missing: str) -> None:
    empty: Any = () if missing == "reports" else ""
    view = view_passes(forms.file_form(ORIGIN, line("word ", ambiguous=None, **{missing: empty})))
    focused = [block["block_id"] for block in view["blocks"] if block.get("element", {}).get("focus_on_load")]
    assert focused == ["source" if missing == "reports" else missing]


@pytest.mark.parametrize("many", [0, 1, 20, 21, 300])
def test_a_dispute_of_many_claims_names_as_many_as_the_picker_holds_and_says_so(many: int) -> None:
    view = view_passes(forms.dispute_form(ORIGIN, [dossier(number) for number in range(1, many + 1)]))
    picker = next(block["element"] for block in view["blocks"] if block.get("block_id") == "claims")
    assert len(picker.get("initial_options", [])) == min(many, picker["max_selected_items"])
    assert ("20 claims fit" in shown(view)) == (many > 20)


UNDERSTOOD = {
    "plain": line_of(dossier().claim, "Moscow", dossier().reports),
    "to the minute": line("word ", reports=(), said=Moment(datetime(2023, 5, 22, 23, 30, tzinfo=UTC), None)),
    "about a day": line("word ", reports=(), said=Moment(None, date(2021, 2, 28), about=True)),
    "other scripts": line("כ", reports=(ReportLine("https://пример.рф/ї?a=b&c=d#e", "Суспільне", None),)),
    "an account": line("x", reports=(ReportLine("https://t.me/vvgladkov/1", "Telegram, vvgladkov", "Reuters"),)),
    "an outlet alone": line("x", reports=(ReportLine(None, "WION", None), ReportLine(None, "AP", "AFP"))),
    "escaped letters": line("<&>", reports=(ReportLine("https://example.org/?a=1&amp=2", "A & B", "C"),)),
    "a quotation": line("x", statement="“We did it,” he said “twice”.", reports=(ReportLine(None, "WION", None),)),
    "long links": line("x", reports=tuple(ReportLine(link("a", 270), f"Outlet {n}", None) for n in range(10))),
    "one very long link": line("x", reports=(ReportLine(link("a", 2_000), filled("o", 200), filled("p", 200)),)),
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_a_form_that_nobody_changes_says_what_it_was_filled_with(name: str) -> None:
    given = UNDERSTOOD[name]
    if not given.reports:
        given = Line(**(vars(given) | {"reports": (ReportLine(None, "WION", None),)}))
    view = forms.edit_form(ORIGIN, Line(**(vars(given) | {"ambiguous": None})), reason=True)
    read = read_fields(fields_of(view), now=NOW, zone=KYIV)
    for part in ("speaker", "role", "statement", "reports", "said"):
        assert getattr(read, part) == getattr(given, part), part
    assert [tag.casefold() for tag in read.tags] == list(dict.fromkeys(tag.casefold() for tag in given.tags))


@everything
def test_an_option_names_its_claim_first(filling: str) -> None:
    option = forms.claim_option(longest(filling))
    assert check_message([_menu([option])]) == []
    assert option.text["text"].startswith("C-999999999 ") if isinstance(option.text, dict) else True


@everything
def test_the_kinds_of_dispute_can_be_chosen(filling: str) -> None:
    for kind in KINDS:
        view = view_passes(forms.edit_dispute_form(ORIGIN, line(filling), kind))
        chosen = next(block["element"] for block in view["blocks"] if block.get("block_id") == "kind")
        assert chosen["initial_option"]["value"] == kind


def test_a_dispute_of_a_dispute_offers_to_file_it_as_a_claim() -> None:
    view = view_passes(forms.dispute_of_dispute(ORIGIN, longest_objection("x", 1, 77)))
    assert [part["value"] for part in parts(view) if part.get("type") == "button"] == ["77"]


@everything
def test_a_form_remembers_where_it_was_opened(filling: str) -> None:
    view = view_passes(forms.file_form(ORIGIN, line(filling)))
    assert Origin.unpacked(view["private_metadata"]) == ORIGIN


def _menu(options: list[Any]) -> dict[str, Any]:
    element = StaticSelectElement(action_id="menu", options=options)
    return ActionsBlock(elements=[element]).to_dict()


def test_a_statement_that_does_not_fit_is_said_to_be_cut() -> None:
    too_long = line("word ", statement=filled("word ", 3_001))
    view = view_passes(forms.edit_form(ORIGIN, too_long, reason=True))
    assert "has 3,001 characters; this is its beginning" in shown(view)
    assert "beginning" not in shown(view_passes(forms.edit_form(ORIGIN, line("word "), reason=True)))
