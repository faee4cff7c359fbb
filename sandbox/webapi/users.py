"""People as the bot may know them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.webapi.conversations import paged
from sandbox.webapi.registry import Call, Method
from sandbox.workspace import Json, Person, Workspace


def person_body(person: Person, workspace: Workspace) -> Json:
    """Return a person as `users.info` does; `tz_offset` is in seconds, now."""
    if person.deactivated:
        # Source: docs.slack.dev/reference/objects/user-object: a deactivated one comes with a reduced set of fields.
        profile: Json = {"real_name": person.real_name, "display_name": person.name, "team": workspace.team_id}
        flags = {"deleted": True, "is_bot": person.is_bot, "is_app_user": False, "updated": 0}
        return {"id": person.id, "team_id": workspace.team_id, "name": person.name, "profile": profile} | flags
    offset = workspace.clock.now().astimezone(ZoneInfo(person.tz)).utcoffset()
    return {
        "id": person.id,
        "team_id": person.team or workspace.team_id,
        "name": person.name,
        "deleted": False,
        "color": person.color,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": _label(person.tz, workspace.clock.now()),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {
            "real_name": person.real_name,
            "real_name_normalized": person.real_name,
            "display_name": person.name,
            "display_name_normalized": person.name,
            "team": person.team or workspace.team_id,
        },
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_stranger": person.team is not None,
        "is_app_user": False,
        "updated": 0,
    }


def info(call: Call) -> Json:
    """Describe one person."""
    return {"user": person_body(call.person(), call.workspace)}


def list_people(call: Call) -> Json:
    """Describe everybody."""
    page, cursor = paged(call, [*call.workspace.people.values(), call.workspace.bot])
    bodies = [person_body(person, call.workspace) for person in page]
    return {"members": bodies, "response_metadata": {"next_cursor": cursor}}


def _label(tz: str, now: datetime) -> str:
    return now.astimezone(ZoneInfo(tz)).tzname() or tz


METHODS = {"users.info": Method(info, "users:read"), "users.list": Method(list_people, "users:read", of_a_team=True)}
