"""The buttons of the steps in a claim's life: which control begins each, and what it says for short."""

from __future__ import annotations

from slack_sdk.models.blocks import ButtonElement

from bot.desk.references import show
from bot.desk.steps import Step
from bot.surfaces import controls
from bot.surfaces.message import button

CONTROLS: dict[Step, str] = {
    Step.TAKE: controls.TAKE,
    Step.HAND_OVER: controls.HAND_OVER,
    Step.RELEASE: controls.RELEASE,
    Step.PROPOSE: controls.VERDICT,
    Step.SIGN: controls.VERDICT,
    Step.SEND_BACK: controls.VERDICT,
    Step.REOPEN: controls.VERDICT,
    Step.HOLD: controls.HOLD,
    Step.RESUME: controls.RESUME,
    Step.SPLIT: controls.SPLIT,
    Step.MERGE: controls.MERGE,
    Step.UNMERGE: controls.UNMERGE,
    Step.DISCARD: controls.DISCARD,
    Step.RESTORE: controls.RESTORE,
}
SHORT: dict[Step, str] = {
    Step.TAKE: "Take",
    Step.RELEASE: "Release",
    Step.RESUME: "Resume",
    Step.PROPOSE: "Verdict",
    Step.SIGN: "Sign off",
    Step.REOPEN: "Reopen",
}
# The steps that a line in a list of claims offers beside More, where the claim's state allows them.
ONWARD = (Step.TAKE, Step.PROPOSE, Step.SIGN, Step.REOPEN, Step.RESUME)


def step_button(step: Step, number: int, *, joint: str = " ") -> ButtonElement:
    """The short button of a step; a screen reader says the claim's reference after it, joined so."""
    text = SHORT[step]
    return button(text, CONTROLS[step], number, label=f"{text}{joint}{show(number)}")
