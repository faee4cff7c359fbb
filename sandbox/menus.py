"""Menus whose options the bot gives while somebody types (`block_suggestion`)."""

from __future__ import annotations

from typing import Any

from sandbox.blocks import check_message
from sandbox.errors import CannotDoError
from sandbox.forms import is_offered, options_in
from sandbox.payloads import Source
from sandbox.stage import Stage
from sandbox.workspace import Json, Person

SHORTEST_QUERY = 3
EXTERNAL = ("external_select", "multi_external_select")


async def ask_for_options(
    stage: Stage, person: Person, source: Source, block: Json, element: Json, typed: str
) -> list[Json]:
    """Return what a menu shows for the typed text.

    A menu with options of its own is searched here, one without asks the bot. An answer Slack would not take is noted
    as a refusal, and nothing is shown.
    """
    if element["type"] not in EXTERNAL:
        return [o for o in options_in(element) if typed.lower() in str(o["text"]["text"]).lower()]
    if len(typed) < least_typed(element):
        return []
    payload = stage.payloads.suggestion(person, source, element, block["block_id"], typed)
    ack = await stage.send("interactive", payload, element["action_id"])
    if not ack.acked:
        return []
    problems = _problems(ack.payload)
    if problems:
        stage.record.refused("block_suggestion", "invalid_options", messages=problems)
        return []
    options = options_in(ack.payload)
    where = source.view or source.message
    if where is not None:
        known = where.offered.setdefault(element["action_id"], [])
        known += [option for option in options if option not in known]
    return options


async def choose_by_typing(stage: Stage, person: Person, source: Source, block: Json, element: Json, typed: str) -> str:
    """Type into a menu whose options the bot gives, and return the value of the one a person would click.

    That is the one whose text or value is what was typed, else the first whose text begins with it; capitals do not
    count. What was offered before is not asked for again. CannotDoError, with the menu's name, if nothing fits.
    """
    where = source.view or source.message
    if where is not None and is_offered(element, typed, where.offered):
        return typed
    found = await ask_for_options(stage, person, source, block, element, typed)
    words = typed.casefold()
    names = [(str(option["value"]), str(option["text"]["text"]).casefold()) for option in found]
    fitting = [value for value, text in names if words in (value.casefold(), text)]
    fitting += [value for value, text in names if text.startswith(words)]
    if fitting:
        return fitting[0]
    if len(typed) < least_typed(element):
        why = f"It searches from {least_typed(element)} characters on."
    else:
        why = f"It shows: {', '.join(str(option['text']['text']) for option in found[:20]) or 'nothing'}."
    raise CannotDoError(f"Nothing in {element['action_id']} fits {typed}. {why}")


def least_typed(element: Json) -> int:
    """Return how many characters a menu waits for before it asks the bot."""
    return int(element.get("min_query_length", SHORTEST_QUERY))


def _problems(answer: Any) -> list[str]:
    """Say what is wrong with an answer: its options keep the rules of a menu's own."""
    if not isinstance(answer, dict) or not {"options", "option_groups"} & set(answer):
        return ["options or option_groups are missing"]
    given = {name: answer[name] for name in ("options", "option_groups") if answer.get(name)}
    if not given:
        return []
    menu = {"type": "static_select", "action_id": "menu", **given}
    return check_message([{"type": "actions", "elements": [menu]}])
