"""What the bot's answer to a submitted form does to the form."""

from __future__ import annotations

from typing import Any

from sandbox.errors import Refused
from sandbox.modals import View
from sandbox.outcome import TROUBLE, Outcome
from sandbox.stage import Stage


def take_answer(stage: Stage, view: View, answer: Any, outcome: Outcome) -> None:
    """Do what the ack of a `view_submission` says: nothing said closes the form.

    An answer Slack would not take is noted as a refusal, and the person sees that something went wrong.
    """
    try:
        _take(stage, view, answer or {}, outcome)
    except Refused as refusal:
        stage.record.refused("view_submission", refusal.error, **refusal.detail)
        outcome.error = TROUBLE


def _take(stage: Stage, view: View, answer: Any, outcome: Outcome) -> None:
    action = answer.get("response_action") if isinstance(answer, dict) else "?"
    if action is None:
        stage.views.close(view)
    elif action == "clear":
        stage.views.close(view, everything=True)
    elif action == "update":
        stage.views.update(view, answer.get("view") or {})
    elif action == "push":
        stage.views.push_for(view.person, answer.get("view") or {})
    elif action == "errors":
        outcome.errors = _errors(view, answer.get("errors"))
    else:
        raise Refused("invalid_response_action", response_action=action)


def _errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors:
        raise Refused("invalid_errors", errors=errors)
    strangers = sorted(set(errors) - inputs)
    if strangers:
        # Slack shows an error only under an input block; any other name breaks the whole answer.
        raise Refused("invalid_errors", strangers=strangers)
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise Refused("invalid_errors", errors=errors)
    return dict(errors)
