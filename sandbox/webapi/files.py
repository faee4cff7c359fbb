"""Files as the bot may know them, and the files that it uploads itself."""

from __future__ import annotations

import json
import re
from typing import Any

from sandbox.errors import Refused
from sandbox.files import READ, WRITE, file_body
from sandbox.posting import checked_blocks
from sandbox.record import Post
from sandbox.uploads import Upload
from sandbox.webapi.registry import Call, Method
from sandbox.workspace import Channel, File, Json

MOST_ALT = 1_000
CHANNEL = "^[CGDZ][A-Z0-9]{8,}$"  # an id: neither a name nor a person's id (slackapi/bolt-js#2115)


def info(call: Call) -> Json:
    """Describe one file: the bot's own, or where it stands in a channel the bot belongs to."""
    file = call.workspace.files.get(call.text("file", "file_not_found"))
    if file is None or not call.workspace.may_read(file):
        raise Refused("file_not_found")
    body = file_body(file, call.workspace) | ({} if file.looked_at() else UNKNOWN)
    return {"file": body, "comments": [], "response_metadata": {"next_cursor": ""}}


def share_with_everybody(call: Call) -> Json:
    """Make a file public; not offered: Slack takes a person's token for it, which no bot has."""
    raise Refused("not_allowed_token_type")


def begin_upload(call: Call) -> Json:
    """Say where a file's bytes go, and the id it will have."""
    name = call.text("filename")
    try:
        length = int(call.text("length", "missing_argument"))
    except ValueError as broken:
        raise Refused("invalid_arguments") from broken
    if length <= 0:
        raise Refused("missing_argument" if length == 0 else "invalid_arguments")
    if len(str(call.arguments.get("alt_txt") or "")) > MOST_ALT:
        raise Refused("alt_txt_too_large")
    address, file_id = call.office.uploads.begin(name, length)
    return {"upload_url": address, "file_id": file_id}


def complete_upload(call: Call) -> Json:
    """Make files of what was uploaded and, if a channel is named, post them there in one message.

    What is answered says neither where they stand nor what kind they are: Slack finds that out later.
    """
    uploads = [(_ready(call, entry), str(entry.get("title") or "")) for entry in _entries(call)]
    channel = _channel(call)
    thread_ts = _thread(call, channel)
    text = str(call.arguments.get("initial_comment") or "")
    blocks = call.arguments.get("blocks") if channel is not None and not text else None
    if blocks:
        blocks = checked_blocks(blocks, call.workspace)
    files = [call.office.uploads.complete(upload, title) for upload, title in uploads]
    bodies = [file_body(file, call.workspace) | UNKNOWN for file in files]
    if channel is not None:
        _share(call, channel, files, text=text, blocks=blocks or None, thread_ts=thread_ts)
    return {"files": bodies}


UNKNOWN: Json = {"mimetype": "", "filetype": "", "pretty_type": ""}


def _entries(call: Call) -> list[Json]:
    given: Any = call.arguments.get("files")
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError as broken:
            raise Refused("invalid_arguments") from broken
    if not isinstance(given, list) or not given or not all(isinstance(entry, dict) for entry in given):
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] must provide an array of files"]})
    return given


def _ready(call: Call, entry: Json) -> Upload:
    upload = call.office.uploads.ready(str(entry.get("id")))
    if upload is None:
        raise Refused("file_not_found")
    return upload


def _channel(call: Call) -> Channel | None:
    channel_id = str(call.arguments.get("channel_id") or "")
    if not channel_id:
        return None
    if not re.fullmatch(CHANNEL, channel_id):
        problem = f"[ERROR] input must match regex pattern: {CHANNEL} [json-pointer:/channel_id]"
        raise Refused("invalid_arguments", response_metadata={"messages": [problem]})
    channel = call.workspace.channels.get(channel_id)
    if channel is None or (channel.kind != "public" and not call.inside(channel)):
        raise Refused("channel_not_found")
    if not call.inside(channel):  # a public channel too, whatever chat:write.public says
        raise Refused("not_in_channel")
    if channel.archived:
        raise Refused("is_archived")
    return channel


def _thread(call: Call, channel: Channel | None) -> str | None:
    thread_ts = str(call.arguments.get("thread_ts") or "")
    if channel is None or not thread_ts:
        return None
    parent = channel.by_ts.get(thread_ts)
    if parent is None:
        raise Refused("thread_not_found")
    return parent.thread_ts or parent.ts


def _share(call: Call, channel: Channel, files: list[File], *, text: str, **rest: Any) -> None:
    message = call.workspace.post(channel, call.workspace.bot.id, text, files=files, **rest)
    team = call.workspace.team_id
    call.office.record.posts.append(Post(call.method, channel.id, message.ts, text, message.thread_ts, team=team))


METHODS = {
    "files.info": Method(info, READ),
    "files.sharedPublicURL": Method(share_with_everybody, token="user"),  # noqa: S106
    "files.getUploadURLExternal": Method(begin_upload, WRITE),
    "files.completeUploadExternal": Method(complete_upload, WRITE),
}
