"""The card: one message per claim in its desk's channel, at most six lines and a row of buttons."""

from __future__ import annotations

from dataclasses import replace

from slack_sdk.models.blocks import Block, ButtonElement, RichTextElement

from bot.desk.references import show
from bot.desk.steps import State, Step, possible
from bot.surfaces import controls
from bot.surfaces.beside import beside_claim
from bot.surfaces.message import Message, button, buttons, fullest, menu
from bot.surfaces.phrases import (
    BARE,
    BRIEF,
    FULL,
    SHORT,
    Detail,
    beside,
    carried,
    knowers,
    objection,
    on_it,
    said,
    standing,
    tagged,
    traced,
    translated,
    weighed,
    who_said,
)
from bot.surfaces.replies import on_card
from bot.surfaces.rich import NEW_LINE, block, cut, line, link, moment, person, quote, section, words
from bot.surfaces.step_buttons import step_button
from store.dossiers import SET_ASIDE, Dossier
from store.tables import Claim

CARD_STATEMENT = 500
# The steps that have a button of their own; of each kind a state allows one at most.
WORK = (Step.TAKE, Step.RELEASE, Step.RESUME)
RULING = (Step.PROPOSE, Step.SIGN, Step.REOPEN)
FOOT_LINES = 3  # of the six that a card has at most; a translation takes one
WHOLE_STATEMENT = 3_000
# Of a claim that is looked up: how many disputes and pieces of evidence are shown, how much of each and of each report,
# and how much of the translation. The statement is always whole: where it nearly fills a message, the rest is counted.
_FULL, _BRIEF, _BARE = (replace(detail, asks=True) for detail in (FULL, BRIEF, BARE))
VERSIONS = (
    (20, _FULL, WHOLE_STATEMENT),
    (20, _BRIEF, WHOLE_STATEMENT),
    (10, _BRIEF, WHOLE_STATEMENT),
    (5, _BRIEF, CARD_STATEMENT),
    (2, _BRIEF, CARD_STATEMENT),
    (1, _BARE, CARD_STATEMENT),
    (1, _BARE, 100),
    (0, _BARE, 100),
)


def card(dossier: Dossier) -> Message:
    """A claim's card."""
    return Message(_card(dossier, CARD_STATEMENT))


def whole(dossier: Dossier) -> Message:
    """A claim as somebody who looks it up sees it: the card, the whole statement, and what was said against it."""
    return Message(fullest(_whole(dossier, *version) for version in VERSIONS))


def _whole(dossier: Dossier, most: int, detail: Detail, translation: int) -> list[Block]:
    blocks = _card(dossier, WHOLE_STATEMENT, detail, translation)
    blocks[1:1] = beside_claim(dossier, most, detail)
    if dossier.objections and most:
        shown = dossier.objections[-most:]
        left_out = len(dossier.objections) - len(shown)
        against = block(
            section(words("Against", bold=True), f" (the newest {len(shown)})" if left_out else ""),
            *(quote(objection(found, detail)) for found in shown),
            block_id="against",
        )
        blocks.insert(1, against)
        choices = [(f"{found.speaker} {found.dispute.kind}", found.dispute.id or 0) for found in shown]
        blocks.insert(2, menu("disputes", controls.EDIT_DISPUTE, "Edit a dispute", choices))
    return blocks


