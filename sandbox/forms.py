"""What stands in the inputs of a message or a view: first values, what a person put in, what Slack sends of it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.errors import CannotDoError
from sandbox.workspace import Json

State = dict[str, dict[str, Json]]
Offered = dict[str, list[Json]]

# element type -> (the field of its value in `state.values`, the field of its first value)
FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
OPTION_FIELDS = ("selected_option", "selected_options")
INTERACTIVE = {*FIELDS, "button", "overflow", "workflow_button"}


def named(blocks: list[Json], new_name: Callable[[], str]) -> list[Json]:
    """Return a copy of the blocks in which every block and every interactive element has an id, as Slack keeps them."""
    kept = copy.deepcopy(blocks)
    for block in kept:
        block.setdefault("block_id", new_name())
        for element in _elements_of(block):
            if element.get("type") in INTERACTIVE:
                element.setdefault("action_id", new_name())
    return kept


def interactive(blocks: list[Json] | None) -> Iterator[tuple[Json, Json]]:
    """Yield (block, element) of everything a person can press, choose or fill in, in reading order."""
    for block in blocks or []:
        for element in _elements_of(block):
            if element.get("type") in INTERACTIVE:
                yield block, element


def find(blocks: list[Json] | None, action_id: str, block_id: str | None = None) -> tuple[Json, Json]:
    """Return the first (block, element) with this action_id; LookupError if there is none."""
    for block, element in interactive(blocks):
        if element.get("action_id") == action_id and block_id in (None, block.get("block_id")):
            return block, element
    there = ", ".join(sorted({str(element.get("action_id")) for _, element in interactive(blocks)}))
    raise LookupError(f"There is nothing called {action_id} here. There is: {there or 'nothing to press'}.")


def first_state(blocks: list[Json] | None, before: State | None = None) -> State:
    """Return the state of fresh blocks.

    An input that was there before under the same ids keeps what stands in it, as in Slack: a new initial value
    does not replace what a person wrote.
    """
    state: State = {}
    for block, element in interactive(blocks):
        if element["type"] not in FIELDS:
            continue
        block_id, action_id = block["block_id"], element["action_id"]
        old = (before or {}).get(block_id, {}).get(action_id)
        if old is not None and old["type"] == element["type"]:
            state.setdefault(block_id, {})[action_id] = old
            continue
        field, initial = FIELDS[element["type"]]
        empty: Any = [] if field.endswith("s") else None
        value = element.get(initial, empty)
        state.setdefault(block_id, {})[action_id] = {"type": element["type"], field: copy.deepcopy(value)}
    return state


def value_of(element: Json, raw: Any, offered: Offered) -> Json:
    """Return what `state.values` says of an element in which a person put `raw`.

    `raw` is a text, an id, a date, an option's value, a list of such, or None for nothing. `offered` holds what the
    bot answered to `block_suggestion`, by action_id. CannotDoError if it is no option.
    """
    kind = element["type"]
    field, _ = FIELDS[kind]
    if field == "selected_option":
        value: Any = None if raw in (None, "") else _option(element, raw, offered)
    elif field == "selected_options":
        value = [_option(element, one, offered) for one in _no_more(element, _listed(raw))]
    elif field.endswith("s"):
        value = _no_more(element, _listed(raw))
    elif field == "selected_date_time":
        value = None if raw in (None, "") else int(raw)
    else:
        value = None if raw in (None, "") else raw if isinstance(raw, dict) else str(raw)
    return {"type": kind, field: value}


def action_of(block: Json, element: Json, raw: Any, offered: Offered, ts: str) -> Json:
    """Return the entry in `actions` that Slack sends when somebody used this element."""
    action: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    if element["type"] in ("button", "workflow_button"):
        action["text"] = element.get("text")
        for field in ("value", "style", "url"):
            if field in element:
                action[field] = element[field]
    elif element["type"] == "overflow":
        action["selected_option"] = _option(element, raw, offered)
    else:
        action |= value_of(element, raw, offered)
        initial = FIELDS[element["type"]][1]
        if initial in element:
            action[initial] = element[initial]
    return action | {"action_ts": ts}


def left_empty(blocks: list[Json] | None, state: State) -> dict[str, str]:
    """Return what Slack's own client refuses to submit, a sentence for each block_id.

    That is a required input with nothing in it, a text too short or too long, and what is not of its input's kind.
    """
    problems: dict[str, str] = {}
    for block in blocks or []:
        if block.get("type") != "input":
            continue
        element = block["element"]
        value = state.get(block["block_id"], {}).get(element["action_id"], {})
        content = value.get(FIELDS[element["type"]][0]) if element["type"] in FIELDS else None
        if content in (None, "", []):
            if not block.get("optional"):
                problems[block["block_id"]] = "Please complete this required field."
            continue
        problem = _unfit(element, content)
        if problem:
            problems[block["block_id"]] = problem
    return problems


def options_in(element: Json) -> list[Json]:
    """Return an element's own options, those in groups included."""
    found = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        found += group.get("options") or []
    return found


def _elements_of(block: Json) -> list[Json]:
    if block.get("type") in ("actions", "context_actions"):
        return list(block.get("elements") or [])
    found = block.get("accessory") if block.get("type") == "section" else block.get("element")
    return [found] if isinstance(found, dict) else []


def _listed(raw: Any) -> list[Any]:
    if raw in (None, ""):
        return []
    return list(raw) if isinstance(raw, list | tuple) else [raw]


def is_offered(element: Json, value: Any, offered: Offered) -> bool:
    """Say whether an option of this value stands in the element, or came up in it before."""
    return any(option.get("value") == value for option in _known(element, offered))


def _known(element: Json, offered: Offered) -> list[Json]:
    initial = element.get("initial_option")
    known = options_in(element) + offered.get(element["action_id"], [])
    return known + list(element.get("initial_options") or []) + ([initial] if initial else [])


def _no_more(element: Json, chosen: list[Any]) -> list[Any]:
    most = element.get("max_selected_items")
    if most is not None and len(chosen) > most:
        raise CannotDoError(f"No more than {most} can be chosen in {element['action_id']}.")
    return chosen


def _option(element: Json, raw: Any, offered: Offered) -> Json:
    wanted = raw.get("value") if isinstance(raw, dict) else raw
    known = _known(element, offered)
    for option in known:
        if option.get("value") == wanted:
            return option
    shown = ", ".join(str(option.get("value")) for option in known[:20])
    raise CannotDoError(f"{wanted} is none of the options. There are: {shown or 'none'}.")


def _unfit(element: Json, content: Any) -> str | None:
    kind = element["type"]
    if kind == "plain_text_input":
        length = len(content)
        if length > element.get("max_length", 3000):
            return f"Please shorten this to {element.get('max_length', 3000)} characters."
        if length < element.get("min_length", 0):
            return f"Please write at least {element['min_length']} characters."
    if kind == "number_input":
        return _unfit_number(element, content)
    if kind == "email_text_input" and "@" not in content:
        return "Please enter a valid email address."
    if kind == "url_text_input" and "://" not in content:
        return "Please enter a valid URL."
    return None


def _unfit_number(element: Json, content: str) -> str | None:
    try:
        number = float(content)
    except ValueError:
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter at most {element['max_value']}."
    return None
