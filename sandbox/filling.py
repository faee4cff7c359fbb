"""A person's hands on a form or a message: which element is meant, and what goes into it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from sandbox import forms
from sandbox.errors import CannotDoError
from sandbox.menus import EXTERNAL, choose_by_typing
from sandbox.modals import View
from sandbox.stage import Stage
from sandbox.workspace import Json, Message, Person

PEOPLE_FIELDS = ("selected_user", "selected_users")
CHANNEL_FIELDS = (
    "selected_channel",
    "selected_channels",
    "selected_conversation",
    "selected_conversations",
)


def pick(where: Message | View, action_id: str, block_id: str | None, value: Any) -> tuple[Json, Json]:
    """Return the element meant; of several buttons of one name the one with this value."""
    block, element = forms.find(where.blocks, action_id, block_id)
    if element["type"] != "button" or value is None:
        return block, element
    for block, element in forms.interactive(where.blocks):
        same = element["action_id"] == action_id and block_id in (None, block["block_id"])
        if same and element.get("value") == value:
            return block, element
    raise LookupError(f"There is no {action_id} with the value {value} here.")


def state_of(where: Message | View, person: Person) -> forms.State:
    """Return what stands in the inputs, for this person: a message has a state for each who used it."""
    if isinstance(where, View):
        return where.state
    return where.states.setdefault(person.id, forms.first_state(where.blocks or []))


async def put(stage: Stage, person: Person, where: Message | View, block: Json, element: Json, raw: Any) -> None:
    """Put one value into one input; CannotDoError if Slack's client would not let it be chosen."""
    if element["type"] not in forms.FIELDS:
        raise CannotDoError(f"{element['action_id']} is to be pressed, not filled in.")
    value = forms.value_of(element, await named(stage, person, where, block, element, raw), where.offered)
    state_of(where, person).setdefault(block["block_id"], {})[element["action_id"]] = value


async def fill(stage: Stage, person: Person, view: View, values: Mapping[str, Any]) -> None:
    """Put values into a form, by block_id or action_id, or by block_id and in that by action_id."""
    for name, raw in values.items():
        within = [pair for pair in forms.interactive(view.blocks) if pair[0]["block_id"] == name]
        names = {element["action_id"] for _, element in within}
        if within and isinstance(raw, dict) and set(raw) <= names:
            for action_id, one in raw.items():
                await put(stage, person, view, *forms.find(view.blocks, action_id, name), one)
        elif within:
            await put(stage, person, view, *within[0], raw)
        else:
            await put(stage, person, view, *forms.find(view.blocks, name), raw)


async def named(stage: Stage, person: Person, where: Message | View, block: Json, element: Json, raw: Any) -> Any:
    """Return what Slack knows a value by: ids of people and channels, which may be named by role or name.

    In a menu that asks the bot a text is typed and becomes an option's value. Dates and times must be some.
    LookupError if there is no such person or channel that this person sees.
    """
    field = forms.FIELDS[element["type"]][0] if element["type"] in forms.FIELDS else ""
    if raw in (None, "", []):
        return raw
    several = isinstance(raw, list | tuple)
    if element["type"] in EXTERNAL:
        source = stage.source(person, where)
        chosen = [
            await choose_by_typing(stage, person, source, block, element, one) if isinstance(one, str) else one
            for one in (raw if several else [raw])
        ]
        return chosen if several else chosen[0]
    if field in PEOPLE_FIELDS:
        ids = [stage.workspace.person(str(one)).id for one in (raw if several else [raw])]
        return ids if several else ids[0]
    if field in CHANNEL_FIELDS:
        ids = [stage.seen(person, str(one)).id for one in (raw if several else [raw])]
        return ids if several else ids[0]
    if field in ("selected_date", "selected_time"):
        read = date.fromisoformat if field == "selected_date" else time.fromisoformat
        try:
            read(str(raw))
        except ValueError as broken:
            raise CannotDoError(f"{raw} cannot be chosen in {element['action_id']}.") from broken
    return raw
