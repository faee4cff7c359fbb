"""The form that adds a message to a claim: as one more report, or as evidence on one side."""

from __future__ import annotations

from slack_sdk.models.blocks import (
    Block,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from bot.desk import limits
from bot.desk.exhibits import CONTEXT, REFUTES, SUPPORTS, kind_of
from bot.desk.passing_on import ASKED, REPORT, Passed
from bot.surfaces import controls
from bot.surfaces.evidence_form import files_field, kind_field
from bot.surfaces.forms import FIELD_FITS, Origin, claim_option, cut_short, form, rows_of, text_field
from store.dossiers import Dossier

WHAT = {
    REPORT: "A report of it: it was said there too",
    SUPPORTS: "Evidence that supports it",
    REFUTES: "Evidence that refutes it",
    CONTEXT: "Evidence that gives context",
}


def adding_form(origin: Origin, passed: Passed, dossier: Dossier | None = None) -> View:
    """The form that adds a message to a claim, with everything understood filled in, and the claim if it is known."""
    usual = kind_of(passed.files[0]) if passed.files else "other"
    fields: list[Block] = [
        InputBlock(
            block_id="claim",
            label="To which claim?",
            element=ExternalDataSelectElement(
                action_id=controls.PICK_CLAIM,
                placeholder="Type a reference, a speaker or words",
                initial_option=None if dossier is None else claim_option(dossier),
                min_query_length=0,
                focus_on_load=dossier is None or None,
            ),
        ),
        InputBlock(
            block_id="what",
            label=ASKED,
            element=RadioButtonsElement(
                action_id="what",
                options=[Option(text=text, value=what) for what, text in WHAT.items()],
                focus_on_load=dossier is not None or None,
            ),
        ),
        text_field(
            "source",
            "Where is it?",
            rows_of(passed.reports),
            FIELD_FITS,
            optional=True,
            multiline=True,
            placeholder="https://… via WION citing Reuters",
            hint="Links, one a line. Of a report also the outlet and, after “citing”, whom it credits.",
        ),
        *files_field(passed.files),
        kind_field("What kind of evidence is it?", usual),
        *cut_short("note", passed.note, limits.NOTE),
        text_field(
            "note",
            "What does the evidence show?",
            passed.note,
            limits.NOTE,
            optional=True,
            multiline=True,
            hint="A report keeps the link to this message instead.",
        ),
    ]
    return form(controls.ADD_FORM, "Add to a claim", "Add", origin, fields)
