"""More: everything that can be done with a claim now, for the one who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.desk.references import show
from bot.desk.scheduling import wants_reminding
from bot.desk.steps import Step
from bot.surfaces import controls, replies
from bot.surfaces.forms import Origin, about
from bot.surfaces.message import button, buttons, menu
from bot.surfaces.step_buttons import CONTROLS
from store.dossiers import SET_ASIDE, Dossier

# What the button of every step of the table says here.
STEPS: dict[Step, str] = {
    Step.TAKE: "Take",
    Step.HAND_OVER: "Hand over…",
    Step.RELEASE: "Release",
    Step.PROPOSE: "Propose a verdict…",
    Step.SIGN: "Sign off or send back…",
    Step.SEND_BACK: "Withdraw the verdict…",
    Step.REOPEN: "Reopen…",
    Step.HOLD: "Put on hold…",
    Step.RESUME: "Resume",
    Step.SPLIT: "Split in two…",
    Step.MERGE: "Merge…",
    Step.UNMERGE: "Take out again",
    Step.DISCARD: "Discard…",
    Step.RESTORE: "Restore",
}
ADDING = (
    (controls.ADD_EVIDENCE, "Add evidence…"),
    (controls.ADD_REPORT, "Add a report…"),
    (controls.DISPUTE, "Dispute…"),
    (controls.ADD_USED_IN, "Used in a story…"),
    (controls.ASK_REPLY, "Ask for a reply…"),
    (controls.TRANSLATE, "Translation…"),
)
CHANGING = ((controls.EDIT, "Edit…"), (controls.SET_PRIORITY, "Priority…"))
IN_A_ROW = 5


@dataclass(frozen=True)
class Offered:
    """What one person may do with a claim now; `told`: they follow it, and how (None: they do not)."""

    dossier: Dossier
    steps: Sequence[Step]
    told_directly: bool | None
    restricts: bool = False  # to its desk's channel, or lifts that


def more(origin: Origin, offered: Offered) -> View:
    """Everything that can be done with a claim, each as a button."""
    dossier, number = offered.dossier, offered.dossier.claim.number
    rows: list[Block] = [about(dossier)]
    begins: dict[str, str] = {}
    for step in offered.steps:  # one button may begin either of two: it is called after the first
        begins.setdefault(CONTROLS[step], STEPS[step])
    rows += _rows("steps", number, list(begins.items()))
    if dossier.claim.state not in SET_ASIDE:
        rows += _rows("adding", number, ADDING)
        updated = (
            (controls.UPDATED_BY, "A newer figure…")
            if dossier.updated_by is None
            else (controls.NOT_UPDATED, f"Not updated by {show(dossier.updated_by)}")
        )
        snooze = ((controls.SNOOZE, "Snooze…"),) if wants_reminding(dossier.claim) else ()
        rows += _rows("changing", number, (*CHANGING, updated, *snooze, *_kept(offered)))
    rows += _rows("reading", number, (*_following(offered.told_directly), *READING))
    choices = [
        (f"{found.dispute.outcome}: {found.speaker} {found.dispute.kind}", found.dispute.id or 0)
        for found in dossier.objections
    ]
    if choices and dossier.claim.state not in SET_ASIDE:
        rows.append(menu("disputes", controls.DECIDE_DISPUTE, "Decide a dispute", choices))
    if dossier.replies and dossier.claim.state not in SET_ASIDE:
        rows.append(menu("replies", controls.NOTE_REPLY, "Note a reply", replies.choices(dossier)))
    if dossier.evidence and dossier.claim.state not in SET_ASIDE:
        pieces = [
            (f"{each.side}: {each.file_name or each.note or each.link}", each.id or 0)
            for each in reversed(dossier.evidence)
        ]
        rows.append(menu("evidence", controls.TAKE_BACK_EVIDENCE, "Take evidence back", pieces))
    return View(type="modal", title=show(number), close="Close", private_metadata=origin.packed(), blocks=rows)


def _kept(offered: Offered) -> tuple[tuple[str, str], ...]:
    """Restricting a claim, or lifting that, for those who may; a private desk's claims are kept anyway."""
    if not offered.restricts:
        return ()
    if offered.dossier.claim.restricted:
        return ((controls.LIFT_RESTRICTION, "Lift the restriction…"),)
    return ((controls.RESTRICT, "Restrict to this channel…"),)


READING = ((controls.COPY_WORDING, "Copy wording"), (controls.HISTORY, "History"))


def _following(directly: bool | None) -> tuple[tuple[str, str], ...]:
    if directly is None:
        return ((controls.FOLLOW, "Follow"), (controls.FOLLOW_DIRECTLY, "Follow, and tell me directly"))
    other = (
        (controls.FOLLOW, "Tell me in the thread only") if directly else (controls.FOLLOW_DIRECTLY, "Tell me directly")
    )
    return (other, (controls.UNFOLLOW, "Unfollow"))


def _rows(name: str, number: int, choices: Sequence[tuple[str, str]]) -> list[Block]:
    made: list[ButtonElement] = [button(text, action, number) for action, text in choices]
    return [buttons(f"{name}:{at}", *made[at : at + IN_A_ROW]) for at in range(0, len(made), IN_A_ROW)]
