"""More, and the form of every step, pass the sandbox's checks whatever the claim is made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.models.views import View

from bot.desk.own_reminders import OwnReminders
from bot.desk.scheduling import Reminded
from bot.desk.steps import Step
from bot.desk.turns import Stepped
from bot.surfaces import answers, forms, reminder_forms, step_forms, verdict_form
from bot.surfaces.card import card, whole
from bot.surfaces.forms import Origin
from bot.surfaces.more import Offered, more
from store.dossiers import Dossier
from tests.surfaces.passing import parts, passes, view_passes
from tests.surfaces.records import FILLINGS, NOW, settled

ORIGIN = Origin(channel="C0123456789", kind="public", number=999_999_999, stamp='[999999,"review","x","y","U1"]')
LONGEST_ZONE = "America/Argentina/ComodRivadavia"
FORMS: dict[str, Callable[[Dossier], View]] = {
    "propose": lambda dossier: verdict_form.propose_form(ORIGIN, dossier),
    "sign": lambda dossier: verdict_form.sign_form(ORIGIN, dossier, own=False),
    "own": lambda dossier: verdict_form.sign_form(ORIGIN, dossier, own=True),
    "reopen": lambda dossier: verdict_form.reopen_form(ORIGIN, dossier),
    "hand over": lambda dossier: step_forms.hand_over_form(ORIGIN, dossier),
    "hold": lambda dossier: step_forms.hold_form(ORIGIN, dossier, date(2023, 12, 31)),
    "snooze": lambda dossier: reminder_forms.snooze_form(ORIGIN, dossier, NOW, NOW, ZoneInfo(LONGEST_ZONE)),
    "split": lambda dossier: step_forms.split_form(ORIGIN, dossier),
    "merge": lambda dossier: step_forms.merge_form(ORIGIN, dossier),
    "restrict": lambda dossier: step_forms.restrict_form(ORIGIN, dossier),
    "lift": lambda dossier: step_forms.lift_form(ORIGIN, dossier),
    "updated by": lambda dossier: step_forms.updated_by_form(ORIGIN, dossier),
    "decide": lambda dossier: step_forms.decide_form(ORIGIN, dossier, dossier.objections[0]),
    "discard": lambda dossier: forms.discard_form(ORIGIN, dossier),
    "more": lambda dossier: more(ORIGIN, Offered(dossier, list(Step), told_directly=False)),
}


@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("name", FORMS)
def test_every_form_fits_whatever_its_claim_is_made_of(name: str, filling: str) -> None:
    view_passes(FORMS[name](settled(filling, disputes=120)))


@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("state", ["new", "checking", "review", "on hold", "closed", "discarded", "merged"])
def test_the_card_and_the_whole_claim_fit_in_every_state(state: str, filling: str) -> None:
    dossier = settled(filling, disputes=30)
    dossier.claim.state, dossier.claim.state_why = state, "why " * 125
    if state == "on hold":
        dossier.claim.hold_until = date(2023, 12, 31)
    passes(card(dossier))
    passes(whole(dossier))


@pytest.mark.parametrize("filling", FILLINGS)
def test_what_a_step_did_fits(filling: str) -> None:
    passes(answers.stepped(Stepped(settled(filling), NOW), "C-999999999 is “not checkable” now."))


@pytest.mark.parametrize("how", Reminded)
@pytest.mark.parametrize("zone", [None, LONGEST_ZONE])
def test_how_somebody_is_reminded_fits_and_shows_what_was_chosen(how: Reminded, zone: str | None) -> None:
    own = OwnReminders(how, zone)
    view = view_passes(reminder_forms.how_reminded_form(ORIGIN, own))
    (chosen,) = [part["initial_option"] for part in parts(view) if "initial_option" in part]
    assert chosen["value"] == how
    passes(reminder_forms.reminders_chosen(own))


def test_every_step_has_its_button_in_more() -> None:
    view = view_passes(more(ORIGIN, Offered(settled("word "), list(Step), told_directly=None)))
    actions = {part["action_id"] for part in parts(view) if "action_id" in part}
    assert {"take", "hand_over", "release", "verdict", "hold", "resume", "split", "merge", "unmerge"} <= actions
    assert {"discard", "restore", "follow", "follow_directly", "copy_wording", "history", "edit"} <= actions
