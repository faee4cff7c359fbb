"""Who the bot is, and where its socket opens."""

from __future__ import annotations

from sandbox.errors import Refused
from sandbox.webapi.registry import Call, Method
from sandbox.workspace import Json


def test(call: Call) -> Json:
    """Say whose token this is."""
    workspace = call.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.team_name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(call: Call) -> Json:
    """Give out the address of a socket; it is good for one connection."""
    if not call.office.link.enabled:
        raise Refused("forbidden_team")
    ticket = call.office.link.ticket()
    return {"url": f"ws://{call.host}/link?ticket={ticket}&app_id={call.workspace.app_id}"}


METHODS = {
    "auth.test": Method(test),
    "apps.connections.open": Method(open_connection, token="app"),  # noqa: S106
}
