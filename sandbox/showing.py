"""What the page is shown: the workspace as one person sees it, as JSON."""

from __future__ import annotations

from typing import Any

from sandbox.files import PICTURES, kind_of
from sandbox.modals import shown
from sandbox.previews import shown_to
from sandbox.stage import Stage
from sandbox.workspace import Channel, File, Json, Message, Person


def state(stage: Stage, me: Person) -> Json:
    """Return everything round the messages: people, channels, commands, this person's form and Home tab."""
    workspace = stage.workspace
    view, home = stage.views.top(me.id), stage.views.homes.get(me.id)
    return {
        "ok": True,
        "team": workspace.team_name,
        "team_id": workspace.team_id,
        "installed": workspace.installed,
        "me": me.id,
        "bot": {"user_id": workspace.bot.id, "name": workspace.bot.real_name, "app_id": workspace.app_id},
        "now": workspace.clock.now().timestamp(),
        "people": [_person(person) for person in workspace.people.values()],
        "channels": [_channel(stage, channel, me) for channel in workspace.visible_channels(me)],
        "commands": [
            {name: command.get(name, "") for name in ("command", "usage_hint", "description")}
            for command in stage.commands().values()
        ],
        "shortcuts": [
            {name: shortcut.get(name, "") for name in ("name", "callback_id", "type", "description")}
            for shortcut in stage.shortcuts().values()
        ],
        "has_home": workspace.has_home_tab,
        "home": shown(home, workspace) if home else None,
        "view": shown(view, workspace) if view else None,
        "stack": len(stage.views.stacks.get(me.id, [])),
    }


def message(stage: Stage, one: Message, me: Person) -> Json:
    """Return a message; of a parent also how many replies it has and when the last one came."""
    body: dict[str, Any] = {
        "ts": one.ts,
        "channel": one.channel,
        "user": one.user,
        "bot": one.is_bot,
        "name": _name(stage, one.user),
        "text": "" if one.deleted else one.text,
        "mrkdwn": one.mrkdwn,
    }
    if one.blocks and not one.deleted:
        body["blocks"] = one.blocks
    if one.files and not one.deleted:
        body["files"] = [_file(file) for file in one.files]
    if shown_to(stage.workspace, one, me) and not one.deleted:
        body["previews"] = shown_to(stage.workspace, one, me)
    if one.thread_ts:
        body["thread_ts"] = one.thread_ts
    if one.subtype:
        body["subtype"] = one.subtype
    if one.replies:
        body |= {"reply_count": len(one.replies), "latest_reply": one.replies[-1].ts}
    if me.id in one.states:
        body["state"] = {"values": one.states[me.id]}
    flags = {"edited": bool(one.edited), "ephemeral": one.ephemeral_for is not None, "deleted": one.deleted}
    return body | {name: True for name, is_so in flags.items() if is_so}


def _name(stage: Stage, user: str) -> str:
    try:
        return stage.workspace.person(user).real_name
    except LookupError:
        return "Slackbot"


def _file(file: File) -> Json:
    mimetype, kind = kind_of(file.name)
    picture = mimetype in PICTURES
    return {"id": file.id, "name": file.name, "kind": kind, "size": len(file.data), "picture": picture}


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "role": person.role,
        "tz": person.tz,
        "is_guest": person.is_restricted or person.team is not None,
        "is_admin": person.is_admin,
        "color": person.color,
    }


def _channel(stage: Stage, channel: Channel, me: Person) -> Json:
    read = channel.last_read.get(me.id, "")
    seen = [*channel.top, *(one for one in channel.ephemerals.values() if one.ephemeral_for == me.id)]
    return {
        "id": channel.id,
        "name": channel.name or stage.workspace.bot.real_name,
        "kind": channel.kind,
        "member": me.id in channel.members,
        "archived": channel.archived,
        "unread": sum(one.ts > read and one.user != me.id for one in seen),
        "bot_member": stage.workspace.bot.id in channel.members,
        "topic": channel.topic,
    }
