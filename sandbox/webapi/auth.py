"""Who the bot is, and where its socket opens."""

from __future__ import annotations

from sandbox.errors import Refused
from sandbox.webapi.registry import Call, Method
from sandbox.workspace import Json


def test(call: Call) -> Json:
    """Say whose token this is: a workspace's, or an organisation's, which stands where the team would."""
    workspace, organisation = call.workspace, call.workspace.organisation
    body: Json = {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.team_name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }
    if organisation is not None:
        body["enterprise_id"] = organisation.id
        if call.token.place == organisation.id:
            body |= {"team": organisation.name, "team_id": organisation.id, "is_enterprise_install": True}
            body["url"] = f"https://{organisation.domain}.enterprise.slack.com/"
    if call.token.expires is not None:
        body["expires_in"] = int((call.token.expires - workspace.clock.now()).total_seconds())
    return body


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
