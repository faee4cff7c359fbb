"""Posting, editing, taking back."""

from __future__ import annotations

from sandbox.errors import Refused
from sandbox.payloads import message_body
from sandbox.posting import checked_blocks, checked_content, checked_metadata
from sandbox.record import Post
from sandbox.webapi.registry import Call, Method
from sandbox.webapi.requests import truth
from sandbox.workspace import Channel, Json, Message

MOST_TEXT_IN_UPDATE = 4_000


def post_message(call: Call) -> Json:
    """Post to a channel, a person's conversation with the bot, or a thread."""
    channel = _target(call)
    thread_ts = _thread(call, channel)
    content = checked_content(call.arguments, call.workspace)
    metadata = checked_metadata(call.arguments.get("metadata"))
    message = call.workspace.post(
        channel,
        call.workspace.bot.id,
        thread_ts=thread_ts,
        metadata=metadata,
        broadcast=thread_ts is not None and truth(call.arguments.get("reply_broadcast")),
        **content,
    )
    call.office.record.posts.append(_entry(call, message))
    body = message_body(message, call.workspace, all_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": body}


def post_ephemeral(call: Call) -> Json:
    """Post what only one person sees; it is in no history and cannot be edited."""
    channel = call.channel()
    person = call.person()
    if not call.inside(channel):
        raise Refused("not_in_channel" if channel.kind == "public" else "channel_not_found")
    if person.id not in channel.members:
        raise Refused("user_not_in_channel")
    if channel.archived:
        raise Refused("is_archived")
    content = checked_content(call.arguments, call.workspace)
    thread_ts = _thread(call, channel)
    message = call.workspace.post(
        channel, call.workspace.bot.id, thread_ts=thread_ts, ephemeral_for=person.id, **content
    )
    call.office.record.posts.append(_entry(call, message))
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """Edit the bot's own message; blocks and metadata that are not mentioned stay as they are."""
    channel, message = _own(call, "cant_update_message")
    arguments = call.arguments
    text = arguments.get("text")
    if text is not None and not isinstance(text, str):
        raise Refused("invalid_arguments")
    if text is not None and len(text) > MOST_TEXT_IN_UPDATE:
        raise Refused("msg_too_long")
    blocks = arguments.get("blocks")
    kept = checked_blocks(blocks, call.workspace) if blocks else None
    metadata = checked_metadata(arguments.get("metadata"))
    if not text and not kept and not arguments.get("attachments"):
        raise Refused("no_text")
    message.text = text if text is not None else message.text
    if blocks is not None:
        message.blocks, message.states = kept, {}
    if "attachments" in arguments:
        message.attachments = arguments["attachments"] or None
    if arguments.get("metadata") is not None:
        message.metadata = metadata
    call.workspace.edited(message)
    call.office.record.edits.append(_entry(call, message))
    body = message_body(message, call.workspace, all_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": body}


def delete(call: Call) -> Json:
    """Take the bot's own message away."""
    channel, message = _own(call, "cant_delete_message")
    call.workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """Return a message's address; it names the channel and the timestamp, so it never changes."""
    channel = call.channel()
    message = call.workspace.find(channel.id, call.text("message_ts", "message_not_found"))
    if message is None:
        raise Refused("message_not_found")
    address = f"https://{call.workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


def _target(call: Call) -> Channel:
    name = call.text("channel", "channel_not_found")
    channel = call.workspace.im_of(name) if name in call.workspace.people else call.channel()
    if channel.kind == "im" and not call.workspace.has_messages_tab:
        raise Refused("messages_tab_disabled")
    if not call.inside(channel) and "chat:write.public" not in call.scopes:
        raise Refused("not_in_channel")
    if channel.archived:
        raise Refused("is_archived")
    return channel


def _thread(call: Call, channel: Channel) -> str | None:
    thread_ts = call.arguments.get("thread_ts")
    if not thread_ts:
        return None
    parent = channel.by_ts.get(str(thread_ts))
    if parent is None:
        raise Refused("thread_not_found")
    # A reply to a reply goes to the same thread.
    return parent.thread_ts or parent.ts


def _own(call: Call, error: str) -> tuple[Channel, Message]:
    channel = call.channel()
    message = call.workspace.find(channel.id, call.text("ts", "message_not_found"))
    if message is None:
        raise Refused("message_not_found")
    if message.user != call.workspace.bot.id:
        raise Refused(error)
    if channel.archived:
        raise Refused("is_archived")
    return channel, message


def _entry(call: Call, message: Message) -> Post:
    return Post(
        call.method,
        message.channel,
        message.ts,
        message.text,
        message.thread_ts,
        message.key,
        message.ephemeral_for,
        call.workspace.team_id,
    )


METHODS = {
    "chat.postMessage": Method(post_message, "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write"),
    "chat.update": Method(update, "chat:write"),
    "chat.delete": Method(delete, "chat:write"),
    "chat.getPermalink": Method(get_permalink),
}
