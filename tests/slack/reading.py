"""How the tests read what can be filled in and pressed."""

from __future__ import annotations

from typing import Any

from sandbox import forms
from sandbox.modals import View
from sandbox.workspace import Message


def values(view: View | None) -> dict[str, Any]:
    """What stands in a form's fields, by block id; a choice by its value."""
    assert view is not None, "no form is open"
    return {block: _value(next(iter(elements.values()))) for block, elements in view.state.items()}


def focused(view: View | None) -> str | None:
    """The field in which the cursor stands when the form opens."""
    assert view is not None, "no form is open"
    for block, element in forms.interactive(view.blocks):
        if element.get("focus_on_load"):
            return str(block["block_id"])
    return None


def buttons(message: Message | View) -> list[str]:
    """What the buttons of a message say."""
    pairs = forms.interactive(message.blocks)
    return [element["text"]["text"] for _, element in pairs if element["type"] == "button"]


def _value(state: dict[str, Any]) -> Any:
    (field_name,) = [name for name in state if name != "type"]
    value = state[field_name]
    if isinstance(value, dict):
        return value["value"]
    if isinstance(value, list):
        return [one["value"] if isinstance(one, dict) else one for one in value]
    return value
