"""What a reporter or a lead does with the bot's forms in a play: fill them in by their field names and submit them.

The sandbox knows the bot by what it shows, so the names below are the whole of what it knows of its forms. They are
the block ids of `bot/surfaces`; what a form does not have is not filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from sandbox import forms
from sandbox.acting import Actor
from sandbox.case import Dispute, Utterance
from sandbox.modals import View
from sandbox.outcome import Outcome
from sandbox.server import SandboxServer
from sandbox.workspace import Json, Message

EDIT = "Edit"


class NoSuchFieldError(LookupError):
    """A form does not have what a play wants to fill in; the text names both."""


def said_in_form(said: Utterance, link: str) -> dict[str, str]:
    """Return what a form's fields hold for a claim or a dispute, by block id; what nobody gave is left empty."""
    source = f"{link} via {said.outlet}" + (f" citing {said.citing}" if said.citing else "")
    values = {"speaker": said.speaker, "role": said.role or "", "statement": said.statement, "source": source}
    at = said.said
    values["said"] = f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else str(at or "")
    if isinstance(said, Dispute):
        values["kind"] = said.kind
    return values


async def ready(server: SandboxServer, actor: Actor, name: str) -> View:
    """Return the form a person has open once it has the field `name`: a form may first say that it is coming.

    Raises NoSuchFieldError if no such form is there within five seconds.
    """
    views = server.views

    def there() -> bool:
        view = views.top(actor.person.id)
        return view is not None and any(block["block_id"] == name for block, _ in forms.interactive(view.blocks))

    with suppress(TimeoutError):
        await server.until(there)
    view = views.top(actor.person.id)
    if view is None:
        raise NoSuchFieldError("No form opened.")
    if not there():
        raise NoSuchFieldError(f"The form “{view.title}” has no {name}.")
    return view


async def submit(actor: Actor, view: View, values: Mapping[str, str], *, lenient: bool = False) -> Outcome:
    """Fill in a form by block id and submit it; menus are chosen from by value or by what they say.

    Raises NoSuchFieldError, unless `lenient`, for a field that is not there.
    """
    filled: dict[str, Any] = {}
    for name, value in values.items():
        element = next(
            (element for block, element in forms.interactive(view.blocks) if block["block_id"] == name), None
        )
        if element is not None:
            filled[name] = await _choice(actor, view, element, value)
        elif not lenient:
            there = ", ".join(block["block_id"] for block, _ in forms.interactive(view.blocks))
            raise NoSuchFieldError(f"The form “{view.title}” has no {name}. It has: {there}.")
    return await actor.submit(view, filled)


def button(message: Message | View, label: str) -> str:
    """Return the action of the button that says `label`; LookupError if there is none."""
    for _, element in forms.interactive(message.blocks):
        if element["type"] == "button" and element["text"]["text"] == label:
            return str(element["action_id"])
    raise LookupError(f"There is no button that says {label}.")


async def _choice(actor: Actor, view: View, element: Json, wanted: str) -> str | list[str]:
    """Return what is put into an element for `wanted`: itself, or the option that says it."""
    if element["type"] == "external_select":
        options = await actor.options(view, element["action_id"], wanted)
    elif forms.FIELDS[element["type"]][0] in forms.OPTION_FIELDS:
        options = forms.options_in(element)
    else:
        return wanted
    for option in options:
        if wanted in (option["value"], option["text"]["text"]):
            return str(option["value"])
    for option in options:
        if wanted.lower() in option["text"]["text"].lower():
            return str(option["value"])
    raise NoSuchFieldError(f"The form “{view.title}” does not offer {wanted}.")
