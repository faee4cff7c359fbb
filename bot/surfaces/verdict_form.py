"""Forms about the verdict: propose one, sign it off or send it back, take a settled claim up again."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    RadioButtonsElement,
    RichTextElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.desk import limits
from bot.desk.references import show
from bot.desk.steps import EVIDENCE_FOR, FINDINGS, Verdict
from bot.surfaces import controls
from bot.surfaces.forms import FIELD_FITS, Origin, about, form, reason_field, text_field
from bot.surfaces.message import button, buttons
from bot.surfaces.phrases import count, evidence
from bot.surfaces.rich import block, line, person, quote, section, words
from store.dossiers import Dossier

SHOWN = 10  # pieces of evidence in a form


def propose_form(origin: Origin, dossier: Dossier) -> View:
    """The form that proposes a verdict; evidence and our own stories can be added with it."""
    options = [Option(text=_named(verdict), value=verdict) for verdict in FINDINGS]
    verdict = InputBlock(
        block_id="verdict",
        label="What did you find?",
        element=StaticSelectElement(action_id="verdict", options=options, placeholder="Choose a verdict"),
    )
    second = dossier.desk.second_reader
    fields: list[Block] = [
        about(dossier, "Somebody else signs it off." if second else "It is the verdict as soon as you save."),
        *_evidence(dossier),
        verdict,
        text_field(
            "evidence",
            "More evidence",
            None,
            FIELD_FITS,
            optional=True,
            multiline=True,
            placeholder="refutes https://… the video is from 2021",
            hint="One a line: supports, refutes or context, then a link, a note or both.",
        ),
        text_field(
            "note",
            "Note",
            None,
            limits.NOTE,
            optional=True,
            multiline=True,
            hint="What tells readers why. “Unproven” and “not checkable” need one.",
        ),
        text_field(
            "used_in",
            "Which of our stories use it?",
            None,
            FIELD_FITS,
            optional=True,
            multiline=True,
            placeholder="https://…",
            hint="Links, one a line. You will be told if the verdict changes.",
        ),
    ]
    return form(controls.PROPOSE_FORM, _title("Verdict on", dossier), "Propose" if second else "Save", origin, fields)


def sign_form(origin: Origin, dossier: Dossier, *, own: bool) -> View:
    """The form that signs a proposed verdict off, or sends it back; `own`: it is theirs, and wants somebody else."""
    proposed = _proposed(dossier)
    if own:
        told = section("You proposed this verdict, so someone else must sign it off.")
        row = buttons(
            "own",
            button("Ask a second reader", controls.ASK_TO_SIGN, dossier.claim.number, style="primary"),
            button("Withdraw it", controls.WITHDRAW, dossier.claim.number),
        )
        return View(
            type="modal",
            title=_title("Verdict on", dossier),
            close="Close",
            private_metadata=origin.packed(),
            blocks=[about(dossier), block(*proposed, told), *_evidence(dossier), row],
        )
    choices = [
        Option(text="Sign it off", value="sign"),
        Option(text="Send it back, to be checked further", value="back"),
    ]
    decision = InputBlock(
        block_id="decision",
        label="What do you say?",
        element=RadioButtonsElement(action_id="decision", options=choices),
    )
    fields = [
        about(dossier),
        block(*proposed),
        *_evidence(dossier),
        decision,
        reason_field("Only if you send it back. For example: the video shows another place.", optional=True),
    ]
    return form(controls.SIGN_FORM, _title("Verdict on", dossier), "Save", origin, fields)


def reopen_form(origin: Origin, dossier: Dossier) -> View:
    """The form that asks why a settled claim is taken up again."""
    told = f"It is “{dossier.claim.verdict}”. Everybody who follows it is told that it is looked at again."
    reason = reason_field("For example: the same video was online in March.")
    return form(controls.REOPEN_FORM, _title("Reopen", dossier), "Reopen", origin, [about(dossier, told), reason])


def _title(what: str, dossier: Dossier) -> str:
    return f"{what} {show(dossier.claim.number)}"


def _named(verdict: Verdict) -> str:
    side = EVIDENCE_FOR.get(verdict)
    needs = "a note" if side is None else f"evidence that {side} it" if side else "evidence"
    return f"{verdict.capitalize()} (needs {needs})"


def _proposed(dossier: Dossier) -> list[RichTextElement]:
    claim = dossier.claim
    told = [section(line(words(f"Proposed: {claim.proposed}", bold=True), " by ", person(claim.proposed_by or "")))]
    return [*told, quote(claim.verdict_why)] if claim.verdict_why else told


def _evidence(dossier: Dossier) -> list[Block]:
    found: Sequence[RichTextElement] = [quote(evidence(each)) for each in dossier.evidence[-SHOWN:]]
    if not found:
        return [block(section("There is no evidence yet."))]
    head = section(words(count(len(dossier.evidence), "piece") + " of evidence", bold=True))
    return [block(head, *found)]
