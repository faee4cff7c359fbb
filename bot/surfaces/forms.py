"""Forms: prefilled with everything that was understood, with the question at the empty place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from slack_sdk.models.blocks import (
    Block,
    ExternalDataMultiSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    RichTextElement,
    StaticSelectElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.desk import limits
from bot.desk.basis import phrase_of
from bot.desk.disputing import KINDS
from bot.desk.grammar import Line, ReportLine
from bot.desk.moments import Moment
from bot.desk.references import show
from bot.desk.withholding import KNOWN_AT_MOST, WITHHELD
from bot.surfaces import controls
from bot.surfaces.message import Message, button, buttons
from bot.surfaces.names import fits_menu, speaker_field
from bot.surfaces.phrases import count, objection
from bot.surfaces.rich import block, cut, quote, section
from store.basis import BACKGROUND, OFF_RECORD, ON_RECORD
from store.dossiers import Dossier, Objection

FIELD_FITS = 3_000  # characters in one of Slack's input fields
CLAIMS_AT_MOST = 20
TERMS = {
    "nobody said": "Nobody said",
    ON_RECORD: "On the record: to be named",
    BACKGROUND: "On background: to be used, never named",
    OFF_RECORD: "Off the record: neither used nor named",
}


@dataclass(frozen=True)
class Origin:
    """What a form has to remember: where it was opened, from which message, and what it is about."""

    channel: str
    kind: Literal["public", "private", "direct"]
    number: int | None = None
    dispute: int | None = None
    revision: int | None = None
    stamp: str | None = None  # how the claim stood when the form was opened
    reports: list[int] | None = None  # the ids of those it shows; the others stay on file
    unshown: int | None = None  # how many it must not show: somebody else protects their source
    name: str | None = None  # which name a form about names is about: its kind and id
    reply: int | None = None  # the id of the request for a reply that it is about
    message_ts: str | None = None
    thread_ts: str | None = None
    passed_on_by: str | None = None
    desk: int | None = None  # whose settings they are, if not the channel's it was opened in
    draft: dict[str, Any] | None = None  # what a form of several pages keeps of the others

    @property
    def at_home(self) -> bool:
        """Whether it was opened on the Home tab, or from a form that was: in no channel, and in public."""
        return self.kind == "public" and not self.channel

    def packed(self) -> str:
        """As a view's private metadata."""
        kept = {name: value for name, value in asdict(self).items() if value is not None}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def unpacked(cls, metadata: str) -> Origin:
        """From a view's private metadata."""
        return cls(**json.loads(metadata))


AT_HOME = Origin(channel="", kind="public")
EMPTY = Line("", None, "", "paraphrase", (), None, (), None, "")


def file_form(origin: Origin, line: Line = EMPTY, note: str = "") -> View:
    """The form that files a claim."""
    return form(controls.FILE_FORM, "File a claim", "File", origin, [*_noted(note, line), *_fields(line, origin)])


def edit_form(origin: Origin, line: Line, *, reason: bool, more: int = 0) -> View:
    """The form that corrects a claim; it asks for a reason once others have read it.

    `more`: how many reports it has no room for.
    """
    fields = [
        *_left_out(more, origin),
        *_fields(line, origin),
        *([reason_field("For example: the ministry said 60, not 70.")] if reason else []),
    ]
    return form(controls.EDIT_FORM, f"Edit {show(origin.number or 0)}", "Save", origin, fields)


def dispute_form(origin: Origin, named: Sequence[Dossier], line: Line = EMPTY, note: str = "") -> View:
    """The form that files a dispute, with a claim picker that searches as one types."""
    picker = InputBlock(
        block_id="claims",
        label="Which claims does it dispute?",
        element=ExternalDataMultiSelectElement(
            action_id=controls.PICK_CLAIMS,
            placeholder="Type a reference, a speaker or words",
            initial_options=[claim_option(dossier) for dossier in named[:CLAIMS_AT_MOST]] or None,
            min_query_length=0,
            max_selected_items=CLAIMS_AT_MOST,
            focus_on_load=not named or None,
        ),
    )
    if len(named) > CLAIMS_AT_MOST:
        note = f"{note} {CLAIMS_AT_MOST} claims fit in one form; dispute the others in another.".strip()
    fields = [*_noted(note, line), picker, *_fields(line, origin, focus=bool(named), tags=False), _kind("contradicts")]
    return form(controls.DISPUTE_FORM, "Dispute a claim", "File", origin, fields)


