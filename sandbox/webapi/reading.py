"""Reading back: a channel's history, a thread's replies, a page at a time."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable

from sandbox.errors import Refused
from sandbox.payloads import message_body
from sandbox.webapi.registry import HISTORY, Call, Method
from sandbox.webapi.requests import truth, whole
from sandbox.workspace import Channel, Json, Message, microseconds

PAGE, MOST_IN_PAGE = 100, 999


def history(call: Call) -> Json:
    """Return a channel's messages, newest first; no replies, nothing ephemeral."""
    channel = _readable(call)
    return _page(call, reversed(channel.top), newest_first=True)


def replies(call: Call) -> Json:
    """Return a thread, its parent first on every page, then the replies, oldest first."""
    channel = _readable(call)
    ts = call.text("ts", "thread_not_found")
    parent = channel.by_ts.get(ts)
    if parent is not None and parent.thread_ts:
        parent = channel.by_ts[parent.thread_ts]
    if parent is None:
        raise Refused("thread_not_found")
    answer = _page(call, parent.replies, newest_first=False)
    answer["messages"].insert(0, _shown(call, parent))
    return answer


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.need(HISTORY[channel.kind])
    if not call.inside(channel):
        raise Refused("not_in_channel")
    return channel


def _page(call: Call, messages: Iterable[Message], *, newest_first: bool) -> Json:
    limit = whole(call.arguments, "limit", PAGE, MOST_IN_PAGE)
    oldest, latest = _bound(call, "oldest"), _bound(call, "latest")
    inclusive = truth(call.arguments.get("inclusive"))
    start = _read_cursor(call.arguments.get("cursor"))
    page: list[Message] = []
    following: int | None = None
    for message in messages:
        at = microseconds(message.ts)
        if oldest is not None and (at < oldest or (at == oldest and not inclusive)):
            if newest_first:
                break
            continue
        if latest is not None and (at > latest or (at == latest and not inclusive)):
            continue
        if start is not None and (at > start if newest_first else at < start):
            continue
        if len(page) == limit:
            following = at
            break
        page.append(message)
    cursor = "" if following is None else base64.b64encode(f"next_ts:{following}".encode()).decode()
    answer: Json = {"messages": [_shown(call, message) for message in page], "has_more": following is not None}
    if cursor:
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer | ({"pin_count": 0} if newest_first else {})


def _shown(call: Call, message: Message) -> Json:
    everything = truth(call.arguments.get("include_all_metadata"))
    return message_body(message, call.workspace, all_metadata=everything)


def _bound(call: Call, name: str) -> int | None:
    value = call.arguments.get(name)
    if value in (None, "", "now"):
        return None
    try:
        return microseconds(str(value))
    except ValueError as broken:
        raise Refused(f"invalid_ts_{name}") from broken


def _read_cursor(cursor: object) -> int | None:
    if not cursor:
        return None
    try:
        word, _, number = base64.b64decode(str(cursor), validate=True).decode().partition(":")
        if word != "next_ts":
            raise ValueError(word)
        return int(number)
    except (binascii.Error, UnicodeDecodeError, ValueError) as broken:
        raise Refused("invalid_cursor") from broken


METHODS = {"conversations.history": Method(history), "conversations.replies": Method(replies)}
