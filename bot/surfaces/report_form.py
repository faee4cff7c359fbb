"""Forms that say more of a claim: one more report, a translation beside the original, how soon it comes back."""

from __future__ import annotations

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    Option,
    RadioButtonsElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.desk import limits
from bot.desk.admiralty import RELIABILITY
from bot.desk.grammar import ReportLine
from bot.desk.priorities import FOR_THE_RECORD, NORMAL, URGENT
from bot.desk.references import show
from bot.surfaces import controls
from bot.surfaces.forms import Origin, about, basis_field, form, text_field
from store.dossiers import Dossier

AS_BEFORE = "as before"
NO_REPORT = ReportLine(None, None, None)
PRIORITIES = {
    URGENT: "Urgent: the first reminder comes after 2 hours",
    NORMAL: "Normal: reminders as the desk has them",
    FOR_THE_RECORD: "For the record: no reminders; it still counts as unverified",
}


def report_form(origin: Origin, dossier: Dossier, report: ReportLine = NO_REPORT, *told: str) -> View:
    """The form that adds a report to a claim, with what is known of it filled in; `told`: sentences of ours before."""
    title = f"Report of {show(dossier.claim.number)}"
    judged = [reliability_field()] if dossier.desk.admiralty else []
    return form(controls.REPORT_FORM, title, "Add", origin, [about(dossier, *told), *report_fields(report), *judged])


def reliability_field() -> InputBlock:
    """How reliable a source is, by the Admiralty code."""
    options = [Option(text="As it was judged before, or not judged", value=AS_BEFORE)]
    options += [Option(text=f"{letter}: {means}", value=letter) for letter, means in RELIABILITY.items()]
    element = StaticSelectElement(action_id="reliability", options=options, initial_option=options[0])
    hint = "Of whoever carried it, in all that it carries; each desk that uses the code sees it."
    return InputBlock(block_id="reliability", label="How reliable is the source?", element=element, hint=hint)


def report_fields(report: ReportLine = NO_REPORT) -> list[Block]:
    """What is asked of a report."""
    return [
        text_field(
            "link",
            "Link",
            report.link,
            limits.LINK,
            optional=True,
            placeholder="https://…",
            hint="A link or an outlet; one is enough.",
        ),
        text_field(
            "outlet",
            "Who carried it?",
            report.outlet,
            limits.OUTLET,
            optional=True,
            placeholder="WION",
            hint="Left out, it is the site's name.",
        ),
        text_field(
            "origin",
            "Whom does it credit?",
            report.origin,
            limits.OUTLET,
            optional=True,
            placeholder="Reuters",
            hint="Reports that lead back to one source count as one origin.",
        ),
        text_field(
            "place",
            "Where in it?",
            None,
            limits.PLACE,
            optional=True,
            placeholder="page 4, or 12:30 into the broadcast",
        ),
        basis_field("Off the record or on background, nobody but you is shown the source."),
    ]


def translation_form(origin: Origin, dossier: Dossier) -> View:
    """The form that puts a translation beside a claim, changes it, or takes it away."""
    claim = dossier.claim
    machine = [Option(text="A machine made it", value="machine")]
    fields: list[Block] = [
        about(dossier),
        text_field(
            "translation",
            "Translation",
            claim.translation,
            limits.STATEMENT,
            optional=True,
            multiline=True,
            hint="It stands beside the original and is found by search. Empty, it is taken away.",
        ),
        InputBlock(
            block_id="machine",
            label="Who translated it?",
            element=CheckboxesElement(
                action_id="machine", options=machine, initial_options=machine if claim.machine_translated else None
            ),
            optional=True,
            hint="Tick it if nobody has gone over it.",
        ),
    ]
    return form(controls.TRANSLATE_FORM, f"Translate {show(claim.number)}", "Save", origin, fields)


def priority_form(origin: Origin, dossier: Dossier) -> View:
    """The form that asks how soon a claim comes back."""
    options = [Option(text=text, value=priority) for priority, text in PRIORITIES.items()]
    now = next(option for option in options if option.value == dossier.claim.priority)
    asked = InputBlock(
        block_id="priority",
        label="How soon does it come back?",
        element=RadioButtonsElement(action_id="priority", options=options, initial_option=now),
        hint="Reminders begin anew when this changes.",
    )
    title = f"Priority of {show(dossier.claim.number)}"
    return form(controls.PRIORITY_FORM, title, "Save", origin, [about(dossier), asked])