def dispute_of_dispute(origin: Origin, found: Objection) -> View:
    """The offer to file a dispute as a claim first: only claims are disputed."""
    told = block(
        section("This is a dispute, and a dispute cannot be disputed. Nothing was filed."),
        quote(objection(found)),
        section("File it as a claim of its own, linked to this dispute, then dispute that."),
    )
    file_it = button("File it as a claim", controls.DISPUTE_AS_CLAIM, found.dispute.id or 0, style="primary")
    return View(
        type="modal",
        title="Dispute a dispute",
        close="Cancel",
        private_metadata=origin.packed(),
        blocks=[told, buttons("offer", file_it)],
    )


def edit_dispute_form(origin: Origin, line: Line, kind: str, *, more: int = 0) -> View:
    """The form that corrects a dispute: its kind at once, its words with a reason."""
    why = reason_field("Only if its words change; others have read them.", optional=True)
    fields = [*_left_out(more, origin), _kind(kind), *_fields(line, origin, focus=False, tags=False), why]
    return form(controls.EDIT_DISPUTE_FORM, "Edit a dispute", "Save", origin, fields)


def discard_form(origin: Origin, dossier: Dossier) -> View:
    """The form that asks why a claim is set aside."""
    shown = about(dossier, f"{show(dossier.claim.number)} stays on file, with your reason.")
    reason = reason_field("For example: filed twice, or out of our scope.")
    title = f"Discard {show(dossier.claim.number)}"
    return form(controls.DISCARD_FORM, title, "Discard", origin, [shown, reason])


def result(title: str, message: Message, origin: Origin | None = None) -> View:
    """What a form did, in its place; its buttons act from where the form was opened."""
    packed = origin.packed() if origin is not None else None
    return View(
        type="modal",
        title=title,
        close="Done",
        clear_on_close=True,  # what stands behind it was drawn before
        blocks=list(message.blocks),
        private_metadata=packed,
    )


def about(dossier: Dossier, *told: str) -> Block:
    """What a form is about: sentences of ours, and the claim in short."""
    return block(*(section(each) for each in told if each), quote(_short(dossier)))


def claim_option(dossier: Dossier) -> Option:
    """A claim in a menu."""
    text = f"{show(dossier.claim.number)} {dossier.speaker}: {dossier.claim.statement}"
    return Option(text=cut(text, 75), value=str(dossier.claim.number))


def form(callback: str, title: str, submit: str, origin: Origin, blocks: Sequence[Block]) -> View:
    """A form under its name, which remembers where it was opened."""
    return View(
        type="modal",
        callback_id=callback,
        title=title,
        submit=submit,
        close="Cancel",
        private_metadata=origin.packed(),
        blocks=list(blocks),
    )


def _left_out(reports: int, origin: Origin) -> list[Block]:
    told = []
    if reports:
        told.append(section(f"{count(reports, 'more report')} did not fit in here, and stay on file as they are."))
    if origin.unshown:
        many = count(origin.unshown, "report")
        told.append(section(f"{many} of a protected source can be edited by whoever added it, and stays as it is."))
    return [block(*told)] if told else []


def _noted(note: str, line: Line) -> list[Block]:
    told: list[RichTextElement] = []
    if note:
        told.append(section(note))
    if line.ambiguous:
        told.append(section("I found two names. Who said it, and who reported it?"))
    if told and line.typed:
        told += [section("You typed:"), quote(cut(line.typed, FIELD_FITS))]
    return [block(*told)] if told else []


def _fields(line: Line, origin: Origin, *, focus: bool = True, tags: bool = True) -> list[Block]:
    missing = line.missing[0] if line.missing and focus else None
    if line.ambiguous:
        missing = "speaker"
    fields: list[Block] = [
        _speaker(line.speaker, focus=missing == "speaker"),
        text_field("role", "In which role?", line.role, limits.ROLE, optional=True, placeholder="Kremlin spokesman"),
        *cut_short("statement", line.statement, limits.STATEMENT),
        text_field(
            "statement",
            "What was said?",
            line.statement,
            limits.STATEMENT,
            focus=missing == "statement",
            multiline=True,
            hint="In their words if you have them, in quotation marks; otherwise in yours.",
        ),
        text_field(
            "source",
            "Where was it reported?",
            rows_of(line.reports),
            FIELD_FITS,
            focus=missing == "source",
            multiline=True,
            placeholder="https://… via WION citing Reuters",
            hint="A link or an outlet, one a line; after “citing”, whom it credits; at the end, “off the record”.",
            optional=bool(origin.unshown),
        ),
        basis_field("For the rows above that do not say so."),
        text_field(
            "said",
            "When was it said?",
            _written(line.said),
            60,
            optional=True,
            placeholder="23 May, yesterday, 2023-05-23 10:40",
            hint="Leave it out if nobody gave a date.",
        ),
    ]
    fields.append(known_to_field(line.known_to))
    if tags:
        fields.append(text_field("tags", "Tags", " ".join(f"#{tag}" for tag in line.tags), 1_100, optional=True))
    return fields


