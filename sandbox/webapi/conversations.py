"""Channels and who is in them."""

from __future__ import annotations

import base64
import binascii
from typing import TypeVar

from sandbox.errors import Refused
from sandbox.webapi.registry import READ, Call, Method
from sandbox.webapi.requests import truth, whole
from sandbox.workspace import Channel, Json, Kind, Person, Workspace

Row = TypeVar("Row")
TYPES: dict[str, Kind | None] = {
    "public_channel": "public",
    "private_channel": "private",
    "im": "im",
    "mpim": None,  # there are no group conversations here
}


def channel_body(channel: Channel, workspace: Workspace) -> Json:
    """Return a channel as Slack describes it to the bot."""
    inside = workspace.bot.id in channel.members
    topic = {"value": channel.topic, "creator": "", "last_set": 0}
    body: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": channel.kind == "im",
        "is_mpim": False,
        "is_private": channel.kind != "public",
        "is_org_shared": False,
        "context_team_id": workspace.team_id,
    }
    if channel.kind == "im":
        other = next(iter(channel.members - {workspace.bot.id}))
        return body | {"user": other, "is_user_deleted": False, "is_open": True}
    return body | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_general": False,
        "is_shared": channel.ext_shared,
        "is_ext_shared": channel.ext_shared,
        "is_member": inside,
        "topic": topic,
        "purpose": topic | {"value": ""},
        "creator": channel.creator,
    }


def info(call: Call) -> Json:
    """Describe one channel."""
    channel = call.channel()
    call.need(READ[channel.kind])
    body = channel_body(channel, call.workspace)
    if truth(call.arguments.get("include_num_members")):
        body["num_members"] = len(channel.members)
    return {"channel": body}


def members(call: Call) -> Json:
    """Return the ids of who is in a channel, the bot included."""
    channel = call.channel()
    call.need(READ[channel.kind])
    page, cursor = paged(call, sorted(channel.members))
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def list_channels(call: Call) -> Json:
    """List the public channels and, of the others, those the bot is in."""
    kinds = _kinds(call)
    found = [c for c in call.workspace.channels.values() if c.kind in kinds and _listed(call, c, None)]
    return _channels(call, found)


def of_person(call: Call) -> Json:
    """List the channels a person is in (`users.conversations`), or the bot itself; private ones only where it is too.

    Source: docs.slack.dev/reference/methods/users.conversations: at most 999 a page, and no `is_member`.
    """
    kinds = _kinds(call)
    person = call.person() if call.arguments.get("user") else call.workspace.bot
    found = [c for c in call.workspace.channels.values() if c.kind in kinds and _listed(call, c, person)]
    answer = _channels(call, found, 999)
    for body in answer["channels"]:
        body.pop("is_member", None)
    return answer


def open_conversation(call: Call) -> Json:
    """Return the conversation with a person; it is there already."""
    call.need("im:write")
    given = call.arguments.get("channel")
    if given:
        channel = call.channel()
    else:
        ids = [one for one in call.text("users", "users_list_not_supplied").split(",") if one]
        if len(ids) != 1:
            call.need("mpim:write")
            raise Refused("method_not_supported_for_channel_type")
        if ids[0] not in call.workspace.people:
            raise Refused("user_not_found")
        channel = call.workspace.im_of(ids[0])
    body: Json = {"id": channel.id}
    if truth(call.arguments.get("return_im")):
        body = channel_body(channel, call.workspace)
    return {"no_op": True, "already_open": True, "channel": body}


def join(call: Call) -> Json:
    """Join a public channel, if the manifest asks for that; this bot waits to be invited."""
    channel = call.channel()
    if channel.kind != "public":
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    channel.members.add(call.workspace.bot.id)
    call.workspace.changed("channels", channel.id)
    return {"channel": channel_body(channel, call.workspace)}


def paged(call: Call, rows: list[Row], most: int = 1000) -> tuple[list[Row], str]:
    """Return one page of the rows and the cursor of the next, "" if there is none."""
    limit = whole(call.arguments, "limit", 100, most)
    start = 0
    if call.arguments.get("cursor"):
        try:
            word, _, number = base64.b64decode(str(call.arguments["cursor"])).decode().partition(":")
            start = int(number) if word == "from" else -1
        except (binascii.Error, UnicodeDecodeError, ValueError):
            start = -1
        if start < 0:
            raise Refused("invalid_cursor")
    following = start + limit
    cursor = "" if following >= len(rows) else base64.b64encode(f"from:{following}".encode()).decode()
    return rows[start:following], cursor


def _kinds(call: Call) -> set[Kind]:
    names = str(call.arguments.get("types") or "public_channel").replace(" ", "").split(",")
    kinds: set[Kind] = set()
    for name in names:
        if name not in TYPES:
            raise Refused("invalid_types")
        kind = TYPES[name]
        call.need("mpim:read" if kind is None else READ[kind])
        if kind is not None:
            kinds.add(kind)
    return kinds


def _listed(call: Call, channel: Channel, person: Person | None) -> bool:
    if truth(call.arguments.get("exclude_archived")) and channel.archived:
        return False
    if person is not None and person.id not in channel.members:
        return False
    return channel.kind == "public" or call.inside(channel)


def _channels(call: Call, found: list[Channel], most: int = 1000) -> Json:
    page, cursor = paged(call, found, most)
    bodies = [channel_body(channel, call.workspace) for channel in page]
    return {"channels": bodies, "response_metadata": {"next_cursor": cursor}}


METHODS = {
    "conversations.info": Method(info),
    "conversations.list": Method(list_channels, of_a_team=True),
    "conversations.members": Method(members),
    "conversations.open": Method(open_conversation),
    "conversations.join": Method(join, "channels:join"),
    "users.conversations": Method(of_person, of_a_team=True),
}
