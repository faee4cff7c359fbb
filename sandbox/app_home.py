"""The bot's App Home as a person opens it: its tabs, and the event that tells the bot.

Source: docs.slack.dev/reference/events/app_home_opened
"""

from __future__ import annotations

from contextlib import suppress

from sandbox.errors import CannotDoError
from sandbox.modals import View, shown
from sandbox.socket import Ack
from sandbox.stage import Stage
from sandbox.workspace import Json, Person

PUBLISHED_SECONDS = 3.0


async def open_home(stage: Stage, person: Person) -> View | None:
    """Open the Home tab and return it as the bot then put it up; None if it never did.

    Bolt acks an event before it looks at it. So what is published is waited for, three seconds at most; after those,
    and where the bot does not hear of it, the tab is returned as it stood.
    """
    if not stage.workspace.has_home_tab:
        raise CannotDoError("This app has no Home tab.")
    before = _hash(stage, person)
    ack = await tell(stage, person, "home")
    if ack is not None and ack.acked:
        with suppress(TimeoutError):
            await stage.workspace.until(lambda: _hash(stage, person) != before, PUBLISHED_SECONDS)
    return stage.views.homes.get(person.id)


async def tell(stage: Stage, person: Person, tab: str) -> Ack | None:
    """Tell the bot that a person opened one of its tabs; None if the manifest does not ask for it.

    A Home tab that was published before goes along.
    """
    if not stage.workspace.has_home_tab:
        return None
    workspace = stage.workspace
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": workspace.im_of(person.id).id,
        "tab": tab,
        "event_ts": workspace.new_ts(),
    }
    home = stage.views.homes.get(person.id)
    if tab == "home" and home is not None:
        event["view"] = shown(home, workspace)
    return await stage.events.send(event)


def _hash(stage: Stage, person: Person) -> str | None:
    home = stage.views.homes.get(person.id)
    return home.hash if home is not None else None
