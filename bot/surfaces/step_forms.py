"""Forms of the other steps: hand over, put on hold, split, merge, a newer figure, the outcome of a dispute."""

from __future__ import annotations

from datetime import date, timedelta

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DatePickerElement,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    RadioButtonsElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.desk import limits
from bot.desk.outcomes import FALLS, OPEN, STANDS, TAKEN_BACK
from bot.desk.references import show
from bot.surfaces import controls
from bot.surfaces.forms import Origin, about, form, reason_field, text_field
from bot.surfaces.phrases import objection
from bot.surfaces.rich import block, cut, quote
from store.dossiers import Dossier, Objection

ALONG_AT_MOST = 10  # disputes that can go along, as many as Slack shows in one list of boxes
OUTCOMES = {
    STANDS: "It stands",
    FALLS: "It does not stand (say why)",
    TAKEN_BACK: "It is taken back",
    OPEN: "It is open again",
}


def hand_over_form(origin: Origin, dossier: Dossier) -> View:
    """The form that asks who takes a claim over."""
    who = InputBlock(block_id="person", label="Who takes it over?", element=UserSelectElement(action_id="person"))
    return form(controls.HAND_OVER_FORM, _title("Hand over", dossier), "Hand over", origin, [about(dossier), who])


def hold_form(origin: Origin, dossier: Dossier, today: date) -> View:
    """The form that asks until when a claim waits, and why."""
    until = InputBlock(
        block_id="until",
        label="Until when?",
        hint="On that day it comes back by itself. Until then nobody is reminded of it.",
        element=DatePickerElement(action_id="until", initial_date=(today + timedelta(days=1)).isoformat()),
    )
    reason = reason_field("For example: the ministry answers on Friday.")
    return form(controls.HOLD_FORM, _title("Put on hold", dossier), "Hold", origin, [about(dossier), until, reason])


def split_form(origin: Origin, dossier: Dossier) -> View:
    """The form that splits a claim in two."""
    statement = dossier.claim.statement
    fields: list[Block] = [
        about(dossier, "Both keep the speaker, the date and the reports; evidence stays with the first."),
        _half("first", f"What does {show(dossier.claim.number)} say from now on?", statement),
        _half("second", "What does the new claim say?", statement),
    ]
    if dossier.objections:
        found = dossier.objections[-ALONG_AT_MOST:]
        along = [
            Option(
                text=cut(f"{each.speaker} {each.dispute.kind}: {each.dispute.statement}", 75),
                value=str(each.dispute.id),
            )
            for each in found
        ]
        fields.append(
            InputBlock(
                block_id="along",
                label="Which disputes go along with the new claim?",
                optional=True,
                element=CheckboxesElement(action_id="along", options=along),
            )
        )
    return form(controls.SPLIT_FORM, _title("Split", dossier), "Split", origin, fields)


def merge_form(origin: Origin, dossier: Dossier) -> View:
    """The form that merges a claim into the one it repeats."""
    told = "Its reports, disputes, evidence and followers go along. More on the claim takes it out again."
    fields = [about(dossier, told), _claim("into", "Which claim does it repeat?")]
    return form(controls.MERGE_FORM, _title("Merge", dossier), "Merge", origin, fields)


def updated_by_form(origin: Origin, dossier: Dossier) -> View:
    """The form that names the claim with the newer figure."""
    told = "A later claim of the same speaker, with a newer figure. Nobody is reminded of the older one any more."
    fields = [about(dossier, told), _claim("newer", "Which claim has the newer figure?")]
    return form(controls.UPDATED_BY_FORM, _title("Update", dossier), "Save", origin, fields)


def restrict_form(origin: Origin, dossier: Dossier) -> View:
    """The form that restricts a claim to its desk's channel."""
    told = (
        "From then on it is seen in this channel only: in no list or search elsewhere, no other channel's digest, no "
        "direct message, and no other claim names it. What was posted already stays where it is."
    )
    fields = [
        about(dossier, told),
        text_field("why", "Why?", None, limits.REASON, optional=True, hint="For example: the source could be traced."),
    ]
    return form(controls.RESTRICT_FORM, _title("Restrict", dossier), "Restrict", origin, fields)


def lift_form(origin: Origin, dossier: Dossier) -> View:
    """The form that lifts a claim's restriction."""
    told = "From then on it is found and shown wherever this desk's other claims are."
    fields = [about(dossier, told), reason_field("For example: the source agreed to be quoted.")]
    return form(controls.LIFT_FORM, f"Lift: {show(dossier.claim.number)}", "Lift", origin, fields)


def decide_form(origin: Origin, dossier: Dossier, found: Objection) -> View:
    """The form that decides a dispute."""
    options = [
        Option(text=text, value=outcome) for outcome, text in OUTCOMES.items() if outcome != found.dispute.outcome
    ]
    fields: list[Block] = [
        about(dossier),
        block(quote(objection(found))),
        InputBlock(
            block_id="outcome",
            label="What becomes of it?",
            element=RadioButtonsElement(action_id="outcome", options=options),
        ),
        text_field(
            "note",
            "Note",
            found.dispute.outcome_why,
            limits.NOTE,
            optional=True,
            multiline=True,
            hint="Why. A dispute that does not stand needs one; it stays on file with it.",
        ),
    ]
    return form(controls.DECIDE_FORM, _title("A dispute of", dossier), "Save", origin, fields)


def _title(what: str, dossier: Dossier) -> str:
    return f"{what} {show(dossier.claim.number)}"


def _half(name: str, label: str, statement: str) -> InputBlock:
    return text_field(name, label, statement, limits.STATEMENT, multiline=True)


def _claim(name: str, label: str) -> InputBlock:
    element = ExternalDataSelectElement(
        action_id=controls.PICK_CLAIM, placeholder="Type a reference, a speaker or words", min_query_length=0
    )
    return InputBlock(block_id=name, label=label, element=element)
