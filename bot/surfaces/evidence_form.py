"""Forms that put something beside a claim: evidence, and the stories of our own that rely on it."""

from __future__ import annotations

from collections.abc import Sequence

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
from bot.desk.admiralty import CREDIBILITY
from bot.desk.exhibits import CONTEXT, KINDS, REFUTES, SUPPORTS, Attached, Exhibit
from bot.desk.references import show
from bot.surfaces import controls
from bot.surfaces.forms import FIELD_FITS, Origin, about, cut_short, form, text_field
from bot.surfaces.rich import cut
from store.dossiers import Dossier

SIDES = {SUPPORTS: "It supports the claim", REFUTES: "It refutes the claim", CONTEXT: "It gives context"}
NOT_JUDGED = "not judged"
FILES_AT_MOST = 10  # as many as Slack shows in one list of boxes, and takes in one message


def evidence_form(origin: Origin, dossier: Dossier, exhibit: Exhibit | None = None, told: str = "") -> View:
    """The form that adds evidence to a claim, with what is known of it filled in."""
    fields = [about(dossier, told), *evidence_fields(exhibit or Exhibit())]
    if dossier.desk.admiralty:
        fields.append(credibility_field(exhibit.credibility if exhibit is not None else None))
    return form(controls.EVIDENCE_FORM, f"Evidence on {show(dossier.claim.number)}", "Add", origin, fields)


def evidence_fields(exhibit: Exhibit, files: Sequence[Attached] = ()) -> list[Block]:
    """What is asked of a piece of evidence; the cursor stands where it has to be said which side it is on."""
    sides = [Option(text=text, value=side) for side, text in SIDES.items()]
    fields: list[Block] = [
        InputBlock(
            block_id="side",
            label="Which side is it on?",
            element=RadioButtonsElement(
                action_id="side",
                options=sides,
                initial_option=_of(sides, exhibit.side),
                focus_on_load=not exhibit.side or None,
            ),
        ),
        kind_field("What is it?", exhibit.kind),
        *files_field(files),
        text_field(
            "link",
            "Link",
            exhibit.link,
            limits.LINK,
            optional=True,
            placeholder="https://…",
            hint="Where it can be seen.",
        ),
        *cut_short("note", exhibit.note, limits.NOTE),
        text_field(
            "note",
            "Note",
            exhibit.note,
            limits.NOTE,
            optional=True,
            multiline=True,
            hint="What it shows. Evidence needs a link, a file or a note.",
        ),
    ]
    return fields


def credibility_field(digit: int | None) -> InputBlock:
    """How credible a piece of evidence is, by the Admiralty code."""
    options = [Option(text="Not judged", value=NOT_JUDGED)]
    options += [Option(text=f"{each}: {means}", value=str(each)) for each, means in CREDIBILITY.items()]
    element = StaticSelectElement(
        action_id="credibility", options=options, initial_option=_of(options, str(digit)) or options[0]
    )
    hint = "Of this piece alone, whoever it comes from."
    return InputBlock(block_id="credibility", label="How credible is it?", element=element, hint=hint)


def kind_field(label: str, kind: str) -> InputBlock:
    """What kind of evidence it is."""
    kinds = [Option(text=each.capitalize(), value=each) for each in KINDS]
    element = StaticSelectElement(action_id="kind", options=kinds, initial_option=_of(kinds, kind))
    return InputBlock(block_id="kind", label=label, element=element)


def files_field(files: Sequence[Attached]) -> list[Block]:
    """The files of a message, each to be ticked or not; they are all ticked at first."""
    if not files:
        return []
    options = [Option(text=cut(file.name, 75), value=file.file_id) for file in files[:FILES_AT_MOST]]
    return [
        InputBlock(
            block_id="files",
            label="Which of its files?",
            element=CheckboxesElement(action_id="files", options=options, initial_options=options),
            optional=True,
            hint="They stay where they are in Slack; their SHA-256 is kept, so that nobody can exchange them unseen.",
        )
    ]


def used_in_form(origin: Origin, dossier: Dossier) -> View:
    """The form that asks which of our own stories rely on a claim."""
    links = text_field(
        "used_in",
        "Which of our stories use it?",
        None,
        FIELD_FITS,
        multiline=True,
        placeholder="https://…",
        hint="Links, one a line. You will be told if the verdict changes.",
    )
    title = f"{show(dossier.claim.number)} is used in"
    return form(controls.USED_IN_FORM, title, "Save", origin, [about(dossier), links])


def _of(options: Sequence[Option], value: str) -> Option | None:
    return next((option for option in options if option.value == value), None)