def _card(dossier: Dossier, most: int, detail: Detail = FULL, translation: int = CARD_STATEMENT) -> list[Block]:
    claim = dossier.claim
    contested = f"Contested ({len(dossier.against)})" if dossier.against else ""
    head = line(
        words(show(claim.number), bold=True),
        f" · {_capital(standing(dossier))}",
        line(" · ", words(contested, bold=True)) if contested else "",
        line(" · ", words("A dispute stands: look at the verdict again", bold=True)) if dossier.upheld else "",
        *(f" · {_capital(each)}" for each in beside(dossier)),
        NEW_LINE,
        who_said(dossier.speaker, claim.role),
        line(" · ", knowers(claim)) if claim.known_to and _asks(dossier, detail) else "",
        said(claim) or ", date unknown",
        f" ({claim.wording})",
    )
    rows = [
        line(
            carried(dossier.reports, detail),
            f" · {traced(dossier)} · ",
            f"evidence: {weighed(dossier)} · " if dossier.evidence else "",
            on_it(claim),
            f" · {tagged(claim)}" if claim.tags else "",
        ),
        on_card(dossier),
        line(
            "Filed by ",
            person(claim.filed_by),
            ", ",
            moment(claim.filed_at),
            _passed_on(dossier, detail),
        ),
        _found(claim),
        _aside(dossier),
    ]
    foot = _in_lines([row for row in rows if row], FOOT_LINES - bool(claim.translation))
    statement = line(cut(claim.statement, most), translated(claim, translation))
    blocks: list[Block] = [block(section(head), quote(statement), section(foot), block_id="claim")]
    return [*blocks, buttons("steps", *_steps(dossier))]


def _steps(dossier: Dossier) -> list[ButtonElement]:
    """What is done most, as the state allows it now; the rest is behind More."""
    claim = dossier.claim
    more = button("More", controls.MORE, claim.number, label=f"More about {show(claim.number)}")
    if claim.state in SET_ASIDE:
        return [more]
    name = show(claim.number)
    now = possible(claim.state)
    return [
        *(step_button(step, claim.number) for step in WORK if step in now),
        button("Dispute", controls.DISPUTE, claim.number, label=f"Dispute {name}"),
        button("Add evidence", controls.ADD_EVIDENCE, claim.number, label=f"Add evidence to {name}"),
        *(step_button(step, claim.number, joint=": ") for step in RULING if step in now),
        more,
    ]


def _in_lines(rows: list[list[RichTextElement]], most: int) -> list[RichTextElement]:
    """Rows under each other, on `most` lines: what is too many follows on the last."""
    joints = [[words(NEW_LINE if at < most else " · ")] for at in range(1, len(rows))]
    return line(*rows[:1], *(part for pair in zip(joints, rows[1:], strict=True) for part in pair))


def _found(claim: Claim) -> list[RichTextElement]:
    """Who proposed and who signed the verdict, and why it is so."""
    if claim.proposed is None and claim.settled_at is None:
        return []
    runs = line("Proposed by ", person(claim.proposed_by or ""))
    if claim.signed_by is not None:
        runs += line(", signed off by ", person(claim.signed_by))
    if claim.settled_at is not None:
        runs += line(", ", moment(claim.settled_at))
    return line(runs, f": {cut(claim.verdict_why, SHORT)}" if claim.verdict_why else "")


def _aside(dossier: Dossier) -> list[RichTextElement]:
    """Why a claim was set aside or waits; of a duplicate, that it is one, whatever it may not name."""
    claim = dossier.claim
    if claim.state == State.MERGED and dossier.merged_into is None:
        return line("Merged")
    return line(f"{claim.state.capitalize()}: {claim.state_why}") if claim.state_why else []


def _asks(dossier: Dossier, detail: Detail) -> bool:
    """Whether it is shown who knows a withheld speaker: on a public card not, as that goes half the way to the name."""
    return detail.asks or dossier.desk.kind != "public"


def _passed_on(dossier: Dossier, detail: Detail) -> list[RichTextElement]:
    """From which message it was filed, and whose that was; of who is protected the message may be the only trace."""
    claim = dossier.claim
    withheld = bool(claim.known_to) and not _asks(dossier, detail)
    if withheld or any(report.protected for report in dossier.reports):
        return []
    return line(
        line(" · from ", link(claim.message_link, "a message")) if claim.message_link else "",
        line(" passed on by ", person(claim.passed_on_by)) if claim.passed_on_by else "",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