def _speaker(name: str | None, *, focus: bool) -> InputBlock:
    """Who said it: a menu of known names in which a new one can be typed; for a name too long for that, as text."""
    label, hint = "Who said it?", "A person or an organisation; “unknown” and “withheld” are answers too."
    if fits_menu(name):
        return speaker_field(label, name, focus=focus, hint=hint)
    return text_field("speaker", label, name, limits.SPEAKER, focus=focus, hint=hint)


def cut_short(what: str, text: str, fits: int) -> list[Block]:
    """That a field below holds only the beginning of something, if it does."""
    if len(text) <= fits:
        return []
    return [block(section(f"The {what} has {len(text):,} characters; this is its beginning."))]


def text_field(
    name: str, label: str, value: str | None, fits: int, *, optional: bool = False, **more: Any
) -> InputBlock:
    """One field; `label` is the question asked there."""
    element = PlainTextInputElement(
        action_id=name,
        initial_value=cut(value, fits) if value else None,
        max_length=fits,
        multiline=more.get("multiline"),
        placeholder=more.get("placeholder"),
        focus_on_load=more.get("focus") or None,
    )
    return InputBlock(block_id=name, label=label, element=element, optional=optional, hint=more.get("hint"))


def known_to_field(known_to: Sequence[str]) -> InputBlock:
    """Who knows a withheld speaker."""
    return InputBlock(
        block_id="known_to",
        label="If the speaker is withheld, who knows the name?",
        element=UserMultiSelectElement(
            action_id="known_to",
            placeholder="You, unless you choose others",
            initial_users=list(known_to) or None,
            max_selected_items=KNOWN_AT_MOST,
        ),
        hint="They are asked for it; the name itself is kept nowhere.",
        optional=True,
    )


def basis_field(hint: str) -> InputBlock:
    """On what terms a source gave it."""
    options = [Option(text=text, value=basis) for basis, text in TERMS.items()]
    element = StaticSelectElement(action_id="basis", options=options, initial_option=options[0])
    return InputBlock(block_id="basis", label="On what terms?", element=element, hint=hint)


def _kind(initial: str) -> InputBlock:
    options = [Option(text=kind, value=kind) for kind in KINDS]
    chosen = next(option for option in options if option.value == initial)
    element = StaticSelectElement(action_id="kind", options=options, initial_option=chosen)
    return InputBlock(block_id="kind", label="What does it do to the claim?", element=element)


def reason_field(hint: str, *, optional: bool = False) -> InputBlock:
    """The field that asks why."""
    element = PlainTextInputElement(action_id="why", max_length=limits.REASON, multiline=True)
    return InputBlock(block_id="why", label="Why?", element=element, hint=hint, optional=optional)


def rows_of(reports: Sequence[ReportLine]) -> str:
    """Reports as they are typed into a field, one a line."""
    rows = []
    for report in reports:
        via = f"via {report.outlet}" if report.outlet else ""
        citing = f"citing {report.origin}" if report.origin else ""
        parts = (report.link, via, citing, phrase_of(report.basis))
        rows.append(" ".join(part for part in parts if part))
    return "\n".join(rows)


def _written(said: Moment | None) -> str:
    """A moment as the form reads it back."""
    if said is None:
        return ""
    # To the minute it is written in UTC, which says so itself: the form may be opened by somebody in another zone.
    moment = said.at.strftime("%Y-%m-%dT%H:%MZ") if said.at is not None else str(said.day)
    return f"about {moment}" if said.about else moment


def _short(dossier: Dossier) -> str:
    speaker = "Speaker withheld" if dossier.speaker == WITHHELD else dossier.speaker
    return f"{speaker}: {cut(dossier.claim.statement, 280)}"
