"""Who did something, and from where, read out of what Slack sends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.desk.request import Kind, Request
from bot.surfaces.forms import AT_HOME, Origin


def from_command(body: dict[str, Any], now: datetime) -> Request:
    """The request behind a slash command."""
    return Request(
        team=body["team_id"],
        enterprise=body.get("enterprise_id") or "",
        person=body["user_id"],
        channel=body["channel_id"],
        kind=kind_of(body["channel_id"], body.get("channel_name")),
        key=f"trigger:{body['trigger_id']}",
        now=now,
        typed=f"{body['command']} {body.get('text') or ''}",
    )


def from_action(body: dict[str, Any], now: datetime) -> Request:
    """The request behind a button on a message, or in a form that remembers where it was opened."""
    action = body["actions"][0]
    if body.get("channel"):
        channel = body["channel"]["id"]
        kind = kind_of(channel, body["channel"].get("name"))
    else:
        origin = origin_of(body)
        channel, kind = origin.channel, origin.kind
    return _request(
        body, channel, kind, f"action:{action['action_ts']}:{body['user']['id']}:{action['action_id']}", now
    )


def from_shortcut(body: dict[str, Any], now: datetime) -> Request:
    """The request behind a shortcut on a message."""
    channel = body["channel"]["id"]
    return _request(body, channel, kind_of(channel, body["channel"].get("name")), f"trigger:{body['trigger_id']}", now)


def from_view(body: dict[str, Any], now: datetime) -> Request:
    """The request behind a form that was sent in; its key is the view's, as it was when it was sent."""
    view = body["view"]
    origin = Origin.unpacked(view["private_metadata"])
    key = f"view:{view['id']}:{view.get('hash', '')}"
    return _request(body, origin.channel, origin.kind, key, now, origin)


def from_suggestion(body: dict[str, Any], now: datetime) -> Request:
    """The request behind a menu that is being typed into."""
    origin = Origin.unpacked(body["view"]["private_metadata"])
    return _request(body, origin.channel, origin.kind, "", now)


def from_home(body: dict[str, Any], now: datetime) -> Request:
    """The request behind opening the Home tab."""
    team, enterprise = workspace_of_event(body)
    return Request(
        team=team,
        enterprise=enterprise,
        person=body["event"]["user"],
        channel=AT_HOME.channel,
        kind=AT_HOME.kind,
        key=f"event:{body['event_id']}",
        now=now,
    )


def origin(request: Request, **more: Any) -> Origin:
    """What a form opened by this request has to remember."""
    return Origin(channel=request.channel, kind=request.kind, **more)


def origin_of(body: dict[str, Any]) -> Origin:
    """Where a form was opened. A view that does not remember it was opened in private."""
    return Origin.unpacked(body["view"].get("private_metadata") or '{"channel": "", "kind": "direct"}')


def of_a_stranger(body: dict[str, Any]) -> bool:
    """Whether somebody of another workspace did something in a channel that is shared with it (Slack Connect)."""
    user = body.get("user")
    theirs = user.get("team_id") if isinstance(user, dict) else None
    return theirs is not None and theirs != _team(body)


def workspace_of_event(body: dict[str, Any]) -> tuple[str, str]:
    """The workspace that an event is for, and its organisation.

    Of a channel that is shared between workspaces `team_id` may name the other one; whom it is for stands in the
    authorization, unless that is a whole organisation's.
    """
    ours: dict[str, Any] = next(iter(body.get("authorizations") or []), {})
    enterprise = ours.get("enterprise_id") if ours else body.get("enterprise_id")
    return ours.get("team_id") or body["team_id"], enterprise or ""


def _team(body: dict[str, Any]) -> str:
    """The workspace that we are in, whoever does something: a form knows it where the person is of another.

    Where a whole organisation has installed us, a form names that, and a request may name no workspace but the
    person's.
    """
    installed = str((body.get("view") or {}).get("app_installed_team_id") or "")
    if installed.startswith("T"):
        return installed
    return str(body["team"]["id"] if body.get("team") else body["user"]["team_id"])


def kind_of(channel: str, name: str | None) -> Kind:
    """What kind of channel this is, as far as its payload tells: Slack calls private ones `privategroup`."""
    if channel.startswith("D") or name == "directmessage":
        return "direct"
    if channel.startswith("G") or name == "privategroup" or (name or "").startswith("mpdm-"):
        return "private"
    return "public"


def _request(
    body: dict[str, Any], channel: str, kind: Kind, key: str, now: datetime, origin: Origin | None = None
) -> Request:
    return Request(
        team=_team(body),
        enterprise=(body.get("enterprise") or {}).get("id") or "",
        person=body["user"]["id"],
        channel=channel,
        kind=kind,
        key=key,
        now=now,
        message_ts=origin.message_ts if origin is not None else None,
        thread_ts=origin.thread_ts if origin is not None else None,
        passed_on_by=origin.passed_on_by if origin is not None else None,
        stranger=of_a_stranger(body),
        opened=bool(body.get("view")),
    )


def typed_in(body: dict[str, Any]) -> str:
    """What was typed into a form's fields, to be given back when the form cannot stay."""
    fields = [next(iter(elements.values())) for elements in body["view"]["state"]["values"].values()]
    return "\n".join(field["value"] for field in fields if field.get("value"))


def field_of(body: dict[str, Any], named: str | None = None) -> str:
    """The field something is wrong with; what belongs to none is said beside the first, so that no typing is lost."""
    fields = [str(block["block_id"]) for block in body["view"]["blocks"] if block["type"] == "input"]
    return named if named in fields else fields[0]
